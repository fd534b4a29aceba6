from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.conversation_action import ConversationAction, check_conversation_action
from ..types import UNSET, Unset

T = TypeVar("T", bound="ExecuteConversationActionRequest")


@_attrs_define
class ExecuteConversationActionRequest:
    """An action on a conversation.

    Attributes:
        action (ConversationAction): What to do with a conversation. ARCHIVE also marks it as read.
        allo_number (str | Unset): A phone number in E.164, a plus sign and 7 to 15 digits.
    """

    action: ConversationAction
    allo_number: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        action: str = self.action

        allo_number = self.allo_number

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "action": action,
            }
        )
        if allo_number is not UNSET:
            field_dict["allo_number"] = allo_number

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        action = check_conversation_action(d.pop("action"))

        allo_number = d.pop("allo_number", UNSET)

        execute_conversation_action_request = cls(
            action=action,
            allo_number=allo_number,
        )

        execute_conversation_action_request.additional_properties = d
        return execute_conversation_action_request

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
