"""The CPU time of a whole `allo sync`, compared to `sqlite-utils insert` of the rows that it wrote into `calls`.

Both are processes of their own, with their start. `sqlite-utils insert` reads the finished rows from a file with a JSON
object per line and has nothing to do but insert them: no requests, no indexes, no search, no second table.
"""

from __future__ import annotations

import json
import os
import sqlite3
import statistics
import sys
import tempfile
from contextlib import closing
from pathlib import Path

from answers import serving
from table import Row, cpu_of_process

CALLS = int(os.environ.get("BENCH_SYNC_CALLS", "100000"))
RUNS = 3
_ALLO = (sys.executable, "-m", "allo_ext.cli", "sync", "--pace", "off", "--quiet")


def rows() -> list[Row]:
    """Measure both versions alternately, with a server in another process."""
    versions = ("v1", "v2")
    ours: dict[str, list[float]] = {api: [] for api in versions}
    theirs: dict[str, list[float]] = {api: [] for api in versions}
    with serving(CALLS, 0, 1) as base_url, tempfile.TemporaryDirectory() as name:
        for run in range(RUNS):
            for api in versions:
                folder = Path(name) / f"{api}-{run}"
                folder.mkdir()
                command = [*_ALLO, "--base-url", base_url, "--api", api, str(folder / "ours.db")]
                ours[api].append(cpu_of_process(command, ALLO_API_KEY="key"))
                _export(folder / "ours.db", folder / "rows.jsonl")
                insert = ("insert", folder / "theirs.db", "calls", folder / "rows.jsonl", "--nl", "--pk", "id")
                theirs[api].append(cpu_of_process([sys.executable, "-m", "sqlite_utils", *insert]))
    return [_row(f"allo sync, version {api[1:]}", ours[api], theirs[api]) for api in versions]


def _export(path: Path, lines: Path) -> None:
    """Write the calls of a file as a JSON object per line."""
    with closing(sqlite3.connect(path)) as db, lines.open("w", encoding="utf-8") as file:
        db.row_factory = sqlite3.Row
        count = 0
        for row in db.execute("SELECT * FROM calls"):
            file.write(json.dumps(dict(row)) + "\n")
            count += 1
    assert count == CALLS, count


def _row(what: str, ours: list[float], theirs: list[float]) -> Row:
    own, other = (statistics.median(spent) / CALLS * 1_000 for spent in (ours, theirs))
    note = f"{own:.3f} s; {other:.3f} s per 1,000 of {CALLS:,} calls"
    return Row(what, "sqlite-utils insert", [one / two for one, two in zip(ours, theirs, strict=True)], note)
