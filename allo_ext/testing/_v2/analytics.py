"""Operations on figures, computed from the calls of the account."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, cast

from allo_ext.testing._account.search import Search
from allo_ext.testing._engine.wire import Reply
from allo_ext.testing._v2 import figures
from allo_ext.testing._v2.dates import DAY, midnight, zulu
from allo_ext.testing._v2.item_views import CALL
from allo_ext.testing._v2.users import EVERYBODY, user_id, user_ref

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from allo_ext.testing._account.calls import Call
    from allo_ext.testing._account.names import User
    from allo_ext.testing._v2.asked import Asked

_LONGEST = 366
"""Days that a range may have; how many the API allows is unknown."""


class Periods(NamedTuple):
    """The calls of the period asked for, and of the one that it is compared with."""

    calls: Sequence[Call]
    before: Sequence[Call] | None


def _overview(asked: Asked) -> Reply:
    """Answer with figures of the team and of each member, inbound and outbound together."""
    periods = _periods(asked, is_outbound=None)
    if isinstance(periods, Reply):
        return periods
    breakdown = list[dict[str, Any]]()
    for user in EVERYBODY:
        own = Periods(_by(user, periods.calls), None if periods.before is None else _by(user, periods.before))
        if own.calls or own.before:
            measured = _metrics(own)
            breakdown.append({"user": user_ref(asked.state, user), "calls": measured.pop("total_calls"), **measured})
    shown = {**_echo(asked), "summary": _metrics(periods), "breakdown": breakdown}
    return asked.data({**shown, "last_updated": zulu(asked.state.now())})


def _outbound(asked: Asked) -> Reply:
    """Answer with figures about outbound calls and, if asked, the calls that got to a stage."""
    body = asked.body
    if body.get("extend") is not None and "stage" not in body:
        return asked.error("INVALID_REQUEST_BODY", 400, message="extend needs a stage.", param="stage")
    periods = _periods(asked, is_outbound=True)
    if isinstance(periods, Reply):
        return periods
    calls, before = periods
    reached = figures.Reached(frozenset(body.get("tags") or ()))
    leaders = [(user, sum(map(figures.connected, _by(user, calls)))) for user in EVERYBODY]
    shown: dict[str, Any] = {
        **_echo(asked),
        "funnel": figures.funnel(calls, before, reached),
        "time_series": figures.time_series(calls, reached, body.get("granularity", "DAY")),
        "heatmap": figures.heatmap(calls, reached),
        "leaderboard": [
            {"user": user_ref(asked.state, user), "connected": count}
            for user, count in sorted(leaders, key=lambda entry: -entry[1])
            if count
        ],
        "time_spent": figures.time_spent(calls, before),
        "last_updated": zulu(asked.state.now()),
    }
    if body.get("extend") is not None:
        got = [call for call in calls if reached(call, body["stage"])]
        start, stop = asked.window
        listed = [_drilled(asked, call, reached) for call in got[start:stop]]
        shown["items"] = {"data": listed, "pagination": asked.pagination(len(got))}
    return asked.data(shown)


def _echo(asked: Asked) -> dict[str, Any]:
    return {name: asked.body[name] for name in ("date", "compare_date") if name in asked.body}


def _metrics(periods: Periods) -> dict[str, Any]:
    now, then = figures.overall(periods.calls), figures.overall(periods.before or ())
    compared = periods.before is not None
    return {name: figures.metric(value, then[name], compared=compared) for name, value in now.items()}


def _by(user: User, calls: Sequence[Call]) -> list[Call]:
    return [call for call in calls if call.user == user]


def _periods(asked: Asked, *, is_outbound: bool | None) -> Periods | Reply:
    body = asked.body
    if body.get("user_ids") and body.get("allo_numbers"):
        said = "user_ids and allo_numbers exclude each other."
        return asked.error("INVALID_REQUEST_BODY", 400, message=said, param="user_ids")
    found: list[Sequence[Call] | None] = []
    for name in ("date", "compare_date"):
        days: Mapping[str, str] | None = body.get(name)
        if days is None:
            found.append(None)
            continue
        since, until = midnight(days["from"]), midnight(days["to"])
        if since is None or until is None or since > until:
            return asked.error("INVALID_DATE_RANGE", 400)
        if figures.days_between(days["from"], days["to"]) > _LONGEST:
            return asked.error("DATE_RANGE_TOO_WIDE", 400)
        found.append(_calls(asked, Search(kind="call", is_outbound=is_outbound, since=since, until=until + DAY)))
    return Periods(found[0] or (), found[1])


def _calls(asked: Asked, search: Search) -> list[Call]:
    items = asked.state.items
    calls = cast("list[Call]", items.search(search, 0, items.search(search, 0, 0).total).items)
    users: list[str] = asked.body.get("user_ids") or []
    numbers: list[str] = asked.body.get("allo_numbers") or []
    return [
        call
        for call in calls
        if (not numbers or call.allo_number in numbers)
        and (not users or (call.user is not None and user_id(asked.state, call.user) in users))
    ]


def _drilled(asked: Asked, call: Call, reached: figures.Reached) -> dict[str, Any]:
    return {
        "id": CALL + call.key,
        "user": user_ref(asked.state, call.user) if call.user else None,
        "allo_number": call.allo_number,
        "allo_number_label": asked.state.name_of(call.allo_number),
        "contact_number": call.contact_number,
        "stage": reached.furthest(call),
        "voicemail": call.result == "VOICEMAIL",
        "duration": figures.seconds(call),
        "date": zulu(call.start),
    }


HANDLERS: Mapping[str, Callable[[Asked], Reply]] = {
    "get_team_metrics": _overview,
    "get_analytics_outbound": _outbound,
}
