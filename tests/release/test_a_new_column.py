"""A field that a record gains is a column in every kind of file, with one line in the record."""

from __future__ import annotations

import csv
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Generator
from contextlib import closing
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

ROOT = Path(__file__).parents[2]
BEFORE = 'class Call(Record):\n    """A finished call."""\n\n    id: str\n'
FIELDS = {
    "sentiment": "str | None",
    "score": "float | None",
    "rank": "int | None",
    "urgent": "bool | None",
    "seen_at": "datetime | None",
    "hold": "timedelta | None",
    "labels": "tuple[str, ...] | None",
    "details": "Mapping[str, Any] | None",
}
LINE, CALLER = "+12025550143", "+12125550101"
CALL = {
    "id": "call_1",
    "type": "INBOUND",
    "from_number": CALLER,
    "to_number": LINE,
    "start_date": "2026-01-15T10:30:00Z",
    "sentiment": "GOOD",
    "score": 0.5,
    "rank": 3,
    "urgent": True,
    "seen_at": "2026-01-15T11:00:00Z",
    "hold": 1.5,
    "labels": ["a", "b"],
    "details": {"k": [1]},
}
FRAME = """
from allo_ext import AlloClient, frames
with AlloClient("key") as allo:
    frame = frames.calls(allo.calls.iter())
for name in sys.argv[1:]:
    print(name, frame[name].dtype, frame[name][0], sep="|")
"""
PARQUET = """
import pyarrow.parquet as pq
table = pq.read_table(sys.argv[1])
for name in sys.argv[2:]:
    print(name, table.schema.field(name).type, table[name][0].as_py(), sep="|")
"""


