"""Vue templates. Each function renders a file in `vue/` with its arguments.

Arguments named `event_…` are called on events in the browser. All other arguments are JSON, so records are converted
before.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

import solara

if TYPE_CHECKING:
    from allo_ext.hooks._screen import Element

Facts = Mapping[str, Any]
Told = Callable[[Any], None]


def ignoring(act: Callable[[], None]) -> Told:
    """Return an event handler that ignores the event's data."""

    def told(_: Any) -> None:
        act()

    return told


def as_text(act: Callable[[str], None]) -> Told:
    """Return an event handler that converts the event's data to a string."""

    def told(what: Any) -> None:
        act(str(what))

    return told


def _file(name: str) -> Callable[[Callable[..., None]], Callable[..., Element]]:
    return cast(
        "Callable[[Callable[..., None]], Callable[..., Element]]", cast("Any", solara).component_vue(f"vue/{name}")
    )


@_file("header.vue")
def Header(tabs: Sequence[Facts], view: str, zone: str, account: str, *, live: bool, event_go: Told) -> None:
    """Show the account, the views, and whether live events are on."""


@_file("notice.vue")
def Notice(
    kind: str, title: str, detail: str, more: Sequence[str], *, again: bool, busy: bool, event_retry: Told
) -> None:
    """Show a notice: loading, empty or error."""


@_file("lines.vue")
def Lines(lines: Sequence[Facts]) -> None:
    """Show the account's numbers."""


@_file("chart.vue")
def Chart(
    svg: str,
    rows: Sequence[Facts],
    kinds: Sequence[Facts],
    column: str,
    by: str,
    ways: Sequence[Facts],
    empty: str,
    event_choose: Told,
) -> None:
    """Show a chart and its data as a table."""


@_file("calls.vue")
def CallList(
    calls: Sequence[Facts],
    opened: str,
    detail: Facts | None,
    more: str,
    *,
    event_toggle: Told,
    event_visit: Told,
    event_tag: Told,
    event_untag: Told,
    event_extend: Told,
) -> None:
    """Show calls, one of them expanded."""


@_file("missed.vue")
def MissedList(missed: Sequence[Facts]) -> None:
    """Show missed calls that nobody has returned."""


@_file("contacts.vue")
def ContactList(
    contacts: Sequence[Facts],
    chosen: str,
    searched: str,
    status: str,
    more: str,
    filters: Sequence[Facts],
    chosen_filter: str,
    *,
    event_search: Told,
    event_choose: Told,
    event_filter: Told,
    event_extend: Told,
) -> None:
    """Show contacts with a search field."""


@_file("head.vue")
def Head(
    name: str,
    lines: Sequence[str],
    deals: Sequence[Facts],
    action: str,
    problem: str,
    *,
    alone: bool,
    busy: bool,
    event_back: Told,
    event_act: Told,
) -> None:
    """Show the contact of a conversation, and the contact's deals."""


@_file("conversation.vue")
def Chat(items: Sequence[Facts], newest: str, *, earlier: bool, busy: bool, event_extend: Told) -> None:
    """Show calls and messages, oldest first."""


@_file("composer.vue")
def Composer(
    who: str,
    receivers: Sequence[str],
    receiver: str,
    senders: Sequence[Facts],
    sender: str,
    rule: str,
    length: str,
    problem: str,
    done: str,
    turn: Facts,
    *,
    too_long: bool,
    pending: bool,
    event_write: Told,
    event_send: Told,
) -> None:
    """Show the form to send an SMS."""


@_file("webhooks.vue")
def HookList(hooks: Sequence[Facts], turn: Facts, *, pending: bool, event_remove: Told) -> None:
    """Show the webhooks."""


@_file("register.vue")
def Register(
    lines: Sequence[Facts],
    topics: Sequence[Facts],
    problem: str,
    done: str,
    created_so_far: int,
    removed_so_far: int,
    turn: Facts,
    *,
    live: bool,
    pending: bool,
    event_create: Told,
    event_remove: Told,
) -> None:
    """Show the forms to create a webhook, and to delete one by ID."""


@_file("events.vue")
def EventList(arrived: Sequence[Facts]) -> None:
    """Show received events."""
