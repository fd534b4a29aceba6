"""An event is handled once: claimed before its handlers run, confirmed after them, released if one fails."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from allo_ext.enums import Topic
from allo_ext.receiver._core.failure import log_failure
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


def handled_once(
    store: Store, event: Event, key: str | None, handlers: Iterable[Callable[[Any], object]]
) -> Flow[Reply]:
    """Run the handlers of an event, unless somebody does or did.

    Args:
        store: What remembers events.
        event: The event.
        key: What the store knows it by; None for one that is not remembered.
        handlers: What to call, in turn.
    """
    if key is not None:
        # Whole, also if the delivery is cancelled meanwhile: a claim that nobody knows of would be held for ever.
        claim = yield _step(store, store.claim, key)
        if claim is not Claim.NEW:
            return ACCEPTED if claim is Claim.DONE else BUSY
    try:
        for handler in handlers:
            yield Step(handler, (event,))
    except BaseException as error:
        yield from _settle(store, store.release, key)
        if not isinstance(error, Exception):
            raise  # cancelled, or the program ends; see `WebhookReceiver.handle`
        log_failure(f"A handler of {_known(event.topic)} failed", error)
        return FAILED
    yield from _settle(store, store.confirm, key)
    return ACCEPTED


def _settle(store: Store, settle: Callable[[str], object], key: str | None) -> Flow[None]:
    """Tell the store how it ended; the work is done or undone whether or not it can be noted."""
    if key is not None:
        try:
            yield _step(store, settle, key, again=True)
        except Exception as error:  # noqa: BLE001 (the user's store)
            log_failure("The store failed", error)


def _step(store: Store, call: Callable[[str], object], key: str, *, again: bool = False) -> Step:
    return Step(call, (key,), quick=type(store) is MemoryStore, whole=True, again=again)  # a subclass may wait


def _known(topic: str) -> str:
    """Return a topic for the log: one that came from outside may say anything."""
    return str(topic) if topic in Topic.__members__ else "an unknown topic"
