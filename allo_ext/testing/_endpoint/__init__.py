"""Trying a webhook endpoint: a list of checks, and three ways to send (HTTP, ASGI, WSGI)."""
