# Written by scripts/unasync.py from allo_ext/_async/v2/analytics.py: change it there, then `make generate`.
"""Call statistics."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from allo_ext._wire.body import Body, day_range, exclude, texts
from allo_ext._wire.envelope import one
from allo_ext._wire.given import NOT_GIVEN, NotGiven
from allo_ext.errors import InvalidArgumentError
from allo_ext.v2 import DateRange, OutboundAnalytics, Stage, TeamMetrics

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date as day

    from allo_ext._sync.session import Session

    Days = Mapping[str, day | str] | tuple[day | str, day | str] | DateRange

Granularity = Literal["DAY", "WEEK", "MONTH"]
FunnelStage = Stage | Literal["DIAL", "CONNECTED", "CONVERSATION", "CONVERSION"]


class Analytics:
    """Call statistics (https://help.withallo.com/en/api-reference/v2/analytics/get-team-metrics)."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def overview(
        self,
        *,
        date: Days,
        compare_date: Days | NotGiven = NOT_GIVEN,
        user_ids: Iterable[str] | NotGiven = NOT_GIVEN,
        allo_numbers: Iterable[str] | NotGiven = NOT_GIVEN,
    ) -> TeamMetrics:
        """Return the statistics of the team and of each member, for inbound and outbound calls together.

        Args:
            date: The first and the last day: a pair, or a mapping with `from` and `to`.
            compare_date: The days to compare with, for `previous` and `change` of each figure.
            user_ids: Only these members; not together with `allo_numbers`.
            allo_numbers: Only these numbers of the account, E.164.

        Raises:
            InvalidArgumentError: An argument breaks the rules above; nothing was sent.
            AlloError: See `allo_ext.errors`. The key needs the scope CONVERSATIONS_READ.

        Examples:
            >>> metrics = allo.v2.analytics.overview(date=("2026-03-01", "2026-03-31"))
            >>> metrics.summary.total_calls.value

        Wraps `POST /analytics/overview`.
        """
        from allo_v2.api.analytics import get_team_metrics

        if self._session.config.validate:
            exclude(user_ids=user_ids, allo_numbers=allo_numbers)
        body = Body(
            date=day_range(date, "date"),
            compare_date=day_range(compare_date, "compare_date"),
            user_ids=texts(user_ids, "user_ids"),
            allo_numbers=texts(allo_numbers, "allo_numbers"),
        )
        return self._session.call(get_team_metrics, one(TeamMetrics), body=body)

    def outbound(
        self,
        *,
        date: Days,
        compare_date: Days | NotGiven = NOT_GIVEN,
        user_ids: Iterable[str] | NotGiven = NOT_GIVEN,
        allo_numbers: Iterable[str] | NotGiven = NOT_GIVEN,
        tags: Iterable[str] | NotGiven = NOT_GIVEN,
        granularity: Granularity | NotGiven = NOT_GIVEN,
        extend: Literal["items"] | NotGiven = NOT_GIVEN,
        stage: FunnelStage | NotGiven = NOT_GIVEN,
        page: int | NotGiven = NOT_GIVEN,
        size: int | NotGiven = NOT_GIVEN,
    ) -> OutboundAnalytics:
        """Return the funnel of outbound calls, over time, by weekday and hour, and by member.

        Args:
            date: The first and the last day: a pair, or a mapping with `from` and `to`.
            compare_date: The days to compare with, for `previous` and `change` of each figure.
            user_ids: Only these members; not together with `allo_numbers`.
            allo_numbers: Only these numbers of the account, E.164.
            tags: The tags that mark a call as a conversion; without tags there are no conversions.
            granularity: "DAY", "WEEK" or "MONTH" for the figures over time; the API's default is "DAY".
            extend: "items" to return one page of the calls of a stage.
            stage: The stage of these calls; required with `extend`.
            page: The page number, from 1.
            size: Calls per page, 1 to 100.

        Raises:
            InvalidArgumentError: An argument breaks the rules above; nothing was sent.
            AlloError: See `allo_ext.errors`. The key needs the scope CONVERSATIONS_READ.

        Examples:
            >>> outbound = allo.v2.analytics.outbound(
            ...     date=("2026-03-01", "2026-03-31"), extend="items", stage="CONVERSATION"
            ... )
            >>> outbound.funnel.conversations.count.value

        Wraps `POST /analytics/outbound`.
        """
        from allo_v2.api.analytics import get_analytics_outbound

        if self._session.config.validate:
            exclude(user_ids=user_ids, allo_numbers=allo_numbers)
            if extend is not NOT_GIVEN and stage is NOT_GIVEN:
                raise InvalidArgumentError(field="stage", problem="must be given with extend")
        body = Body(
            date=day_range(date, "date"),
            compare_date=day_range(compare_date, "compare_date"),
            user_ids=texts(user_ids, "user_ids"),
            allo_numbers=texts(allo_numbers, "allo_numbers"),
            tags=texts(tags, "tags"),
            granularity=granularity,
            extend=extend,
            stage=stage,
            page=page,
            size=size,
        )
        return self._session.call(get_analytics_outbound, one(OutboundAnalytics), body=body)
