"""The view of today: calls, totals, lines and live events."""

from __future__ import annotations

from datetime import date, timedelta, tzinfo
from typing import TYPE_CHECKING, Final

from allo_ext.hooks._screen import Element, component, use_memo
from allo_ext.panel._figures import counts
from allo_ext.panel._figures.people import Names
from allo_ext.panel._parts import clock, notice
from allo_ext.panel._parts.chart import bars, kinds
from allo_ext.panel._parts.html import card, element
from allo_ext.panel._parts.state import use_state
from allo_ext.panel._parts.templates import Chart, Lines, as_text
from allo_ext.panel._sources.reading import use_week
from allo_ext.panel._sources.v1 import V1
from allo_ext.panel._views.calls import Calls, with_arrived
from allo_ext.panel._views.events import live_events
from allo_ext.panel._views.missed import NotCalledBack

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from allo_ext.hooks import Query
    from allo_ext.panel._server.feed import Feed
    from allo_ext.panel._sources.source import Source, Week
    from allo_ext.receiver import Event
    from allo_ext.records import Call, Contact, Number

DAYS: Final = 7
_KINDS: Final = {"answered": "Answered", "missed": "Missed", "unreached": "Not reached", "unknown": "Unknown"}
_EMPTY: Final = {
    "hour": "No calls yet today. Select “By day” to see the last seven days.",
    "day": "No calls in the last seven days. Calls appear here when they have ended.",
}
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
    source: Source = V1,
) -> Element:
    """Show the calls of today."""
    today = clock.now().astimezone(zone).date()
    calls = use_week(source, clock.midnight(today - timedelta(days=DAYS - 1), zone))
    callers = use_callers(calls)
    names = callers if source.is_v2 else names
    lines = line_names(numbers.data or ())
    week = with_arrived(calls.data.calls if calls.data else (), (event for _, event in events))
    todays = counts.on_day(week, today, zone)
    said = notice.waiting_for(calls, "Loading the calls of this week…")
    main = [*notice.problems(calls, people, numbers), *([said] if said else [])]
    if calls.data is not None:
        listed = Calls(
            calls=todays,
            names=names,
            lines=lines,
            zone=zone,
            recordings=recordings,
            on_visit=on_visit,
            source=source,
        )
        main += [
            _sums(todays),
            NotCalledBack(
                calls=week,
                events=[event for _, event in events],
                names=names,
                lines=lines,
                zone=zone,
                today=today,
                days=DAYS,
                messages=calls.data.messages if source.is_v2 else None,
            ),
            card("Calls", [CallChart(calls=week, today=today, zone=zone)]),
            card("Today's calls", [listed], "flush"),
        ]
    side = [live_events(events, names, zone, is_on=feed.is_on)]
    if numbers.data is not None or numbers.error is None:
        side.append(card("Numbers", [_lines(numbers, todays)]))
    return element("div", [element("div", main, "allo-main"), element("div", side, "allo-side")], "allo-today")


def use_callers(calls: Query[Week]) -> Names:
    """Return the names that the API returns with calls and messages."""
    return use_memo(lambda: Names(calls.data.callers if calls.data else ()), [calls.data])


@component
def CallChart(calls: Sequence[Call], today: date, zone: tzinfo) -> Element:
    """Show the outcomes of calls, by hour of the day or by day of the last week."""
    way, set_way = use_state("hour")
    by_hour = way == "hour"
    found = _hours(calls, today, zone) if by_hour else counts.by_day(calls, today, DAYS, zone)
    shown = kinds(found)
    title = "Calls of today by hour" if by_hour else f"Calls of the last {DAYS} days by day"

    return Chart(
        svg=bars(found, title),
        rows=[{"spelt": one.spelt, **{kind: getattr(one, kind) for kind in shown}} for one in found],
        kinds=[{"id": kind, "name": _KINDS[kind]} for kind in shown],
        column="Hour" if by_hour else "Day",
        by=way,
        ways=list(_WAYS),
        empty="" if any(one.total for one in found) else _EMPTY[way],
        event_choose=as_text(set_way),
    )


def _hours(calls: Sequence[Call], day: date, zone: tzinfo) -> list[counts.Count]:
    """Count calls by hour. For the current day, the current hour is included."""
    now = clock.now().astimezone(zone)
    return counts.by_hour(calls, day, zone, now.hour if now.date() == day else 0)


def line_names(numbers: Sequence[Number]) -> Mapping[str, str]:
    """Return the names of lines by number."""
    return {line.number: line.name or line.number for line in numbers if line.number}


def _sums(calls: Sequence[Call]) -> Element:
    sums = counts.total(calls)
    rate = counts.answer_rate(calls)
    facts = [
        (str(sums.total), "calls today", "Calls of all numbers since midnight"),
        (str(sums.answered), "answered", "Incoming and outgoing calls that were answered"),
        (str(sums.missed), "missed", "Incoming calls that were not answered"),
        (str(sums.unreached), "not reached", "Outgoing calls that were not answered or failed"),
        *([(str(sums.unknown), "unknown", "Calls without a result in the API")] if sums.unknown else []),
        ("-" if rate is None else f"{rate} %", "answer rate", "Share of incoming calls that were answered"),
    ]
    return element(
        "dl",
        [element("div", [element("dt", [name]), element("dd", [value])], title=why) for value, name, why in facts],
        "allo-sums",
        aria_label="Today in numbers",
    )


def _lines(numbers: Query[list[Number]], calls: Sequence[Call]) -> Element:
    said = notice.waiting_for(numbers, "Loading numbers…")
    if said:
        return said
    if not numbers.data:
        return notice.empty("This account has no numbers.", "Add a number in Allo's settings, then reload this page.")
    counted = {line.number: sum(call.allo_number == line.number for call in calls) for line in numbers.data}
    return Lines(
        lines=[
            {
                "key": place,
                "name": line.name or line.number or "No name",
                "number": line.number or "Sender ID for SMS to France",
                "country": line.country or "-",
                "calls": f"{counted[line.number]} today" if line.number and counted[line.number] else "",
            }
            for place, line in enumerate(numbers.data)
        ]
    )
