"""Notices shown in place of data: loading, empty, error."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from allo_ext.panel._parts.templates import Notice, ignoring
from allo_ext.panel._parts.wording import problem_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from allo_ext.errors import AlloError
    from allo_ext.hooks import Query
    from allo_ext.hooks._screen import Element


def loading(what: str) -> Element:
    """Show that data is loading."""
    return _notice("loading", what)


def empty(title: str, detail: str = "", more: tuple[str, ...] = ()) -> Element:
    """Show that there is no data."""
    return _notice("empty", title, detail, more)


def problems(*queries: Query[Any], above: Collection[str] = ()) -> list[Element]:
    """Show each problem once, with a button that retries all queries that have it.

    Args:
        queries: The queries of a section.
        above: The titles of problems that are already shown on the page.
    """
    return [_problem(group) for title, group in _by_title(queries).items() if title not in above]


def titles(*queries: Query[Any]) -> frozenset[str]:
    """Return the titles of the problems of queries."""
    return frozenset(_by_title(queries))


def waiting_for(query: Query[Any], what: str) -> Element | None:
    """Return a loading notice until a query has data or an error, then None."""
    return loading(what) if query.data is None and query.error is None else None


def _by_title(queries: Iterable[Query[Any]]) -> dict[str, list[Query[Any]]]:
    groups: dict[str, list[Query[Any]]] = {}
    for query in queries:
        if query.error is not None:
            groups.setdefault(problem_of(query.error).title, []).append(query)
    return groups


def _problem(queries: Sequence[Query[Any]]) -> Element:
    problem = problem_of(cast("AlloError", queries[0].error))

    def retry() -> None:
        for query in queries:
            query.refetch()

    return Notice(
        kind="error",
        title=problem.title,
        detail=problem.detail,
        more=list(problem.commands),
        again=True,
        busy=any(query.is_fetching for query in queries),
        event_retry=ignoring(retry),
    )


def _notice(kind: str, title: str, detail: str = "", more: tuple[str, ...] = ()) -> Element:
    return Notice(
        kind=kind, title=title, detail=detail, more=list(more), again=False, busy=False, event_retry=ignoring(_nothing)
    )


def _nothing() -> None:
    """Do nothing: the notice has no button."""
