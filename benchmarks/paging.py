"""Reading 20,000 calls from an API with 100 ms latency: with its rate limit, and without limits.

As in most accounts, no list ends with a full page: after one, the client requests the next page, to be sure.
"""

from __future__ import annotations

import subprocess
import sys
import time
from contextlib import contextmanager
from json import loads
from math import ceil
from typing import TYPE_CHECKING

import httpx
from table import Row

from allo_ext import AlloClient, Pace

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator

    Records = Callable[[AlloClient], Iterator[object]]

CALLS, SIZE, PREFETCH = 20_030, 100, 8


@contextmanager
def _mock(*options: str) -> Generator[dict[str, str]]:
    command = [sys.executable, "-m", "allo_ext.testing", "--json", "--latency", "100", "--contacts", "50", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield loads(process.stdout.readline())
        finally:
            process.terminate()


def rows() -> list[Row]:
    """Measure with a mock server in another process, first with its rate limits, then without."""
    return [
        _paced("bulk read at the limit, version 1", 20, _calls, one_list=False),
        _paced("bulk read at the limit, version 2", 5, _items, one_list=True),
        _unpaced(),
    ]


def _calls(allo: AlloClient) -> Iterator[object]:
    return allo.calls.iter(size=SIZE, prefetch=PREFETCH)


def _items(allo: AlloClient) -> Iterator[object]:
    return allo.v2.items.iter(type="CALL", size=SIZE, prefetch=PREFETCH)


def _read(base_url: str, pace: Pace | None, records: Records) -> tuple[float, int, int, int]:
    """Read all calls; return the seconds and the numbers of calls, requests and 429 responses."""
    asked = refused = 0

    class Counting(httpx.HTTPTransport):
        def handle_request(self, request: httpx.Request) -> httpx.Response:
            nonlocal asked, refused
            response = super().handle_request(request)
            asked += 1
            refused += response.status_code == 429
            return response

    began = time.perf_counter()
    with AlloClient("key", base_url=base_url, pace=pace, transport=Counting()) as allo:
        count = sum(1 for _ in records(allo))
    return time.perf_counter() - began, count, asked, refused


def _loop(base_url: str, numbers: list[str]) -> tuple[float, int]:
    """Read pages one after the other, as most programs do."""
    began, count = time.perf_counter(), 0
    with httpx.Client(base_url=base_url, headers={"Authorization": "key"}) as http:
        for number in numbers:
            page = 0
            while True:
                answer = http.get("/calls", params={"allo_number": number, "page": page, "size": SIZE}).json()
                results = answer["data"]["results"]
                count += len(results)
                page += 1
                if len(results) < SIZE:
                    break
    return time.perf_counter() - began, count


def _paced(what: str, limit: int, records: Records, *, one_list: bool) -> Row:
    with _mock("--calls", "100") as mock:
        _read(mock["base_url"], None, records)  # imports
    with _mock("--calls", str(CALLS), "--pace", "20,5") as mock:
        seconds, count, asked, refused = _read(mock["base_url"], Pace(), records)
        lists = 1 if one_list else len(mock["numbers"])  # version 1 has a list for each number
    assert count == CALLS, count
    pages = lists * ceil(CALLS / lists / SIZE)
    note = (
        f"{pages / seconds:.2f} pages/s of {asked / seconds:.2f} requests/s, {refused} responses 429,"
        f" prefetch {PREFETCH}"
    )
    return Row(what, f"{limit} pages/s", [pages / seconds / limit], note)


def _unpaced() -> Row:
    ratios: list[float] = []
    notes: list[str] = []
    with _mock("--calls", str(CALLS)) as mock:
        for _ in range(3):
            loop, looped = _loop(mock["base_url"], list(mock["numbers"]))
            ours, count, *_ = _read(mock["base_url"], None, _calls)
            assert count == looped == CALLS, (count, looped)
            ratios.append(loop / ours)
            notes.append(f"{ours:.1f} s; {loop:.1f} s")
    return Row("bulk read without a limit", "the usual loop", ratios, notes[-1] + f", prefetch {PREFETCH}")
