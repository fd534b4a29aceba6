"""The first view: today's calls, what they add up to, the lines, and what arrives."""

from __future__ import annotations

from datetime import date, timedelta, tzinfo
from typing import TYPE_CHECKING, Final

from allo_ext.hooks.screen import Element, component
from allo_ext.panel import clock, counts, notice
from allo_ext.panel.calls import Calls, use_calls_since
from allo_ext.panel.chart import bars
from allo_ext.panel.events import live_events
from allo_ext.panel.html import card, element
from allo_ext.panel.state import use_state
from allo_ext.panel.templates import Chart, Lines, as_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from allo_ext.hooks import Query
    from allo_ext.panel.feed import Feed
    from allo_ext.panel.people import Names
    from allo_ext.receiver import Event
    from allo_ext.records import Call, Contact, Number

DAYS: Final = 7
_WAYS: Final = ({"id": "hour", "name": "By hour"}, {"id": "day", "name": "By day"})


@component
def Today(
    numbers: Query[list[Number]],
    people: Query[list[Contact]],
    names: Names,
    events: Sequence[tuple[int, Event]],
    feed: Feed,
    zone: tzinfo,
    recordings: str | None,
    on_visit: Callable[[str], None],
) -> Element:
    """Show the day so far."""
    today = clock.now().astimezone(zone).date()
    calls = use_calls_since(clock.midnight(today - timedelta(days=DAYS - 1), zone))
    lines = line_names(numbers.data or ())
    todays = counts.on_day(calls.data or (), today, zone)
    said = notice.waiting_for(calls, "Reading the calls of this week…")
    known = calls.data is not None
    main = [
        *([said] if said else []),
        *([_sums(todays), card("Calls", [CallChart(calls=calls.data or [], today=today, zone=zone)])] if known else []),
    ]
    if known:
        listed = Calls(calls=todays, names=names, lines=lines, zone=zone, recordings=recordings, on_visit=on_visit)
        hidden = [notice.trouble(people.error, people.refetch, busy=people.is_fetching)] if people.error else []
        main.append(card("Today's calls", [*hidden, listed], "flush"))
    side = [
        live_events(events, names, zone, is_on=feed.is_on),
        card("Numbers", [_lines(numbers, todays)]),
    ]
    return element("div", [element("div", main, "allo-main"), element("div", side, "allo-side")], "allo-today")


@component
def CallChart(calls: Sequence[Call], today: date, zone: tzinfo) -> Element:
    """Show answered beside missed, by hour of this day or by day of this week."""
    way, set_way = use_state("hour")
    by_hour = way == "hour"
    found = counts.by_hour(calls, today, zone) if by_hour else counts.by_day(calls, today, DAYS, zone)
    title = "Calls of today by hour" if by_hour else f"Calls of the last {DAYS} days by day"

    return Chart(
        svg=bars(found, title),
        rows=[
            {"spelt": one.spelt, "answered": one.answered, "missed": one.missed, "unknown": one.unknown}
            for one in found
        ],
        column="Hour" if by_hour else "Day",
        by=way,
        ways=list(_WAYS),
        unknown=any(one.unknown for one in found),
        event_choose=as_text(set_way),
    )


def line_names(numbers: Sequence[Number]) -> Mapping[str, str]:
    """Return the names of lines by their numbers."""
    return {line.number: line.name or line.number for line in numbers if line.number}


def _sums(calls: Sequence[Call]) -> Element:
    sums = counts.total(calls)
    told = sums.answered + sums.missed
    share = f"{round(100 * sums.answered / told)} %" if told else "-"
    facts = (
        (str(sums.total), "calls today"),
        (str(sums.answered), "answered"),
        (str(sums.missed), "missed"),
        (share, "answer rate"),
    )
    return element(
        "dl",
        [element("div", [element("dt", [name]), element("dd", [value])]) for value, name in facts],
        "allo-sums",
        aria_label="Today in numbers",
    )


def _lines(numbers: Query[list[Number]], calls: Sequence[Call]) -> Element:
    said = notice.waiting_for(numbers, "Reading the numbers…")
    if said:
        return said
    if not numbers.data:
        return notice.empty("This account has no numbers.")
    counted = {line.number: sum(call.allo_number == line.number for call in calls) for line in numbers.data}
    return Lines(
        lines=[
            {
                "key": place,
                "name": line.name or line.number or "Without a name",
                "number": line.number or "Sender id, for SMS to France",
                "country": line.country or "-",
                "calls": f"{counted[line.number]} today" if line.number and counted[line.number] else "",
            }
            for place, line in enumerate(numbers.data)
        ]
    )
