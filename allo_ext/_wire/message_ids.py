"""Ids for messages, which have none in version 1."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from typing import TYPE_CHECKING, Final

from allo_ext._plain.jsonable import to_jsonable

if TYPE_CHECKING:
    from allo_ext.records import Message

# A fixed list of fields, so that the ids of stored messages do not change if the API adds fields.
_IDENTITY: Final = (
    "start_date", "direction", "allo_number", "contact_number", "from_number", "sender_id", "to_number", "content",
)  # fmt: skip


class MessageIds:
    """Gives each message of a conversation an id that is the same whenever the conversation is read."""

    def __init__(self) -> None:
        self._alike: Counter[str] = Counter()

    def of(self, message: Message) -> str:
        """Return the id of the next message. Equal messages of one conversation have different ids."""
        identity = json.dumps({name: to_jsonable(getattr(message, name)) for name in _IDENTITY}, sort_keys=True)
        self._alike[identity] += 1
        return digest(identity, self._alike[identity])


def digest(identity: str, nth: int) -> str:
    """Return an id for the nth message with the same content."""
    return "msg_" + hashlib.sha256(f"{nth}\n{identity}".encode("utf-8", "surrogatepass")).hexdigest()[:24]
