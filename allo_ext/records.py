"""What users hold: frozen records, the same whatever form the API chose for them.

A field is one line here. Its name is the wire's name (or `wire(…)` says which), and its annotation says how it is read:
`_normalise` knows a reader for each. Every field but an id may be missing: it is None then, lists included. A list that
the answer contains but that is empty is `()`. What this version does not know, and what cannot be read as its field's
type, is kept untouched in `extra`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import attrs

from allo_ext._declare import (
    items,
    mapping,
    rest,
    wire,
)
from allo_ext._dialogue import Turn as Turn  # noqa: PLC0414 (public here)
from allo_ext._dialogue import turns_of
from allo_ext._outcome import outcome_of
from allo_ext.enums import (
    ActivityType,
    CallOutcome,
    CallResult,
    ConversationItemType,
    Direction,
    Engagement,
    Topic,
    TranscriptSource,
)

__all__ = [
    "Activity",
    "Call",
    "Company",
    "Contact",
    "ConversationItem",
    "Message",
    "Number",
    "TranscriptLine",
    "Webhook",
]


def _other_party(direction: str | None, from_number: str | None, to_number: str | None) -> str | None:
    """Return the number at the other end, or None where it is withheld (`anonymous`) or the direction unknown."""
    number = from_number if direction == Direction.INBOUND else to_number if direction == Direction.OUTBOUND else None
    return None if number is None or number.lower() == "anonymous" else number


def _own_number(direction: str | None, from_number: str | None, to_number: str | None) -> str | None:
    """Return the account's number of the two, or None where the direction is unknown."""
    return to_number if direction == Direction.INBOUND else from_number if direction == Direction.OUTBOUND else None


@attrs.frozen(kw_only=True)
class TranscriptLine:
    """What one speaker said."""

    source: TranscriptSource | str | None = None
    text: str | None = None
    time: datetime | None = None
    """When it was said, in UTC."""
    start_seconds: float | None = None
    """Seconds from the beginning of the call."""
    end_seconds: float | None = None
    extra: Mapping[str, Any] = rest()


@attrs.frozen(kw_only=True)
class Call:
    """A call that has ended."""

    id: str
    type: Direction | str | None = None
    """Which way it went; `direction` is the same."""
    from_number: str | None = None
    """E.164, or `anonymous` when the caller withheld it."""
    to_number: str | None = None
    duration: timedelta | None = wire("length_in_minutes")  # noqa: RUF009 (attrs, not dataclasses)
    """How long it took, to the second."""
    start_date: datetime | None = None
    """When it began, in UTC."""
    result: CallResult | str | None = None
    """How it ended; None where the API leaves it out, as lists do at times."""
    summary: str | None = None
    """What it was about, written by Allo some time after the call."""
    tag: str | None = None
    tags: tuple[str, ...] | None = items()
    """None where the answer does not contain them."""
    recording_url: str | None = None
    """Where the recording lies; see `calls.download_recording`."""
    transcript: tuple[TranscriptLine, ...] | None = items("transcript", "transcription")
    """The lines; None where the answer has no transcript, `()` where nothing was said."""
    extra: Mapping[str, Any] = rest()

    @property
    def direction(self) -> Direction | str | None:
        """Which way the call went, seen from the Allo number."""
        return self.type

    @property
    def contact_number(self) -> str | None:
        """The other party's number; None when it was withheld or the direction is unknown."""
        return _other_party(self.type, self.from_number, self.to_number)

    @property
    def allo_number(self) -> str | None:
        """The account's number; None when the direction is unknown."""
        return _own_number(self.type, self.from_number, self.to_number)

    @property
    def is_anonymous(self) -> bool:
        """Whether the caller withheld the number."""
        return (self.from_number or "").lower() == "anonymous"

    @property
    def other_party(self) -> str:
        """The other party for people: `contact_number`, or `anonymous` if it was withheld, or an empty string.

        If the direction is unknown, it is the number that called.
        """
        known = self.direction in {Direction.INBOUND, Direction.OUTBOUND}
        number = self.contact_number if known or self.is_anonymous else self.from_number
        return number or ("anonymous" if self.is_anonymous else "")

    @property
    def outcome(self) -> CallOutcome:
        """How the call ended, in five words.

        The API's `result` decides. ANSWERED means answered, however short the call was: it includes voicemail machines
        and menus that picked up. Transfers count as answered. Where `result` is missing or new, a transcript in which
        both sides speak counts as answered; otherwise the outcome is unknown.
        """
        return outcome_of(self.result, self.direction, (line.source for line in self.transcript or ()))

    def turns(self) -> tuple[Turn, ...]:
        """Return the transcript as a dialogue: lines that one speaker said in a row are one turn.

        Examples:
            >>> for turn in call.turns():
            ...     print(turn.start, turn.speaker, turn.text)
        """
        return turns_of(self.transcript or (), other=self.other_party or "Caller", began=self.start_date)


