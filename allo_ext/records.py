"""Immutable records of the API's objects, the same for every wire format.

A field is one line here. Its name is the JSON name (or `wire(…)` gives it), and its annotation selects the function in
`_wire.fields` that parses it. Every field but an id may be missing, and is None then, lists included. A list that is
present but empty is `()`. Unknown fields, and values that do not have their field's type, are kept in `extra`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

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
from allo_ext._parties import WITHHELD, is_withheld, other_party, own_number
from allo_ext._plain.record import Record
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


@attrs.frozen(kw_only=True)
class TranscriptLine(Record):
    """One line of a transcript."""

    source: TranscriptSource | str | None = None
    text: str | None = None
    time: datetime | None = None
    """The time of the line, in UTC."""
    start_seconds: float | None = None
    """Seconds from the beginning of the call."""
    end_seconds: float | None = None
    extra: Mapping[str, Any] = rest()


@attrs.frozen(kw_only=True)
class Call(Record):
    """A finished call."""

    id: str
    type: Direction | str | None = None
    """The direction, under the API's name; the same as `direction`."""
    from_number: str | None = None
    """E.164, or `anonymous` if the caller withheld the number."""
    to_number: str | None = None
    duration: timedelta | None = wire("length_in_minutes")  # noqa: RUF009 (attrs, not dataclasses)
    """The duration, to the second."""
    start_date: datetime | None = None
    """The start of the call, in UTC."""
    result: CallResult | str | None = None
    """The API's result; None if the API omits it, which some lists do."""
    summary: str | None = None
    """A summary, which Allo writes some time after the call."""
    tag: str | None = None
    tags: tuple[str, ...] | None = items()
    """None if the response does not contain them."""
    recording_url: str | None = None
    """The URL of the recording; see `calls.download_recording`."""
    transcript: tuple[TranscriptLine, ...] | None = items("transcript", "transcription")
    """The lines; None if the response has no transcript, `()` if nothing was said."""
    extra: Mapping[str, Any] = rest()

    @property
    def direction(self) -> Direction | str | None:
        """The direction of the call, seen from the Allo number."""
        return self.type

    @property
    def contact_number(self) -> str | None:
        """The other party's number; None if it was withheld or the direction is unknown."""
        return other_party(self.type, self.from_number, self.to_number)

    @property
    def allo_number(self) -> str | None:
        """The account's number; None if the direction is unknown."""
        return own_number(self.type, self.from_number, self.to_number)

    @property
    def is_anonymous(self) -> bool:
        """True if the caller withheld the number."""
        return is_withheld(self.from_number)

    @property
    def other_party(self) -> str:
        """The other party for people: `contact_number`, or `anonymous` if it was withheld, or an empty string.

        If the direction is unknown, it is the number that called.
        """
        known = self.direction in {Direction.INBOUND, Direction.OUTBOUND}
        number = self.contact_number if known or self.is_anonymous else self.from_number
        return number or (WITHHELD if self.is_anonymous else "")

    @property
    def outcome(self) -> CallOutcome:
        """The outcome of the call, one of five values.

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
class Message(Record):
    """An SMS. Version 1 gives messages no id and no delivery status."""

    type: Direction | str | None = None
    """The direction, under the API's name; the same as `direction`."""
    from_number: str | None = None
    sender_id: str | None = None
    """The sender name, for SMS to France."""
    to_number: str | None = None
    content: str | None = None
    start_date: datetime | None = None
    """The time of sending, in UTC."""
    extra: Mapping[str, Any] = rest()

    @property
    def direction(self) -> Direction | str | None:
        """The direction of the message, seen from the Allo number."""
        return self.type

    @property
    def contact_number(self) -> str | None:
        """The other party's number; None if the direction is unknown."""
        return other_party(self.type, self.from_number, self.to_number)

    @property
    def allo_number(self) -> str | None:
        """The account's number; None if the direction is unknown or the message was sent under a sender id."""
        return own_number(self.type, self.from_number, self.to_number)


@attrs.frozen(kw_only=True)
class Company(Record):
    """The company of a contact."""

    id: str | None = None
    name: str | None = None
    extra: Mapping[str, Any] = rest()


@attrs.frozen(kw_only=True)
class Activity(Record):
    """The latest activity of a contact; only `contacts.get(…, extend=("activity",))` requests it."""

    type: ActivityType | str | None = None
    made_by: str | None = None
    made_at: datetime | None = None
    """The time of the activity, in UTC."""
    allo_number: str | None = None
    content: str | None = None
    extra: Mapping[str, Any] = rest()


@attrs.frozen(kw_only=True)
class Contact(Record):
    """A contact in the address book.

    `search` and `get` each omit fields, which are None then. Check that a list is not None before you send it back with
    `update`; see `emails`.
    """

    id: str
    name: str | None = None
    """The first name; some accounts keep the whole name here."""
    last_name: str | None = None
    numbers: tuple[str, ...] | None = items()
    emails: tuple[str, ...] | None = items()
    """Only `contacts.get` returns them; after `search`, `create` and `update` they are None even if the contact has
    e-mail addresses."""
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
    """None unless requested by `contacts.get(…, extend=("activity",))`."""
    integration_data: Mapping[str, Any] | None = mapping()
    custom_properties: Mapping[str, Any] | None = mapping()
    conversation_url: str | None = None
    """A path without a host; use `contacts.conversation(contact.id)` to read it."""
    extra: Mapping[str, Any] = rest()

    @property
    def full_name(self) -> str:
        """First and last name, or an empty string."""
        return " ".join(part for part in (self.name, self.last_name) if part)


@attrs.frozen(kw_only=True)
class ConversationItem(Record):
    """A call or a message, in the order of a contact's conversation."""

    type: ConversationItemType | str | None = None
    call: Call | None = None
    message: Message | None = None
    extra: Mapping[str, Any] = rest()

    @property
    def start_date(self) -> datetime | None:
        """The start of the call or the time of the message, in UTC."""
        item = self.call or self.message
        return item.start_date if item else None


@attrs.frozen(kw_only=True)
class Number(Record):
    """A phone line of the account. Sender ids are listed too, without a number."""

    number: str | None = None
    name: str | None = None
    country: str | None = None
    """The country code, two letters such as `FR`."""
    is_shared_number: bool | None = None
    extra: Mapping[str, Any] = rest()


@attrs.frozen(kw_only=True)
class Webhook(Record):
    """A webhook registration. `webhooks.list()` returns no ids: keep the one that `webhooks.create()` returns."""

    id: str | None = None
    allo_number: str | None = wire("allo_number", "alloNumber")
    url: str | None = None
    topics: tuple[Topic | str, ...] | None = items()
    enabled: bool | None = None
    extra: Mapping[str, Any] = rest()


if TYPE_CHECKING:

    class CreatedWebhook(Webhook):
        """The `Webhook` that `webhooks.create()` returns, for type checkers: it has an id."""

        id: str
else:
    CreatedWebhook = Webhook
