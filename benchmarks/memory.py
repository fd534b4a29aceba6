"""Growth of memory while iterating over a million calls, after the first 10,000."""

from __future__ import annotations

import os
import subprocess
import sys

from table import Row

CALLS = int(os.environ.get("BENCH_CALLS", "1000000"))
_WALK = """
import resource, sys
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


def rows() -> list[Row]:
    """Measure the resident memory of a process that runs both the client and MockAllo."""
    code = _WALK.format(calls=CALLS)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    count, first, last = map(int, done.stdout.split())
    assert count == CALLS, count
    note = f"{(last - first) / 1024:.1f} MB more than the {first / 1024:.0f} MB after 10,000"
    return [Row(f"memory over {CALLS:,} calls", "after the first 10,000", "growth < 20 MB", [last / first], note)]
