"""An answer leaves in one write."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from allo_ext.testing import MockAllo
from allo_ext.testing._edges.writing import Together

HEAD = b"HTTP/1.1 200 OK\r\n\r\n"


class Written:
    """A transport that notes what it is told."""

    def __init__(self) -> None:
        self.told: list[bytes | str] = []

    def write(self, data: bytes) -> None:
        self.told.append(data)

    def close(self) -> None:
        self.told.append("close")

    def get_extra_info(self, name: str) -> str:
        return name


def told(*acts: Callable[[Together], None]) -> list[bytes | str]:
    """What the transport is told when all of this happens in one turn of the event loop, and one turn later."""

    async def main() -> list[bytes | str]:
        transport = Written()
        together = Together(transport, asyncio.get_running_loop())
        for act in acts:
            act(together)
        await asyncio.sleep(0)
        return transport.told

    return asyncio.run(main())


def test_head_and_body_are_one_write():
    """And what follows is another."""
    actual = told(lambda t: t.write(HEAD), lambda t: t.write(b"body"), lambda t: t.write(b"more"))

    assert actual == [HEAD + b"body", b"more"]


def test_a_head_without_a_body_leaves_with_the_next_turn():
    """Nobody waits for a body that an answer does not have."""
    assert told(lambda t: t.write(HEAD)) == [HEAD]


def test_a_head_leaves_before_the_connection_is_closed():
    """A body that was cut to nothing has a head all the same."""
    assert told(lambda t: t.write(HEAD), lambda t: t.close()) == [HEAD, "close"]


def test_everything_else_is_the_transport_s_own():
    """Uvicorn asks it who is there."""

    async def main() -> str:
        return Together(Written(), asyncio.get_running_loop()).get_extra_info("peername")

    assert asyncio.run(main()) == "peername"


def test_a_served_mock_answers_in_one_piece():
    """What a socket reads first is head and body."""

    async def main(host: str, port: int) -> bytes:
        reader, writer = await asyncio.open_connection(host, port)
        writer.write(b"GET /v1/api/numbers HTTP/1.1\r\nHost: mock\r\nAuthorization: key\r\n\r\n")
        first = await reader.read(65_536)
        writer.close()
        await writer.wait_closed()
        return first

    with MockAllo(calls=1, contacts=1).serve() as served:
        first = asyncio.run(main(served.host, served.port))
    head, _, body = first.partition(b"\r\n\r\n")

    assert f"content-length: {len(body)}".encode() in head
