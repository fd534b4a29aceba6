"""Full-text search over summaries and transcripts.

Words are looked up in SQLite's word index. Japanese, Chinese, Thai and some other languages put no spaces between
words, so their words are matched as substrings: with the trigram index, or by scanning all rows if the word is too
short or the file has no trigram index. The same applies to a word of another script that is next to such characters,
because the word index treats both as one word.
"""

from __future__ import annotations

import os
import re
import sqlite3
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final, NamedTuple
from urllib.parse import quote

from allo_ext import InvalidArgumentError
from allo_ext.cli._display.text import BEGIN, END, encodable, iso
from allo_ext.cli._sync.expression import WRONG, expression_of, is_wrong
from allo_ext.cli._sync.scripts import LETTERS, UNSPACED

_WORD: Final = re.compile(r'"([^"]*)"|([^\s"]+)')
_TRIGRAM: Final = 3
_AROUND: Final = 30
_ALL: Final = -1

# `rank` cannot be compared across two indexes, and users usually want the newest call.
_SEARCH: Final = """
    with hits as (SUMMARIES union all TRANSCRIPTS)
    select calls.id as call_id, calls.start_date, calls.contact_number,
        group_concat(distinct place) as place, snippet, min(position),
        coalesce((
            select contacts.name from contact_numbers join contacts on contacts.id = contact_numbers.contact_id
            where contact_numbers.number = calls.contact_number order by contacts.id limit 1
        ), PERSON, calls.contact_number, calls.from_number) as contact
    from hits join calls on calls.id = hits.call_id
    where (:place is null or place = :place)
        and (:since is null or calls.start_date >= :since) and (:until is null or calls.start_date < :until)
    group by calls.id
"""
_PERSON: Final = """(
    select people.name from person_numbers join people on people.id = person_numbers.person_id
    where person_numbers.number = calls.contact_number order by people.id limit 1
)"""
_LIMITED: Final = "select *, count(*) over () as total from (SEARCH) order by start_date desc, call_id limit :limit"


class Asked(NamedTuple):
    """A parsed search.

    Attributes:
        terms: The words, quoted for FTS5; the only operator is a * at the end of a word.
        parts: Substrings that must occur.
        is_expression: Whether `terms` is one expression with operators.
    """

    terms: tuple[str, ...]
    parts: tuple[str, ...]
    is_expression: bool = False

    @property
    def words(self) -> str:
        """All words as an FTS5 query."""
        return " ".join(self.terms)


class Found(NamedTuple):
    """The calls of a search.

    Attributes:
        rows: The newest calls. The words that were found are between `BEGIN` and `END` in `snippet`.
        total: The number of all calls.
    """

    rows: list[dict[str, Any]]
    total: int


def search(
    path: Path,
    words: str,
    limit: int | None,
    since: date | None = None,
    until: date | None = None,
    *,
    place: str | None = None,
) -> Found:
    """Return calls in which all words occur in the summary, or in the same line of the transcript.

    Args:
        path: A file made by `allo sync`.
        words: The search words.
        limit: The maximum number of calls. Default: all.
        since: The start of the period.
        until: The end of the period, not included.
        place: Only `summary` or `transcript`. Default: both.

    Raises:
        InvalidArgumentError: The file does not exist, there are no search words, or the operators are wrong.
    """
    if not path.is_file():
        raise InvalidArgumentError(
            f"{path} does not exist. Create it with `allo sync {path}`, or pass another file with --db."
        )
    expression = expression_of(encodable(words))
    asked = read(encodable(words)) if expression is None else Asked((expression,), (), is_expression=True)
    if not asked.terms and not asked.parts:
        raise InvalidArgumentError("The search has no words.")
    # This mode creates no file. It can undo what a killed sync left half written, which a read-only one cannot.
    connection = sqlite3.connect(f"file:{quote(os.fsencode(path.resolve()))}?mode=rw", uri=True)
    connection.row_factory = sqlite3.Row
    try:
        given = {
            "limit": _ALL if limit is None else min(limit, sys.maxsize),
            "since": _iso(since),
            "until": _iso(until),
            "place": None if place is None else str(place),
        }
        rows = _rows(connection, asked, given)
        return Found(rows, rows[0]["total"] if rows else 0)
    except sqlite3.DatabaseError as error:
        if expression is not None and is_wrong(expression):
            raise InvalidArgumentError(WRONG) from None
        raise InvalidArgumentError(
            f"{path} cannot be searched ({error}). It must be a file made by `allo sync`."
        ) from None
    finally:
        connection.close()


def _iso(moment: date | None) -> str | None:
    if moment is None or isinstance(moment, datetime):
        return iso(moment)
    return moment.isoformat()


