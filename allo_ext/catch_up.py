"""Catching up on webhook deliveries that were missed, from the list of calls. Pure functions; nothing is sent.

Version 2 repeats a failed delivery for 27.5 hours, and version 1 documents no repetition, so an endpoint that was down
may have missed calls.

Examples:
    >>> for event in missed_events(allo.calls.iter(since=yesterday), seen=database.call_ids()):
    ...     store(event)
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from allo_ext.enums import Topic
from allo_ext.receiver import CallReceived
from allo_ext.receiver._events.identity import bare

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from allo_ext.records import Call

__all__ = ["missed_events"]


def missed_events(
    calls: Iterable[Call], *, seen: Iterable[str] | Callable[[str], bool], received_at: datetime | None = None
) -> Iterator[CallReceived]:
    """Yield a `CallReceived` for each call that your program does not have, in the order of the calls.

    The events have what the list of calls has, which is less than a delivery: `raw` is empty, and so are the fields of
    the event besides `call`. Pass them to the function that handles CALL_RECEIVED.

    Args:
        calls: The calls, such as `allo.calls.iter(since=…)`. A transferred call, listed once per line, counts once.
        seen: The ids of the calls that your program has, or a function that says whether it has an id. A list may
            contain the ids of both versions of the API; a function gets the id of version 1.
        received_at: The time of arrival to put into the events; by default now.

    Examples:
        >>> for event in missed_events(allo.calls.iter(since=yesterday), seen=database.has_call):
        ...     store(event)
    """
    now = datetime.now(UTC) if received_at is None else received_at
    known = frozenset[str]() if callable(seen) else frozenset(map(bare, seen))
    yielded: set[str] = set()
    for call in calls:
        has = seen(call.id) if callable(seen) else bare(call.id) in known
        if call.id and call.id not in yielded and not has:
            yielded.add(call.id)
            yield CallReceived(topic=Topic.CALL_RECEIVED, id=call.id, received_at=now, call=call)
