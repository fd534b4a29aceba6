"""Call statistics."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date as Day  # noqa: N812 (fields are called `date`)
from datetime import datetime, timedelta
from typing import Any

import attrs

from allo_ext._declare import items as listed
from allo_ext._declare import rest, wire
from allo_ext._plain.record import Record
from allo_ext._published import publish_own
from allo_ext._wire import values
from allo_ext.v2._enums import Stage
from allo_ext.v2._records.account import UserRef


@attrs.frozen(kw_only=True)
class DateRange(Record):
    """Two days."""

    from_: Day | None = wire("from")  # noqa: RUF009 (attrs, not dataclasses)
    to: Day | None = None
    extra: Mapping[str, Any] = rest()


@attrs.frozen(kw_only=True)
class Pagination(Record):
    """The paging metadata of a list inside another record."""

    page: int | None = None
    size: int | None = None
    total_count: int | None = None
    total_pages: int | None = None
    has_more: bool | None = None
    extra: Mapping[str, Any] = rest()


@attrs.frozen(kw_only=True)
class MetricValue(Record):
    """A figure, and its value in the period that it is compared with."""

    value: float | None = None
    previous: float | None = None
    change: float | None = None
    """A fraction: 0.15 is 15 % more."""
    extra: Mapping[str, Any] = rest()


@attrs.frozen(kw_only=True)
class TeamSummary(Record):
    """The figures of the whole team."""

    total_calls: MetricValue | None = None
    talk_time_seconds: MetricValue | None = None
    calls_over_1_min: MetricValue | None = None
    answer_rate: MetricValue | None = None
    """A fraction, 0 to 1."""
    extra: Mapping[str, Any] = rest()


@attrs.frozen(kw_only=True)
class UserBreakdown(Record):
    """The figures of one team member."""

    user: UserRef | None = None
    calls: MetricValue | None = None
    talk_time_seconds: MetricValue | None = None
    calls_over_1_min: MetricValue | None = None
    answer_rate: MetricValue | None = None
    """A fraction, 0 to 1."""
    extra: Mapping[str, Any] = rest()


@attrs.frozen(kw_only=True)
class TeamMetrics(Record):
    """The result of `analytics.overview`, for inbound and outbound calls together."""

    date: DateRange | None = None
    compare_date: DateRange | None = None
    summary: TeamSummary | None = None
    breakdown: tuple[UserBreakdown, ...] | None = listed()
    last_updated: datetime | None = None
    """The time at which the figures were computed."""
    extra: Mapping[str, Any] = rest()


@attrs.frozen(kw_only=True)
class FunnelStage(Record):
    """A stage of the outbound funnel."""

    count: MetricValue | None = None
    rate: float | None = None
    """A fraction of the dials."""
    extra: Mapping[str, Any] = rest()


@attrs.frozen(kw_only=True)
class Funnel(Record):
    """The outbound funnel."""

    dials: FunnelStage | None = None
    connected: FunnelStage | None = None
    conversations: FunnelStage | None = None
    conversions: FunnelStage | None = None
    extra: Mapping[str, Any] = rest()


@attrs.frozen(kw_only=True)
class TimeSeriesPoint(Record):
    """A figure of one day, week or month."""

    date: Day | None = None
    value: float | None = None
    extra: Mapping[str, Any] = rest()


@attrs.frozen(kw_only=True)
class TimeSeries(Record):
    """Outbound figures over time."""

    dials: tuple[TimeSeriesPoint, ...] | None = listed()
    connected: tuple[TimeSeriesPoint, ...] | None = listed()
    connection_rate: tuple[TimeSeriesPoint, ...] | None = listed()
    conversions: tuple[TimeSeriesPoint, ...] | None = listed()
    extra: Mapping[str, Any] = rest()


@attrs.frozen(kw_only=True)
class HeatmapCell(Record):
    """A figure of one hour of one weekday."""

    day: str | None = None
    """`MONDAY` to `SUNDAY`."""
    hour: int | None = None
    """0 to 23; the API does not say in which time zone."""
    value: float | None = None
    extra: Mapping[str, Any] = rest()


@attrs.frozen(kw_only=True)
class Heatmap(Record):
    """Outbound figures by weekday and hour."""

    dials: tuple[HeatmapCell, ...] | None = listed()
    connected: tuple[HeatmapCell, ...] | None = listed()
    connection_rate: tuple[HeatmapCell, ...] | None = listed()
    extra: Mapping[str, Any] = rest()


@attrs.frozen(kw_only=True)
class Leader(Record):
    """A team member in the leaderboard."""

    user: UserRef | None = None
    connected: int | None = None
    extra: Mapping[str, Any] = rest()


@attrs.frozen(kw_only=True)
class TimeSpent(Record):
    """Time spent on outbound calls."""

    avg_ringing_time_seconds: MetricValue | None = None
    avg_conversation_time_seconds: MetricValue | None = None
    total_conversation_time_seconds: MetricValue | None = None
    extra: Mapping[str, Any] = rest()


@attrs.frozen(kw_only=True)
class OutboundItem(Record):
    """A call behind a figure of the funnel; `items.batch` reads the whole calls."""

    id: str
    user: UserRef | None = None
    allo_number: str | None = None
    allo_number_label: str | None = None
    contact_number: str | None = None
    stage: Stage | str | None = None
    voicemail: bool | None = None
    duration: timedelta | None = wire(read=values.seconds)  # noqa: RUF009 (attrs, not dataclasses)
    date: datetime | None = None
    """The start of the call, in UTC."""
    extra: Mapping[str, Any] = rest()


@attrs.frozen(kw_only=True)
class OutboundItems(Record):
    """One page of the calls behind a figure of the funnel."""

    data: tuple[OutboundItem, ...] | None = listed()
    pagination: Pagination | None = None
    extra: Mapping[str, Any] = rest()


@attrs.frozen(kw_only=True)
class OutboundAnalytics(Record):
    """The result of `analytics.outbound`."""

    date: DateRange | None = None
    compare_date: DateRange | None = None
    funnel: Funnel | None = None
    time_series: TimeSeries | None = None
    heatmap: Heatmap | None = None
    leaderboard: tuple[Leader, ...] | None = listed()
    time_spent: TimeSpent | None = None
    last_updated: datetime | None = None
    """The time at which the figures were computed."""
    items: OutboundItems | None = None
    """None unless requested by `extend="items"`."""
    extra: Mapping[str, Any] = rest()


publish_own(globals(), "allo_ext.v2")
