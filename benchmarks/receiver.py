"""The receiver in one uvicorn worker, compared to a bare Starlette route; with an inbox, to the receiver without one.

Every delivery must be handled once, also if it is repeated: otherwise there is no figure.
"""

from __future__ import annotations

import asyncio
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import bodies
from deliveries import OWN, SECRET, TOKEN, calls, rate, read, signed_calls
from table import Row

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Sequence

    from deliveries import Delivery
    from starlette.requests import Request

DELIVERIES, REPEATED, ROUNDS = 2_000, 200, 5
LINES = {
    "/token": "deliveries with a token",
    "/signed": "deliveries with a signature",
    "/stored": "deliveries committed to the inbox",
    "/handled": "and handled in the same process",
}


def rows() -> list[Row]:
    """Measure all endpoints alternately, then the slowest bodies."""
    with _served() as port:
        for kind, path in ((calls, "/bare"), (calls, "/token"), (signed_calls, "/signed")):
            rate(port, f"{path}/{TOKEN}", kind(DELIVERIES // 4))  # warm up
        bare: list[float] = []
        found: dict[str, list[float]] = {path: [] for path in LINES}
        for _ in range(ROUNDS):
            bare.append(rate(port, f"/bare/{TOKEN}", calls(DELIVERIES)))
            for path, rates in found.items():
                rates.append(_checked(port, path, signed_calls if path == "/signed" else calls))
            time.sleep(2)  # the handlers of the inbox finish
    return [
        *(_row(path, "a bare Starlette route", found[path], bare) for path in ("/token", "/signed")),
        *(_row(path, "without an inbox", found[path], found["/token"]) for path in ("/stored", "/handled")),
        bodies.row(),
    ]


def _row(path: str, beside: str, ours: Sequence[float], theirs: Sequence[float]) -> Row:
    note = f"{statistics.median(ours):,.0f}/s; {statistics.median(theirs):,.0f}/s"
    return Row(LINES[path], beside, [one / other for one, other in zip(ours, theirs, strict=True)], note)


def _checked(port: int, path: str, kind: Callable[[int], list[Delivery]]) -> float:
    """Deliver, and deliver a part again; return the rate of the first time."""
    deliveries = kind(DELIVERIES)
    ids = {json.loads(body)["data"]["id"] for _, body in deliveries}
    measured = rate(port, f"{path}/{TOKEN}", deliveries)
    rate(port, f"{path}/{TOKEN}", deliveries[:REPEATED])
    if path != "/stored":  # whose deliveries are not handled
        for _ in range(300):
            handled = {key: count for key, count in asyncio.run(read(port, "/counts")).items() if key in ids}
            if len(handled) == len(ids):
                break
            time.sleep(0.1)
        assert handled == dict.fromkeys(ids, 1), path
    return measured


# The server, in a separate process


def _serve(folder: Path) -> None:
    """Serve all endpoints on a free port, and print the port."""
    import uvicorn
    from starlette.applications import Starlette
    from starlette.responses import JSONResponse, Response
    from starlette.routing import Mount, Route

    from allo_ext.durable import Inbox
    from allo_ext.receiver import WebhookReceiver

    handled: Counter[str] = Counter()
    inboxes = {path: Inbox(folder / f"{path[1:]}.db") for path in ("/stored", "/handled")}

    async def count(received: Any) -> None:
        handled[received.call.id] += 1

    def receiver(path: str) -> WebhookReceiver:
        given: dict[str, Any] = {"secret": SECRET} if path == "/signed" else {"token": TOKEN, "numbers": {OWN}}
        made = WebhookReceiver(**given, require_https=False, max_per_minute=None, inbox=inboxes.get(path))
        made.on("*")(count)
        return made

    async def bare(request: Request) -> Response:
        await request.body()
        return Response()

    async def counts(_: Request) -> Response:
        return JSONResponse(dict(handled))  # a copy: another thread may be counting

    receivers = {path: receiver(path) for path in LINES}
    app = Starlette(
        routes=[
            Route(f"/bare/{TOKEN}", bare, methods=["POST"]),
            Route("/counts", counts),
            *(Mount(path, made.asgi()) for path, made in receivers.items()),
        ]
    )
    server = uvicorn.Server(uvicorn.Config(app, port=0, ws="none", log_level="critical", access_log=False))

    async def main() -> None:
        task = asyncio.create_task(server.serve())
        while not server.started:  # noqa: ASYNC110 (uvicorn has no event for it)
            await asyncio.sleep(0.01)
        print(server.servers[0].sockets[0].getsockname()[1], flush=True)
        await task

    with ExitStack() as stack:
        stack.enter_context(inboxes["/handled"].running(receivers["/handled"]))
        asyncio.run(main())


@contextmanager
def _served() -> Generator[int]:
    """Start the server; yield its port."""
    with (
        tempfile.TemporaryDirectory() as folder,
        subprocess.Popen([sys.executable, __file__, folder], stdout=subprocess.PIPE, text=True) as process,
    ):
        try:
            assert process.stdout is not None
            yield int(process.stdout.readline())
        finally:
            process.terminate()


if __name__ == "__main__":
    _serve(Path(sys.argv[1]))
