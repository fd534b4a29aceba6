"""Version 2's events of a call in progress. Such a call has no id; `join_call` finds the events of a finished call."""

from datetime import datetime
from typing import Any

import attrs

from allo_ext._parties import other_party, own_number
from allo_ext.enums import Direction
from allo_ext.receiver._events.records import Event
from allo_ext.v2 import CompanyRef, Deal, Person


@attrs.frozen(kw_only=True)
class _CallInProgress(Event):
    """The common fields of the events of a call that has not ended.

    Attributes:
        direction: The direction, seen from the Allo number.
        from_number: The caller's number; the Allo number of an outbound call.
        to_number: The called number; the Allo number of an inbound call.
        user_email: The user of the account, if the delivery names one.
        data: The content of the delivery, unchanged.
    """

    direction: Direction | str | None = None
    from_number: str | None = None
    to_number: str | None = None
    user_email: str | None = None
    data: Any = attrs.field(default=None, hash=False, repr=False)

    @property
    def allo_number(self) -> str | None:
        """The account's number; None if the direction is unknown."""
        return own_number(self.direction, self.from_number, self.to_number)

    @property
    def contact_number(self) -> str | None:
        """The other party's number; None if it was withheld or the direction is unknown."""
        return other_party(self.direction, self.from_number, self.to_number)


@attrs.frozen(kw_only=True)
class CallRinging(_CallInProgress):
    """An inbound call is ringing: version 2's `call.received`. Version 1's CALL_RECEIVED is a `CallReceived`.

    Attributes:
        started_at: The time since which it has been ringing.
        person: The person of the CRM with this number; custom properties are in `person.extra`.
        company: The person's company.
        deals: The person's deals; None if the delivery does not contain them.
    """

    direction: Direction | str | None = Direction.INBOUND
    started_at: datetime | None = None
    person: Person | None = None
    company: CompanyRef | None = None
    deals: tuple[Deal, ...] | None = None


@attrs.frozen(kw_only=True)
class CallTriggered(_CallInProgress):
    """An outbound call has begun: version 2's `call.triggered`.

    Attributes:
        started_at: The time at which it began.
    """

    direction: Direction | str | None = Direction.OUTBOUND
    started_at: datetime | None = None


@attrs.frozen(kw_only=True)
class CallAnswered(_CallInProgress):
    """The other party has picked up: version 2's `call.answered`.

    Attributes:
        answered_at: The time at which it was answered.
    """

    answered_at: datetime | None = None


def time_of(event: CallRinging | CallTriggered | CallAnswered) -> datetime | None:
    """Return the time at which a call began or was answered."""
    return event.answered_at if isinstance(event, CallAnswered) else event.started_at
