"""Adapters for web frameworks: each converts the framework's request into a `Request`."""
