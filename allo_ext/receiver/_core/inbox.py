"""Storing a delivery before it is acknowledged, to handle it later."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

from allo_ext._serving.loop import in_asyncio
from allo_ext.receiver._core.failure import log_failure
from allo_ext.receiver._core.once import ACCEPTED
from allo_ext.receiver._core.request import Reply, sentence
from allo_ext.receiver._core.steps import Flow, Step

if TYPE_CHECKING:
    from collections.abc import Awaitable

NOT_STORED: Final = sentence(503, "The event could not be stored.", Retry_After="10")


class DeliveryLog(Protocol):
    """A durable store of deliveries, such as `allo_ext.durable.Inbox`."""

    def put(self, keys: tuple[str, ...], topic: str, body: bytes) -> Awaitable[object] | object:
        """Store a delivery durably before returning, or raise.

        If any of the keys is stored already, it is the same event and is not stored again. In an asyncio event loop
        this must not block: return an awaitable.

        Args:
            keys: The identities of the event, 64 characters each; empty for an event that cannot be identified.
            topic: The topic.
            body: The body, unchanged.
        """
        ...


def stored(inbox: DeliveryLog, keys: tuple[str, ...], topic: str, body: bytes) -> Flow[Reply]:
    """Store a delivery, and acknowledge it only then.

    Args:
        inbox: The inbox.
        keys: As for `DeliveryLog.put`.
        topic: The topic.
        body: The body.
    """
    try:
        yield Step(inbox.put, (keys, topic, body), quick=in_asyncio())
    except Exception as error:  # noqa: BLE001 (of any store)
        log_failure("A delivery could not be stored", error)
        return NOT_STORED
    return ACCEPTED
