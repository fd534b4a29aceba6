from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.granularity import Granularity, check_granularity
from ..models.outbound_extension import OutboundExtension, check_outbound_extension
from ..models.outbound_stage import OutboundStage, check_outbound_stage
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.analytics_date_range import AnalyticsDateRange


T = TypeVar("T", bound="GetAnalyticsOutboundRequest")


@_attrs_define
class GetAnalyticsOutboundRequest:
    """The period, the filters, and optionally the calls behind the figures.

    Attributes:
        date (AnalyticsDateRange): Two days.
        compare_date (AnalyticsDateRange | Unset): Two days.
        user_ids (list[str] | Unset): Not together with `allo_numbers`.
        allo_numbers (list[str] | Unset): Not together with `user_ids`.
        tags (list[str] | Unset): Slugs that mark a conversion. Without them there are no conversions.
        granularity (Granularity | Unset): The step of a time series. The API's default is DAY.
        extend (OutboundExtension | Unset): What to add to outbound analytics.
        stage (OutboundStage | Unset): A stage of the outbound funnel. CONVERSATION is a connected call longer than a
            minute, CONVERSION a call with one of the tags.
        page (int | Unset): A page of the calls, counted from 1. Default: 1.
        size (int | Unset): Calls per page. Default: 20.
    """

    date: AnalyticsDateRange
    compare_date: AnalyticsDateRange | Unset = UNSET
    user_ids: list[str] | Unset = UNSET
    allo_numbers: list[str] | Unset = UNSET
    tags: list[str] | Unset = UNSET
    granularity: Granularity | Unset = UNSET
    extend: OutboundExtension | Unset = UNSET
    stage: OutboundStage | Unset = UNSET
    page: int | Unset = 1
    size: int | Unset = 20
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

        tags: list[str] | Unset = UNSET
        if not isinstance(self.tags, Unset):
            tags = self.tags

        granularity: str | Unset = UNSET
        if not isinstance(self.granularity, Unset):
            granularity = self.granularity

        extend: str | Unset = UNSET
        if not isinstance(self.extend, Unset):
            extend = self.extend

        stage: str | Unset = UNSET
        if not isinstance(self.stage, Unset):
            stage = self.stage

        page = self.page

        size = self.size

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
        if tags is not UNSET:
            field_dict["tags"] = tags
        if granularity is not UNSET:
            field_dict["granularity"] = granularity
        if extend is not UNSET:
            field_dict["extend"] = extend
        if stage is not UNSET:
            field_dict["stage"] = stage
        if page is not UNSET:
            field_dict["page"] = page
        if size is not UNSET:
            field_dict["size"] = size

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

        tags = cast(list[str], d.pop("tags", UNSET))

        _granularity = d.pop("granularity", UNSET)
        granularity: Granularity | Unset
        if isinstance(_granularity, Unset):
            granularity = UNSET
        else:
            granularity = check_granularity(_granularity)

        _extend = d.pop("extend", UNSET)
        extend: OutboundExtension | Unset
        if isinstance(_extend, Unset):
            extend = UNSET
        else:
            extend = check_outbound_extension(_extend)

        _stage = d.pop("stage", UNSET)
        stage: OutboundStage | Unset
        if isinstance(_stage, Unset):
            stage = UNSET
        else:
            stage = check_outbound_stage(_stage)

        page = d.pop("page", UNSET)

        size = d.pop("size", UNSET)

        get_analytics_outbound_request = cls(
            date=date,
            compare_date=compare_date,
            user_ids=user_ids,
            allo_numbers=allo_numbers,
            tags=tags,
            granularity=granularity,
            extend=extend,
            stage=stage,
            page=page,
            size=size,
        )

        get_analytics_outbound_request.additional_properties = d
        return get_analytics_outbound_request

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
