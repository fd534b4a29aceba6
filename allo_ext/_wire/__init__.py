"""Parsing responses into records, and building requests: pure functions that handle the API's quirks."""
