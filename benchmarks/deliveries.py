"""Deliveries over many connections, from a client that is faster than the servers."""

from __future__ import annotations

import asyncio
import itertools
import json
import time
from collections import Counter
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from allo_ext.testing import event, sign

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

TOKEN, OWN = "a-token-for-the-benchmark", "+12025550143"
SECRET = "whsec_YmVuY2htYXJrLWJlbmNobWFyay1iZW5jaG1hcms="  # noqa: S105 (of this benchmark only)
SAID = [{"source": "USER", "time": f"2026-01-15T10:30:{n:02}Z", "text": "So we said. " * 4} for n in range(20)]
SECONDS = itertools.count(1_768_000_000)

Delivery = tuple[bytes, bytes]
"""The header lines and the body."""


def calls(number: int) -> list[Delivery]:
    """Create deliveries of different calls with transcripts, in version 1's format."""
    payloads = (event("CALL_RECEIVED", to=OWN, transcriptions=SAID) for _ in range(number))
    return [(b"", json.dumps(payload).encode()) for payload in payloads]


def signed_calls(number: int) -> list[Delivery]:
    """Create the same in version 2's format, signed now."""
    found: list[Delivery] = []
    for _ in range(number):
        # In different seconds: two calls of one number in one second are one call.
        start = datetime.fromtimestamp(next(SECONDS), UTC).isoformat()
        body = json.dumps(event("call.completed", to=OWN, start_date=start, transcriptions=SAID)).encode()
        headers = sign(body, SECRET)
        found.append(("".join(f"{name}: {value}\r\n" for name, value in headers.items()).encode(), body))
    return found


def loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """Return the faster event loop if it is installed: the servers are measured, not the client."""
    try:
        import uvloop
    except ImportError:
        return None
    return uvloop.new_event_loop


def rate(port: int, path: str, deliveries: Sequence[Delivery]) -> float:
    """Post deliveries, and return how many a second were answered with 200.

    Raises:
        AssertionError: One was answered with another status.
    """
    began = time.perf_counter()
    with asyncio.Runner(loop_factory=loop_factory()) as runner:
        statuses = runner.run(deliver(port, path, deliveries))
    assert statuses == {200: len(deliveries)}, (path, statuses)
    return len(deliveries) / (time.perf_counter() - began)


async def deliver(
    port: int, path: str, deliveries: Sequence[Delivery], *, connections: int = 50, until_accepted: bool = False
) -> Counter[int]:
    """Post deliveries over some connections; return the count of each status.

    Args:
        port: The port of the server.
        path: The path of the endpoint.
        deliveries: What to post.
        connections: The number of connections.
        until_accepted: True to repeat each delivery until it is answered with 200.
    """
    statuses: Counter[int] = Counter()

    async def one(share: Sequence[Delivery]) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for headers, body in share:
            head = f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Length: {len(body)}\r\n".encode()
            while True:
                writer.write(head + headers + b"\r\n" + body)
                answer = await reader.readuntil(b"\r\n\r\n")
                fields = dict(line.lower().split(b": ", 1) for line in answer.split(b"\r\n")[1:-2])
                await reader.readexactly(int(fields.get(b"content-length", b"0")))
                status = int(answer.split()[1])
                statuses[status] += 1
                if status == 200 or not until_accepted:
                    break
        writer.close()
        await writer.wait_closed()

    await asyncio.gather(*[one(deliveries[n::connections]) for n in range(connections)])
    return statuses


async def read(port: int, path: str) -> dict[str, float]:
    """Return the JSON object that a server has at a path."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
    answer = await reader.read()
    writer.close()
    await writer.wait_closed()
    return dict(json.loads(answer.partition(b"\r\n\r\n")[2]))
