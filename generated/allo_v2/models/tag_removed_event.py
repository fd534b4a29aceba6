from __future__ import annotations

from collections.abc import Mapping
from typing import (
    TYPE_CHECKING,
    Any,
    Literal,
    Self,
    TypeVar,
    cast,
)

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.unknown_event_data import UnknownEventData


T = TypeVar("T", bound="TagRemovedEvent")


@_attrs_define
class TagRemovedEvent:
    """A tag was removed from a call. The payload is unknown.

    Attributes:
        topic (Literal['tag.removed']):
        version (None | str | Unset):
        timestamp (None | str | Unset): When it was sent, with 3 or 6 fraction digits.
        data (None | UnknownEventData | Unset):
    """

    topic: Literal["tag.removed"]
    version: None | str | Unset = UNSET
    timestamp: None | str | Unset = UNSET
    data: None | UnknownEventData | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.unknown_event_data import UnknownEventData

        topic = self.topic

        version: None | str | Unset
        if isinstance(self.version, Unset):
            version = UNSET
        else:
            version = self.version

        timestamp: None | str | Unset
        if isinstance(self.timestamp, Unset):
            timestamp = UNSET
        else:
            timestamp = self.timestamp

        data: dict[str, Any] | None | Unset
        if isinstance(self.data, Unset):
            data = UNSET
        elif isinstance(self.data, UnknownEventData):
            data = self.data.to_dict()
        else:
            data = self.data

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "topic": topic,
            }
        )
        if version is not UNSET:
            field_dict["version"] = version
        if timestamp is not UNSET:
            field_dict["timestamp"] = timestamp
        if data is not UNSET:
            field_dict["data"] = data

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.unknown_event_data import UnknownEventData

        d = dict(src_dict)
        topic = cast(Literal["tag.removed"], d.pop("topic"))
        if topic != "tag.removed":
            raise ValueError(f"topic must match const 'tag.removed', got '{topic}'")

        def _parse_version(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        version = _parse_version(d.pop("version", UNSET))

        def _parse_timestamp(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        timestamp = _parse_timestamp(d.pop("timestamp", UNSET))

        def _parse_data(data: object) -> None | UnknownEventData | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                data_type_0 = UnknownEventData.from_dict(data)

                return data_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | UnknownEventData | Unset, data)

        data = _parse_data(d.pop("data", UNSET))

        tag_removed_event = cls(
            topic=topic,
            version=version,
            timestamp=timestamp,
            data=data,
        )

        tag_removed_event.additional_properties = d
        return tag_removed_event

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