def _rows(connection: sqlite3.Connection, asked: Asked, dates: dict[str, Any]) -> list[dict[str, Any]]:
    indexed = _has(connection, "calls_trigrams")
    indexed = indexed and sqlite3.sqlite_version_info >= (3, 34)
    long = [part for part in asked.parts if indexed and len(part) >= _TRIGRAM]
    short = [part for part in asked.parts if part not in long]

    connection.create_function("around", 2, _around, deterministic=True)
    connection.create_function("touches", 2, _touches, deterministic=True)
    # A file of an earlier version has no people.
    query = _SEARCH.replace("PERSON", _PERSON if _has(connection, "person_numbers") else "null")
    query = query.replace("SUMMARIES", _hits("calls", "summary", "calls.id, 'summary', -1", asked, long, short))
    said = "transcript_lines.call_id, 'transcript', transcript_lines.position"
    query = query.replace("TRANSCRIPTS", _hits("transcript_lines", "text", said, asked, long, short))
    given: dict[str, Any] = {"words": asked.words, "long": " ".join(f'"{part}"' for part in long), **dates}
    given |= {f"part{number}": f"%{_escaped(part)}%" for number, part in enumerate(short)}
    given |= {f"term{number}": term for number, term in enumerate(asked.terms)}
    given |= {f"like{number}": f"%{_escaped(_bare(term))}%" for number, term in enumerate(asked.terms)}
    given["first"] = asked.parts[0] if asked.parts else _bare(asked.terms[0])
    rows = [dict(row) for row in connection.execute(_LIMITED.replace("SEARCH", query), given)]
    return [row | {"place": ", ".join(sorted(row["place"].split(",")))} for row in rows]


def _has(connection: sqlite3.Connection, name: str) -> bool:
    return connection.execute("select 1 from sqlite_master where name = ?", [name]).fetchone() is not None


def _hits(table: str, column: str, columns: str, asked: Asked, long: list[str], short: list[str]) -> str:
    """Return the query for the rows of a table that match the search."""
    call_id, place, position = columns.split(", ")
    text = f"{table}.{column}"
    by_index = f"{table}.rowid in (select rowid from {table}_trigrams where {table}_trigrams match :long)"  # noqa: S608 (names of ours)
    parts = [by_index] if long else []
    parts += [f"{text} like :part{number} escape '\\'" for number in range(len(short))]
    around = f"""
        select {call_id} as call_id, {place} as place, {position} as position, around({text}, :first) as snippet
        from {table} where {" and ".join([*_words_in(table, column, asked), *parts])}
    """  # noqa: S608 (names of ours)
    if not asked.terms:
        return around
    # The word index returns better snippets, so a row that it finds is taken from it.
    by_words = f"""
        select {call_id} as call_id, {place} as place, {position} as position,
            snippet({table}_fts, -1, '{BEGIN}', '{END}', '…', 12) as snippet
        from {table}_fts join {table} on {table}.rowid = {table}_fts.rowid
        where {" and ".join([f"{table}_fts match :words", *parts])}
    """  # noqa: S608 (names of ours)
    if asked.is_expression:
        return by_words
    return f"""{by_words}
        union all {around}
            and {table}.rowid not in (select rowid from {table}_fts where {table}_fts match :words)
    """  # noqa: S608 (names of ours)


def _words_in(table: str, column: str, asked: Asked) -> list[str]:
    """Return a condition for each word: the word index finds it, or it is next to a script without spaces."""
    return [
        f"({table}.rowid in (select rowid from {table}_fts where {table}_fts match :term{number})"  # noqa: S608 (names of ours)
        # More bytes than characters: a cheap filter for rows that may contain such a script.
        f" or (length({table}.{column}) < length(cast({table}.{column} as blob))"
        f" and {table}.{column} like :like{number} escape '\\' and touches({table}.{column}, :term{number})))"
        for number in range(len(asked.terms))
    ]


def query_of(words: str) -> str:
    """Quote the words of the input for FTS5."""
    return read(words).words


def read(words: str) -> Asked:
    """Parse the input."""
    terms: list[str] = []
    parts: list[str] = []
    for phrase, word in _WORD.findall(words):
        text = phrase or word.rstrip("*")
        if not any(map(str.isalnum, text)):
            continue
        if UNSPACED.search(text):
            parts.append(text)
        else:
            terms.append(f'"{text}"' + ("*" if word.endswith("*") else ""))
    return Asked(tuple(terms), tuple(parts))


def _escaped(part: str) -> str:
    return re.sub(r"([%_\\])", r"\\\1", part)


def _bare(term: str) -> str:
    return term.rstrip("*").strip('"')


def _touches(text: str, term: str) -> bool:
    """Return whether a string contains a word, delimited by spaces or by letters of scripts without spaces."""
    after = "" if term.endswith("*") else rf"(?=[\W{LETTERS}]|$)"
    return re.search(rf"(?:^|(?<=[\W{LETTERS}])){re.escape(_bare(term))}{after}", text, re.IGNORECASE) is not None


def _around(text: str, part: str) -> str:
    """Return the part of a string around a match."""
    found = max(0, text.casefold().find(part.casefold()))
    start, end = max(0, found - _AROUND), found + len(part) + _AROUND
    after = found + len(part)
    marked = f"{text[start:found]}{BEGIN}{text[found:after]}{END}{text[after:end]}"
    return ("…" if start else "") + marked + ("…" if end < len(text) else "")
