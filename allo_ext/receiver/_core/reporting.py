"""Reporting a failed handler: to the log, with the event's id, and to the program's `on_error`."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from allo_ext.receiver._core.failure import log_failure
from allo_ext.receiver._core.steps import Flow, Step
from allo_ext.receiver._events.envelope import KNOWN

if TYPE_CHECKING:
    from allo_ext.receiver._events.records import Event

OnError = Callable[[Exception, Any], object]
"""Gets the exception of a handler and the event; may be a coroutine function."""

_LONGEST_ID: Final = 80


def reported(error: Exception, event: Event, on_error: OnError | None) -> Flow[None]:
    """Log the failure of a handler, and call `on_error`; a failure of that is only logged.

    Args:
        error: The exception of the handler.
        event: The event.
        on_error: The program's function, if it has one.
    """
    log_failure(f"A handler of {known(event.topic)} failed", error, shown_id(event))
    yield from told(error, event, on_error)


def told(error: Exception, event: Event, on_error: OnError | None) -> Flow[None]:
    """Call `on_error`, if the program has one."""
    if on_error is not None:
        try:
            yield Step(on_error, (error, event))
        except Exception as failure:  # noqa: BLE001 (the user's function)
            log_failure("on_error failed", failure)


def watched(handling: Flow[None], event: Event, on_error: OnError | None) -> Flow[None]:
    """Run handlers; call `on_error` with the exception of one before it is raised, and logged by whoever runs them.

    Raises:
        BaseException: A handler raised it.
    """
    try:
        yield from handling
    except Exception as error:
        yield from told(error, event, on_error)
        raise


def shown_id(event: Event) -> str:
    """Return the id of an event for a log: whoever knows the URL can send any string."""
    if event.id is None:
        return "event without id"
    shown = ascii(event.id[: _LONGEST_ID + 1])
    return f"event {shown[1:-1]}" if len(shown) <= _LONGEST_ID + 2 else f"event {shown[1:_LONGEST_ID]}…"


def known(topic: str) -> str:
    """Return the topic; unknown ones are not logged, because they could contain anything."""
    return str(topic) if topic in KNOWN else "an unknown topic"
