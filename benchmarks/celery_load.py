"""Deliveries through the receiver and Celery, as in examples/receive_celery.py, while workers are killed.

python benchmarks/celery_load.py [DELIVERIES] [WORKERS] [SECONDS BETWEEN KILLS]
"""

from __future__ import annotations

import asyncio
import json
import multiprocessing
import os
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import uuid
import warnings
from contextlib import closing
from pathlib import Path
from typing import Any

sys.path.append(str(Path(__file__).parents[1] / "examples"))
import receive_celery
import uvicorn
from celery.signals import task_prerun
from deliveries import OWN, TOKEN, deliver

from allo_ext.receiver import WebhookReceiver, parse
from allo_ext.testing import event

CONNECTIONS = 20
FOLDER = Path(os.environ.get("BENCHMARK_FOLDER", "."))
app = receive_celery.queue
SAMPLE = parse(json.dumps(event("CALL_RECEIVED", to=OWN)).encode())
receive_celery.CallReceived.from_dict(SAMPLE.to_dict())  # imports what a task needs, before workers are forked


@task_prerun.connect
def count_run(**_: Any) -> None:
    """Count each start of a task, also of one that will be killed."""
    with (FOLDER / "runs").open("ab", buffering=0) as file:
        file.write(b".")


def serve(port: int) -> None:
    """Serve the receiver with the handler of the example, without the limit of one client."""
    receiver = WebhookReceiver(TOKEN, {OWN}, require_https=False, max_per_minute=None)
    receiver.on("CALL_RECEIVED")(receive_celery.enqueue)
    uvicorn.run(receiver.asgi(), port=port, log_level="critical", access_log=False)


def work() -> None:
    """Work as `celery worker` does, until killed."""
    warnings.simplefilter("ignore")  # about running as root, in a container
    app.conf.worker_enable_remote_control = False
    name = f"{uuid.uuid4().hex}@benchmark"
    app.Worker(hostname=name, pool="solo", loglevel="CRITICAL", without_gossip=True, without_mingle=True).start()


class Workers:
    """Celery workers, each a process of its own; forked from one that has imported everything, to start quickly."""

    def __init__(self, number: int) -> None:
        self.killed = 0
        self._context = multiprocessing.get_context("forkserver")
        parts = ("apps.worker", "concurrency.solo", "events.state", "worker.components", "worker.consumer")
        modules = ["celery_load", "kombu.transport.pyamqp", *(f"celery.{part}" for part in parts)]
        self._context.set_forkserver_preload(modules)
        self._running = [self._start() for _ in range(number)]

    def _start(self) -> Any:
        worker = self._context.Process(target=work)
        worker.start()
        return worker

    def replace_oldest(self) -> None:
        """Kill the oldest worker with SIGKILL, and start another."""
        oldest = self._running.pop(0)
        oldest.kill()
        oldest.join()
        self.killed += 1
        self._running.append(self._start())

    def stop(self) -> None:
        """End all workers."""
        for worker in self._running:
            worker.kill()
            worker.join()


def rows(path: Path) -> int:
    """Return the number of stored calls."""
    with closing(sqlite3.connect(path, timeout=30)) as database:
        if not database.execute("SELECT 1 FROM sqlite_master WHERE name = 'calls'").fetchone():
            return 0
        return int(database.execute("SELECT count(*) FROM calls").fetchone()[0])


async def run(folder: Path, deliveries: int, workers: Workers, port: int, every: float) -> bool:
    """Deliver, kill, and wait until all is done."""
    events = [event("CALL_RECEIVED", id=f"call_{number}", to=OWN) for number in range(deliveries)]
    began = time.perf_counter()
    bodies = [(b"", json.dumps(payload).encode()) for payload in events]
    delivering = asyncio.create_task(
        deliver(port, f"/allo/{TOKEN}", bodies, connections=CONNECTIONS, until_accepted=True)
    )
    acknowledged = 0.0
    while (done := rows(folder / "calls.db")) < deliveries and time.perf_counter() - began < 1200:
        await asyncio.sleep(every)
        workers.replace_oldest()
        if delivering.done() and not acknowledged:
            acknowledged = time.perf_counter() - began
    took = time.perf_counter() - began
    statuses = await delivering
    runs = (folder / "runs").stat().st_size
    with closing(sqlite3.connect(folder / "calls.db")) as database:
        numbers = database.execute("SELECT count(DISTINCT key) FROM calls").fetchone()[0]
    print(
        f"{deliveries:,} deliveries: answered {dict(statuses)} in {acknowledged or took:.0f} s; {done:,} done "
        f"({numbers:,} different) in {took:.0f} s; {workers.killed} workers killed; "
        f"{runs:,} runs, so {runs - done:,} repeated and absorbed"
    )
    return done == deliveries == numbers == statuses[200]


def main(deliveries: int = 20_000, number: int = 4, every: float = 2.0) -> int:
    """Run and print. Exit with an error if a delivery was lost or stored twice."""
    queue = f"allo-benchmark-{uuid.uuid4().hex}"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        database = folder / "calls.db"
        with closing(sqlite3.connect(database)) as opened:
            opened.execute("PRAGMA journal_mode = WAL")  # in the file from now on
        os.environ.update(CELERY_QUEUE=queue, CALLS_DB=str(database), BENCHMARK_FOLDER=name)
        server = subprocess.Popen([sys.executable, __file__, "serve", str(port)])
        workers = Workers(number)
        try:
            while socket.socket().connect_ex(("127.0.0.1", port)):
                time.sleep(0.05)
            return 0 if asyncio.run(run(folder, deliveries, workers, port, every)) else 1
        finally:
            server.kill()
            server.wait()
            workers.stop()
            with receive_celery.queue.connection_for_write() as connection:
                connection.default_channel.queue_delete(queue)


if __name__ == "__main__":
    if sys.argv[1:2] == ["serve"]:
        serve(int(sys.argv[2]))
    else:
        sys.exit(main(*map(int, sys.argv[1:])))
