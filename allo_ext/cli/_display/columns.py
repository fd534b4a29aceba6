"""The columns of each record type: order, headings, formatting."""

from __future__ import annotations

from typing import Any, Final

from allo_ext._wire.columns import Kind
from allo_ext.cli._display.column import Column, Shown, columns_of, whole_seconds
from allo_ext.cli._display.text import clock, day_and_time
from allo_ext.enums import Direction
from allo_ext.records import Activity, Call, Contact, ConversationItem, Message, Number, TranscriptLine, Webhook

ARROWS: Final[dict[str, str]] = {Direction.INBOUND: "\N{LEFTWARDS ARROW}", Direction.OUTBOUND: "\N{RIGHTWARDS ARROW}"}

NUMBERS: Final = columns_of(
    Number,
    Shown("number", "number", lambda line: line.number or "(sender id)"),
    Shown("name", "name", stretches=True),
    Shown("country", "country", rank=1),
    Shown("is_shared_number", "shared", rank=2),
)

CALLS: Final = columns_of(
    Call,
    Shown("id", "id", rank=1),
    Shown("start_date", "when (UTC)", lambda call: day_and_time(call.start_date)),
    Shown("direction"),
    Shown("allo_number", "line", rank=5),
    Shown("contact_number", "with", lambda call: f"{ARROWS.get(str(call.direction), '?')} {call.other_party}"),
    Shown("from_number"),
    Shown("to_number"),
    Shown("duration_seconds", "length", lambda call: clock(whole_seconds(call.duration)), rank=2),
    Shown("result", "result", rank=3),
    Shown("tag", "tag", rank=4),
    Shown("tags"),
    Shown("summary", "summary", stretches=True),
    Shown("recording_url"),
    without={"type", "transcript"},
)
LINES: Final = columns_of(
    TranscriptLine,
    Shown("source"),
    Shown("start_seconds"),
    Shown("end_seconds"),
    Shown("time"),
    Shown("text"),
)
# A list even if the response had no transcript: programs that read exports may rely on it.
TRANSCRIPT: Final[Column[Call]] = Column(
    "transcript", lambda call: call.transcript or (), kind=Kind.RECORDS, parts=LINES
)


def user_of(record: Any) -> str | None:
    """Return the name of the team member on a call or message."""
    user = getattr(record, "user", None)
    return user and (user.name or user.email or user.id)


USER: Final[Column[Call]] = Column("user", user_of, "user", rank=4)
"""The team member on a call; only version 2 returns it."""

CONTACTS: Final = columns_of(
    Contact,
    Shown("id", "id", rank=1),
    Shown("name", "name", lambda contact: contact.full_name, stretches=True),
    Shown("last_name"),
    Shown("numbers", "numbers"),
    Shown("emails"),
    Shown("company", "company", rank=2, read=lambda contact: contact.company and contact.company.name),
    Shown("job_title", "job title", rank=4),
    Shown("website"),
    Shown("status"),
    Shown("engagement"),
    Shown("is_archived"),
    Shown("is_whitelisted"),
    Shown("created_at"),
    Shown("updated_at"),
    Shown(
        "last_activity_date",
        "last active (UTC)",
        lambda contact: day_and_time(contact.last_activity_date),
        rank=3,
    ),
    without={"activity", "integration_data", "custom_properties", "conversation_url"},
)

ACTIVITY: Final = columns_of(
    Activity,
    Shown("made_at", "when (UTC)", lambda done: day_and_time(done.made_at)),
    Shown("type", "what"),
    Shown("allo_number", "line", rank=2),
    Shown("made_by", "by", rank=1),
    Shown("content", "content", stretches=True),
)

WEBHOOKS: Final = columns_of(
    Webhook,
    Shown("id", "id", rank=1),
    Shown("allo_number", "line"),
    Shown("url", "url", stretches=True),
    Shown("topics", "topics", rank=2),
    Shown("enabled", "enabled", rank=3),
)

MESSAGES: Final = columns_of(
    Message,
    Shown("start_date", "when (UTC)", lambda sent: day_and_time(sent.start_date)),
    Shown("direction"),
    Shown("from_number", "from", lambda sent: sent.from_number or sent.sender_id or ""),
    Shown("sender_id"),
    Shown("to_number", "to"),
    Shown("content", "message", stretches=True),
    without={"type"},
)


def _item(name: str) -> Column[ConversationItem]:
    """Return a column for conversation items, which are calls or messages."""
    of_calls = {column.name: column for column in CALLS}.get(name)
    of_messages = {column.name: column for column in MESSAGES}.get(name)

    def value(item: ConversationItem) -> Any:
        if item.call is not None:
            return of_calls.value(item.call) if of_calls else None
        return of_messages.value(item.message) if of_messages and item.message is not None else None

    return Column(name, value)


ITEMS: Final[tuple[Column[ConversationItem], ...]] = (
    *columns_of(ConversationItem, Shown("type"), Shown("start_date"), without={"call", "message"}),
    *map(
        _item,
        ("direction", "from_number", "sender_id", "to_number", "content", "id", "duration_seconds",
         "result", "summary"),
    ),
)  # fmt: skip
