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

    def put(self, key: str | None, topic: str, body: bytes) -> Awaitable[object] | object:
        """Store a delivery durably before returning, or raise.

        A key that is stored already is the same event: it is not stored again. In an asyncio event loop this must not
        block: return an awaitable.

        Args:
            key: 64 characters that identify the event; None for an event that cannot be identified.
            topic: The topic.
            body: The body, unchanged.
        """
        ...


def stored(inbox: DeliveryLog, key: str | None, topic: str, body: bytes) -> Flow[Reply]:
    """Store a delivery, and acknowledge it only then.

    Args:
        inbox: The inbox.
        key: As for `DeliveryLog.put`.
        topic: The topic.
        body: The body.
    """
    try:
        yield Step(inbox.put, (key, topic, body), quick=in_asyncio())
    except Exception as error:  # noqa: BLE001 (of any store)
        log_failure("A delivery could not be stored", error)
        return NOT_STORED
    return ACCEPTED
