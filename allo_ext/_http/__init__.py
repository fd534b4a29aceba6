"""Sending requests: settings, connections, retries, pacing, and errors from responses."""
