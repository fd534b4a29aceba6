from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.engagement import Engagement, check_engagement
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.activity_item import ActivityItem
    from ..models.company import Company
    from ..models.custom_properties import CustomProperties
    from ..models.integration_data import IntegrationData


T = TypeVar("T", bound="Contact")


@_attrs_define
class Contact:
    """A contact. All endpoints use this schema, and each returns other fields, so all fields except the id are optional.

    Attributes:
        id (str):
        name (None | str | Unset):
        last_name (None | str | Unset):
        numbers (list[str] | None | Unset):
        emails (list[str] | None | Unset):
        company (Company | None | Unset):
        job_title (None | str | Unset):
        website (None | str | Unset):
        status (None | str | Unset):
        is_archived (bool | None | Unset):
        is_whitelisted (bool | None | Unset):
        created_at (None | str | Unset):
        updated_at (None | str | Unset):
        last_activity_date (None | str | Unset):
        engagement (Engagement | None | str | Unset): Returned when getting one contact, if `extend` names it.
        activity (list[ActivityItem] | None | Unset): Returned only when getting one contact, if `extend` names it.
        integration_data (IntegrationData | None | Unset):
        custom_properties (CustomProperties | None | Unset):
        conversation_url (None | str | Unset):
    """

    id: str
    name: None | str | Unset = UNSET
    last_name: None | str | Unset = UNSET
    numbers: list[str] | None | Unset = UNSET
    emails: list[str] | None | Unset = UNSET
    company: Company | None | Unset = UNSET
    job_title: None | str | Unset = UNSET
    website: None | str | Unset = UNSET
    status: None | str | Unset = UNSET
    is_archived: bool | None | Unset = UNSET
    is_whitelisted: bool | None | Unset = UNSET
    created_at: None | str | Unset = UNSET
    updated_at: None | str | Unset = UNSET
    last_activity_date: None | str | Unset = UNSET
    engagement: Engagement | None | str | Unset = UNSET
    activity: list[ActivityItem] | None | Unset = UNSET
    integration_data: IntegrationData | None | Unset = UNSET
    custom_properties: CustomProperties | None | Unset = UNSET
    conversation_url: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.company import Company
        from ..models.custom_properties import CustomProperties
        from ..models.integration_data import IntegrationData

        id = self.id

        name: None | str | Unset
        if isinstance(self.name, Unset):
            name = UNSET
        else:
            name = self.name

        last_name: None | str | Unset
        if isinstance(self.last_name, Unset):
            last_name = UNSET
        else:
            last_name = self.last_name

        numbers: list[str] | None | Unset
        if isinstance(self.numbers, Unset):
            numbers = UNSET
        elif isinstance(self.numbers, list):
            numbers = self.numbers

        else:
            numbers = self.numbers

        emails: list[str] | None | Unset
        if isinstance(self.emails, Unset):
            emails = UNSET
        elif isinstance(self.emails, list):
            emails = self.emails

        else:
            emails = self.emails

        company: dict[str, Any] | None | Unset
        if isinstance(self.company, Unset):
            company = UNSET
        elif isinstance(self.company, Company):
            company = self.company.to_dict()
        else:
            company = self.company

        job_title: None | str | Unset
        if isinstance(self.job_title, Unset):
            job_title = UNSET
        else:
            job_title = self.job_title

        website: None | str | Unset
        if isinstance(self.website, Unset):
            website = UNSET
        else:
            website = self.website

        status: None | str | Unset
        if isinstance(self.status, Unset):
            status = UNSET
        else:
            status = self.status

        is_archived: bool | None | Unset
        if isinstance(self.is_archived, Unset):
            is_archived = UNSET
        else:
            is_archived = self.is_archived

        is_whitelisted: bool | None | Unset
        if isinstance(self.is_whitelisted, Unset):
            is_whitelisted = UNSET
        else:
            is_whitelisted = self.is_whitelisted

        created_at: None | str | Unset
        if isinstance(self.created_at, Unset):
            created_at = UNSET
        else:
            created_at = self.created_at

        updated_at: None | str | Unset
        if isinstance(self.updated_at, Unset):
            updated_at = UNSET
        else:
            updated_at = self.updated_at

        last_activity_date: None | str | Unset
        if isinstance(self.last_activity_date, Unset):
            last_activity_date = UNSET
        else:
            last_activity_date = self.last_activity_date

        engagement: None | str | Unset
        if isinstance(self.engagement, Unset):
            engagement = UNSET
        elif isinstance(self.engagement, str):
            engagement = self.engagement
        else:
            engagement = self.engagement

        activity: list[dict[str, Any]] | None | Unset
        if isinstance(self.activity, Unset):
            activity = UNSET
        elif isinstance(self.activity, list):
            activity = []
            for activity_type_0_item_data in self.activity:
                activity_type_0_item = activity_type_0_item_data.to_dict()
                activity.append(activity_type_0_item)

        else:
            activity = self.activity

        integration_data: dict[str, Any] | None | Unset
        if isinstance(self.integration_data, Unset):
            integration_data = UNSET
        elif isinstance(self.integration_data, IntegrationData):
            integration_data = self.integration_data.to_dict()
        else:
            integration_data = self.integration_data

        custom_properties: dict[str, Any] | None | Unset
        if isinstance(self.custom_properties, Unset):
            custom_properties = UNSET
        elif isinstance(self.custom_properties, CustomProperties):
            custom_properties = self.custom_properties.to_dict()
        else:
            custom_properties = self.custom_properties

        conversation_url: None | str | Unset
        if isinstance(self.conversation_url, Unset):
            conversation_url = UNSET
        else:
            conversation_url = self.conversation_url

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
            }
        )
        if name is not UNSET:
            field_dict["name"] = name
        if last_name is not UNSET:
            field_dict["last_name"] = last_name
        if numbers is not UNSET:
            field_dict["numbers"] = numbers
        if emails is not UNSET:
            field_dict["emails"] = emails
        if company is not UNSET:
            field_dict["company"] = company
        if job_title is not UNSET:
            field_dict["job_title"] = job_title
        if website is not UNSET:
            field_dict["website"] = website
        if status is not UNSET:
            field_dict["status"] = status
        if is_archived is not UNSET:
            field_dict["is_archived"] = is_archived
        if is_whitelisted is not UNSET:
            field_dict["is_whitelisted"] = is_whitelisted
        if created_at is not UNSET:
            field_dict["created_at"] = created_at
        if updated_at is not UNSET:
            field_dict["updated_at"] = updated_at
        if last_activity_date is not UNSET:
            field_dict["last_activity_date"] = last_activity_date
        if engagement is not UNSET:
            field_dict["engagement"] = engagement
        if activity is not UNSET:
            field_dict["activity"] = activity
        if integration_data is not UNSET:
            field_dict["integration_data"] = integration_data
        if custom_properties is not UNSET:
            field_dict["custom_properties"] = custom_properties
        if conversation_url is not UNSET:
            field_dict["conversation_url"] = conversation_url

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.activity_item import ActivityItem
        from ..models.company import Company
        from ..models.custom_properties import CustomProperties
        from ..models.integration_data import IntegrationData

        d = dict(src_dict)
        id = d.pop("id")

        def _parse_name(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        name = _parse_name(d.pop("name", UNSET))

        def _parse_last_name(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        last_name = _parse_last_name(d.pop("last_name", UNSET))

        def _parse_numbers(data: object) -> list[str] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                numbers_type_0 = cast(list[str], data)

                return numbers_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[str] | None | Unset, data)

        numbers = _parse_numbers(d.pop("numbers", UNSET))

        def _parse_emails(data: object) -> list[str] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                emails_type_0 = cast(list[str], data)

                return emails_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[str] | None | Unset, data)

        emails = _parse_emails(d.pop("emails", UNSET))

        def _parse_company(data: object) -> Company | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                company_type_0 = Company.from_dict(data)

                return company_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(Company | None | Unset, data)

        company = _parse_company(d.pop("company", UNSET))

        def _parse_job_title(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        job_title = _parse_job_title(d.pop("job_title", UNSET))

        def _parse_website(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        website = _parse_website(d.pop("website", UNSET))

        def _parse_status(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        status = _parse_status(d.pop("status", UNSET))

        def _parse_is_archived(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        is_archived = _parse_is_archived(d.pop("is_archived", UNSET))

        def _parse_is_whitelisted(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        is_whitelisted = _parse_is_whitelisted(d.pop("is_whitelisted", UNSET))

        def _parse_created_at(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        created_at = _parse_created_at(d.pop("created_at", UNSET))

        def _parse_updated_at(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        updated_at = _parse_updated_at(d.pop("updated_at", UNSET))

        def _parse_last_activity_date(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        last_activity_date = _parse_last_activity_date(
            d.pop("last_activity_date", UNSET)
        )

        def _parse_engagement(data: object) -> Engagement | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                engagement_type_0 = check_engagement(data)

                return engagement_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(Engagement | None | str | Unset, data)

        engagement = _parse_engagement(d.pop("engagement", UNSET))

        def _parse_activity(data: object) -> list[ActivityItem] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                activity_type_0 = []
                _activity_type_0 = data
                for activity_type_0_item_data in _activity_type_0:
                    activity_type_0_item = ActivityItem.from_dict(
                        activity_type_0_item_data
                    )

                    activity_type_0.append(activity_type_0_item)

                return activity_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[ActivityItem] | None | Unset, data)

        activity = _parse_activity(d.pop("activity", UNSET))

        def _parse_integration_data(data: object) -> IntegrationData | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                integration_data_type_0 = IntegrationData.from_dict(data)

                return integration_data_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(IntegrationData | None | Unset, data)

        integration_data = _parse_integration_data(d.pop("integration_data", UNSET))

        def _parse_custom_properties(data: object) -> CustomProperties | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                custom_properties_type_0 = CustomProperties.from_dict(data)

                return custom_properties_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(CustomProperties | None | Unset, data)

        custom_properties = _parse_custom_properties(d.pop("custom_properties", UNSET))

        def _parse_conversation_url(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        conversation_url = _parse_conversation_url(d.pop("conversation_url", UNSET))

        contact = cls(
            id=id,
            name=name,
            last_name=last_name,
            numbers=numbers,
            emails=emails,
            company=company,
            job_title=job_title,
            website=website,
            status=status,
            is_archived=is_archived,
            is_whitelisted=is_whitelisted,
            created_at=created_at,
            updated_at=updated_at,
            last_activity_date=last_activity_date,
            engagement=engagement,
            activity=activity,
            integration_data=integration_data,
            custom_properties=custom_properties,
            conversation_url=conversation_url,
        )

        contact.additional_properties = d
        return contact

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
