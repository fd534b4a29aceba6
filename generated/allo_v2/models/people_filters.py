from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="PeopleFilters")


@_attrs_define
class PeopleFilters:
    """Filters, joined by AND. All but `phone_number` and `deal_status` match a part of the value.

    Attributes:
        name (str | Unset): The first name.
        last_name (str | Unset):
        job_title (str | Unset):
        website (str | Unset):
        company (str | Unset): The name of the company.
        phone_number (str | Unset): A phone number in E.164, a plus sign and 7 to 15 digits.
        email (str | Unset):
        deal_status (str | Unset): The exact status of a deal.
    """

    name: str | Unset = UNSET
    last_name: str | Unset = UNSET
    job_title: str | Unset = UNSET
    website: str | Unset = UNSET
    company: str | Unset = UNSET
    phone_number: str | Unset = UNSET
    email: str | Unset = UNSET
    deal_status: str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        name = self.name

        last_name = self.last_name

        job_title = self.job_title

        website = self.website

        company = self.company

        phone_number = self.phone_number

        email = self.email

        deal_status = self.deal_status

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if name is not UNSET:
            field_dict["name"] = name
        if last_name is not UNSET:
            field_dict["last_name"] = last_name
        if job_title is not UNSET:
            field_dict["job_title"] = job_title
        if website is not UNSET:
            field_dict["website"] = website
        if company is not UNSET:
            field_dict["company"] = company
        if phone_number is not UNSET:
            field_dict["phone_number"] = phone_number
        if email is not UNSET:
            field_dict["email"] = email
        if deal_status is not UNSET:
            field_dict["deal_status"] = deal_status

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        name = d.pop("name", UNSET)

        last_name = d.pop("last_name", UNSET)

        job_title = d.pop("job_title", UNSET)

        website = d.pop("website", UNSET)

        company = d.pop("company", UNSET)

        phone_number = d.pop("phone_number", UNSET)

        email = d.pop("email", UNSET)

        deal_status = d.pop("deal_status", UNSET)

        people_filters = cls(
            name=name,
            last_name=last_name,
            job_title=job_title,
            website=website,
            company=company,
            phone_number=phone_number,
            email=email,
            deal_status=deal_status,
        )

        people_filters.additional_properties = d
        return people_filters

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
