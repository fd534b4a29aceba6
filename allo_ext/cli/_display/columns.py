"""What is shown of each record: the names in JSON and CSV, the headings in tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

from allo_ext.cli._display.text import clock, day_and_time, iso
from allo_ext.records import Activity, Call, Contact, ConversationItem, Message, Number, TranscriptLine, Webhook

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Column(Generic[T]):
    """One thing that is told of a record.

    Attributes:
        name: What JSON and CSV call it.
        value: Takes it from the record, as JSON can carry it.
        heading: What tables call it; empty for what they leave out.
        shown: Takes it from the record as people read it; `value` as text, unless given.
        rank: On a narrow terminal the highest leave first; 0 always stays.
        stretches: Whether it takes the room that is left, and is cut where there is too little.
    """

    name: str
    value: Callable[[T], Any]
    heading: str = ""
    shown: Callable[[T], str] | None = None
    rank: int = 0
    stretches: bool = False

    def text(self, record: T) -> str:
        """Return what a table shows."""
        if self.shown is not None:
            return self.shown(record)
        value = self.value(record)
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, list):
            items: list[str] = value  # pyright: ignore[reportUnknownVariableType] (the columns' lists hold texts)
            return ", ".join(items)
        return "" if value is None else str(value)


def seconds(call: Call) -> int | None:
    """Return how long a call took."""
    return None if call.duration is None else round(call.duration.total_seconds())


def _words(value: Any) -> str | None:
    return None if value is None else str(value)


def _list(values: Iterable[Any] | None) -> list[str] | None:
    """Return a list of strings; None where the answer did not contain it."""
    return None if values is None else [str(value) for value in values]


def _said(lines: Iterable[TranscriptLine] | None) -> list[dict[str, Any]]:
    """Return the lines of a transcript; programs that read exports may rely on a list."""
    return [
        {
            "source": _words(line.source),
            "start_seconds": line.start_seconds,
            "end_seconds": line.end_seconds,
            "time": iso(line.time),
            "text": line.text,
        }
        for line in lines or ()
    ]


_ARROWS: Final = {"INBOUND": "\N{LEFTWARDS ARROW}", "OUTBOUND": "\N{RIGHTWARDS ARROW}"}

NUMBERS: Final[tuple[Column[Number], ...]] = (
    Column("number", lambda line: line.number, "number", lambda line: line.number or "(sender id)"),
    Column("name", lambda line: line.name, "name", stretches=True),
    Column("country", lambda line: line.country, "country", rank=1),
    Column("is_shared_number", lambda line: line.is_shared_number, "shared", rank=2),
)

CALLS: Final[tuple[Column[Call], ...]] = (
    Column("id", lambda call: call.id, "id", rank=1),
    Column("start_date", lambda call: iso(call.start_date), "when (UTC)", lambda call: day_and_time(call.start_date)),
    Column("direction", lambda call: _words(call.direction)),
    Column("allo_number", lambda call: call.allo_number, "line", rank=5),
    Column(
        "contact_number",
        lambda call: call.contact_number,
        "with",
        lambda call: f"{_ARROWS.get(str(call.direction), '?')} {call.other_party}",
    ),
    Column("from_number", lambda call: call.from_number),
    Column("to_number", lambda call: call.to_number),
    Column("duration_seconds", seconds, "length", lambda call: clock(seconds(call)), rank=2),
    Column("result", lambda call: _words(call.result), "result", rank=3),
    Column("tag", lambda call: call.tag, "tag", rank=4),
    Column("tags", lambda call: _list(call.tags)),
    Column("summary", lambda call: call.summary, "summary", stretches=True),
    Column("recording_url", lambda call: call.recording_url),
)
TRANSCRIPT: Final[Column[Call]] = Column("transcript", lambda call: _said(call.transcript))

CONTACTS: Final[tuple[Column[Contact], ...]] = (
    Column("id", lambda contact: contact.id, "id", rank=1),
    Column("name", lambda contact: contact.name, "name", lambda contact: contact.full_name, stretches=True),
    Column("last_name", lambda contact: contact.last_name),
    Column("numbers", lambda contact: _list(contact.numbers), "numbers"),
    Column("emails", lambda contact: _list(contact.emails)),
    Column("company", lambda contact: contact.company and contact.company.name, "company", rank=2),
    Column("job_title", lambda contact: contact.job_title, "job title", rank=4),
    Column("website", lambda contact: contact.website),
    Column("status", lambda contact: contact.status),
    Column("engagement", lambda contact: _words(contact.engagement)),
    Column("is_archived", lambda contact: contact.is_archived),
    Column("is_whitelisted", lambda contact: contact.is_whitelisted),
    Column("created_at", lambda contact: iso(contact.created_at)),
    Column("updated_at", lambda contact: iso(contact.updated_at)),
    Column(
        "last_activity_date",
        lambda contact: iso(contact.last_activity_date),
        "last active (UTC)",
        lambda contact: day_and_time(contact.last_activity_date),
        rank=3,
    ),
)

ACTIVITY: Final[tuple[Column[Activity], ...]] = (
    Column("made_at", lambda done: iso(done.made_at), "when (UTC)", lambda done: day_and_time(done.made_at)),
    Column("type", lambda done: _words(done.type), "what"),
    Column("allo_number", lambda done: done.allo_number, "line", rank=2),
    Column("made_by", lambda done: done.made_by, "by", rank=1),
    Column("content", lambda done: done.content, "content", stretches=True),
)

WEBHOOKS: Final[tuple[Column[Webhook], ...]] = (
    Column("id", lambda hook: hook.id, "id", rank=1),
    Column("allo_number", lambda hook: hook.allo_number, "line"),
    Column("url", lambda hook: hook.url, "url", stretches=True),
    Column("topics", lambda hook: _list(hook.topics), "topics", rank=2),
    Column("enabled", lambda hook: hook.enabled, "enabled", rank=3),
)

MESSAGES: Final[tuple[Column[Message], ...]] = (
    Column("start_date", lambda sent: iso(sent.start_date), "when (UTC)", lambda sent: day_and_time(sent.start_date)),
    Column("direction", lambda sent: _words(sent.direction)),
    Column("from_number", lambda sent: sent.from_number, "from", lambda sent: sent.from_number or sent.sender_id or ""),
    Column("sender_id", lambda sent: sent.sender_id),
    Column("to_number", lambda sent: sent.to_number, "to"),
    Column("content", lambda sent: sent.content, "message", stretches=True),
)


def _of(columns: tuple[Column[Any], ...], name: str) -> Callable[[Any], Any]:
    return next(column.value for column in columns if column.name == name)


def _item(name: str) -> Column[ConversationItem]:
    """Make a column that calls and messages share, or that one of them lacks."""

    def value(item: ConversationItem) -> Any:
        record, columns = (item.call, CALLS) if item.call is not None else (item.message, MESSAGES)
        return _of(columns, name)(record) if record is not None and name in {c.name for c in columns} else None

    return Column(name, value)


ITEMS: Final[tuple[Column[ConversationItem], ...]] = (
    Column("type", lambda item: _words(item.type)),
    *map(
        _item,
        ("start_date", "direction", "from_number", "sender_id", "to_number", "content", "id", "duration_seconds",
         "result", "summary"),
    ),
)  # fmt: skip
