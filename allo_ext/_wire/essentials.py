"""What makes each record what it is: an answer without it is not that record.

One declaration per record: at least one of these fields must have a value. Parts of records (`Company`, `Activity`,
`TranscriptLine`) are read however little they hold, and so are webhook deliveries, which have rules of their own.
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
    """Make a reader that refuses what lacks the fields that make a record of this class.

    Args:
        cls: The record's class.
        read: Reads an object into a record.
        *fields: Fields that must be there in this place, instead of those declared for the class.

    Returns:
        The reader; it raises TypeError where none of the fields has a value.
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
    """Keep a message that is not one in `extra`, as the reader keeps a call without an id."""
    message = item.message
    if message is None or any(getattr(message, name) for name in ESSENTIALS[records.Message]):
        return item
    return attrs.evolve(item, message=None, extra={**item.extra, "message": wire["message"]})
