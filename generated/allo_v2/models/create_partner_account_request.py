from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.number_preference import NumberPreference


T = TypeVar("T", bound="CreatePartnerAccountRequest")


@_attrs_define
class CreatePartnerAccountRequest:
    """A new account of a partner's customer.

    Attributes:
        email (str): An e-mail address.
        name (str):
        personal_mobile (str): A phone number in E.164, a plus sign and 7 to 15 digits.
        number_preference (NumberPreference): The number to buy.
        partner_client_ref (str | Unset):
    """

    email: str
    name: str
    personal_mobile: str
    number_preference: NumberPreference
    partner_client_ref: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        email = self.email

        name = self.name

        personal_mobile = self.personal_mobile

        number_preference = self.number_preference.to_dict()

        partner_client_ref = self.partner_client_ref

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "email": email,
                "name": name,
                "personal_mobile": personal_mobile,
                "number_preference": number_preference,
            }
        )
        if partner_client_ref is not UNSET:
            field_dict["partner_client_ref"] = partner_client_ref

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.number_preference import NumberPreference

        d = dict(src_dict)
        email = d.pop("email")

        name = d.pop("name")

        personal_mobile = d.pop("personal_mobile")

        number_preference = NumberPreference.from_dict(d.pop("number_preference"))

        partner_client_ref = d.pop("partner_client_ref", UNSET)

        create_partner_account_request = cls(
            email=email,
            name=name,
            personal_mobile=personal_mobile,
            number_preference=number_preference,
            partner_client_ref=partner_client_ref,
        )

        create_partner_account_request.additional_properties = d
        return create_partner_account_request

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
