from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.heatmap_cell import HeatmapCell


T = TypeVar("T", bound="OutboundHeatmap")


@_attrs_define
class OutboundHeatmap:
    """Outbound calls by weekday and hour.

    Attributes:
        dials (list[HeatmapCell] | None | Unset):
        connected (list[HeatmapCell] | None | Unset):
        connection_rate (list[HeatmapCell] | None | Unset):
    """

    dials: list[HeatmapCell] | None | Unset = UNSET
    connected: list[HeatmapCell] | None | Unset = UNSET
    connection_rate: list[HeatmapCell] | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        dials: list[dict[str, Any]] | None | Unset
        if isinstance(self.dials, Unset):
            dials = UNSET
        elif isinstance(self.dials, list):
            dials = []
            for dials_type_0_item_data in self.dials:
                dials_type_0_item = dials_type_0_item_data.to_dict()
                dials.append(dials_type_0_item)

        else:
            dials = self.dials

        connected: list[dict[str, Any]] | None | Unset
        if isinstance(self.connected, Unset):
            connected = UNSET
        elif isinstance(self.connected, list):
            connected = []
            for connected_type_0_item_data in self.connected:
                connected_type_0_item = connected_type_0_item_data.to_dict()
                connected.append(connected_type_0_item)

        else:
            connected = self.connected

        connection_rate: list[dict[str, Any]] | None | Unset
        if isinstance(self.connection_rate, Unset):
            connection_rate = UNSET
        elif isinstance(self.connection_rate, list):
            connection_rate = []
            for connection_rate_type_0_item_data in self.connection_rate:
                connection_rate_type_0_item = connection_rate_type_0_item_data.to_dict()
                connection_rate.append(connection_rate_type_0_item)

        else:
            connection_rate = self.connection_rate

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if dials is not UNSET:
            field_dict["dials"] = dials
        if connected is not UNSET:
            field_dict["connected"] = connected
        if connection_rate is not UNSET:
            field_dict["connection_rate"] = connection_rate

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.heatmap_cell import HeatmapCell

        d = dict(src_dict)

        def _parse_dials(data: object) -> list[HeatmapCell] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                dials_type_0 = []
                _dials_type_0 = data
                for dials_type_0_item_data in _dials_type_0:
                    dials_type_0_item = HeatmapCell.from_dict(dials_type_0_item_data)

                    dials_type_0.append(dials_type_0_item)

                return dials_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[HeatmapCell] | None | Unset, data)

        dials = _parse_dials(d.pop("dials", UNSET))

        def _parse_connected(data: object) -> list[HeatmapCell] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                connected_type_0 = []
                _connected_type_0 = data
                for connected_type_0_item_data in _connected_type_0:
                    connected_type_0_item = HeatmapCell.from_dict(
                        connected_type_0_item_data
                    )

                    connected_type_0.append(connected_type_0_item)

                return connected_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[HeatmapCell] | None | Unset, data)

        connected = _parse_connected(d.pop("connected", UNSET))

        def _parse_connection_rate(data: object) -> list[HeatmapCell] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                connection_rate_type_0 = []
                _connection_rate_type_0 = data
                for connection_rate_type_0_item_data in _connection_rate_type_0:
                    connection_rate_type_0_item = HeatmapCell.from_dict(
                        connection_rate_type_0_item_data
                    )

                    connection_rate_type_0.append(connection_rate_type_0_item)

                return connection_rate_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[HeatmapCell] | None | Unset, data)

        connection_rate = _parse_connection_rate(d.pop("connection_rate", UNSET))

        outbound_heatmap = cls(
            dials=dials,
            connected=connected,
            connection_rate=connection_rate,
        )

        outbound_heatmap.additional_properties = d
        return outbound_heatmap

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
