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

if TYPE_CHECKING:
    from ..models.contact_event_data import ContactEventData


T = TypeVar("T", bound="ContactUpdatedEvent")


@_attrs_define
class ContactUpdatedEvent:
    """A contact was changed.

    Attributes:
        topic (Literal['CONTACT_UPDATED']):
        data (ContactEventData): The contact of an event.
    """

    topic: Literal["CONTACT_UPDATED"]
    data: ContactEventData
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        topic = self.topic

        data = self.data.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "topic": topic,
                "data": data,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.contact_event_data import ContactEventData

        d = dict(src_dict)
        topic = cast(Literal["CONTACT_UPDATED"], d.pop("topic"))
        if topic != "CONTACT_UPDATED":
            raise ValueError(f"topic must match const 'CONTACT_UPDATED', got '{topic}'")

        data = ContactEventData.from_dict(d.pop("data"))

        contact_updated_event = cls(
            topic=topic,
            data=data,
        )

        contact_updated_event.additional_properties = d
        return contact_updated_event

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
