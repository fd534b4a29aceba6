"""The tables of a synced file, on which programs of users rely."""

from __future__ import annotations

import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from allo_ext.cli._display.columns import CALLS, LINES
from allo_ext.cli._sync import datasette, schema
from allo_ext.cli._sync.rows import types_of, types_with_extra
from allo_ext.cli._sync.shape import first
from allo_ext.cli._sync.store import Store

KNOWN = Path(__file__).with_name("tables.json")
INTERNAL = (
    "_fts",
    "_trigrams",
    *(f"_{of}_{part}" for of in ("fts", "trigrams") for part in ("config", "data", "docsize", "idx")),
)


@pytest.fixture
def made(tmp_path):
    with Store.open(tmp_path / "allo.db"):
        pass
    return tmp_path / "allo.db"


def names_in(db: sqlite3.Connection) -> list[tuple[str, str]]:
    """List the tables and views, but for those of the search."""
    found = db.execute("select name, type from sqlite_master where type in ('table', 'view') order by 1").fetchall()
    return [(name, kind) for name, kind in found if not name.endswith(INTERNAL) and not name.startswith("sqlite")]


def described(path: Path) -> dict[str, dict[str, list[str]]]:
    """Describe the tables and views of a file: columns with types and keys, references, indexes, triggers, search."""
    found: dict[str, dict[str, list[str]]] = {}
    with closing(sqlite3.connect(path)) as db:
        for name, kind in names_in(db):
            of_name = [f"{name}_fts", f"{name}_trigrams"]
            columns = [
                " ".join([
                    column, *[type_.replace("FLOAT", "REAL")] * (kind == "table"), *["not null"] * bool(needed),
                    *[f"key {key}"] * bool(key),
                ])
                for _, column, type_, needed, _, key in db.execute(f"pragma table_info([{name}])")
            ]  # fmt: skip
            references = db.execute(f"pragma foreign_key_list([{name}])").fetchall()
            indexes = [row[1] for row in db.execute(f"pragma index_list([{name}])") if row[3] == "c"]
            triggers = db.execute("select name from sqlite_master where type = 'trigger' and tbl_name = ?", [name])
            search = db.execute("select sql from sqlite_master where name in (?, ?)", of_name)
            found[name] = {
                "columns": columns,
                "references": sorted(f"{row[3]} → {row[2]}.{row[4]}" for row in references),
                "indexes": sorted(
                    ", ".join(one[2] for one in db.execute(f"pragma index_info([{index}])")) for index in indexes
                ),
                "triggers": sorted(one for (one,) in triggers),
                "search": sorted(re.sub(r"[\[\]\"]", "", " ".join(sql.split())) for (sql,) in search),
            }
    return found


def test_a_file_has_the_tables_that_it_always_had(made):
    """Columns may be added. Anything else needs another `schema.VERSION`, and then tables.json changes with it."""
    found, known = described(made), json.loads(KNOWN.read_text(encoding="utf-8"))
    with closing(sqlite3.connect(made)) as db:
        version = db.execute("pragma user_version").fetchone()[0]
    for name, one in found.items():
        one["columns"] = [column for column in one["columns"] if column in known[name]["columns"]]

    assert (version, found) == (3, known)


def test_the_columns_of_a_table_are_those_of_its_record():
    """With the types of SQLite; unknown fields are in the last one."""
    of_calls = types_with_extra(CALLS, without={"summary"})

    assert of_calls.items() <= schema.TABLES["calls"].columns.items()
    assert (list(of_calls)[-1], "summary" in of_calls, of_calls["duration_seconds"]) == ("extra", False, int)
    assert {str, int, float} >= {*types_of(LINES).values(), *of_calls.values()} >= {str, int}
    assert types_of(LINES).items() <= schema.TABLES["transcript_lines"].columns.items()
    assert first("b", "a") == {"b": str, "a": str}


def test_datasette_shows_every_table_by_what_it_is(made):
    """Labels, facets, sorting and descriptions are of columns that exist; how far a sync came is hidden."""
    with closing(sqlite3.connect(made)) as db:
        columns = {
            name: {row[1] for row in db.execute(f"pragma table_info([{name}])")} for name, _ in names_in(db)
        }  # fmt: skip
    ((title, about),) = datasette.metadata("allo")["databases"].items()
    tables = about["tables"]
    hidden = {name for name, one in tables.items() if one.get("hidden") is True}

    assert (title, about["title"], tables.keys()) == ("allo", "Allo", columns.keys())
    assert hidden == {name for name in columns if name.startswith("sync_") or name.endswith("_ids")}
    for name, one in tables.items():
        used = {*one.get("facets", ()), *one.get("columns", ()), *one.get("units", ())}
        used |= {one[key] for key in ("label_column", "sort_desc") if key in one}
        assert one.keys() <= {"description", "label_column", "sort_desc", "facets", "columns", "units", "hidden"}, name
        assert (used <= columns[name], len(one["description"].split()) > 1) == (True, True), name
        assert all(len(text.split()) > 2 for text in one.get("columns", {}).values()), name
    assert tables["calls"]["units"] == {"duration_seconds": "s"}
    with_names = {name for name, found in columns.items() if "name" in found and not name.startswith("message")}
    assert {name for name, one in tables.items() if one.get("label_column") == "name"} == with_names
