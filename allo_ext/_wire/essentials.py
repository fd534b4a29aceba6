"""The essential fields of each record. A response without them is not that record.

At least one of the fields declared for a record must have a value. Parts of records (`Company`, `Activity`,
`TranscriptLine`) have no essential fields, and webhook deliveries have their own rules.
"""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final

import attrs

from allo_ext import records

if TYPE_CHECKING:
    from collections.abc import Callable

ESSENTIALS: Final[dict[type[Any], tuple[str, ...]]] = {
    records.Call: ("id",),
    records.Contact: ("id",),
    records.ConversationItem: ("type", "call", "message"),
    records.Message: ("content", "to_number"),
    records.Number: ("number", "name"),
    records.Webhook: ("id", "url", "allo_number"),  # a list of webhooks has no ids
}
_MAY_BE_NULL: Final = ("number", "name")  # the API documents a line whose number and name are both null


def complete(cls: type[Any], read: Callable[[Any], Any], *fields: str) -> Callable[[Any], Any]:
    """Return a reader that rejects objects without the essential fields of a class.

    Args:
        cls: The record's class.
        read: Parses an object into a record.
        *fields: The required fields, instead of those declared for the class.

    Returns:
        The reader. It raises TypeError if none of the fields has a value.
    """
    essentials = fields or _declared(cls)
    if essentials == ("id",) and attrs.fields_dict(cls)["id"].default is attrs.NOTHING:
        return read  # the reader checks it
    values = tuple(map(attrgetter, essentials))
    nullable = essentials == _MAY_BE_NULL

    def checked(wire: Any) -> Any:
        record = read(wire)
        if cls is records.ConversationItem:
            record = _without_empty_message(record, wire)
        if all(value(record) in (None, "") for value in values) and not (nullable and wire.keys() & set(essentials)):
            raise TypeError(f"a {cls.__name__} without {' or '.join(essentials)}")
        return record

    return checked


def _declared(cls: type[Any]) -> tuple[str, ...]:
    if cls in ESSENTIALS:
        return ESSENTIALS[cls]
    from allo_ext.v2._records import essentials

    return essentials.ESSENTIALS[cls]


def _without_empty_message(item: records.ConversationItem, wire: Any) -> records.ConversationItem:
    """Move an invalid message to `extra`, as the reader does with a call without an id."""
    message = item.message
    if message is None or any(getattr(message, name) for name in ESSENTIALS[records.Message]):
        return item
    return attrs.evolve(item, message=None, extra={**item.extra, "message": wire["message"]})
