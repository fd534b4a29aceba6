"""The tool that searches a database made by `allo sync`, without a request."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Annotated, Any, Protocol

from pydantic import Field

from allo_ext.mcp import _rows
from allo_ext.mcp._arguments import Page, Since, Size, Until
from allo_ext.mcp._fencing import fenced
from allo_ext.mcp._tool import Tool

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date


class Search(Protocol):
    """A full-text search."""

    def __call__(
        self, words: str, limit: int, since: date | None, until: date | None, /
    ) -> tuple[Sequence[dict[str, Any]], int]:
        """Return the newest matches, at most `limit`, and the number of all. `until` is not included."""
        ...


def tools(search: Search) -> tuple[Tool, ...]:
    """Return the tool."""

    def search_history(
        words: Annotated[
            str,
            Field(
                min_length=1,
                max_length=500,
                description='All words must occur. "A phrase" in quotes, a prefix with * at its end, OR and NOT.',
            ),
        ],
        since: Since | None = None,
        until: Until | None = None,
        page: Page = 1,
        size: Size = 20,
    ) -> str:
        """Search summaries and transcripts in the local copy of the account, newest calls first; uses no API quota.

        The copy is as old as the last `allo sync`. Prefer this to list_calls for questions about what was said.
        """
        first = (page - 1) * size
        after = None if until is None else until + timedelta(days=1)
        found, total = search(words, first + size, since, after)
        rows = list(found[first:])
        if not rows:
            return "No calls match." if page == 1 else f"No calls on page {page}."
        more = f" For more: page={page + 1}." if first + len(rows) < total else " This is the last page."
        return fenced(f"{len(rows)} of {total:,} calls, page {page}.{more}", [_rows.row(**row) for row in rows])

    return (Tool(search_history, "Search the local copy"),)
