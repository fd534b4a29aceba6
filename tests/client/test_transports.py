"""What the transports that a program passes are given."""

from __future__ import annotations

import httpx

from allo_ext._http.cookies import Cookies


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


def test_only_a_response_that_sets_a_cookie_changes_the_cookies():
    """One without leaves them as they are."""
    cookies, request = Cookies(), httpx.Request("GET", "https://api.example/v1/api/numbers")
    for headers in ({"Set-Cookie": "route=7"}, {"X-Cookie": "route=8"}):
        cookies.extract_cookies(httpx.Response(200, headers=headers, request=request))

    assert dict(cookies) == {"route": "7"}


def test_a_cookie_of_the_api_is_sent_back(make, scripted):
    """As httpx does, whatever else the response has: a load balancer may choose a server by it."""
    transport = scripted(httpx.Response(200, headers={"Set-Cookie": "route=7"}, json={"data": []}), {"data": []})
    allo = make(transport)

    for _ in range(3):
        allo.numbers.list()

    assert [request.headers.get("cookie") for request in transport.requests] == [None, "route=7", "route=7"]
