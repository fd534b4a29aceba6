"""What the transports that a program passes are given."""

from __future__ import annotations

import httpx


class Contents(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """Keeps the body of each request, which it does not read itself."""

    def __init__(self) -> None:
        self.bodies: list[bytes] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self.bodies.append(request.content)
        return httpx.Response(200, json={"data": []})

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        return self.handle_request(request)


def test_a_transport_can_take_the_body_from_the_request(make):
    """A transport such as httpx-aiohttp sends a body that it cannot take at once in chunks, even an empty one."""
    transport = Contents()
    allo = make(transport)

    allo.numbers.list()
    allo.v2.items.search(page=1, size=5)

    assert transport.bodies == [b"", b'{"page":1,"size":5}']
