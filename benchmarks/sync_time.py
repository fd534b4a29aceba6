"""A full sync of an account over each version, in simulated time: real requests to a stub server, but nobody sleeps.

python benchmarks/sync_time.py [ITEMS]      default 100,000; bounded to ten minutes per version

Four of five items are calls on five lines, the others are messages, half of them with strangers. Each request takes its
place in the documented limits, 20 reads and 5 other requests a second; the clock is a sum. Network and server take no
time.
"""

from __future__ import annotations

import json
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import httpx

from allo_ext import AlloClient
from allo_ext.cli._display.terminal import Terminal
from allo_ext.cli._program.command import Run
from allo_ext.cli._program.settings import Settings
from allo_ext.cli._sync import _newer_parts, _parts
from allo_ext.cli._sync.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_LINES = tuple(f"+1202555014{digit}" for digit in range(5))
_ELSEWHERE = "+12125550188"
_START = datetime(2025, 11, 1, tzinfo=UTC)
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


class Stub(httpx.MockTransport):
    """Serves the lists of an account, without transcripts: only the number of requests is of interest."""

    def __init__(self, items: int) -> None:
        super().__init__(self._answer)
        self.calls = range(items * 4 // 5)
        self.messages = range(items - len(self.calls))
        self.contacts = range(max(1, items // 1_000))

    def _answer(self, request: httpx.Request) -> httpx.Response:
        path, version = request.url.path, request.url.path[:3]
        data = self._v2(path, request) if version == "/v2" else self._v1(path, request)
        return httpx.Response(200, content=json.dumps(data))

    def _v1(self, path: str, request: httpx.Request) -> dict[str, Any]:
        if path.endswith("/numbers"):
            return {"data": [{"number": line, "name": line} for line in _LINES]}
        params = request.url.params
        if path.endswith("/calls"):
            line = _LINES.index(params["allo_number"])
            rows: Sequence[int] = self.calls[line :: len(_LINES)][::-1]
            show = _v1_call
        elif path.endswith("/conversation"):
            rows = self.messages[int(path.split("/")[-2][4:]) * 2 :: len(self.contacts) * 2][::-1]
            show = _v1_message
        else:
            rows, show = self.contacts, _v1_contact
        page, size = int(params["page"]), int(params["size"])
        pages = -(-len(rows) // size)
        some = [show(number) for number in rows[page * size : (page + 1) * size]]
        return {"data": {"results": some, "metadata": {"total_pages": pages}}}

    def _v2(self, path: str, request: httpx.Request) -> dict[str, Any]:
        if not path.endswith("/search"):
            return {"data": []}
        body = json.loads(request.content)
        rows: Sequence[int] = ()
        if path.endswith("/items/search"):
            rows = self.calls if body["type"] == "CALL" else self.messages
        elif path.endswith("/people/search"):
            rows = self.contacts
        page, size = body["page"], body["size"]
        show = _v2_person if path.endswith("/people/search") else _v2_item(body.get("type", ""))
        some = [show(number) for number in rows[(page - 1) * size : page * size]]
        pagination = {"page": page, "size": size, "total_count": len(rows), "has_more": page * size < len(rows)}
        return {"data": some, "pagination": pagination}


def _when(number: int) -> str:
    return (_START + timedelta(minutes=number)).strftime("%Y-%m-%dT%H:%M:%SZ")


def _v1_call(number: int) -> dict[str, Any]:
    line = _LINES[number % len(_LINES)]
    return {"id": f"call_{number}", "type": "INBOUND", "from_number": _ELSEWHERE, "to_number": line, "tags": [],
            "start_date": _when(number), "length_in_minutes": 1.0, "summary": "A call."}  # fmt: skip


def _v1_message(number: int) -> dict[str, Any]:
    sent = {"type": "INBOUND", "from_number": _ELSEWHERE, "to_number": _LINES[0], "content": f"Message {number}",
            "start_date": _when(number)}  # fmt: skip
    return {"type": "TEXT_MESSAGE", "message": sent}


def _v1_contact(number: int) -> dict[str, Any]:
    return {"id": f"cnt_{number}", "name": "Ada", "numbers": [_ELSEWHERE], "last_activity_date": _when(number)}


def _v2_person(number: int) -> dict[str, Any]:
    return {"id": f"per-{number}", "name": "Ada", "numbers": [_ELSEWHERE]}


def _v2_item(kind: str) -> Callable[[int], dict[str, Any]]:
    own = {"duration": 60, "result": "ANSWERED", "summary": "A call.", "transcript": []} if kind == "CALL" else {}

    def show(number: int) -> dict[str, Any]:
        return {"id": f"{kind}-{number}", "type": kind, "direction": "INBOUND", "contact_number": _ELSEWHERE,
                "allo_number": _LINES[number % len(_LINES)], "date": _when(number), "content": f"Message {number}",
                **own}  # fmt: skip

    return show


def main(items: int) -> int:
    """Sync over both versions, and print requests and simulated time."""
    stub = Stub(items)
    print(f"{len(stub.calls):,} calls, {len(stub.messages):,} messages, {len(stub.contacts):,} contacts")
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
