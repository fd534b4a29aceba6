"""The essential fields of each record. A response without them is not that record.

At least one of the fields declared for a record must have a value. Parts of records (`Company`, `Activity`,
`TranscriptLine`) have no essential fields, and webhook deliveries have their own rules.
"""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter
from typing import Any, Final

import attrs

from allo_ext import records

ESSENTIALS: Final[dict[type[Any], tuple[str, ...]]] = {
    records.Call: ("id",),
    records.Contact: ("id",),
    records.ConversationItem: ("type", "call", "message"),
    records.Message: ("content", "to_number"),
    records.Number: ("number", "name"),
    records.Webhook: ("id", "url", "allo_number"),  # a list of webhooks has no ids
}
_MAY_BE_NULL: Final = ("number", "name")  # the API documents a line whose number and name are both null


Check = Callable[[Any, Any], Any]


def check_of(cls: type[Any], *fields: str) -> Check | None:
    """Return the function that checks a record for the essential fields of its class; None if the reader does.

    Args:
        cls: The record's class.
        *fields: The required fields, instead of those declared for the class.

    Returns:
        The function. It takes a record and the object that it was read from, and returns the record, or raises
        TypeError if none of the fields has a value.
    """
    essentials = fields or _declared(cls)
    if essentials == ("id",) and attrs.fields(cls).id.default is attrs.NOTHING:
        return None
    values = tuple(map(attrgetter, essentials))
    nullable = essentials == _MAY_BE_NULL

    def check(record: Any, wire: Any) -> Any:
        if cls is records.ConversationItem:
            record = _without_empty_message(record, wire)
        if all(value(record) in (None, "") for value in values) and not (nullable and wire.keys() & set(essentials)):
            raise TypeError(f"a {cls.__name__} without {' or '.join(essentials)}")
        return record

    return check


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
