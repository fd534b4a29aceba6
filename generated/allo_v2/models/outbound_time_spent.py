from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.metric_value import MetricValue


T = TypeVar("T", bound="OutboundTimeSpent")


@_attrs_define
class OutboundTimeSpent:
    """Time spent on outbound calls.

    Attributes:
        avg_ringing_time_seconds (MetricValue | None | Unset):
        avg_conversation_time_seconds (MetricValue | None | Unset):
        total_conversation_time_seconds (MetricValue | None | Unset):
    """

    avg_ringing_time_seconds: MetricValue | None | Unset = UNSET
    avg_conversation_time_seconds: MetricValue | None | Unset = UNSET
    total_conversation_time_seconds: MetricValue | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.metric_value import MetricValue

        avg_ringing_time_seconds: dict[str, Any] | None | Unset
        if isinstance(self.avg_ringing_time_seconds, Unset):
            avg_ringing_time_seconds = UNSET
        elif isinstance(self.avg_ringing_time_seconds, MetricValue):
            avg_ringing_time_seconds = self.avg_ringing_time_seconds.to_dict()
        else:
            avg_ringing_time_seconds = self.avg_ringing_time_seconds

        avg_conversation_time_seconds: dict[str, Any] | None | Unset
        if isinstance(self.avg_conversation_time_seconds, Unset):
            avg_conversation_time_seconds = UNSET
        elif isinstance(self.avg_conversation_time_seconds, MetricValue):
            avg_conversation_time_seconds = self.avg_conversation_time_seconds.to_dict()
        else:
            avg_conversation_time_seconds = self.avg_conversation_time_seconds

        total_conversation_time_seconds: dict[str, Any] | None | Unset
        if isinstance(self.total_conversation_time_seconds, Unset):
            total_conversation_time_seconds = UNSET
        elif isinstance(self.total_conversation_time_seconds, MetricValue):
            total_conversation_time_seconds = (
                self.total_conversation_time_seconds.to_dict()
            )
        else:
            total_conversation_time_seconds = self.total_conversation_time_seconds

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if avg_ringing_time_seconds is not UNSET:
            field_dict["avg_ringing_time_seconds"] = avg_ringing_time_seconds
        if avg_conversation_time_seconds is not UNSET:
            field_dict["avg_conversation_time_seconds"] = avg_conversation_time_seconds
        if total_conversation_time_seconds is not UNSET:
            field_dict["total_conversation_time_seconds"] = (
                total_conversation_time_seconds
            )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.metric_value import MetricValue

        d = dict(src_dict)

        def _parse_avg_ringing_time_seconds(data: object) -> MetricValue | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                avg_ringing_time_seconds_type_0 = MetricValue.from_dict(data)

                return avg_ringing_time_seconds_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(MetricValue | None | Unset, data)

        avg_ringing_time_seconds = _parse_avg_ringing_time_seconds(
            d.pop("avg_ringing_time_seconds", UNSET)
        )

        def _parse_avg_conversation_time_seconds(
            data: object,
        ) -> MetricValue | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                avg_conversation_time_seconds_type_0 = MetricValue.from_dict(data)

                return avg_conversation_time_seconds_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(MetricValue | None | Unset, data)

        avg_conversation_time_seconds = _parse_avg_conversation_time_seconds(
            d.pop("avg_conversation_time_seconds", UNSET)
        )

        def _parse_total_conversation_time_seconds(
            data: object,
        ) -> MetricValue | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                total_conversation_time_seconds_type_0 = MetricValue.from_dict(data)

                return total_conversation_time_seconds_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(MetricValue | None | Unset, data)

        total_conversation_time_seconds = _parse_total_conversation_time_seconds(
            d.pop("total_conversation_time_seconds", UNSET)
        )

        outbound_time_spent = cls(
            avg_ringing_time_seconds=avg_ringing_time_seconds,
            avg_conversation_time_seconds=avg_conversation_time_seconds,
            total_conversation_time_seconds=total_conversation_time_seconds,
        )

        outbound_time_spent.additional_properties = d
        return outbound_time_spent

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
