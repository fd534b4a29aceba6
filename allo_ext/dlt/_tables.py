"""Tables of a warehouse: columns derived from the fields of the records, and rows."""

from __future__ import annotations

from itertools import islice
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from allo_ext import v2
from allo_ext._plain.jsonable import to_jsonable
from allo_ext._wire import columns as _columns
from allo_ext._wire.columns import Column, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from allo_ext.records import Call

_TYPES: Final = {
    Kind.MOMENT: "timestamp",
    Kind.SPAN: "double",
    Kind.REAL: "double",
    Kind.FLAG: "bool",
    Kind.COUNT: "bigint",
    Kind.WHOLE: "bigint",
    Kind.OBJECT: "json",
}
"""The types of dlt's columns; text for all other kinds. A list of strings is a table of its own, as dlt makes it."""

TOGETHER: Final = 100
"""The number of rows in a list."""

_OF_CALLS: Final = frozenset(
    {"data_collected", "duration", "extracted", "recording_url", "result", "summary", "tags", "transcript", "user"}
)
_OF_MESSAGES: Final = frozenset({"content", "message_type", "status"})


class Table(NamedTuple):
    """A table: the columns, and those that identify a row.

    Attributes:
        columns: The columns, in order.
        key: The primary key.
        replaces: A column whose rows are replaced together; empty for none.
    """

    columns: tuple[Column, ...]
    key: tuple[str, ...] = ("id",)
    replaces: str = ""

    @property
    def hints(self) -> dict[str, Any]:
        """The arguments of `dlt.resource`: how rows are merged, and the types of the columns."""
        types = {name_of(one): _TYPES.get(one.kind, "text") for one in self.columns if one.kind is not Kind.TEXTS}
        return {
            "write_disposition": "merge",
            "primary_key": list(self.key),
            **({"merge_key": self.replaces} if self.replaces else {}),
            "columns": {name: {"data_type": kind, "nullable": name not in self.key} for name, kind in types.items()},
        }

    def row(self, record: Any) -> Row:
        """Return a record as a row."""
        values = ((one, to_jsonable(one.read(record))) for one in self.columns)
        # A list that is missing has no rows in its table.
        row = Row({name_of(one): value for one, value in values if value is not None or one.kind is not Kind.TEXTS})
        row.record = record
        return row


class Row(dict[str, Any]):
    """A row that knows its record, for the tables that are made from the same response."""

    record: Any = None


class Spoken(NamedTuple):
    """The facts of a call that its transcript lines need."""

    id: str
    start_date: datetime | None


def name_of(column: Column) -> str:
    """Return a column's name in the warehouse: that of the field, with the unit of a duration."""
    return f"{column.name}_seconds" if column.kind is Kind.SPAN else column.name


def lines_of(call: Call | v2.Item, start_date: datetime | None) -> Iterator[Row]:
    """Return the rows of a call's transcript."""
    for number, line in enumerate(call.transcript or ()):
        yield TRANSCRIPT_LINES.row((Spoken(call.id, start_date), number, line))


def some(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """Return rows in lists, as dlt writes them quickly."""
    rest = iter(rows)
    while together := list(islice(rest, TOGETHER)):
        yield together


def _of_message(found: Column) -> Column:
    return Column(found.name, lambda pair: found.read(pair[1]), found.kind, found.words)


_EXTRA: Final = _columns.column("extra", object, _columns.extra_of)
_NUMBER_ID: Final = _columns.column("id", str, _columns.line_id)

TRANSCRIPT_LINES: Final = Table((*_columns.TRANSCRIPTS, _EXTRA), key=("call_id", "line"), replaces="call_id")

CALLS: Final = Table((*_columns.CALLS, _EXTRA))
CONTACTS: Final = Table((*_columns.CONTACTS, _EXTRA))
MESSAGES: Final = Table((_columns.column("id", str, itemgetter(0)), *map(_of_message, _columns.MESSAGES), _EXTRA))
"""The rows are pairs: an id, and the message."""

NUMBERS: Final = Table((_NUMBER_ID, *_columns.NUMBERS, _EXTRA))

V2_CALLS: Final = Table((*_columns.fields_of(v2.Item, without=("type", "transcript", *_OF_MESSAGES)), _EXTRA))
V2_MESSAGES: Final = Table((*_columns.fields_of(v2.Item, without=("type", *_OF_CALLS)), _EXTRA))
V2_NUMBERS: Final = Table((_NUMBER_ID, *_columns.fields_of(v2.Number), _EXTRA))
V2_PEOPLE: Final = Table(
    (
        _columns.column("id", str),
        _columns.property_of(v2.Person, "full_name"),
        *_columns.fields_of(v2.Person, without=("id",)),
        _EXTRA,
    )
)
