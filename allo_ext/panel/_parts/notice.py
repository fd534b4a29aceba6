"""What a part of the page says while it has nothing to show."""

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
    """Say that something is on its way."""
    return _notice("loading", what)


def empty(title: str, detail: str = "", more: tuple[str, ...] = ()) -> Element:
    """Say that there is nothing."""
    return _notice("empty", title, detail, more)


def troubles(*queries: Query[Any], above: Collection[str] = ()) -> list[Element]:
    """Say what went wrong, each problem once, with a button that tries everything again that has it.

    Args:
        queries: What a part of the page shows.
        above: The titles of problems that the page shows already.
    """
    return [_trouble(group) for title, group in _by_title(queries).items() if title not in above]


def titles(*queries: Query[Any]) -> frozenset[str]:
    """Return what the problems of queries are called."""
    return frozenset(_by_title(queries))


def waiting_for(query: Query[Any], what: str) -> Element | None:
    """Return what to say until the first answer to a query; None where there is one, or a problem."""
    return loading(what) if query.data is None and query.error is None else None


def _by_title(queries: Iterable[Query[Any]]) -> dict[str, list[Query[Any]]]:
    groups: dict[str, list[Query[Any]]] = {}
    for query in queries:
        if query.error is not None:
            groups.setdefault(problem_of(query.error).title, []).append(query)
    return groups


def _trouble(queries: Sequence[Query[Any]]) -> Element:
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
    """Do nothing: there is no button."""
