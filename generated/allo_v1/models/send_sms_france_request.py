from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="SendSmsFranceRequest")


@_attrs_define
class SendSmsFranceRequest:
    """A message from a sender ID to a French number.

    Attributes:
        sender_id (str): Three to eleven letters and digits with at least one letter, or a short code.
        to (str): A French phone number in E.164.
        message (str): The text of a message, 1 to 1000 characters.
    """

    sender_id: str
    to: str
    message: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        sender_id = self.sender_id

        to = self.to

        message = self.message

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "sender_id": sender_id,
                "to": to,
                "message": message,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        sender_id = d.pop("sender_id")

        to = d.pop("to")

        message = d.pop("message")

        send_sms_france_request = cls(
            sender_id=sender_id,
            to=to,
            message=message,
        )

        send_sms_france_request.additional_properties = d
        return send_sms_france_request

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
