"""`allo missed`: missed calls and voicemails, and whether anybody called back."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from allo_ext import AlloApiError, Call
from allo_ext._wire.columns import Kind
from allo_ext.cli._display.column import Column, whole_seconds
from allo_ext.cli._display.names import NOBODY, Names, read_names
from allo_ext.cli._display.output import FormatOption
from allo_ext.cli._display.text import spelt_length
from allo_ext.cli._display.zone import spelt_period
from allo_ext.cli._export.formats import Excel
from allo_ext.cli._export.lists import ListOut, show_or_write, zone_of
from allo_ext.cli._program.command import Run
from allo_ext.cli._program.options import Number, Since, Until
from allo_ext.cli._program.period import Day, Last, Month, Period, period
from allo_ext.cli._reading.calls import Filters, from_v2, reads_v2
from allo_ext.enums import CallOutcome, Direction
from allo_ext.followup import BusinessHours, MissedCall, missed_calls

if TYPE_CHECKING:
    from collections.abc import Iterable

    from allo_ext import AlloClient, Message
    from allo_ext.cli._display.zone import Zone


def missed(
    run: Run,
    not_called_back: Annotated[
        bool, typer.Option("--not-called-back", help="Only calls that nobody has returned yet.")
    ] = False,
    business_hours: Annotated[
        str | None,
        typer.Option(
            metavar="9-18", help="Measure the response time in these hours, Monday to Friday, or mon-sat 9-18."
        ),
    ] = None,
    number: Number = None,
    since: Since = None,
    until: Until = None,
    month: Month = None,
    day: Day = None,
    last: Last = None,
    format: FormatOption = None,  # noqa: A002 (the option's name)
    out: ListOut = None,
    excel: Excel = False,
) -> None:
    """List missed calls and voicemails, oldest first, with the first response. Default: the last 7 days.

    A response is a later call with the same number that a person answered, in either direction and on any line, or an
    SMS to the caller. An assistant does not count. Version 1 lists SMS of contacts only. Days and hours are those of
    this machine's time zone, or of --tz.
    """
    zone = zone_of(run, format, out, excel=excel)
    asked = period(since, until, month, day, last, zone, default="7d")
    hours = None if business_hours is None else BusinessHours.parse(business_hours, zone.info)
    with run.client() as allo:
        # Calls after the end of the period count as responses.
        filters = Filters(period=Period(asked.since))
        is_v2 = reads_v2(run, allo, filters)
        calls = list(from_v2(allo, filters) if is_v2 else allo.calls.iter(since=asked.since, prefetch=1))
        wanted = [one for one in missed_calls(calls, business_hours=hours) if _is_in(one.call, number, asked.until)]
        names = read_names(allo, run.terminal) if wanted else NOBODY
        open_ = [one for one in wanted if one.is_open]
        messages = _messages_of_v2(allo, asked.since) if is_v2 and open_ else _messages(allo, run, names, open_)
    every = [
        one for one in missed_calls(calls, messages, business_hours=hours) if _is_in(one.call, number, asked.until)
    ]
    wanted = [one for one in every if one.is_open] if not_called_back else every
    show_or_write(run, wanted, _columns(names), "missed", format, out, zone, excel=excel)
    _close(run, every, calls, _spelt(asked, zone))


def _is_in(call: Call, number: str | None, until: datetime | None) -> bool:
    after = until is not None and call.start_date is not None and call.start_date >= until
    return not after and (number is None or call.allo_number == number)


def _messages(allo: AlloClient, run: Run, names: Names, open_: Iterable[MissedCall]) -> list[Message]:
    """Read the messages of the contacts whose calls nobody has returned by phone."""
    contacts = dict.fromkeys(one.id for one in (names.known(found.number) for found in open_) if one)
    found: list[Message] = []
    for contact in contacts:
        items = allo.contacts.iter_conversation(contact, limit=100)
        try:
            found += [item.message for item in items if item.message is not None]
        except AlloApiError as error:
            run.terminal.warn(f"The messages of the contact {contact} cannot be read ({error.code or error.status}).")
        finally:
            items.close()
    return found


def _messages_of_v2(allo: AlloClient, since: datetime | None) -> list[Message]:
    from allo_ext._older import message_of
    from allo_ext.v2 import ItemType

    items = allo.v2.items.iter(type="SMS", since=since)
    return [message_of(item) for item in items if item.type == ItemType.SMS]


def _columns(names: Names) -> tuple[Column[MissedCall], ...]:
    return (
        Column("id", lambda one: one.call.id, "id", rank=6),
        Column("start_date", lambda one: one.call.start_date, "when (UTC)", kind=Kind.MOMENT),
        Column("contact_number", lambda one: one.number, "from", lambda one: one.number or "withheld", rank=1),
        Column("contact", lambda one: names.contact(one.number), "name", rank=2),
        Column("allo_number", lambda one: one.call.allo_number),
        Column("line", lambda one: names.line(one.call.allo_number), "line",
               lambda one: names.which(one.call.allo_number), rank=4),
        Column("outcome", lambda one: str(one.call.outcome), "outcome", rank=3),
        Column("in_business_hours", lambda one: one.in_business_hours, kind=Kind.FLAG),
        Column("is_open", lambda one: one.is_open, kind=Kind.FLAG),
        Column("attempts", lambda one: one.attempts, "tried", lambda one: str(one.attempts or ""), rank=5,
               kind=Kind.COUNT),
        Column("responded_at", lambda one: one.response and one.response.start_date, kind=Kind.MOMENT),
        Column("response", _kind_of),
        Column("seconds_to_response", lambda one: whole_seconds(one.time_to_response), "returned after",
               lambda one: "not yet" if one.is_open else spelt_length(one.time_to_response), kind=Kind.WHOLE),
        Column("summary", lambda one: one.call.summary, "summary", rank=7, stretches=True),
    )  # fmt: skip


def _kind_of(one: MissedCall) -> str | None:
    if one.response is None:
        return None
    return "call" if isinstance(one.response, Call) else "message"


def _spelt(asked: Period, zone: Zone) -> str:
    """Return a sentence with the period, of which people think otherwise that it is all time."""
    more = "; pass --since for earlier ones" if asked.is_default else ""
    start, last = asked.since, None if asked.until is None else asked.until - timedelta(microseconds=1)
    if start is not None and last is not None:
        days = spelt_period(start, max(start, last), zone)
    elif start is not None:
        days = f"since {spelt_period(start, start, zone)}"
    elif last is not None:
        days = f"until {spelt_period(last, last, zone)}"
    else:
        return ""
    return f" Calls {days} ({zone.name}){more}."


def _close(run: Run, found: list[MissedCall], calls: list[Call], days: str) -> None:
    """Say how many missed calls there are in the period, shown or not, and what the API does not say."""
    still = sum(one.is_open for one in found)
    run.terminal.say(f"{len(found):,} missed, {still:,} not called back.{days}")
    unknown = sum(one.outcome is CallOutcome.UNKNOWN and one.direction != Direction.OUTBOUND for one in calls)
    if unknown:
        run.terminal.say(f"{unknown:,} incoming calls have no result in the API and are not counted.")
    withheld = sum(one.is_open and one.number is None for one in found)
    if withheld:
        run.terminal.say(f"{withheld:,} of them withheld the number and cannot be called back.")
