"""Shared by every local server: a port, ASGI without a framework, a coroutine from synchronous code."""
