"""`allo search`."""

from __future__ import annotations

import json

import pytest

from allo_ext.cli.sync.index import query_of


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        pytest.param("refund order", '"refund" "order"', id="words"),
        pytest.param('"two words" more', '"two words" "more"', id="phrase"),
        pytest.param("refun*", '"refun"*', id="prefix"),
        pytest.param("don't OR (x) AND -y", '"don\'t" "OR" "(x)" "AND" "-y"', id="operators"),
        pytest.param('" * ( "', "", id="nothing"),
    ],
)
def test_what_people_type_is_no_query_language(words, asked):
    """Every word is looked for as it is."""
    assert query_of(words) == asked


def test_accents_do_not_matter_and_nothing_found_is_told(allo, mock, tmp_path):
    """Found in a summary and in what was said, the newest first; exit code 1 where nothing is."""
    path = tmp_path / "allo.db"
    older = mock.simulate_call(summary="Un zèbre élégant", transcript=[("USER", "x")])
    newer = mock.simulate_call(summary="x", transcript=[("USER", "Le ZEBRE, encore.")])
    allo("sync", path)
    found = [json.loads(line) for line in allo("search", "zebre", "--db", path).out.splitlines()]
    nothing = allo("search", "hippopotamus", "--db", path)

    assert [(row["call_id"], row["where"]) for row in found] == [(newer.id, "transcript"), (older.id, "summary")]
    assert (nothing.code, nothing.out) == (1, "")


@pytest.mark.parametrize("content", [None, b"junk" * 300], ids=["missing", "junk"])
def test_a_file_that_cannot_be_searched_is_said(allo, tmp_path, content):
    """Exit code 2, and nothing is made."""
    path = tmp_path / "allo.db"
    if content:
        path.write_bytes(content)
    done = allo("search", "x", "--db", path)

    assert (done.code, done.err.count("\n")) == (2, 1)
    assert path.exists() is (content is not None)
