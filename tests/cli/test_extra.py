"""Fields that the API has and this version does not know."""

from __future__ import annotations

import csv
import json
import sqlite3
from contextlib import closing

import httpx
import openpyxl
import pyarrow.parquet
import pytest

from allo_ext.testing import MockAllo

NEW = {"sentiment": "good", "scores": [1, 2]}


class Later(httpx.BaseTransport):
    """An API that sends more fields with each call."""

    def __init__(self, mock: MockAllo) -> None:
        self.inner = mock.transport

    def handle_request(self, request):
        response = self.inner.handle_request(request)
        body = json.loads(response.read())
        if request.url.path.endswith("/calls"):
            for call in body["data"]["results"]:
                call.update(NEW)
        return httpx.Response(response.status_code, json=body)


class Late(httpx.BaseTransport):
    """An API that sends more fields with each call of a line, except the first hundred."""

    def __init__(self) -> None:
        self.inner = MockAllo(contacts=3, calls=750).transport

    def handle_request(self, request):
        response = self.inner.handle_request(request)
        body = json.loads(response.read())
        if request.url.path.endswith("/calls") and request.url.params["page"] != "0":
            for call in body["data"]["results"]:
                call.update(NEW)
        return httpx.Response(response.status_code, json=body)


@pytest.fixture
def mock() -> MockAllo:
    mock = MockAllo(contacts=3, calls=20)
    mock.transport = Later(mock)
    return mock


def test_lists_and_exports_carry_them(allo, tmp_path):
    """As an object in JSON, as JSON in files with cells; in Parquet as text."""
    listed = json.loads(allo("calls", "list", "--limit", "1").out)
    for kind in ("csv", "parquet", "xlsx"):
        allo("calls", "export", "--out", tmp_path / f"calls.{kind}")
    row = next(csv.DictReader((tmp_path / "calls.csv").read_text().splitlines()))
    sheet = openpyxl.load_workbook(tmp_path / "calls.xlsx").worksheets[0]

    assert listed["extra"] == NEW
    assert json.loads(row["extra"]) == NEW
    assert json.loads(pyarrow.parquet.read_table(tmp_path / "calls.parquet")["extra"][0].as_py()) == NEW
    assert json.loads([cell.value for cell in sheet[2]][-1]) == NEW


def test_a_sync_keeps_them(allo, tmp_path):
    """In a column of the table."""
    allo("sync", tmp_path / "allo.db", "--skip", "contacts")
    with closing(sqlite3.connect(tmp_path / "allo.db")) as db:
        found = [row[0] for row in db.execute("select distinct extra from calls")]

    assert [json.loads(one) for one in found] == [NEW]


def test_without_them_nothing_changes(allo, tmp_path, monkeypatch):
    """The columns of files stay as they are."""
    monkeypatch.setitem(globals(), "NEW", {})
    allo("calls", "export", "--out", tmp_path / "calls.csv")

    assert "extra" not in json.loads(allo("calls", "list", "--limit", "1").out)
    assert (tmp_path / "calls.csv").read_text().splitlines()[0].endswith(",recording_url")


@pytest.mark.parametrize("kind", ["csv", "xlsx", "jsonl"])
def test_fields_that_only_later_records_have_are_told(allo, mock, tmp_path, kind):
    """The first hundred decide the columns; JSON Lines has no columns."""
    mock.transport = Late()
    done = allo("calls", "export", "--number", "+12025550143", "--out", tmp_path / f"calls.{kind}")

    assert done.code == 0
    assert ("125 calls have fields that this version does not know" in " ".join(done.err.split())) == (kind != "jsonl")