@attrs.frozen(kw_only=True)
class Message:
    """An SMS. Version 1 gives messages no id and no delivery status."""

    type: Direction | str | None = None
    """Which way it went; `direction` is the same."""
    from_number: str | None = None
    sender_id: str | None = None
    """The name it was sent under, for SMS to France."""
    to_number: str | None = None
    content: str | None = None
    start_date: datetime | None = None
    """When it was sent, in UTC."""
    extra: Mapping[str, Any] = rest()

    @property
    def direction(self) -> Direction | str | None:
        """Which way the message went, seen from the Allo number."""
        return self.type

    @property
    def contact_number(self) -> str | None:
        """The other party's number; None when the direction is unknown."""
        return _other_party(self.type, self.from_number, self.to_number)

    @property
    def allo_number(self) -> str | None:
        """The account's number; None when the direction is unknown, or it was sent under a sender id."""
        return _own_number(self.type, self.from_number, self.to_number)


@attrs.frozen(kw_only=True)
class Company:
    """The company of a contact."""

    id: str | None = None
    name: str | None = None
    extra: Mapping[str, Any] = rest()


@attrs.frozen(kw_only=True)
class Activity:
    """Something that happened with a contact; only `contacts.get(…, extend=("activity",))` asks for it."""

    type: ActivityType | str | None = None
    made_by: str | None = None
    made_at: datetime | None = None
    """When it happened, in UTC."""
    allo_number: str | None = None
    content: str | None = None
    extra: Mapping[str, Any] = rest()


@attrs.frozen(kw_only=True)
class Contact:
    """A person in the address book.

    Search and get each leave fields out: those are None. Before you send a list back with `update`, make sure that it
    is not None; see `emails`.
    """

    id: str
    name: str | None = None
    """The first name; some accounts keep the whole name here."""
    last_name: str | None = None
    numbers: tuple[str, ...] | None = items()
    emails: tuple[str, ...] | None = items()
    """Only `contacts.get` returns them; after `search`, `create` and `update` they are None, which does not mean that
    the contact has none."""
    company: Company | None = None
    job_title: str | None = None
    website: str | None = None
    status: str | None = None
    is_archived: bool | None = None
    is_whitelisted: bool | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None
    last_activity_date: datetime | None = None
    engagement: Engagement | str | None = None
    activity: tuple[Activity, ...] | None = items()
    """None unless `contacts.get(…, extend=("activity",))` asked for it."""
    integration_data: Mapping[str, Any] | None = mapping()
    custom_properties: Mapping[str, Any] | None = mapping()
    conversation_url: str | None = None
    """A path without a host; `contacts.conversation(contact.id)` reads it."""
    extra: Mapping[str, Any] = rest()

    @property
    def full_name(self) -> str:
        """First and last name, or an empty string."""
        return " ".join(part for part in (self.name, self.last_name) if part)


@attrs.frozen(kw_only=True)
class ConversationItem:
    """A call or a message, in the order of a contact's conversation."""

    type: ConversationItemType | str | None = None
    call: Call | None = None
    message: Message | None = None
    extra: Mapping[str, Any] = rest()

    @property
    def start_date(self) -> datetime | None:
        """When the call began or the message was sent, in UTC."""
        item = self.call or self.message
        return item.start_date if item else None


@attrs.frozen(kw_only=True)
class Number:
    """A line of the account. A sender id is listed too, without a number."""

    number: str | None = None
    name: str | None = None
    country: str | None = None
    """Two letters, such as `FR`."""
    is_shared_number: bool | None = None
    extra: Mapping[str, Any] = rest()


@attrs.frozen(kw_only=True)
class Webhook:
    """A registration. `webhooks.list()` gives no ids: keep the one that `webhooks.create()` returns."""

    id: str | None = None
    allo_number: str | None = wire("allo_number", "alloNumber")
    url: str | None = None
    topics: tuple[Topic | str, ...] | None = items()
    enabled: bool | None = None
    extra: Mapping[str, Any] = rest()
