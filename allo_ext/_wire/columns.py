"""The columns of data frames and files, derived from the fields of the records."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final, get_args, get_origin, get_type_hints

import attrs

from allo_ext._dialogue import offset_of
from allo_ext.enums import CallResult, Direction
from allo_ext.records import Call, Contact, ConversationItem, Message, Number, TranscriptLine, Webhook

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping


class Kind(StrEnum):
    """The type of a column."""

    TEXT = "text"
    MOMENT = "moment"
    SPAN = "span"
    FLAG = "flag"
    REAL = "real"
    COUNT = "count"
    WHOLE = "whole"
    """An integer, or None."""
    TEXTS = "texts"
    """A tuple of strings."""
    RECORDS = "records"
    """Records of another class, for file formats with nested columns."""
    WORD = "word"
    """A value of an open enum."""
    OBJECT = "object"
    """Anything else, unchanged."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, type, and the function that reads it from a record."""

    name: str
    read: Callable[[Any], Any]
    kind: Kind
    words: tuple[str, ...] = ()
    """The known values, for `Kind.WORD`."""


_KINDS: Final[Mapping[Any, Kind]] = {
    str: Kind.TEXT,
    str | None: Kind.TEXT,
    datetime | None: Kind.MOMENT,
    timedelta | None: Kind.SPAN,
    bool | None: Kind.FLAG,
    float | None: Kind.REAL,
    int: Kind.COUNT,
    int | None: Kind.WHOLE,
}


def column(name: str, annotation: Any, read: Callable[[Any], Any] | None = None) -> Column:
    """Create a column for a field's type.

    Args:
        name: The column's name.
        annotation: The field's type, such as `str | None`.
        read: Reads it from a record; by default the attribute of that name.
    """
    words = _words(annotation)
    kind = Kind.WORD if words else Kind.TEXTS if _is_texts(annotation) else _KINDS.get(annotation, Kind.OBJECT)
    return Column(name, read or attrgetter(name), kind, words)


def _words(annotation: Any) -> tuple[str, ...]:
    """Return the values of the open enum in a type, or an empty tuple."""
    enum = next((kind for kind in get_args(annotation) if isinstance(kind, type) and issubclass(kind, StrEnum)), None)
    return tuple(map(str, enum)) if enum is not None else ()


def _is_texts(annotation: Any) -> bool:
    """Return whether a type is a tuple of strings or enum values, or None."""
    lists = (kind for kind in (annotation, *get_args(annotation)) if get_origin(kind) is tuple)
    return any(item is str or str in get_args(item) for kind in lists for item in get_args(kind)[:1])


def fields_of(cls: type[Any], *, without: Iterable[str] = ()) -> tuple[Column, ...]:
    """Return a column for each field except `extra`."""
    hints = get_type_hints(cls)
    left_out = {"extra", *without}
    return tuple(column(field.name, hints[field.name]) for field in attrs.fields(cls) if field.name not in left_out)


def extra_of(record: Any) -> Mapping[str, Any] | None:
    """Return the fields that this version does not know; None if there are none.

    Args:
        record: A record; for a conversation item, those of its call or message; for a transcript line, the triple
            of `TRANSCRIPTS`; any other object has none.
    """
    if isinstance(record, ConversationItem):
        record = record.call or record.message or record
    elif isinstance(record, tuple):
        row: tuple[Any, ...] = record  # pyright: ignore[reportUnknownVariableType] (of a triple)
        record = row[-1]
    extra: Mapping[str, Any] | None = getattr(record, "extra", None)
    return extra or None


def line_id(line: Any) -> str:
    """Return the id of a number of the account: a sender id has no number."""
    return line.number or f"sender:{line.name}"


def property_of(cls: type[Any], name: str) -> Column:
    """Return a column for a property."""
    return column(name, get_type_hints(getattr(cls, name).fget)["return"])


_DIRECTION: Final = Direction | str | None
_PARTIES: Final = (
    column("direction", _DIRECTION),
    column("contact_number", str | None),
    column("allo_number", str | None),
)

CALLS: Final = (
    column("id", str),
    *_PARTIES,
    # `type` is the direction; transcripts have their own frame.
    *fields_of(Call, without=("id", "type", "transcript")),
)
MESSAGES: Final = (*_PARTIES, *fields_of(Message, without=("type",)))
CONTACTS: Final = (
    column("id", str),
    column("full_name", str),
    column("company", str | None, lambda contact: contact.company and contact.company.name),
    column("company_id", str | None, lambda contact: contact.company and contact.company.id),
    *fields_of(Contact, without=("id", "company", "activity")),
)
NUMBERS: Final = fields_of(Number)
WEBHOOKS: Final = fields_of(Webhook)


def _offset(row: tuple[Call, int, TranscriptLine]) -> timedelta | None:
    call, _, line = row
    return offset_of(line, call.start_date)


def _of_line(found: Column) -> Column:
    return Column(found.name, lambda row: found.read(row[2]), found.kind, found.words)


TRANSCRIPTS: Final = (
    column("call_id", str, lambda row: row[0].id),
    Column("line", lambda row: row[1], Kind.COUNT),
    column("offset", timedelta | None, _offset),
    *(_of_line(found) for found in fields_of(TranscriptLine)),
)
"""The rows are triples: a call, the index of a line, and the line."""


def _of_either(name: str, annotation: Any) -> Column:
    """Create a column that calls, messages or both have."""
    return column(name, annotation, lambda item: getattr(item.call or item.message, name, None))


CONVERSATION: Final = (
    *fields_of(ConversationItem, without=("call", "message")),
    *(_of_either(found.name, _DIRECTION if found.words else str | None) for found in _PARTIES),
    column("start_date", datetime | None),
    _of_either("from_number", str | None),
    _of_either("to_number", str | None),
    _of_either("sender_id", str | None),
    _of_either("content", str | None),
    column("call_id", str | None, lambda item: item.call and item.call.id),
    _of_either("duration", timedelta | None),
    _of_either("result", CallResult | str | None),
    _of_either("summary", str | None),
)
