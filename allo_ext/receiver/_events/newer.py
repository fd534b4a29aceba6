"""Parsing the topics of version 2, whose content is only partly documented: what cannot be read stays in `data`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import attrs

from allo_ext._wire import values
from allo_ext._wire.fields import record_of
from allo_ext._wire.json import is_object
from allo_ext.enums import Direction
from allo_ext.receiver._events import wording
from allo_ext.receiver._events.changes import SummaryUpdated, TagAdded, TagRemoved
from allo_ext.receiver._events.progress import CallAnswered, CallRinging, CallTriggered
from allo_ext.records import Contact
from allo_ext.v2 import CompanyRef, Deal, Person

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from allo_ext.receiver._events.records import Event

_MOST_DEALS: Final = 100
"""The maximum number of deals that are parsed; more are only in `data`."""
_AROUND_CONTACT: Final = ("contact", "person")


def is_version_2(raw: Mapping[str, Any]) -> bool:
    """Return whether a delivery has an envelope of version 2."""
    return "." in str(raw.get("topic", ""))


def contact_of(data: Mapping[str, Any]) -> Contact:
    """Parse a contact of version 2, whose shape is unknown: it may be an object inside. Its `id` may be empty."""
    inside = next((data[key] for key in _AROUND_CONTACT if is_object(data.get(key))), data)
    ours = wording.in_our_words(inside, wording.UNCHANGED)
    identifier = wording.take(dict(ours), {"id": values.identifier}).get("id")
    return attrs.evolve(record_of(Contact, {**ours, "id": identifier or "none"}), id=identifier or "")


def _direction(value: Any) -> Direction | str:
    text = values.text(value)
    return Direction(text) if text in Direction.__members__ else text


def _person(value: Any) -> Person:
    return record_of(Person, value)


def _company(value: Any) -> CompanyRef:
    return record_of(CompanyRef, value)


def _deal(value: Any) -> Deal:
    if not is_object(value):
        raise TypeError(value)
    return record_of(Deal, wording.in_our_words(value, wording.DEAL))


def _deals(value: Any) -> tuple[Deal, ...]:
    if len(value) > _MOST_DEALS:
        raise ValueError(len(value))
    return values.items(_deal, value)


_OF_CALL: Final[dict[str, Callable[[Any], Any]]] = {
    "id": values.identifier,
    "from_number": values.text,
    "to_number": values.text,
    "user_email": values.text,
}
_STARTED: Final[dict[str, Callable[[Any], Any]]] = {**_OF_CALL, "started_at": values.moment}
_RINGING: Final[dict[str, Callable[[Any], Any]]] = {
    **_STARTED,
    "person": _person,
    "company": _company,
    "deals": _deals,
}
_ANSWERED: Final[dict[str, Callable[[Any], Any]]] = {
    **_OF_CALL,
    "direction": _direction,
    "answered_at": values.moment,
}


def _reader(
    cls: type[CallRinging | CallTriggered | CallAnswered], readers: Mapping[str, Callable[[Any], Any]]
) -> Callable[[dict[str, Any], dict[str, Any]], Event]:
    def read(around: dict[str, Any], data: dict[str, Any]) -> Event:
        return cls(**around, **wording.take(wording.in_our_words(data, wording.IN_PROGRESS), readers), data=data)

    return read


READERS: Final = {
    "call.received": _reader(CallRinging, _RINGING),
    "call.triggered": _reader(CallTriggered, _STARTED),
    "call.answered": _reader(CallAnswered, _ANSWERED),
}
"""The topics of calls in progress. If the data is not an object, the event is an `UnknownEvent`."""
CHANGES: Final[dict[str, type[TagAdded | TagRemoved | SummaryUpdated]]] = {
    "tag.added": TagAdded,
    "tag.removed": TagRemoved,
    "summary.updated": SummaryUpdated,
}
"""The topics whose content is unknown."""
