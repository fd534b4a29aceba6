"""Requests on their way out: settings, connections, retries, pacing, and errors from answers."""
