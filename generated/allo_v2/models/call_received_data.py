from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.event_company import EventCompany
    from ..models.event_deal import EventDeal
    from ..models.event_person import EventPerson


T = TypeVar("T", bound="CallReceivedData")


@_attrs_define
class CallReceivedData:
    """A call that rings. It has no id.

    Attributes:
        from_number (None | str | Unset): The caller.
        to_number (None | str | Unset): The Allo number.
        started_at (None | str | Unset):
        user_email (None | str | Unset): The member who owns the line.
        person (EventPerson | None | Unset): Missing if no person matches.
        company (EventCompany | None | Unset):
        deals (list[EventDeal] | None | Unset):
    """

    from_number: None | str | Unset = UNSET
    to_number: None | str | Unset = UNSET
    started_at: None | str | Unset = UNSET
    user_email: None | str | Unset = UNSET
    person: EventPerson | None | Unset = UNSET
    company: EventCompany | None | Unset = UNSET
    deals: list[EventDeal] | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.event_company import EventCompany
        from ..models.event_person import EventPerson

        from_number: None | str | Unset
        if isinstance(self.from_number, Unset):
            from_number = UNSET
        else:
            from_number = self.from_number

        to_number: None | str | Unset
        if isinstance(self.to_number, Unset):
            to_number = UNSET
        else:
            to_number = self.to_number

        started_at: None | str | Unset
        if isinstance(self.started_at, Unset):
            started_at = UNSET
        else:
            started_at = self.started_at

        user_email: None | str | Unset
        if isinstance(self.user_email, Unset):
            user_email = UNSET
        else:
            user_email = self.user_email

        person: dict[str, Any] | None | Unset
        if isinstance(self.person, Unset):
            person = UNSET
        elif isinstance(self.person, EventPerson):
            person = self.person.to_dict()
        else:
            person = self.person

        company: dict[str, Any] | None | Unset
        if isinstance(self.company, Unset):
            company = UNSET
        elif isinstance(self.company, EventCompany):
            company = self.company.to_dict()
        else:
            company = self.company

        deals: list[dict[str, Any]] | None | Unset
        if isinstance(self.deals, Unset):
            deals = UNSET
        elif isinstance(self.deals, list):
            deals = []
            for deals_type_0_item_data in self.deals:
                deals_type_0_item = deals_type_0_item_data.to_dict()
                deals.append(deals_type_0_item)

        else:
            deals = self.deals

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if from_number is not UNSET:
            field_dict["from_number"] = from_number
        if to_number is not UNSET:
            field_dict["to_number"] = to_number
        if started_at is not UNSET:
            field_dict["started_at"] = started_at
        if user_email is not UNSET:
            field_dict["user_email"] = user_email
        if person is not UNSET:
            field_dict["person"] = person
        if company is not UNSET:
            field_dict["company"] = company
        if deals is not UNSET:
            field_dict["deals"] = deals

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.event_company import EventCompany
        from ..models.event_deal import EventDeal
        from ..models.event_person import EventPerson

        d = dict(src_dict)

        def _parse_from_number(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        from_number = _parse_from_number(d.pop("from_number", UNSET))

        def _parse_to_number(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        to_number = _parse_to_number(d.pop("to_number", UNSET))

        def _parse_started_at(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        started_at = _parse_started_at(d.pop("started_at", UNSET))

        def _parse_user_email(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        user_email = _parse_user_email(d.pop("user_email", UNSET))

        def _parse_person(data: object) -> EventPerson | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                person_type_0 = EventPerson.from_dict(data)

                return person_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(EventPerson | None | Unset, data)

        person = _parse_person(d.pop("person", UNSET))

        def _parse_company(data: object) -> EventCompany | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                company_type_0 = EventCompany.from_dict(data)

                return company_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(EventCompany | None | Unset, data)

        company = _parse_company(d.pop("company", UNSET))

        def _parse_deals(data: object) -> list[EventDeal] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                deals_type_0 = []
                _deals_type_0 = data
                for deals_type_0_item_data in _deals_type_0:
                    deals_type_0_item = EventDeal.from_dict(deals_type_0_item_data)

                    deals_type_0.append(deals_type_0_item)

                return deals_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[EventDeal] | None | Unset, data)

        deals = _parse_deals(d.pop("deals", UNSET))

        call_received_data = cls(
            from_number=from_number,
            to_number=to_number,
            started_at=started_at,
            user_email=user_email,
            person=person,
            company=company,
            deals=deals,
        )

        call_received_data.additional_properties = d
        return call_received_data

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
