"""Conversations, and the calls and messages in them."""

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
from allo_ext._plain.record import Record
from allo_ext._published import publish_own
from allo_ext._wire import extracted, values
from allo_ext.enums import CallResult, Direction
from allo_ext.records import TranscriptLine
from allo_ext.v2._enums import ItemType, MessageStatus, MessageType
from allo_ext.v2._records.account import UserRef


@attrs.frozen(kw_only=True)
class CompanyRef(Record):
    """A reference to a company."""

    id: str | None = None
    name: str | None = None
    extra: Mapping[str, Any] = rest()


@attrs.frozen(kw_only=True)
class ContactDeal(Record):
    """A deal of a conversation's contact."""

    id: str | None = None
    name: str | None = None
    status: str | None = None
    """`OPEN`, `WON`, `LOST` or the CRM's own value; compare case-insensitively."""
    extra: Mapping[str, Any] = rest()


@attrs.frozen(kw_only=True)
class Contact(Record):
    """A match for the outside number of a conversation. It is not a `Person` of the CRM, and has a different id."""

    id: str | None = None
    name: str | None = None
    company: CompanyRef | None = None
    deals: tuple[ContactDeal, ...] | None = items()
    extra: Mapping[str, Any] = rest()


@attrs.frozen(kw_only=True)
class ExtractedContact(Record):
    """The AI's data about the other party. Placeholders such as `N/A` are None."""

    name: str | None = wire(read=extracted.text)
    emails: tuple[str, ...] | None = items(read=extracted.addresses)
    """One address per item, even if the API joins several in one string."""
    address: str | None = wire(read=extracted.text)
    company: str | None = wire(read=extracted.text)
    website: str | None = wire(read=extracted.text)
    job_title: str | None = wire(read=extracted.text)
    extra: Mapping[str, Any] = rest()


@attrs.frozen(kw_only=True)
class Extracted(Record):
    """The AI's data about a call. It is not documented and may be missing or wrong."""

    contact: ExtractedContact | None = None
    extra: Mapping[str, Any] = rest()


@attrs.frozen(kw_only=True)
class Item(Record):
    """A call or a message. The fields of the other kind are None."""

    id: str
    type: ItemType | str | None = None
    direction: Direction | str | None = None
    allo_number: str | None = None
    """The account's number, E.164."""
    contact_number: str | None = None
    """The other party's number, E.164."""
    contacts: tuple[Contact, ...] | None = items()
    """The contacts that have this number, zero or more."""
    user: UserRef | None = None
    """The team member on the call."""
    date: datetime | None = None
    """The start of the call or the time of the message, in UTC."""
    duration: timedelta | None = wire(read=values.seconds)  # noqa: RUF009 (attrs, not dataclasses)
    result: CallResult | str | None = None
    """The result of the call. ANSWERED includes voicemail machines that picked up."""
    recording_url: str | None = None
    """The URL of the recording, for `calls.download_recording`."""
    summary: str | None = None
    tags: tuple[str, ...] | None = items()
    transcript: tuple[TranscriptLine, ...] | None = items()
    """The lines; None if not requested, `()` if nothing was said."""
    content: str | None = None
    """The text of a message."""
    status: MessageStatus | str | None = None
    message_type: MessageType | str | None = None
    extracted: Extracted | None = wire("extracted_data")  # noqa: RUF009 (attrs, not dataclasses)
    data_collected: Mapping[str, Any] | None = mapping()
    extra: Mapping[str, Any] = rest()


@attrs.frozen(kw_only=True)
class Conversation(Record):
    """The latest activity with an outside number on one of the account's numbers."""

    contact_number: str | None = None
    contacts: tuple[Contact, ...] | None = items()
    """The contacts that have this number, zero or more."""
    last_activity: datetime | None = None
    """In UTC."""
    last_item: Item | None = None
    """The latest call or message, with some of its fields."""
    extra: Mapping[str, Any] = rest()


@attrs.frozen(kw_only=True)
class SummaryEditor(Record):
    """The person who edited a summary."""

    id: str | None = None
    name: str | None = None
    extra: Mapping[str, Any] = rest()


@attrs.frozen(kw_only=True)
class CallSummary(Record):
    """The summary of a call after an edit."""

    id: str | None = None
    """The id of the call."""
    content: str | None = None
    """Markdown."""
    version: int | None = None
    """One higher after each edit."""
    updated_at: datetime | None = None
    updated_by: SummaryEditor | None = None
    extra: Mapping[str, Any] = rest()


@attrs.frozen(kw_only=True)
class Batch(Record):
    """The items that `items.batch` found, and the ids that it did not."""

    items: tuple[Item, ...] = ()
    """The items, in the order of the ids."""
    missing: tuple[str, ...] = ()
    """The ids that the API did not return, in the given order."""


publish_own(globals(), "allo_ext.v2")
