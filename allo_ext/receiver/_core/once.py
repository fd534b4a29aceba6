"""Handling an event once: it is claimed before its handlers run, confirmed after them, and released if one fails."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from allo_ext.receiver._core.failure import log_failure
from allo_ext.receiver._core.reporting import OnError, reported
from allo_ext.receiver._core.request import Reply, sentence
from allo_ext.receiver._core.steps import Flow, Step
from allo_ext.receiver._core.store import Claim, MemoryStore

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from allo_ext.receiver._core.store import Store
    from allo_ext.receiver._events.records import Event

ACCEPTED: Final = Reply(200)
BUSY: Final = sentence(503, "The event is being handled.", Retry_After="10")
FAILED: Final = sentence(500, "The event could not be handled.")
NOT_STORED: Final = sentence(500, "The event could not be stored.", Retry_After="10")


def handled_once(
    store: Store,
    event: Event,
    keys: tuple[str, ...],
    handlers: Iterable[Callable[[Any], object]],
    on_error: OnError | None = None,
) -> Flow[Reply]:
    """Run the handlers of an event, unless it is being handled or was handled.

    Args:
        store: The store.
        event: The event.
        keys: The event's keys in the store; it was handled if any of them was. Empty for an event that is not stored.
        handlers: The handlers, called in order.
        on_error: Called with the exception of a handler, and the event.
    """
    claimed: list[str] = []
    for key in keys:
        # Not interruptible, even if the delivery is cancelled: otherwise a claim could stay in the store for ever.
        try:
            claim = store.claim(key) if _is_quick(store) else (yield _step(store.claim, key))
        except BaseException as error:
            yield from _settle(store, store.release, claimed)
            if not isinstance(error, Exception):
                raise
            log_failure("The store failed", error)
            return NOT_STORED  # never acknowledged: the event will be sent again
        if claim is not Claim.NEW:
            # The same event under another key, such as another webhook-id.
            yield from _settle(store, store.confirm if claim is Claim.DONE else store.release, claimed)
            return ACCEPTED if claim is Claim.DONE else BUSY
        claimed.append(key)
    try:
        for handler in handlers:
            yield Step(handler, (event,))
    except BaseException as error:
        yield from _settle(store, store.release, claimed)
        if not isinstance(error, Exception):
            raise  # cancelled, or the program ends; see `WebhookReceiver.handle`
        yield from reported(error, event, on_error)
        return FAILED
    yield from _settle(store, store.confirm, claimed)
    return ACCEPTED


def _settle(store: Store, settle: Callable[[str], object], keys: list[str]) -> Flow[None]:
    """Report the result to the store; a failure of the store does not change the result."""
    for key in keys:
        try:
            if _is_quick(store):
                settle(key)
            else:
                yield _step(settle, key, again=True)
        except Exception as error:  # noqa: BLE001 (the user's store)
            log_failure("The store failed", error)


def _is_quick(store: Store) -> bool:
    return type(store) is MemoryStore  # a subclass may block


def _step(call: Callable[[str], object], key: str, *, again: bool = False) -> Step:
    return Step(call, (key,), whole=True, again=again)
