from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="PartnerAccount")


@_attrs_define
class PartnerAccount:
    """An account of a partner's customer.

    Attributes:
        id (str):
        api_key (None | str | Unset): A secret, returned on creation only.
        phone_numbers (list[str] | None | Unset):
        status (None | str | Unset): Other values are unknown.
        activated (bool | None | Unset): Whether the customer has logged in.
        partner_client_ref (None | str | Unset):
    """

    id: str
    api_key: None | str | Unset = UNSET
    phone_numbers: list[str] | None | Unset = UNSET
    status: None | str | Unset = UNSET
    activated: bool | None | Unset = UNSET
    partner_client_ref: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        api_key: None | str | Unset
        if isinstance(self.api_key, Unset):
            api_key = UNSET
        else:
            api_key = self.api_key

        phone_numbers: list[str] | None | Unset
        if isinstance(self.phone_numbers, Unset):
            phone_numbers = UNSET
        elif isinstance(self.phone_numbers, list):
            phone_numbers = self.phone_numbers

        else:
            phone_numbers = self.phone_numbers

        status: None | str | Unset
        if isinstance(self.status, Unset):
            status = UNSET
        else:
            status = self.status

        activated: bool | None | Unset
        if isinstance(self.activated, Unset):
            activated = UNSET
        else:
            activated = self.activated

        partner_client_ref: None | str | Unset
        if isinstance(self.partner_client_ref, Unset):
            partner_client_ref = UNSET
        else:
            partner_client_ref = self.partner_client_ref

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
            }
        )
        if api_key is not UNSET:
            field_dict["api_key"] = api_key
        if phone_numbers is not UNSET:
            field_dict["phone_numbers"] = phone_numbers
        if status is not UNSET:
            field_dict["status"] = status
        if activated is not UNSET:
            field_dict["activated"] = activated
        if partner_client_ref is not UNSET:
            field_dict["partner_client_ref"] = partner_client_ref

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        id = d.pop("id")

        def _parse_api_key(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        api_key = _parse_api_key(d.pop("api_key", UNSET))

        def _parse_phone_numbers(data: object) -> list[str] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                phone_numbers_type_0 = cast(list[str], data)

                return phone_numbers_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[str] | None | Unset, data)

        phone_numbers = _parse_phone_numbers(d.pop("phone_numbers", UNSET))

        def _parse_status(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        status = _parse_status(d.pop("status", UNSET))

        def _parse_activated(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        activated = _parse_activated(d.pop("activated", UNSET))

        def _parse_partner_client_ref(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        partner_client_ref = _parse_partner_client_ref(
            d.pop("partner_client_ref", UNSET)
        )

        partner_account = cls(
            id=id,
            api_key=api_key,
            phone_numbers=phone_numbers,
            status=status,
            activated=activated,
            partner_client_ref=partner_client_ref,
        )

        partner_account.additional_properties = d
        return partner_account

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
