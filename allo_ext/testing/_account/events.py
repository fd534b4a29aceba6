"""Events of the account, and the webhooks that receive them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from allo_ext.testing._account.calls import Item
    from allo_ext.testing._account.people import Contact

Kind = Literal[
    "call.ended",
    "message.passed",
    "contact.created",
    "contact.updated",
    "tag.added",
    "tag.removed",
    "summary.updated",
    "ping",
]


@dataclass(frozen=True, slots=True)
class Event:
    """An event for webhooks; each version creates its own payload."""

    kind: Kind
    subject: Item | Contact | None = None
    """The call, message or contact."""
    allo_number: str | None = None
    """The line that it happened on; None for what concerns the whole account."""
    tag: str | None = None
    """The tag that was added or removed."""


@dataclass(frozen=True, slots=True)
class Webhook:
    """A registered URL and its topics, for one Allo number, or for all if None."""

    id: str
    allo_number: str | None
    url: str
    topics: tuple[str, ...]
    enabled: bool


@dataclass(frozen=True, slots=True)
class SentMessage:
    """An SMS that the mock accepted."""

    from_number: str | None
    sender_id: str | None
    to_number: str
    content: str
    idempotency_key: str | None
