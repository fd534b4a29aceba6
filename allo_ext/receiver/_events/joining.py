"""Joining the events of a call in progress, which have no id, to the call that has ended."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from allo_ext._wire.same_number import keys_of
from allo_ext.receiver._events.progress import CallAnswered, CallRinging, CallTriggered, time_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from allo_ext.receiver._events.records import CallReceived, Event

    InProgress = CallRinging | CallTriggered | CallAnswered

_WITHIN: Final = timedelta(minutes=10)


def join_call(
    completed: CallReceived, earlier: Iterable[Event], *, within: timedelta = _WITHIN
) -> tuple[CallRinging | CallTriggered | CallAnswered, ...]:
    """Return the events of a finished call among earlier ones: it rang or was triggered, and was answered.

    An event belongs to the call if the other party's number and the direction are the same, the user is the same where
    both are known, and the times differ by at most ten minutes. If several of one kind match, the nearest is chosen.
    The order in which they arrived does not matter, because Allo does not keep it.

    Args:
        completed: The call that has ended.
        earlier: Any events; others are ignored.
        within: The maximum difference between the times. For `CallAnswered`, between its time and the call.

    Returns:
        At most one event of each kind, in the order of their times.

    Examples:
        >>> for event in join_call(completed, recent):
        ...     print(type(event).__name__, event.contact_number)
    """
    nearest: dict[type[Event], tuple[timedelta, InProgress]] = {}
    for event in earlier:
        if not isinstance(event, (CallRinging, CallTriggered, CallAnswered)) or not _same_parties(event, completed):
            continue
        distance = _distance(event, completed)
        if distance is None or distance > within:
            continue
        kind = type(event)
        if kind not in nearest or distance < nearest[kind][0]:
            nearest[kind] = (distance, event)
    found = [event for _, event in nearest.values()]
    return tuple(sorted(found, key=lambda event: _time_of(event) or event.received_at))


def _same_parties(event: InProgress, completed: CallReceived) -> bool:
    call = completed.call
    if event.direction and call.direction and event.direction != call.direction:
        return False
    if event.user_email and completed.user_email and event.user_email.casefold() != completed.user_email.casefold():
        return False
    if event.contact_number or call.contact_number:
        return _same_number(event.contact_number or _other(event, call.allo_number), call.contact_number)
    # A withheld number, or no direction on either side.
    return _same_number(event.from_number, call.from_number) and _same_number(event.to_number, call.to_number)


def _other(event: InProgress, own: str | None) -> str | None:
    """Return the other party of an event without a direction."""
    return event.to_number if _same_number(event.from_number, own) else event.from_number


def _same_number(one: str | None, other: str | None) -> bool:
    if one is None or other is None:
        return False
    return one == other or not set(keys_of(one)).isdisjoint(keys_of(other))


def _distance(event: InProgress, completed: CallReceived) -> timedelta | None:
    """Return the time between an event and a call: its start, or for an answer its start or end."""
    moment, start = _time_of(event), completed.call.start_date
    if moment is None or start is None:
        return None
    end = start + (completed.call.duration or timedelta()) if isinstance(event, CallAnswered) else start
    return max(start - moment, moment - end, timedelta())


def _time_of(event: InProgress) -> datetime | None:
    """Return the time of an event; the time of sending if it has no other."""
    return time_of(event) or event.timestamp
