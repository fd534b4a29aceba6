"""Throughput of the receiver in one uvicorn worker, compared to a bare Starlette route. Checks for lost events.

python benchmarks/receiver_load.py [ROUNDS]
"""

from __future__ import annotations

import asyncio
import json
import statistics
import subprocess
import sys
import time
from collections import Counter
from contextlib import contextmanager
from typing import TYPE_CHECKING

import uvicorn
from starlette.applications import Starlette
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route

from allo_ext.receiver import CallReceived, WebhookReceiver
from allo_ext.testing import event

if TYPE_CHECKING:
    from collections.abc import Generator

    from starlette.requests import Request

DELIVERIES, CONNECTIONS, REPEATED = 2_000, 50, 200
TOKEN, OWN = "benchmark", "+12025550143"


# The server, in a separate process


def application() -> Starlette:
    """Create an application with the receiver and a route that reads the body and returns a success."""
    handled: Counter[str] = Counter()
    receiver = WebhookReceiver(TOKEN, {OWN}, require_https=False, max_per_minute=None)

    @receiver.on("CALL_RECEIVED")
    async def count(received: CallReceived) -> None:
        handled[received.call.id] += 1

    async def bare(request: Request) -> Response:
        await request.body()
        return Response()

    async def counts(_: Request) -> Response:
        return JSONResponse(handled)

    return Starlette(
        routes=[
            Route("/bare", bare, methods=["POST"]),
            Route("/counts", counts),
            Mount("/allo", receiver.asgi()),
        ]
    )


def serve() -> None:
    """Serve on a free port, and print the port."""
    server = uvicorn.Server(uvicorn.Config(application(), port=0, ws="none", log_level="critical", access_log=False))

    async def main() -> None:
        task = asyncio.create_task(server.serve())
        while not server.started:  # noqa: ASYNC110 (uvicorn has no event for it)
            await asyncio.sleep(0.01)
        print(server.servers[0].sockets[0].getsockname()[1], flush=True)
        await task

    asyncio.run(main())


@contextmanager
def served() -> Generator[int]:
    """Start the server; yield its port."""
    with subprocess.Popen([sys.executable, __file__, "serve"], stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield int(process.stdout.readline())
        finally:
            process.terminate()


# The client


async def deliver(port: int, path: str, bodies: list[bytes]) -> tuple[Counter[int], float]:
    """Post bodies over all connections; return the count of each status, and the responses per second."""
    statuses: Counter[int] = Counter()

    async def one(share: list[bytes]) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for body in share:
            writer.write(f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body)
            head = await reader.readuntil(b"\r\n\r\n")
            fields = dict(line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:-2])
            await reader.readexactly(int(fields.get(b"content-length", b"0")))
            statuses[int(head.split()[1])] += 1
        writer.close()
        await writer.wait_closed()

    began = time.perf_counter()
    await asyncio.gather(*[one(bodies[n::CONNECTIONS]) for n in range(CONNECTIONS)])
    return statuses, len(bodies) / (time.perf_counter() - began)


async def counts(port: int) -> dict[str, int]:
    """Return how often the server has handled each event."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"GET /counts HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    answer = await reader.read()
    writer.close()
    await writer.wait_closed()
    return dict(json.loads(answer.partition(b"\r\n\r\n")[2]))


def payloads() -> list[bytes]:
    """Create different calls with transcripts."""
    said = [{"source": "USER", "time": f"2026-01-15T10:30:{n:02}Z", "text": "So we said. " * 4} for n in range(20)]
    return [json.dumps(event("CALL_RECEIVED", to=OWN, transcriptions=said)).encode() for _ in range(DELIVERIES)]


def main(rounds: int) -> int:
    """Run and print. Exit with an error if a delivery was lost or handled twice."""
    ratios: list[float] = []
    right = True
    with served() as port:
        asyncio.run(deliver(port, "/bare", payloads()))  # warm up
        for _ in range(rounds):
            bodies = payloads()
            ids = {json.loads(body)["data"]["id"] for body in bodies}
            _, bare = asyncio.run(deliver(port, "/bare", bodies))
            statuses, rate = asyncio.run(deliver(port, f"/allo/{TOKEN}", bodies))
            again, _ = asyncio.run(deliver(port, f"/allo/{TOKEN}", bodies[:REPEATED]))
            handled = {key: count for key, count in asyncio.run(counts(port)).items() if key in ids}
            right &= statuses == {200: DELIVERIES} and again == {200: REPEATED} and handled == dict.fromkeys(ids, 1)
            ratios.append(rate / bare)
            print(
                f"{sum(statuses.values())} answered {dict(statuses)}, {REPEATED} repeated {dict(again)}, "
                f"{len(handled)} handled, at most {max(handled.values())} time(s); "
                f"{rate:,.0f} per second, bare route {bare:,.0f}: {rate / bare:.2f}"
            )
    spread = f"{min(ratios):.2f} to {max(ratios):.2f}"
    size, verdict = len(bodies[0]), "right" if right else "WRONG"
    print(f"{size:,} bytes each; ratio {statistics.median(ratios):.2f} ({spread}); {verdict}")
    return 0 if right else 1


if __name__ == "__main__":
    if sys.argv[1:] == ["serve"]:
        serve()
    else:
        sys.exit(main(int(sys.argv[1]) if sys.argv[1:] else 5))
