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
    from ..models.call_received_body import CallReceivedBody


T = TypeVar("T", bound="CallReceivedBodyEvent")


@_attrs_define
class CallReceivedBodyEvent:
    """A call has ended, in the envelope of 2025.

    Attributes:
        topic (Literal['CALL_RECEIVED']):
        body (CallReceivedBody): The call that has ended, in the format of 2025.
    """

    topic: Literal["CALL_RECEIVED"]
    body: CallReceivedBody
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        topic = self.topic

        body = self.body.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "topic": topic,
                "body": body,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.call_received_body import CallReceivedBody

        d = dict(src_dict)
        topic = cast(Literal["CALL_RECEIVED"], d.pop("topic"))
        if topic != "CALL_RECEIVED":
            raise ValueError(f"topic must match const 'CALL_RECEIVED', got '{topic}'")

        body = CallReceivedBody.from_dict(d.pop("body"))

        call_received_body_event = cls(
            topic=topic,
            body=body,
        )

        call_received_body_event.additional_properties = d
        return call_received_body_event

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
