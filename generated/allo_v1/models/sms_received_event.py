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
    from ..models.sms_event_data import SmsEventData


T = TypeVar("T", bound="SmsReceivedEvent")


@_attrs_define
class SmsReceivedEvent:
    """A text message arrived, or was sent.

    Attributes:
        topic (Literal['SMS_RECEIVED']):
        data (SmsEventData): The text message of an event.
    """

    topic: Literal["SMS_RECEIVED"]
    data: SmsEventData
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
        from ..models.sms_event_data import SmsEventData

        d = dict(src_dict)
        topic = cast(Literal["SMS_RECEIVED"], d.pop("topic"))
        if topic != "SMS_RECEIVED":
            raise ValueError(f"topic must match const 'SMS_RECEIVED', got '{topic}'")

        data = SmsEventData.from_dict(d.pop("data"))

        sms_received_event = cls(
            topic=topic,
            data=data,
        )

        sms_received_event.additional_properties = d
        return sms_received_event

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
