from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.date_range import DateRange
    from ..models.outbound_funnel import OutboundFunnel
    from ..models.outbound_heatmap import OutboundHeatmap
    from ..models.outbound_items import OutboundItems
    from ..models.outbound_leader import OutboundLeader
    from ..models.outbound_time_series import OutboundTimeSeries
    from ..models.outbound_time_spent import OutboundTimeSpent


T = TypeVar("T", bound="OutboundAnalytics")


@_attrs_define
class OutboundAnalytics:
    """Figures about outbound calls for a period.

    Attributes:
        date (DateRange | None | Unset):
        compare_date (DateRange | None | Unset):
        funnel (None | OutboundFunnel | Unset):
        time_series (None | OutboundTimeSeries | Unset):
        heatmap (None | OutboundHeatmap | Unset):
        leaderboard (list[OutboundLeader] | None | Unset):
        time_spent (None | OutboundTimeSpent | Unset):
        last_updated (None | str | Unset): When the figures were computed.
        items (None | OutboundItems | Unset): Only if `extend` requests it.
    """

    date: DateRange | None | Unset = UNSET
    compare_date: DateRange | None | Unset = UNSET
    funnel: None | OutboundFunnel | Unset = UNSET
    time_series: None | OutboundTimeSeries | Unset = UNSET
    heatmap: None | OutboundHeatmap | Unset = UNSET
    leaderboard: list[OutboundLeader] | None | Unset = UNSET
    time_spent: None | OutboundTimeSpent | Unset = UNSET
    last_updated: None | str | Unset = UNSET
    items: None | OutboundItems | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.date_range import DateRange
        from ..models.outbound_funnel import OutboundFunnel
        from ..models.outbound_heatmap import OutboundHeatmap
        from ..models.outbound_items import OutboundItems
        from ..models.outbound_time_series import OutboundTimeSeries
        from ..models.outbound_time_spent import OutboundTimeSpent

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

        funnel: dict[str, Any] | None | Unset
        if isinstance(self.funnel, Unset):
            funnel = UNSET
        elif isinstance(self.funnel, OutboundFunnel):
            funnel = self.funnel.to_dict()
        else:
            funnel = self.funnel

        time_series: dict[str, Any] | None | Unset
        if isinstance(self.time_series, Unset):
            time_series = UNSET
        elif isinstance(self.time_series, OutboundTimeSeries):
            time_series = self.time_series.to_dict()
        else:
            time_series = self.time_series

        heatmap: dict[str, Any] | None | Unset
        if isinstance(self.heatmap, Unset):
            heatmap = UNSET
        elif isinstance(self.heatmap, OutboundHeatmap):
            heatmap = self.heatmap.to_dict()
        else:
            heatmap = self.heatmap

        leaderboard: list[dict[str, Any]] | None | Unset
        if isinstance(self.leaderboard, Unset):
            leaderboard = UNSET
        elif isinstance(self.leaderboard, list):
            leaderboard = []
            for leaderboard_type_0_item_data in self.leaderboard:
                leaderboard_type_0_item = leaderboard_type_0_item_data.to_dict()
                leaderboard.append(leaderboard_type_0_item)

        else:
            leaderboard = self.leaderboard

        time_spent: dict[str, Any] | None | Unset
        if isinstance(self.time_spent, Unset):
            time_spent = UNSET
        elif isinstance(self.time_spent, OutboundTimeSpent):
            time_spent = self.time_spent.to_dict()
        else:
            time_spent = self.time_spent

        last_updated: None | str | Unset
        if isinstance(self.last_updated, Unset):
            last_updated = UNSET
        else:
            last_updated = self.last_updated

        items: dict[str, Any] | None | Unset
        if isinstance(self.items, Unset):
            items = UNSET
        elif isinstance(self.items, OutboundItems):
            items = self.items.to_dict()
        else:
            items = self.items

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if date is not UNSET:
            field_dict["date"] = date
        if compare_date is not UNSET:
            field_dict["compare_date"] = compare_date
        if funnel is not UNSET:
            field_dict["funnel"] = funnel
        if time_series is not UNSET:
            field_dict["time_series"] = time_series
        if heatmap is not UNSET:
            field_dict["heatmap"] = heatmap
        if leaderboard is not UNSET:
            field_dict["leaderboard"] = leaderboard
        if time_spent is not UNSET:
            field_dict["time_spent"] = time_spent
        if last_updated is not UNSET:
            field_dict["last_updated"] = last_updated
        if items is not UNSET:
            field_dict["items"] = items

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.date_range import DateRange
        from ..models.outbound_funnel import OutboundFunnel
        from ..models.outbound_heatmap import OutboundHeatmap
        from ..models.outbound_items import OutboundItems
        from ..models.outbound_leader import OutboundLeader
        from ..models.outbound_time_series import OutboundTimeSeries
        from ..models.outbound_time_spent import OutboundTimeSpent

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

        def _parse_funnel(data: object) -> None | OutboundFunnel | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                funnel_type_0 = OutboundFunnel.from_dict(data)

                return funnel_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | OutboundFunnel | Unset, data)

        funnel = _parse_funnel(d.pop("funnel", UNSET))

        def _parse_time_series(data: object) -> None | OutboundTimeSeries | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                time_series_type_0 = OutboundTimeSeries.from_dict(data)

                return time_series_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | OutboundTimeSeries | Unset, data)

        time_series = _parse_time_series(d.pop("time_series", UNSET))

        def _parse_heatmap(data: object) -> None | OutboundHeatmap | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                heatmap_type_0 = OutboundHeatmap.from_dict(data)

                return heatmap_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | OutboundHeatmap | Unset, data)

        heatmap = _parse_heatmap(d.pop("heatmap", UNSET))

        def _parse_leaderboard(data: object) -> list[OutboundLeader] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                leaderboard_type_0 = []
                _leaderboard_type_0 = data
                for leaderboard_type_0_item_data in _leaderboard_type_0:
                    leaderboard_type_0_item = OutboundLeader.from_dict(
                        leaderboard_type_0_item_data
                    )

                    leaderboard_type_0.append(leaderboard_type_0_item)

                return leaderboard_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[OutboundLeader] | None | Unset, data)

        leaderboard = _parse_leaderboard(d.pop("leaderboard", UNSET))

        def _parse_time_spent(data: object) -> None | OutboundTimeSpent | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                time_spent_type_0 = OutboundTimeSpent.from_dict(data)

                return time_spent_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | OutboundTimeSpent | Unset, data)

        time_spent = _parse_time_spent(d.pop("time_spent", UNSET))

        def _parse_last_updated(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        last_updated = _parse_last_updated(d.pop("last_updated", UNSET))

        def _parse_items(data: object) -> None | OutboundItems | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                items_type_0 = OutboundItems.from_dict(data)

                return items_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | OutboundItems | Unset, data)

        items = _parse_items(d.pop("items", UNSET))

        outbound_analytics = cls(
            date=date,
            compare_date=compare_date,
            funnel=funnel,
            time_series=time_series,
            heatmap=heatmap,
            leaderboard=leaderboard,
            time_spent=time_spent,
            last_updated=last_updated,
            items=items,
        )

        outbound_analytics.additional_properties = d
        return outbound_analytics

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