class Api(BaseHTTPRequestHandler):
    """An API with one line and one call, which has all the fields."""

    def do_GET(self) -> None:
        """Answer any list."""
        path = urlsplit(self.path).path
        listed = {"/numbers": [{"number": LINE}], "/calls": [CALL]}.get(path.removeprefix("/v1/api"), [])
        data = listed if path.endswith("/numbers") else {"results": listed, "metadata": {"total_pages": 1}}
        body = json.dumps({"data": data}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@dataclass
class Copy:
    """A copy of the package beside the generated code."""

    root: Path
    base_url: str

    def run(self, *arguments: Any, package: Path | None = None) -> str:
        """Run Python in the copy, or with another package, and return what it prints."""
        search = os.pathsep.join([str(package or self.root), str(ROOT / "generated")])
        environment = {**os.environ, "PYTHONPATH": search, "ALLO_BASE_URL": self.base_url, "ALLO_API_KEY": "key"}
        done = subprocess.run(
            [sys.executable, "-P", *map(str, arguments)], cwd=self.root, env=environment,
            capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout

    def export(self, name: str) -> Path:
        """Export the calls to a file."""
        self.run("-m", "allo_ext.cli", "calls", "export", "--out", self.root / name)
        return self.root / name

    def columns(self, program: str, *arguments: Any) -> dict[str, tuple[str, str]]:
        """Return the type and the first value of columns, as a program prints them."""
        lines = self.run("-c", f"import sys\n{program}", *arguments).splitlines()
        return {name: (kind, value) for name, kind, value in (line.split("|") for line in lines)}


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Generator[Copy]:
    """The package with more fields in `Call`, and an API that sends them."""
    root = tmp_path_factory.mktemp("copy")
    shutil.copytree(ROOT / "allo_ext", root / "allo_ext", ignore=shutil.ignore_patterns("__pycache__"))
    records = root / "allo_ext/records.py"
    text = records.read_text(encoding="utf-8")
    assert text.count(BEFORE) == 1
    added = "".join(
        f"    {name}: {kind} = {'items()' if 'tuple' in kind else 'mapping()' if 'Mapping' in kind else 'None'}\n"
        for name, kind in FIELDS.items()
    )
    records.write_text(text.replace(BEFORE, BEFORE + added), encoding="utf-8")
    with ThreadingHTTPServer(("127.0.0.1", 0), Api) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield Copy(root, f"http://127.0.0.1:{server.server_address[1]}/v1/api")
        server.shutdown()
        thread.join()


def names(*, span: str) -> list[str]:
    """The new columns: a duration is one of seconds in files, and a duration in data frames."""
    return [span if name == "hold" else name for name in FIELDS]


def test_json_has_the_fields(copy):
    """As JSON has them: moments as ISO 8601, durations as seconds, lists and objects as they are."""
    found = json.loads(copy.export("calls.jsonl").read_text(encoding="utf-8"))

    expected = {**CALL, "hold_seconds": 90}
    assert {name: found[name] for name in names(span="hold_seconds")} == {
        name: expected[name] for name in names(span="hold_seconds")
    }


def test_csv_has_the_fields_behind_the_old_columns(copy):
    """Spreadsheets that rely on the order keep working."""
    rows = list(csv.reader(copy.export("calls.csv").read_text(encoding="utf-8").splitlines()))

    assert (rows[0][0], rows[0][-9:]) == ("id", ["recording_url", *names(span="hold_seconds")])
    assert rows[1][-8:] == ["GOOD", "0.5", "3", "true", "2026-01-15T11:00:00Z", "90", "a; b", '{"k": [1]}']


def test_parquet_has_typed_columns(copy):
    """The type follows from the field's annotation."""
    wanted = names(span="hold_seconds")

    assert copy.columns(PARQUET, copy.export("calls.parquet"), *wanted) == {
        "sentiment": ("string", "GOOD"),
        "score": ("double", "0.5"),
        "rank": ("int64", "3"),
        "urgent": ("bool", "True"),
        "seen_at": ("timestamp[us, tz=UTC]", "2026-01-15 11:00:00+00:00"),
        "hold_seconds": ("int64", "90"),
        "labels": ("list<element: string>", "['a', 'b']"),
        "details": ("string", '{"k": [1]}'),
    }


def test_data_frames_have_typed_columns(copy):
    """A whole number that may be missing is an integer all the same."""
    assert copy.columns(FRAME, *FIELDS) == {
        "sentiment": ("string" if "string" in copy.columns(FRAME, "summary")["summary"][0] else "str", "GOOD"),
        "score": ("float64", "0.5"),
        "rank": ("Int64", "3"),
        "urgent": ("boolean", "True"),
        "seen_at": ("datetime64[us, UTC]", "2026-01-15 11:00:00+00:00"),
        "hold": ("timedelta64[us]", "0 days 00:01:30"),
        "labels": ("object", "('a', 'b')"),
        "details": ("object", "{'k': [1]}"),
    }


def test_a_file_of_an_earlier_version_gets_the_columns_at_the_next_sync(copy):
    """The rows that are there stay, and are filled when they are read again."""
    path = copy.root / "allo.db"
    copy.run("-m", "allo_ext.cli", "sync", path, package=ROOT)
    with closing(sqlite3.connect(path)) as db:
        before = {row[1] for row in db.execute("pragma table_info(calls)")}
    copy.run("-m", "allo_ext.cli", "sync", path, "--full")
    wanted = names(span="hold_seconds")
    with closing(sqlite3.connect(path)) as db:
        kinds = {row[1]: row[2] for row in db.execute("pragma table_info(calls)")}
        rows = db.execute(f"select id, {', '.join(wanted)} from calls").fetchall()

    assert before & set(wanted) == set()
    assert [kinds[name].replace("FLOAT", "REAL") for name in wanted] == [
        *("TEXT", "REAL", "INTEGER", "INTEGER", "TEXT", "INTEGER", "TEXT", "TEXT"),
    ]
    assert rows == [
        ("call_1", "GOOD", 0.5, 3, 1, "2026-01-15T11:00:00Z", 90, '["a", "b"]', '{"k": [1]}'),
    ]


def test_a_new_file_has_the_columns(copy):
    """As one that was extended."""
    path = copy.root / "new.db"
    copy.run("-m", "allo_ext.cli", "sync", path)
    with closing(sqlite3.connect(path)) as db:
        rows = db.execute("select sentiment, rank from calls").fetchall()

    assert rows == [("GOOD", 3)]
