"""A full sync of an account over each version, in simulated time: real requests to a stub server, but nobody sleeps.

python benchmarks/sync_time.py [ITEMS]      default 100,000; bounded to ten minutes per version

Four of five items are calls on five lines, the others are messages, half of them with strangers. Each request takes its
place in the documented limits, 20 reads and 5 other requests a second; the clock is a sum. Network and server take no
time.
"""

from __future__ import annotations

import sqlite3
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Literal

import httpx
from account import Account

from allo_ext import AlloClient
from allo_ext.cli._display.terminal import Terminal
from allo_ext.cli._program.command import Run
from allo_ext.cli._program.settings import Settings
from allo_ext.cli._sync import _newer_parts, _parts
from allo_ext.cli._sync.store import Store

_PER_SECOND = {"read": 20, "write": 5}
_BOUND = 600.0
_OVERLAP = 48 * 3600.0


class SimulatedPace:
    """Counts requests, and the seconds that the limits make them wait."""

    def __init__(self, deadline: float) -> None:
        self.requests: Counter[str] = Counter()
        self.deadline = deadline

    def reserve(self, kind: Literal["read", "write"], /) -> float:
        """Take the next place without waiting."""
        if time.monotonic() > self.deadline:
            raise TimeoutError(f"not finished in {_BOUND:.0f} s")
        self.requests[kind] += 1
        return 0.0

    @property
    def seconds(self) -> float:
        """Simulated seconds. Both limits run side by side, but the sync sends one kind after the other."""
        return sum(count / _PER_SECOND[kind] for kind, count in self.requests.items())


def main(items: int) -> int:
    """Sync over both versions, and print requests and simulated time."""
    account = Account(calls=items * 4 // 5, messages=items - items * 4 // 5, contacts=max(1, items // 1_000))
    stub = httpx.MockTransport(
        lambda request: httpx.Response(200, content=account.answer(request.url.raw_path, request.content))
    )
    print(f"{len(account.calls):,} calls, {len(account.messages):,} messages, {len(account.contacts):,} contacts")
    for api, sync in (("v2", _newer_parts), ("v1", _parts)):
        pace = SimulatedPace(time.monotonic() + _BOUND)
        run = Run(Settings(key=None, base_url="https://mock.example", pace=None), Terminal(quiet=True))
        began = time.monotonic()
        with (
            tempfile.TemporaryDirectory() as folder,
            AlloClient("key", transport=stub, pace=pace) as allo,
            Store.open(Path(folder) / "allo.db") as store,
        ):
            store.db.conn.execute("pragma synchronous = off")
            failed = sync(run, allo, store, frozenset(), overlap=_OVERLAP, full=False)
            counts = _counts(Path(folder) / "allo.db")
        print(
            f"{api}: {pace.requests['read']:,} reads, {pace.requests['write']:,} other requests:"
            f" {pace.seconds:,.0f} s of simulated time (computed in {time.monotonic() - began:.0f} s); {counts}",
            flush=True,
        )
        if failed:
            return 1
    return 0


def _counts(path: Path) -> str:
    with sqlite3.connect(path) as db:
        found = {name: db.execute(f"select count(*) from {name}").fetchone()[0] for name in ("calls", "messages")}  # noqa: S608
    db.close()
    return ", ".join(f"{count:,} {name}" for name, count in found.items())


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000))
