from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.contact import Contact
    from ..models.conversation_item import ConversationItem


T = TypeVar("T", bound="ConversationSummary")


@_attrs_define
class ConversationSummary:
    """One outside number on one line, with its latest item.

    Attributes:
        contact_number (None | str | Unset): The outside number, in E.164.
        contacts (list[Contact] | None | Unset): The contacts with this number: none, one or several.
        last_activity (None | str | Unset):
        last_item (ConversationItem | None | Unset):
    """

    contact_number: None | str | Unset = UNSET
    contacts: list[Contact] | None | Unset = UNSET
    last_activity: None | str | Unset = UNSET
    last_item: ConversationItem | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.conversation_item import ConversationItem

        contact_number: None | str | Unset
        if isinstance(self.contact_number, Unset):
            contact_number = UNSET
        else:
            contact_number = self.contact_number

        contacts: list[dict[str, Any]] | None | Unset
        if isinstance(self.contacts, Unset):
            contacts = UNSET
        elif isinstance(self.contacts, list):
            contacts = []
            for contacts_type_0_item_data in self.contacts:
                contacts_type_0_item = contacts_type_0_item_data.to_dict()
                contacts.append(contacts_type_0_item)

        else:
            contacts = self.contacts

        last_activity: None | str | Unset
        if isinstance(self.last_activity, Unset):
            last_activity = UNSET
        else:
            last_activity = self.last_activity

        last_item: dict[str, Any] | None | Unset
        if isinstance(self.last_item, Unset):
            last_item = UNSET
        elif isinstance(self.last_item, ConversationItem):
            last_item = self.last_item.to_dict()
        else:
            last_item = self.last_item

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if contact_number is not UNSET:
            field_dict["contact_number"] = contact_number
        if contacts is not UNSET:
            field_dict["contacts"] = contacts
        if last_activity is not UNSET:
            field_dict["last_activity"] = last_activity
        if last_item is not UNSET:
            field_dict["last_item"] = last_item

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.contact import Contact
        from ..models.conversation_item import ConversationItem

        d = dict(src_dict)

        def _parse_contact_number(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        contact_number = _parse_contact_number(d.pop("contact_number", UNSET))

        def _parse_contacts(data: object) -> list[Contact] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                contacts_type_0 = []
                _contacts_type_0 = data
                for contacts_type_0_item_data in _contacts_type_0:
                    contacts_type_0_item = Contact.from_dict(contacts_type_0_item_data)

                    contacts_type_0.append(contacts_type_0_item)

                return contacts_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[Contact] | None | Unset, data)

        contacts = _parse_contacts(d.pop("contacts", UNSET))

        def _parse_last_activity(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        last_activity = _parse_last_activity(d.pop("last_activity", UNSET))

        def _parse_last_item(data: object) -> ConversationItem | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                last_item_type_0 = ConversationItem.from_dict(data)

                return last_item_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(ConversationItem | None | Unset, data)

        last_item = _parse_last_item(d.pop("last_item", UNSET))

        conversation_summary = cls(
            contact_number=contact_number,
            contacts=contacts,
            last_activity=last_activity,
            last_item=last_item,
        )

        conversation_summary.additional_properties = d
        return conversation_summary

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
