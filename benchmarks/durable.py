"""Kill -9 at random instants over deliveries to an inbox and sends from an outbox.

python benchmarks/durable.py [--kills 200] [--number 2000] [--seed 0]

One process receives deliveries, handles them, and sends messages to MockAllo on a port; it is killed again and again.
Then, from the file, the log of the handlers and the mock's account:

- every delivery that was answered with 200 was handled at least once, and marked as done once
- no recipient got two messages
- every message that was in doubt was under way when its process was killed
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import uvicorn
from deliveries import OWN, TOKEN

from allo_ext import AlloClient, AlloError
from allo_ext.durable import Inbox, Outbox
from allo_ext.receiver import WebhookReceiver
from allo_ext.testing import MockAllo, event

if TYPE_CHECKING:
    from collections.abc import Generator

AREAS = (202, 212, 213, 305, 312, 404, 415, 503, 512, 602, 617, 619, 702, 703, 713, 718, 720, 773, 801, 804)
PRELOADED = (
    "allo_v1.api.sms.send_sms", "allo_v1.models", "allo_v2.api.items.search_all_conversations", "allo_ext.v2",
    "allo_ext._sync.client", "allo_ext._sync.v1.sms", "allo_ext._sync.v2.items", "phonenumbers", "dateutil.parser",
    "uvicorn.loops.auto", "uvicorn.protocols.http.auto", "uvicorn.lifespan.on", "anyio._backends._asyncio",
)  # fmt: skip
"""Imported before the fork, so that the kills hit the work and not the imports."""
LEASE, LATENCY, CONNECTIONS = 3.0, 0.03, 8
LONGEST_LIFE, AT_MOST = 0.7, 120.0
EVERY_LONG = 20
"""One of so many workers lives longer than a lease, and so takes over what the killed ones left."""
TRIGGERS = """
CREATE TABLE seen_done (id INTEGER);
CREATE TRIGGER seen_done AFTER UPDATE OF state ON allo_inbox WHEN NEW.state = 'done'
BEGIN INSERT INTO seen_done VALUES (NEW.id); END;
CREATE TABLE seen_doubt (key TEXT);
CREATE TRIGGER seen_doubt AFTER UPDATE OF state ON allo_outbox WHEN NEW.state = 'in doubt'
BEGIN INSERT INTO seen_doubt VALUES (NEW.key); END;
"""
"""Records each time that a row becomes done or in doubt, in the same transaction."""


# The process that is killed: forked from one that has imported everything


def work(listener: socket.socket, folder: Path, base_url: str) -> None:
    """Receive, handle and send, until killed."""
    chance = random.Random()
    log = os.open(folder / "handled.log", os.O_CREAT | os.O_APPEND | os.O_WRONLY)
    inbox = Inbox(folder / "allo.db", lease=LEASE, first_wait=0.05, max_wait=0.2, attempts=1_000)
    receiver = WebhookReceiver(TOKEN, {OWN}, require_https=False, max_per_minute=None, inbox=inbox)

    @receiver.on("CALL_RECEIVED")
    def handle(received: Any) -> None:
        time.sleep(chance.uniform(0, 0.02))
        os.write(log, f"{received.call.id}\n".encode())

    def send() -> None:
        with AlloClient("key", base_url=base_url, pace=None) as allo:
            outbox = Outbox(folder / "allo.db", allo, lease=LEASE)
            while True:
                try:
                    outbox.send()
                except AlloError as error:
                    print(type(error).__name__, error, file=sys.stderr)
                time.sleep(0.01)

    threading.Thread(target=send, daemon=True).start()
    threading.Thread(target=inbox.run, args=(receiver,), daemon=True).start()
    server = uvicorn.Server(uvicorn.Config(receiver.asgi(), ws="none", log_level="critical", access_log=False))
    server.run(sockets=[listener])


def fork_on_request(folder: Path, base_url: str) -> None:
    """Print a port; then, for each line of input, fork a worker and print its process id."""
    for module in PRELOADED:
        import_module(module)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    listener = socket.create_server(("127.0.0.1", 0), backlog=256)
    print(listener.getsockname()[1], flush=True)
    child = None
    for _ in sys.stdin:
        child = os.fork()
        if not child:
            nowhere = os.open(os.devnull, os.O_RDWR)
            os.dup2(nowhere, 0)
            os.dup2(nowhere, 1)
            work(listener, folder, base_url)
            os._exit(1)
        print(child, flush=True)
    if child is not None:
        os.kill(child, signal.SIGKILL)


class Workers:
    """Starts and kills workers, one at a time."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self.port = int(self._line())

    def _line(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline()

    def start(self) -> int:
        """Start a worker and return its process id."""
        assert self._process.stdin is not None
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        return int(self._line())


@contextmanager
def workers(folder: Path, base_url: str) -> Generator[Workers]:
    """Start the process that forks workers."""
    command = [sys.executable, __file__, "fork", str(folder), base_url]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield Workers(process)
        finally:
            assert process.stdin is not None
            process.stdin.close()  # it kills the last worker and ends


# The other side


class Sender(threading.Thread):
    """Delivers events, each until it is answered with 200, as many at a time as there are connections."""

    def __init__(self, port: int) -> None:
        super().__init__(daemon=True)
        self._url = f"http://127.0.0.1:{port}/allo/{TOKEN}"
        self.waiting: list[str] = []
        self.acknowledged: list[str] = []
        self.requests: Counter[str] = Counter()
        self.stopped = False

    def run(self) -> None:
        """Deliver until stopped."""
        asyncio.run(self._deliver())

    async def _deliver(self) -> None:
        async with httpx.AsyncClient(timeout=2.0) as http:
            await asyncio.gather(*[self._connection(http) for _ in range(CONNECTIONS)])

    async def _connection(self, http: httpx.AsyncClient) -> None:
        while not self.stopped:
            if not self.waiting:
                await asyncio.sleep(0.005)
                continue
            name = self.waiting.pop(0)
            body = json.dumps({**event("CALL_RECEIVED", to=OWN), "data": {"id": name, "to": OWN, "type": "INBOUND"}})
            try:
                status = str((await http.post(self._url, content=body)).status_code)
            except httpx.HTTPError as error:
                status = type(error).__name__
            self.requests[status] += 1
            (self.acknowledged if status == "200" else self.waiting).append(name)


def rows(folder: Path, query: str) -> list[Any]:
    """Return the first column of a query."""
    with closing(sqlite3.connect(folder / "allo.db", timeout=30)) as file:
        return [row[0] for row in file.execute(query)]


def killing(*, kills: int, number: int, seed: int) -> bool:
    """Run, print, and return whether everything that is promised is true."""
    chance = random.Random(seed)
    mock = MockAllo(contacts=5, calls=5, latency=LATENCY, now=lambda: datetime.now(UTC))
    recipients = [f"+1{AREAS[n // 100 % len(AREAS)]}55501{n % 100:02}" for n in range(number)]
    under_way: set[str] = set()
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as name, mock.serve() as served:
        folder = Path(name)
        with Outbox(folder / "allo.db") as outbox, closing(sqlite3.connect(folder / "allo.db")) as file:
            file.executescript(TRIGGERS)
            with workers(folder, served.base_url) as started:
                sender = Sender(started.port)
                sender.start()
                for kill in range(kills):
                    share = range(number * kill // kills, number * (kill + 1) // kills)
                    sender.waiting += [f"call_{n}" for n in share]
                    outbox.add_all(
                        {"key": f"k{n}", "from_": OWN, "to": recipients[n], "message": "See you"} for n in share
                    )
                    worker = started.start()
                    time.sleep(
                        chance.uniform(0, LONGEST_LIFE) + (LEASE * 1.3 if kill % EVERY_LONG == EVERY_LONG - 1 else 0)
                    )
                    os.kill(worker, signal.SIGKILL)
                    under_way |= set(rows(folder, "SELECT key FROM allo_outbox WHERE state = 'sending'"))
                spent, at_last_kill = time.monotonic() - began, len(sender.acknowledged)
                started.start()
                unfinished = (
                    "SELECT count(*) FROM (SELECT 1 FROM allo_inbox WHERE state <> 'done' UNION ALL"
                    " SELECT 1 FROM allo_outbox WHERE state IN ('planned', 'sending')"
                    " UNION ALL SELECT 1 FROM allo_outbox WHERE state = 'in doubt' AND checked_at IS NULL)"
                )
                until = time.monotonic() + AT_MOST
                while len(sender.acknowledged) < number or rows(folder, unfinished)[0]:
                    assert time.monotonic() < until, "the last worker does not finish"
                    time.sleep(0.1)
                sender.stopped = True
                sender.join()
            # The worker is gone with the process that forked it.
        acknowledged = set(sender.acknowledged)
        handled = Counter((folder / "handled.log").read_text().split())
        done = Counter(rows(folder, "SELECT id FROM seen_done"))
        doubt = Counter(rows(folder, "SELECT key FROM seen_doubt"))
        left = rows(folder, "SELECT to_number FROM allo_outbox WHERE state = 'in doubt'")
        sent = Counter(message.to_number for message in mock.sent)
        stored = rows(folder, "SELECT count(*) FROM allo_inbox")[0]
        promises = {
            f"{len(acknowledged):,} deliveries were answered with 200; each was handled at least once": (
                len(acknowledged) == number and acknowledged <= handled.keys()
            ),
            f"{stored:,} were stored, each once, and marked as done once": (
                stored == number and len(done) == number and set(done.values()) == {1}
            ),
            f"{len(sent):,} recipients got a message, and none got two": set(sent.values()) == {1},
            f"{len(doubt):,} messages were in doubt, each under way when its process was killed": (
                doubt.keys() <= under_way
            ),
            f"{len(left):,} of these are in doubt still; none of them had reached the API": not set(left) & sent.keys(),
            "every other message was sent": len(sent) + len(left) == number,
        }
        print(f"{kills} kills in {spent:.0f} s, {at_last_kill:,} deliveries acknowledged before the last")
        again = handled.total() - len(handled)
        print(f"answers to deliveries: {dict(sender.requests)}; handled again after a kill: {again:,}")
        print(f"messages under way at a kill: {len(under_way):,}")
        for promise, kept in promises.items():
            print(f"{'ok' if kept else 'WRONG':6}{promise}")
        with AlloClient("key", base_url=served.base_url, pace=None) as allo, Outbox(folder / "allo.db", allo) as outbox:
            for message in outbox.list("in doubt"):
                outbox.retry(message.key)
            outbox.send()
        sent = Counter(message.to_number for message in mock.sent)
        complete = len(sent) == number and set(sent.values()) == {1}
        print(f"{'ok' if complete else 'WRONG':6}after `retry` of those, {len(sent):,} recipients got one message each")
        return all(promises.values()) and complete


def main() -> int:
    """Run; exit with an error if a promise is broken."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--number", type=int, default=2_000, help="deliveries, and messages")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    return 0 if killing(kills=options.kills, number=options.number, seed=options.seed) else 1


if __name__ == "__main__":
    if sys.argv[1:2] == ["fork"]:
        fork_on_request(Path(sys.argv[2]), sys.argv[3])
    else:
        sys.exit(main())
