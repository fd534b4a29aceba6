"""The caller's CPU time per call compared to plain httpx: one at a time, and fifty at a time."""

from __future__ import annotations

import asyncio
import importlib.util

import httpx
from answers import serving
from reading import reader
from table import Row, cpu_pairs

from allo_ext import AlloClient, AsyncAlloClient

LINE = "+12025550143"


def _note(ours: float, theirs: float) -> str:
    return f"{ours * 1e6:.0f} µs; {theirs * 1e6:.0f} µs"


def rows() -> list[Row]:
    """Measure with a server in another process."""
    with serving() as base_url, reader(orjson=False):
        return [*_one_at_a_time(base_url), *_fifty_at_a_time(base_url)]


def _one_at_a_time(base_url: str) -> list[Row]:
    found: list[Row] = []
    search = base_url.replace("/v1/", "/v2/") + "/conversations/items/search"
    with (
        httpx.Client(base_url=base_url, headers={"Authorization": "key"}) as raw,
        AlloClient("key", base_url=base_url, pace=None) as allo,
    ):
        for size, repeat in ((3, 400), (100, 120)):
            ratios, ours, theirs = cpu_pairs(
                lambda size=size: allo.calls.search(allo_number=LINE, page=0, size=size),
                lambda size=size: raw.get("/calls", params={"allo_number": LINE, "page": 0, "size": size}).json(),
                repeat=repeat,
                runs=9,
            )
            found.append(Row(f"one call, {size} items", "httpx .get().json()", ratios, _note(ours, theirs)))
        ratios, ours, theirs = cpu_pairs(
            lambda: allo.v2.items.search(page=1, size=100),
            lambda: raw.post(search, json={"page": 1, "size": 100}).json(),
            repeat=120,
            runs=9,
        )
        found.append(Row("items.search, 100 items", "httpx .post().json()", ratios, _note(ours, theirs)))
    return found


def _fifty_at_a_time(base_url: str) -> list[Row]:
    found = [_asynchronous(base_url, "async, 50 at a time", None)]
    if importlib.util.find_spec("httpx_aiohttp") is not None:
        from httpx_aiohttp import AiohttpTransport

        found.append(_asynchronous(base_url, "async, 50 at a time, [aiohttp]", AiohttpTransport))
    return found


def _asynchronous(base_url: str, what: str, transport: type[httpx.AsyncBaseTransport] | None) -> Row:
    runner = asyncio.Runner()
    raw = httpx.AsyncClient(base_url=base_url, headers={"Authorization": "key"})
    allo = AsyncAlloClient("key", base_url=base_url, pace=None, transport=transport() if transport else None)

    async def fifty_raw() -> None:
        async def one() -> None:
            (await raw.get("/calls", params={"allo_number": LINE, "page": 0, "size": 3})).json()

        await asyncio.gather(*(one() for _ in range(50)))

    async def fifty_ours() -> None:
        await asyncio.gather(*(allo.calls.search(allo_number=LINE, page=0, size=3) for _ in range(50)))

    async def close() -> None:
        await raw.aclose()
        await allo.aclose()

    with runner:
        ratios, ours, theirs = cpu_pairs(
            lambda: runner.run(fifty_ours()), lambda: runner.run(fifty_raw()), repeat=8, runs=9
        )
        runner.run(close())
    return Row(what, "httpx async", ratios, _note(ours / 50, theirs / 50))
