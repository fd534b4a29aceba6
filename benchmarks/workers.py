"""Many processes on one Redis server: the shared rate limit, with and without an outage, and with a limit for each.

python benchmarks/workers.py pace|outage|alone [READS] [PROCESSES]          `pace` is the row of the table
"""

from __future__ import annotations

import multiprocessing
import shutil
import sys
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from table import Row

from allo_ext import AlloClient, ConfigurationError, Pace, RateLimitError, RetryPolicy
from allo_ext.redis import RedisPace
from allo_ext.testing import MockAllo

sys.path.append(str(Path(__file__).parents[1] / "tests" / "services"))
from allo_services import RedisServer

if TYPE_CHECKING:
    from multiprocessing.queues import Queue

KEY, LIMIT, THREADS = "ak_test_benchmark", 20, 4


class Report(NamedTuple):
    """The reads of one process."""

    done: int
    refused: int
    failed: int
    half: int
    """The reads done when half of all reads were done."""
    began: float
    ended: float


class Figures(NamedTuple):
    """The reads of all processes."""

    done: int
    refused: int
    failed: int
    seconds: float
    used: float
    """The share of the limit."""
    halves: list[int]
    """The reads of each process when half of all reads were done."""


def read(redis_url: str | None, base_url: str, reads: int, share: float, shared: Any) -> None:
    """Read in a process of its own until all reads succeeded; a refused read is not repeated by the client."""
    together, half, count, reports = shared
    pace = Pace() if redis_url is None else RedisPace(redis_url, name=KEY, local_share=share)
    counts: Counter[str] = Counter()
    turns = iter(range(reads))

    def work(allo: AlloClient) -> None:
        for _ in turns:
            while (result := outcome(allo)) != "done":
                with count:
                    counts[result] += 1
            with count:
                count.value += 1
                counts["done"] += 1
                counts["half"] += not half.is_set()

    with AlloClient(KEY, base_url=base_url, pace=pace, retry=RetryPolicy(attempts=1)) as allo:
        outcome(allo)  # imports and connects
        together.wait()
        began = time.time()
        with ThreadPoolExecutor(THREADS) as threads:
            list(threads.map(work, [allo] * THREADS))
        figures = (counts[name] for name in ("done", "refused", "failed", "half"))
        reports.put(Report(*figures, began=began, ended=time.time()))


def outcome(allo: AlloClient) -> str:
    """Read once."""
    try:
        allo.numbers.list()
    except RateLimitError:
        return "refused"
    except ConfigurationError:
        return "failed"
    return "done"


def rows() -> list[Row]:
    """Measure eight processes that share the limit."""
    what = "8 processes that share the limit"
    if shutil.which("redis-server") is None:
        return [Row(what, f"{LIMIT} reads/s", [float("nan")], "not measured: redis-server is not installed")]
    figures = run("pace", 1_000, 8)
    assert figures.failed == 0, figures
    note = f"{figures.done:,} reads, {figures.refused} responses 429"
    return [Row(what, f"{LIMIT} reads/s", [figures.used], note)]


def run(what: str, reads: int, processes: int) -> Figures:
    """Read with many processes; in an outage, Redis is killed after a third of the reads and started at two thirds."""
    redis, mock = RedisServer(), MockAllo(api_key=KEY, contacts=0, calls=0, pace=(LIMIT, 5))
    redis.start()
    context = multiprocessing.get_context("spawn")
    reports: Queue[Report] = context.Queue()
    half, count, ended = context.Event(), context.Value("i"), threading.Event()
    try:
        with mock.serve() as served:
            share, url = reads // processes, None if what == "alone" else redis.url
            arguments = (url, served.base_url, share, 1 / processes, (context.Barrier(processes), half, count, reports))
            workers = [context.Process(target=read, args=arguments) for _ in range(processes)]
            for worker in workers:
                worker.start()
            marks = [(reads / 2, half.set)]
            if what == "outage":
                marks = [(reads / 3, redis.kill), (reads / 2, half.set), (reads * 2 / 3, redis.start)]
            for mark, act in marks:
                while count.value < mark:
                    ended.wait(0.02)
                act()
            found = [reports.get(timeout=600) for _ in workers]
            for worker in workers:
                worker.join()
    finally:
        redis.remove()
    took = max(report.ended for report in found) - min(report.began for report in found)
    done, refused, failed = (sum(getattr(report, name) for report in found) for name in ("done", "refused", "failed"))
    halves = sorted(report.half for report in found)
    return Figures(done, refused, failed, took, done / took / LIMIT, halves)


def main(what: str, *sizes: str) -> int:
    """Run one benchmark. Exit with an error if a read was refused or lost."""
    numbers = [int(size) for size in sizes]
    reads, processes = [*numbers, *[3_000, 8][len(numbers) :]]
    figures = run(what, reads, processes)
    asked = reads // processes * processes
    print(
        f"{what}: {processes} processes, {figures.done:,} of {asked:,} reads, {figures.refused} refused, "
        f"{figures.failed} failed; {figures.seconds:.1f} s, {figures.used:.3f} of the limit; "
        f"{figures.halves[0]} to {figures.halves[-1]} reads per process at half time"
    )
    return 0 if figures.done == asked and figures.refused == figures.failed == 0 else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:] or ["pace"]))
