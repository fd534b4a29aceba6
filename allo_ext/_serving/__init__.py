"""Shared code of the local servers: ports, ASGI without a framework, running coroutines from synchronous code."""
