from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.date_range import DateRange
    from ..models.team_metrics_summary import TeamMetricsSummary
    from ..models.user_breakdown import UserBreakdown


T = TypeVar("T", bound="TeamMetrics")


@_attrs_define
class TeamMetrics:
    """Figures of the team for a period.

    Attributes:
        date (DateRange | None | Unset):
        compare_date (DateRange | None | Unset):
        summary (None | TeamMetricsSummary | Unset):
        breakdown (list[UserBreakdown] | None | Unset): One row per member.
        last_updated (None | str | Unset): When the figures were computed.
    """

    date: DateRange | None | Unset = UNSET
    compare_date: DateRange | None | Unset = UNSET
    summary: None | TeamMetricsSummary | Unset = UNSET
    breakdown: list[UserBreakdown] | None | Unset = UNSET
    last_updated: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.date_range import DateRange
        from ..models.team_metrics_summary import TeamMetricsSummary

        date: dict[str, Any] | None | Unset
        if isinstance(self.date, Unset):
            date = UNSET
        elif isinstance(self.date, DateRange):
            date = self.date.to_dict()
        else:
            date = self.date

        compare_date: dict[str, Any] | None | Unset
        if isinstance(self.compare_date, Unset):
            compare_date = UNSET
        elif isinstance(self.compare_date, DateRange):
            compare_date = self.compare_date.to_dict()
        else:
            compare_date = self.compare_date

        summary: dict[str, Any] | None | Unset
        if isinstance(self.summary, Unset):
            summary = UNSET
        elif isinstance(self.summary, TeamMetricsSummary):
            summary = self.summary.to_dict()
        else:
            summary = self.summary

        breakdown: list[dict[str, Any]] | None | Unset
        if isinstance(self.breakdown, Unset):
            breakdown = UNSET
        elif isinstance(self.breakdown, list):
            breakdown = []
            for breakdown_type_0_item_data in self.breakdown:
                breakdown_type_0_item = breakdown_type_0_item_data.to_dict()
                breakdown.append(breakdown_type_0_item)

        else:
            breakdown = self.breakdown

        last_updated: None | str | Unset
        if isinstance(self.last_updated, Unset):
            last_updated = UNSET
        else:
            last_updated = self.last_updated

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if date is not UNSET:
            field_dict["date"] = date
        if compare_date is not UNSET:
            field_dict["compare_date"] = compare_date
        if summary is not UNSET:
            field_dict["summary"] = summary
        if breakdown is not UNSET:
            field_dict["breakdown"] = breakdown
        if last_updated is not UNSET:
            field_dict["last_updated"] = last_updated

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.date_range import DateRange
        from ..models.team_metrics_summary import TeamMetricsSummary
        from ..models.user_breakdown import UserBreakdown

        d = dict(src_dict)

        def _parse_date(data: object) -> DateRange | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                date_type_0 = DateRange.from_dict(data)

                return date_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(DateRange | None | Unset, data)

        date = _parse_date(d.pop("date", UNSET))

        def _parse_compare_date(data: object) -> DateRange | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                compare_date_type_0 = DateRange.from_dict(data)

                return compare_date_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(DateRange | None | Unset, data)

        compare_date = _parse_compare_date(d.pop("compare_date", UNSET))

        def _parse_summary(data: object) -> None | TeamMetricsSummary | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                summary_type_0 = TeamMetricsSummary.from_dict(data)

                return summary_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | TeamMetricsSummary | Unset, data)

        summary = _parse_summary(d.pop("summary", UNSET))

        def _parse_breakdown(data: object) -> list[UserBreakdown] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                breakdown_type_0 = []
                _breakdown_type_0 = data
                for breakdown_type_0_item_data in _breakdown_type_0:
                    breakdown_type_0_item = UserBreakdown.from_dict(
                        breakdown_type_0_item_data
                    )

                    breakdown_type_0.append(breakdown_type_0_item)

                return breakdown_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[UserBreakdown] | None | Unset, data)

        breakdown = _parse_breakdown(d.pop("breakdown", UNSET))

        def _parse_last_updated(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        last_updated = _parse_last_updated(d.pop("last_updated", UNSET))

        team_metrics = cls(
            date=date,
            compare_date=compare_date,
            summary=summary,
            breakdown=breakdown,
            last_updated=last_updated,
        )

        team_metrics.additional_properties = d
        return team_metrics

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties
