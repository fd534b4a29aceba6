"""Access to the mock: as an httpx transport, as an ASGI application, on a port."""
