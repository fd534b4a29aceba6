"""`allo search`."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import openpyxl
import pytest

from allo_ext.cli._sync.index import query_of


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


def test_a_file_can_be_searched_after_its_sync_was_killed(allo, tmp_path):
    """In the middle of writing: what was half written does not count."""
    path, killed = tmp_path / "allo.db", tmp_path / "killed.db"
    allo("sync", path)
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("pragma cache_size = 1")  # so that the file is changed before the end of the transaction
        db.execute("begin")
        db.execute("update calls set summary = 'zebra ' || summary")
        for suffix in ("", "-journal"):
            shutil.copy(f"{path}{suffix}", f"{killed}{suffix}")
        db.execute("rollback")
    done, none = (allo("search", word, "--db", killed) for word in ("the", "zebra"))

    assert (done.code, done.out) == (0, allo("search", "the", "--db", path).out)
    assert (none.code, none.out) == (1, "")


SAID = {
    "japanese": "\u6ce8\u6587\u306e\u8fd4\u91d1\u3092\u304a\u9858\u3044\u3057\u307e\u3059",
    "chinese": "\u6211\u60f3\u8981\u9000\u6b3e\uff0c\u8ba2\u5355\u53f7\u7801\u662f\u4e00\u4e8c\u4e09",
    "thai": "\u0e02\u0e2d\u0e04\u0e37\u0e19\u0e40\u0e07\u0e34\u0e19\u0e14\u0e49\u0e27\u0e22\u0e04\u0e23\u0e31\u0e1a",
    "korean": "\ud658\ubd88\uc744 \ubd80\ud0c1\ub4dc\ub9bd\ub2c8\ub2e4",
    "brand": "iPhone15\u306e\u4ef6, order55\u0e04\u0e23\u0e31\u0e1a",
    "mixed": "Refund 100% of \u6ce8\u6587_A\u3092 please",
}


WORDS = {
    "\u8fd4\u91d1": {"japanese"},  # two kanji
    "\u9000": {"chinese"},  # one character
    "\u8fd4\u91d1\u3092\u304a\u9858": {"japanese"},  # kanji and kana
    "\u0e04\u0e37\u0e19\u0e40\u0e07\u0e34\u0e19": {"thai"},  # thai
    "\ud658\ubd88": {"korean"},  # korean without its particle
    "\u6ce8\u6587": {"japanese", "mixed"},  # two calls
    "refund \u6ce8\u6587": {"mixed"},  # a word and a part
    "\u6ce8\u6587 \u9858\u3044\u3057\u307e\u3059": {"japanese"},  # two parts
    "\u6587_": {"mixed"},  # an underscore is itself
    "\u6587%": set(),  # a percent sign is itself
    "fund": set(),  # part of a spaced word
    "iphone15": {"brand"},  # a word that touches kana
    "order55": {"brand"},  # and one that touches Thai
    "iphone15 \u4ef6": {"brand"},  # both kinds
    "iphone15 refund": set(),  # not in one text
    "phone15": set(),  # part of such a word
}


@pytest.mark.parametrize("index", ["new", "of-version-1", "none"])
@pytest.mark.parametrize("place", ["summary", "transcript"])
def test_words_of_scripts_without_spaces_are_found(allo, mock, tmp_path, place, index):
    """As parts of what was said, with the index of a new file, after a sync of an old one, and without it."""
    path = tmp_path / "allo.db"
    made = {}
    for name, text in SAID.items():
        more = {"summary": text} if place == "summary" else {"summary": "x", "transcript": [("EXTERNAL", text)]}
        made[mock.simulate_call(**more).id] = name
    allo("sync", path, "--skip", "contacts")
    if index != "new":
        _make_old(path)
    if index == "of-version-1":
        allo("sync", path, "--skip", "contacts")
    rows = {
        words: [json.loads(line) for line in allo("search", words, "--db", path).out.splitlines()] for words in WORDS
    }

    assert {words: {made[row["call_id"]] for row in found} for words, found in rows.items()} == WORDS
    assert {row["where"] for found in rows.values() for row in found} == {place}
    assert all(words.split()[0] in row["snippet"].lower() for words, found in rows.items() for row in found)


def _make_old(path: Path) -> None:
    """Make of a file what version 1 would have made."""
    with sqlite3.connect(path) as db:
        names = [
            row[0] for row in db.execute("select name from sqlite_master where name like '%\\_trigrams%' escape '\\'")
        ]
        for name in names:
            if name.endswith(("_ai", "_ad", "_au")):
                db.execute(f"drop trigger {name}")
        for table in ("calls", "transcript_lines", "messages"):
            db.execute(f"drop table {table}_trigrams")
        db.execute("pragma user_version = 1")
    db.close()


def test_a_file_name_that_is_not_utf8_can_be_searched(allo, mock, tmp_path):
    """A path may be any bytes."""
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.db"))
    made = mock.simulate_call(summary="A zebra")
    allo("sync", path, "--skip", "contacts")

    assert json.loads(allo("search", "zebra", "--db", path).out)["call_id"] == made.id


SUMMARIES = ("A refund of the order", "A refund for Ada", "An invoice, not paid", "Nothing")


@pytest.fixture
def searched(allo, mock, tmp_path):
    """Four calls in a database; returns what a search finds in them."""
    path = tmp_path / "allo.db"
    for summary in SUMMARIES:
        mock.simulate_call(summary=f"{summary}: zebra", transcript=[("USER", "x")])
    allo("sync", path, "--skip", "contacts")
    return lambda *arguments: allo("search", "--db", path, *arguments)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        pytest.param("zebra refund", {0, 1}, id="all words"),
        pytest.param("zebra AND (order OR invoice)", {0, 2}, id="or"),
        pytest.param("zebra NOT refund", {2, 3}, id="not"),
        pytest.param('"refund for" OR "not paid"', {1, 2}, id="phrases"),
        pytest.param("zebra AND inv*", {2}, id="prefix"),
        pytest.param('zebra NOT "a:b(c" NOT refund', {2, 3}, id="signs in a phrase"),
        pytest.param("refund or order", set(), id="lower case is a word"),
    ],
)
def test_operators_are_those_of_sqlite(searched, words, expected):
    """In capitals; every word between them is looked for as it is."""
    found = [json.loads(line)["snippet"] for line in searched(words).out.splitlines()]

    assert {number for number, summary in enumerate(SUMMARIES) for one in found if one.startswith(summary)} == expected


@pytest.mark.parametrize("words", ["OR", "zebra OR", "NOT zebra", "(zebra OR refund", "zebra AND OR refund"])
def test_a_wrong_search_is_one_sentence(searched, words):
    """Exit code 2; it says what operators need."""
    done = searched(words)

    assert (done.code, done.out, done.err.count("\n")) == (2, "", 1)
    assert "need words on both sides" in done.err


def test_a_snippet_is_around_the_first_place_and_says_where_it_was_cut(allo, mock, tmp_path):
    """Thirty characters on both sides."""
    texts = [
        "\u3042" * 40 + "\u732b" + "\u3044" * 40 + "\u732b" + "\u3046" * 5,
        "\u732b" + "\u3044" * 30,
        "\u3042" * 30 + "\u732b\u3044",
    ]
    for text in texts:
        mock.simulate_call(summary=text, transcript=[])
    allo("sync", tmp_path / "allo.db", "--skip", "contacts")
    found = allo("search", "\u732b", "--db", tmp_path / "allo.db").out.splitlines()

    assert [json.loads(line)["snippet"] for line in reversed(found)] == [
        "\u2026" + "\u3042" * 30 + "\u732b" + "\u3044" * 30 + "\u2026", *texts[1:],
    ]  # fmt: skip


def test_found_words_are_shown_and_the_rest_is_counted(searched):
    """In brackets in a table, plain in JSON; the last line says how many there are."""
    shown = searched("zebra", "--limit", "2", "--format", "table")
    plain = searched("zebra", "--limit", "2")

    assert shown.out.count("[zebra]") == 2
    assert "[" not in json.loads(plain.out.splitlines()[0])["snippet"]
    assert plain.err.strip() == "2 of 4 calls."


def test_a_period_narrows_a_search(searched):
    """As for the lists."""
    first = json.loads(searched("zebra").out.splitlines()[0])["start_date"]
    day = searched("zebra", "--day", first[:10])
    other = searched("zebra", "--since", "2030-01-01")

    assert (day.err.strip(), other.code) == ("4 of 4 calls.", 1)


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        pytest.param("a or cat", "'or' was searched as a word. Write OR in capitals: allo search 'a OR cat'.", id="or"),
        pytest.param("hat | cat", "'|' is not an operator. Write OR in capitals: allo search 'hat OR cat'.", id="bar"),
        pytest.param('"refund or hat"', "", id="within a phrase"),
        pytest.param("hippopotamus", "", id="a word"),
    ],
)  # fmt: skip
def test_an_operator_in_small_letters_is_told_where_nothing_matches(searched, words, hint):
    """With the command to type instead."""
    done = searched(words)

    assert (done.code, done.err.strip()) == (1, f"No matches. {hint}".strip())


@pytest.fixture
def both(allo, mock, tmp_path):
    """A call where both texts match, one with the summary only, and one where it was only said."""
    path = tmp_path / "allo.db"
    for summary, said in (("A zebra", "My zebra, please."), ("A zebra", "x"), ("x", "A zebra!")):
        mock.simulate_call(summary=summary, transcript=[("EXTERNAL", said)])
    allo("sync", path, "--skip", "contacts")
    return lambda *arguments: allo("search", "zebra", "--db", path, *arguments)


def test_where_names_each_text_that_matches_and_in_chooses_one(both):
    """What was said can be asked for."""
    places = {
        option: sorted(json.loads(line)["where"] for line in both(*option).out.splitlines())
        for option in ((), ("--in", "transcript"), ("--in", "summary"))
    }

    assert places == {
        (): ["summary", "summary, transcript", "transcript"],
        ("--in", "transcript"): ["transcript", "transcript"],
        ("--in", "summary"): ["summary", "summary"],
    }


def test_a_file_or_pipe_gets_all_matches(allo, mock, tmp_path):
    """On a terminal there are 20; --limit applies to both."""
    path = tmp_path / "allo.db"
    for _ in range(25):
        mock.simulate_call(summary="A zebra", transcript=[("USER", "x")])
    allo("sync", path, "--skip", "contacts")
    every = allo("--quiet", "search", "zebra", "--db", path)
    some = allo("search", "zebra", "--db", path, "--limit", "3")
    book = tmp_path / "zebra.xlsx"
    allo("search", "zebra", "--db", path, "--out", book)

    assert (len(every.out.splitlines()), len(some.out.splitlines())) == (25, 3)
    assert "3 of 25 calls." in some.err
    assert openpyxl.load_workbook(book).worksheets[0].max_row == 26


def test_the_help_shows_how_to_write_a_phrase(allo):
    """A shell takes the quotes away that are not within others."""
    assert """allo search '"charged twice" OR refund'""" in " ".join(allo("search", "--help").out.split())
