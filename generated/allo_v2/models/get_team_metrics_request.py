from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.analytics_date_range import AnalyticsDateRange


T = TypeVar("T", bound="GetTeamMetricsRequest")


@_attrs_define
class GetTeamMetricsRequest:
    """The period and the filters.

    Attributes:
        date (AnalyticsDateRange): Two days.
        compare_date (AnalyticsDateRange | Unset): Two days.
        user_ids (list[str] | Unset): Not together with `allo_numbers`.
        allo_numbers (list[str] | Unset): Not together with `user_ids`.
    """

    date: AnalyticsDateRange
    compare_date: AnalyticsDateRange | Unset = UNSET
    user_ids: list[str] | Unset = UNSET
    allo_numbers: list[str] | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        date = self.date.to_dict()

        compare_date: dict[str, Any] | Unset = UNSET
        if not isinstance(self.compare_date, Unset):
            compare_date = self.compare_date.to_dict()

        user_ids: list[str] | Unset = UNSET
        if not isinstance(self.user_ids, Unset):
            user_ids = self.user_ids

        allo_numbers: list[str] | Unset = UNSET
        if not isinstance(self.allo_numbers, Unset):
            allo_numbers = self.allo_numbers

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "date": date,
            }
        )
        if compare_date is not UNSET:
            field_dict["compare_date"] = compare_date
        if user_ids is not UNSET:
            field_dict["user_ids"] = user_ids
        if allo_numbers is not UNSET:
            field_dict["allo_numbers"] = allo_numbers

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.analytics_date_range import AnalyticsDateRange

        d = dict(src_dict)
        date = AnalyticsDateRange.from_dict(d.pop("date"))

        _compare_date = d.pop("compare_date", UNSET)
        compare_date: AnalyticsDateRange | Unset
        if isinstance(_compare_date, Unset):
            compare_date = UNSET
        else:
            compare_date = AnalyticsDateRange.from_dict(_compare_date)

        user_ids = cast(list[str], d.pop("user_ids", UNSET))

        allo_numbers = cast(list[str], d.pop("allo_numbers", UNSET))

        get_team_metrics_request = cls(
            date=date,
            compare_date=compare_date,
            user_ids=user_ids,
            allo_numbers=allo_numbers,
        )

        get_team_metrics_request.additional_properties = d
        return get_team_metrics_request

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
