from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.metric_value import MetricValue


T = TypeVar("T", bound="TeamMetricsSummary")


@_attrs_define
class TeamMetricsSummary:
    """Figures of the whole team.

    Attributes:
        total_calls (MetricValue | None | Unset):
        talk_time_seconds (MetricValue | None | Unset):
        calls_over_1_min (MetricValue | None | Unset):
        answer_rate (MetricValue | None | Unset): A fraction from 0 to 1.
    """

    total_calls: MetricValue | None | Unset = UNSET
    talk_time_seconds: MetricValue | None | Unset = UNSET
    calls_over_1_min: MetricValue | None | Unset = UNSET
    answer_rate: MetricValue | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.metric_value import MetricValue

        total_calls: dict[str, Any] | None | Unset
        if isinstance(self.total_calls, Unset):
            total_calls = UNSET
        elif isinstance(self.total_calls, MetricValue):
            total_calls = self.total_calls.to_dict()
        else:
            total_calls = self.total_calls

        talk_time_seconds: dict[str, Any] | None | Unset
        if isinstance(self.talk_time_seconds, Unset):
            talk_time_seconds = UNSET
        elif isinstance(self.talk_time_seconds, MetricValue):
            talk_time_seconds = self.talk_time_seconds.to_dict()
        else:
            talk_time_seconds = self.talk_time_seconds

        calls_over_1_min: dict[str, Any] | None | Unset
        if isinstance(self.calls_over_1_min, Unset):
            calls_over_1_min = UNSET
        elif isinstance(self.calls_over_1_min, MetricValue):
            calls_over_1_min = self.calls_over_1_min.to_dict()
        else:
            calls_over_1_min = self.calls_over_1_min

        answer_rate: dict[str, Any] | None | Unset
        if isinstance(self.answer_rate, Unset):
            answer_rate = UNSET
        elif isinstance(self.answer_rate, MetricValue):
            answer_rate = self.answer_rate.to_dict()
        else:
            answer_rate = self.answer_rate

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if total_calls is not UNSET:
            field_dict["total_calls"] = total_calls
        if talk_time_seconds is not UNSET:
            field_dict["talk_time_seconds"] = talk_time_seconds
        if calls_over_1_min is not UNSET:
            field_dict["calls_over_1_min"] = calls_over_1_min
        if answer_rate is not UNSET:
            field_dict["answer_rate"] = answer_rate

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.metric_value import MetricValue

        d = dict(src_dict)

        def _parse_total_calls(data: object) -> MetricValue | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                total_calls_type_0 = MetricValue.from_dict(data)

                return total_calls_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(MetricValue | None | Unset, data)

        total_calls = _parse_total_calls(d.pop("total_calls", UNSET))

        def _parse_talk_time_seconds(data: object) -> MetricValue | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                talk_time_seconds_type_0 = MetricValue.from_dict(data)

                return talk_time_seconds_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(MetricValue | None | Unset, data)

        talk_time_seconds = _parse_talk_time_seconds(d.pop("talk_time_seconds", UNSET))

        def _parse_calls_over_1_min(data: object) -> MetricValue | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                calls_over_1_min_type_0 = MetricValue.from_dict(data)

                return calls_over_1_min_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(MetricValue | None | Unset, data)

        calls_over_1_min = _parse_calls_over_1_min(d.pop("calls_over_1_min", UNSET))

        def _parse_answer_rate(data: object) -> MetricValue | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                answer_rate_type_0 = MetricValue.from_dict(data)

                return answer_rate_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(MetricValue | None | Unset, data)

        answer_rate = _parse_answer_rate(d.pop("answer_rate", UNSET))

        team_metrics_summary = cls(
            total_calls=total_calls,
            talk_time_seconds=talk_time_seconds,
            calls_over_1_min=calls_over_1_min,
            answer_rate=answer_rate,
        )

        team_metrics_summary.additional_properties = d
        return team_metrics_summary

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
