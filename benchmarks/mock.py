"""Requests per second with a mixed load: the mock server compared to Prism with the same spec, and MockAllo in process.

Prism is an npm package: `make bench-peers` installs it into build/peers. Without it, the row says "not measured".
"""

from __future__ import annotations

import asyncio
import json
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
from answers import page
from deliveries import loop_factory
from peers import not_measured
from table import Row, cpu_pairs

from allo_ext.testing import MockAllo

if TYPE_CHECKING:
    from collections.abc import Generator

ROOT = Path(__file__).resolve().parent.parent
PRISM = ROOT / "build" / "peers" / "node_modules" / ".bin" / "prism"
CONNECTIONS, SECONDS, RUNS = 8, 4.0, 3
SMS = json.dumps({"from": "+12025550143", "to": "+12025550178", "message": "On our way"})
CONTACT = json.dumps({"numbers": ["+12025550178"], "name": "Ada"})
MIX = [
    ("GET", "/numbers", ""),
    ("GET", "/calls?allo_number=%2B12025550143&page=0&size=10", ""),
    ("GET", "/contacts?page=0&size=10", ""),
    ("POST", "/sms", SMS),
    ("GET", "/webhooks", ""),
    ("POST", "/contacts", CONTACT),
]


def rows() -> list[Row]:
    """Measure both servers alternately, then the mock without a port."""
    return [_on_a_port(), _in_process()]


def _on_a_port() -> Row:
    if not PRISM.exists():
        return not_measured("mock on a port", "Prism")
    with _mock() as ours, _prism() as theirs, asyncio.Runner(loop_factory=loop_factory()) as runner:
        rates = [(runner.run(_rate(ours)), runner.run(_rate(theirs))) for _ in range(RUNS)]
    note = f"{max(one for one, _ in rates):.0f}/s; {max(other for _, other in rates):.0f}/s, at best"
    return Row("mock on a port", "Prism", [one / other for one, other in rates], note)


def _in_process() -> Row:
    def answer(_: httpx.Request) -> httpx.Response:
        return httpx.Response(200, headers={"content-type": "application/json"}, content=constant)

    constant, headers = page(10), {"Authorization": "key", "Content-Type": "application/json"}
    base = "https://api.withallo.com/v1/api"
    requests = [httpx.Request(method, base + target, headers=headers, content=body) for method, target, body in MIX]
    mock = MockAllo()

    def send(transport: httpx.BaseTransport) -> None:
        for request in requests:
            assert transport.handle_request(request).is_success, request

    ratios, ours, theirs = cpu_pairs(
        lambda: send(mock.transport), lambda: send(httpx.MockTransport(answer)), repeat=100, runs=9
    )
    note = f"{len(MIX) / ours:,.0f}/s; {len(MIX) / theirs:,.0f}/s of CPU time"
    return Row("MockAllo in process", "httpx.MockTransport", [1 / ratio for ratio in ratios], note)


@contextmanager
def _mock() -> Generator[httpx.URL]:
    command = [sys.executable, "-m", "allo_ext.testing", "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield httpx.URL(json.loads(process.stdout.readline())["base_url"])
        finally:
            process.terminate()


@contextmanager
def _prism() -> Generator[httpx.URL]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [str(PRISM), "mock", "--port", str(port), str(ROOT / "openapi" / "allo-v1.yaml")]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        try:
            url = httpx.URL(f"http://127.0.0.1:{port}")
            for _ in range(200):
                try:
                    httpx.get(url.copy_with(path="/numbers"), headers={"Authorization": "key"})
                    break
                except httpx.TransportError:
                    time.sleep(0.1)
            yield url
        finally:
            process.terminate()


async def _rate(base_url: httpx.URL) -> float:
    """Return the responses per second over connections that send the next request after each response."""
    end = time.perf_counter() + SECONDS
    counts = await asyncio.gather(*(_ask(base_url, offset, end) for offset in range(CONNECTIONS)))
    return sum(counts) / SECONDS


async def _ask(base_url: httpx.URL, offset: int, end: float) -> int:
    reader, writer = await asyncio.open_connection(base_url.host, base_url.port)
    count = 0
    try:
        while time.perf_counter() < end:
            method, target, body = MIX[(count + offset) % len(MIX)]
            head = f"{method} {base_url.path.rstrip('/')}{target} HTTP/1.1\r\nHost: mock\r\nAuthorization: key\r\n"
            content = f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n" if body else ""
            writer.write(f"{head}{content}\r\n{body}".encode())
            status = await _read_answer(reader)
            assert 200 <= status < 300, (target, status)
            count += 1
    finally:
        writer.close()
        await writer.wait_closed()
    return count


async def _read_answer(reader: asyncio.StreamReader) -> int:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    headers = dict(line.lower().split(": ", 1) for line in head.split("\r\n")[1:] if line)
    if "content-length" in headers:
        await reader.readexactly(int(headers["content-length"]))
    else:
        while (length := int(await reader.readline(), 16)) > 0:
            await reader.readexactly(length + 2)
        await reader.readexactly(2)
    return int(head.split(" ", 2)[1])
