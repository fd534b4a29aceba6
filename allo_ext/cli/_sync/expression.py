"""Searches with operators: OR, AND, NOT and parentheses, as SQLite's full-text search (FTS5) reads them."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from typing import Final

from allo_ext import InvalidArgumentError
from allo_ext.cli._sync.scripts import UNSPACED

WRONG: Final = (
    "The search cannot be read. OR, AND and NOT need words on both sides, and every parenthesis must be closed."
)
_OPERATORS: Final = frozenset({"OR", "AND", "NOT"})
_TOKEN: Final = re.compile(r'"([^"]*)"|([()])|([^\s"()]+)')


def expression_of(words: str) -> str | None:
    """Return a search as an FTS5 expression, in which every word is quoted; None if it has no operator.

    Operators are in capitals, so `or` is a word.

    Raises:
        InvalidArgumentError: A word is of a script without spaces, which the word index does not know.
    """
    if not any(word in _OPERATORS for _, _, word in _TOKEN.findall(words)):
        return None
    parts: list[str] = []
    for phrase, bracket, word in _TOKEN.findall(words):
        if bracket or word in _OPERATORS:
            parts.append(bracket or word)
            continue
        text = phrase or word.rstrip("*")
        if UNSPACED.search(text):
            raise InvalidArgumentError(
                "OR, AND and NOT cannot be combined with words of scripts that have no spaces. Search for each word."
            )
        if any(map(str.isalnum, text)):
            parts.append(f'"{text}"' + ("*" if word.endswith("*") else ""))
    return " ".join(parts)


def is_wrong(expression: str) -> bool:
    """Return whether SQLite refuses an FTS5 expression, such as one that begins with AND."""
    with closing(sqlite3.connect(":memory:")) as db:
        db.execute("create virtual table probe using fts5(text)")
        try:
            db.execute("select 1 from probe where probe match ?", (expression,)).fetchall()
        except sqlite3.OperationalError:
            return True
    return False
