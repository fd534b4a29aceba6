from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.funnel_stage import FunnelStage


T = TypeVar("T", bound="OutboundFunnel")


@_attrs_define
class OutboundFunnel:
    """The stages of outbound calls.

    Attributes:
        dials (FunnelStage | None | Unset):
        connected (FunnelStage | None | Unset):
        conversations (FunnelStage | None | Unset):
        conversions (FunnelStage | None | Unset):
    """

    dials: FunnelStage | None | Unset = UNSET
    connected: FunnelStage | None | Unset = UNSET
    conversations: FunnelStage | None | Unset = UNSET
    conversions: FunnelStage | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.funnel_stage import FunnelStage

        dials: dict[str, Any] | None | Unset
        if isinstance(self.dials, Unset):
            dials = UNSET
        elif isinstance(self.dials, FunnelStage):
            dials = self.dials.to_dict()
        else:
            dials = self.dials

        connected: dict[str, Any] | None | Unset
        if isinstance(self.connected, Unset):
            connected = UNSET
        elif isinstance(self.connected, FunnelStage):
            connected = self.connected.to_dict()
        else:
            connected = self.connected

        conversations: dict[str, Any] | None | Unset
        if isinstance(self.conversations, Unset):
            conversations = UNSET
        elif isinstance(self.conversations, FunnelStage):
            conversations = self.conversations.to_dict()
        else:
            conversations = self.conversations

        conversions: dict[str, Any] | None | Unset
        if isinstance(self.conversions, Unset):
            conversions = UNSET
        elif isinstance(self.conversions, FunnelStage):
            conversions = self.conversions.to_dict()
        else:
            conversions = self.conversions

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if dials is not UNSET:
            field_dict["dials"] = dials
        if connected is not UNSET:
            field_dict["connected"] = connected
        if conversations is not UNSET:
            field_dict["conversations"] = conversations
        if conversions is not UNSET:
            field_dict["conversions"] = conversions

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.funnel_stage import FunnelStage

        d = dict(src_dict)

        def _parse_dials(data: object) -> FunnelStage | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                dials_type_0 = FunnelStage.from_dict(data)

                return dials_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(FunnelStage | None | Unset, data)

        dials = _parse_dials(d.pop("dials", UNSET))

        def _parse_connected(data: object) -> FunnelStage | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                connected_type_0 = FunnelStage.from_dict(data)

                return connected_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(FunnelStage | None | Unset, data)

        connected = _parse_connected(d.pop("connected", UNSET))

        def _parse_conversations(data: object) -> FunnelStage | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                conversations_type_0 = FunnelStage.from_dict(data)

                return conversations_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(FunnelStage | None | Unset, data)

        conversations = _parse_conversations(d.pop("conversations", UNSET))

        def _parse_conversions(data: object) -> FunnelStage | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                conversions_type_0 = FunnelStage.from_dict(data)

                return conversions_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(FunnelStage | None | Unset, data)

        conversions = _parse_conversions(d.pop("conversions", UNSET))

        outbound_funnel = cls(
            dials=dials,
            connected=connected,
            conversations=conversations,
            conversions=conversions,
        )

        outbound_funnel.additional_properties = d
        return outbound_funnel

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
