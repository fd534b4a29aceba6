"""The Power Dialer queue."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import attrs

from allo_ext._declare import items, rest
from allo_ext._plain.record import Record
from allo_ext._published import publish_own
from allo_ext.v2._enums import DoNotDisturb, NotReachedReason, RoutingResult, SyncStatus, VoicemailHandling


@attrs.frozen(kw_only=True)
class QueueNumber(Record):
    """A number in the queue."""

    number_to: str | None = None
    """E.164."""
    position: int | None = None
    """Counted from 0. Positions shift when numbers are removed."""
    created_at: datetime | None = None
    updated_at: datetime | None = None
    call_start_date: datetime | None = None
    """None if it has not been dialed yet."""
    call_id: str | None = None
    routing_result: RoutingResult | str | None = None
    sync_status: SyncStatus | str | None = None
    detected_outbound_voicemail: bool | None = None
    not_reached_destination_reason: NotReachedReason | str | None = None
    voicemail_left: bool | None = None
    extra: Mapping[str, Any] = rest()


@attrs.frozen(kw_only=True)
class DialingQueue(Record):
    """The current Power Dialer queue of a team member."""

    id: str | None = None
    name: str | None = None
    creator_id: str | None = None
    assignee_id: str | None = None
    """The member who dials it."""
    voicemail_handling: VoicemailHandling | str | None = None
    do_not_disturb: DoNotDisturb | str | None = None
    numbers: tuple[QueueNumber, ...] | None = items()
    created_at: datetime | None = None
    updated_at: datetime | None = None
    extra: Mapping[str, Any] = rest()


@attrs.frozen(kw_only=True)
class SkippedNumber(Record):
    """A number that was not added to the queue."""

    number: str | None = None
    """As it was sent."""
    reason: str | None = None
    """`INVALID_PHONE_NUMBER`, or `DIALING_QUEUE_LIMIT_REACHED` if the queue was full."""
    extra: Mapping[str, Any] = rest()


@attrs.frozen(kw_only=True)
class AppendResult(Record):
    """The result of appending numbers to the queue."""

    added: tuple[QueueNumber, ...] | None = items()
    skipped: tuple[SkippedNumber, ...] | None = items()
    """The numbers that were not added, each with the reason."""
    extra: Mapping[str, Any] = rest()


@attrs.frozen(kw_only=True)
class Cleared(Record):
    """The number of entries removed from the queue."""

    removed: int | None = None
    extra: Mapping[str, Any] = rest()


publish_own(globals(), "allo_ext.v2")
