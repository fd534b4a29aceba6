"""Growth of memory while iterating over a million calls, after the first 10,000; and the memory of an idle client."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys

from answers import serving
from table import Row

CALLS = int(os.environ.get("BENCH_CALLS", "1000000"))
MOST_GROWTH, CLIENTS = 15, 50
_WALK = """
from allo_ext import AlloClient
from allo_ext.testing import MockAllo

def kilobytes():
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmRSS"))

with AlloClient("key", transport=MockAllo(calls={calls}, contacts=50).transport, pace=None) as allo:
    first = last = count = 0
    for count, call in enumerate(allo.calls.iter(), 1):
        if count == 10_000:
            first = last = kilobytes()
        elif count > 10_000 and count % 10_000 == 0:
            last = max(last, kilobytes())
print(count, first, last)
"""


_IDLE = """
import sys
from allo_ext import AlloClient

def kilobytes():
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmRSS"))

def ready():
    allo = AlloClient("key", base_url={base_url!r}, pace=None)
    allo.calls.search(allo_number="+12025550143", page=0, size=3)
    return allo

clients = [ready() for _ in range(10)]
before = kilobytes()
clients += [ready() for _ in range({clients})]
print(kilobytes() - before)
"""


def rows() -> list[Row]:
    """Measure the resident memory of new processes."""
    return [_growth(), _idle()]


def _growth() -> Row:
    count, first, last = map(int, _run(_WALK.format(calls=CALLS)))
    assert count == CALLS, count
    grown = (last - first) / 1024
    note = f"{grown:.1f} MB more than the {first / 1024:.0f} MB after 10,000 of {CALLS:,} calls"
    return Row("growth over 1,000,000 calls", f"{MOST_GROWTH} MB", [grown / MOST_GROWTH], note)


def _idle() -> Row:
    with serving() as base_url:
        each = [int(_run(_IDLE.format(base_url=base_url, clients=CLIENTS))[0]) / CLIENTS for _ in range(3)]
    note = f"{statistics.median(each):.0f} kB each, after one request, of {CLIENTS} clients"
    return Row("an idle client", "1 MB", [kilobytes / 1024 for kilobytes in each], note)


def _run(code: str) -> list[str]:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
