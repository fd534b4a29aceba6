"""Searching what was saved: full text over summaries and transcripts."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from allo_ext import InvalidArgumentError

_WORD: Final = re.compile(r'"([^"]*)"|([^\s"]+)')

# `rank` has no meaning across two indexes, and the newest call is what people look for.
_SEARCH: Final = """
    with hits as (
        select calls.id as call_id, 'summary' as place, -1 as position,
            snippet(calls_fts, -1, '', '', '…', 12) as snippet
        from calls_fts join calls on calls.rowid = calls_fts.rowid where calls_fts match :words
        union all
        select transcript_lines.call_id, 'transcript', transcript_lines.position,
            snippet(transcript_lines_fts, -1, '', '', '…', 12)
        from transcript_lines_fts join transcript_lines on transcript_lines.rowid = transcript_lines_fts.rowid
        where transcript_lines_fts match :words
    )
    select calls.id as call_id, calls.start_date, calls.contact_number, place, snippet, min(position),
        coalesce((
            select contacts.name from contact_numbers join contacts on contacts.id = contact_numbers.contact_id
            where contact_numbers.number = calls.contact_number order by contacts.id limit 1
        ), calls.contact_number, calls.from_number) as contact
    from hits join calls on calls.id = hits.call_id
    group by calls.id order by calls.start_date desc, calls.id limit :limit
"""


def search(path: Path, words: str, limit: int) -> list[dict[str, Any]]:
    """Return the calls in which all words stand together, in the summary or in one thing that was said.

    Args:
        path: A file that `allo sync` made.
        words: What to look for.
        limit: How many calls at most.

    Raises:
        InvalidArgumentError: There is no such file, or nothing to look for.
    """
    if not path.is_file():
        raise InvalidArgumentError(f"There is no {path}: make it with `allo sync {path}`, or name another with --db.")
    asked = query_of(words)
    if not asked:
        raise InvalidArgumentError("There is no word to look for.")
    # Read only: looking must not make a file, nor wait for a sync.
    connection = sqlite3.connect(f"file:{quote(str(path.resolve()))}?mode=ro", uri=True)
    connection.row_factory = sqlite3.Row
    try:
        return [dict(row) for row in connection.execute(_SEARCH, {"words": asked, "limit": limit})]
    except sqlite3.DatabaseError as error:
        raise InvalidArgumentError(f"{path} cannot be searched ({error}): was it made by `allo sync`?") from None
    finally:
        connection.close()


def query_of(words: str) -> str:
    """Return what people typed as FTS5 reads it: nothing in it is an operator, but a * at a word's end."""
    return " ".join(_terms(words))


def _terms(words: str) -> Iterator[str]:
    for phrase, word in _WORD.findall(words):
        text = phrase or word.rstrip("*")
        if any(map(str.isalnum, text)):
            yield f'"{text}"' + ("*" if word.endswith("*") else "")
