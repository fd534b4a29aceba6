"""What a part of the page says while it has nothing to show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allo_ext.panel.templates import Notice, ignoring
from allo_ext.panel.wording import problem_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from allo_ext.errors import AlloError
    from allo_ext.hooks import Query
    from allo_ext.hooks.screen import Element


def loading(what: str) -> Element:
    """Say that something is on its way."""
    return _notice("loading", what)


def empty(title: str, detail: str = "", more: tuple[str, ...] = ()) -> Element:
    """Say that there is nothing."""
    return _notice("empty", title, detail, more)


def trouble(error: AlloError, refetch: Callable[[], None], *, busy: bool = False) -> Element:
    """Say what went wrong, with a button to try again."""
    problem = problem_of(error)

    return Notice(
        kind="error",
        title=problem.title,
        detail=problem.detail,
        more=list(problem.commands),
        again=True,
        busy=busy,
        event_retry=ignoring(refetch),
    )


def waiting_for(query: Query[Any], what: str) -> Element | None:
    """Return what to say instead of the answer to a query, or above it; None where there is nothing to say."""
    if query.error is not None:
        return trouble(query.error, query.refetch, busy=query.is_fetching)
    return loading(what) if query.data is None else None


def _notice(kind: str, title: str, detail: str = "", more: tuple[str, ...] = ()) -> Element:
    return Notice(
        kind=kind, title=title, detail=detail, more=list(more), again=False, busy=False, event_retry=ignoring(_nothing)
    )


def _nothing() -> None:
    """Do nothing: there is no button."""
