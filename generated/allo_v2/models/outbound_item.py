from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.user_ref import UserRef


T = TypeVar("T", bound="OutboundItem")


@_attrs_define
class OutboundItem:
    """A call behind a figure. Fetch the rest with the batch operation.

    Attributes:
        id (str):
        user (None | Unset | UserRef):
        allo_number (None | str | Unset):
        allo_number_label (None | str | Unset): The name of the line.
        contact_number (None | str | Unset):
        stage (None | str | Unset): Presumably the furthest one.
        voicemail (bool | None | Unset):
        duration (int | None | Unset): In seconds.
        date (None | str | Unset):
    """

    id: str
    user: None | Unset | UserRef = UNSET
    allo_number: None | str | Unset = UNSET
    allo_number_label: None | str | Unset = UNSET
    contact_number: None | str | Unset = UNSET
    stage: None | str | Unset = UNSET
    voicemail: bool | None | Unset = UNSET
    duration: int | None | Unset = UNSET
    date: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.user_ref import UserRef

        id = self.id

        user: dict[str, Any] | None | Unset
        if isinstance(self.user, Unset):
            user = UNSET
        elif isinstance(self.user, UserRef):
            user = self.user.to_dict()
        else:
            user = self.user

        allo_number: None | str | Unset
        if isinstance(self.allo_number, Unset):
            allo_number = UNSET
        else:
            allo_number = self.allo_number

        allo_number_label: None | str | Unset
        if isinstance(self.allo_number_label, Unset):
            allo_number_label = UNSET
        else:
            allo_number_label = self.allo_number_label

        contact_number: None | str | Unset
        if isinstance(self.contact_number, Unset):
            contact_number = UNSET
        else:
            contact_number = self.contact_number

        stage: None | str | Unset
        if isinstance(self.stage, Unset):
            stage = UNSET
        else:
            stage = self.stage

        voicemail: bool | None | Unset
        if isinstance(self.voicemail, Unset):
            voicemail = UNSET
        else:
            voicemail = self.voicemail

        duration: int | None | Unset
        if isinstance(self.duration, Unset):
            duration = UNSET
        else:
            duration = self.duration

        date: None | str | Unset
        if isinstance(self.date, Unset):
            date = UNSET
        else:
            date = self.date

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
            }
        )
        if user is not UNSET:
            field_dict["user"] = user
        if allo_number is not UNSET:
            field_dict["allo_number"] = allo_number
        if allo_number_label is not UNSET:
            field_dict["allo_number_label"] = allo_number_label
        if contact_number is not UNSET:
            field_dict["contact_number"] = contact_number
        if stage is not UNSET:
            field_dict["stage"] = stage
        if voicemail is not UNSET:
            field_dict["voicemail"] = voicemail
        if duration is not UNSET:
            field_dict["duration"] = duration
        if date is not UNSET:
            field_dict["date"] = date

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.user_ref import UserRef

        d = dict(src_dict)
        id = d.pop("id")

        def _parse_user(data: object) -> None | Unset | UserRef:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                user_type_0 = UserRef.from_dict(data)

                return user_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | UserRef, data)

        user = _parse_user(d.pop("user", UNSET))

        def _parse_allo_number(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        allo_number = _parse_allo_number(d.pop("allo_number", UNSET))

        def _parse_allo_number_label(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        allo_number_label = _parse_allo_number_label(d.pop("allo_number_label", UNSET))

        def _parse_contact_number(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        contact_number = _parse_contact_number(d.pop("contact_number", UNSET))

        def _parse_stage(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        stage = _parse_stage(d.pop("stage", UNSET))

        def _parse_voicemail(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        voicemail = _parse_voicemail(d.pop("voicemail", UNSET))

        def _parse_duration(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        duration = _parse_duration(d.pop("duration", UNSET))

        def _parse_date(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        date = _parse_date(d.pop("date", UNSET))

        outbound_item = cls(
            id=id,
            user=user,
            allo_number=allo_number,
            allo_number_label=allo_number_label,
            contact_number=contact_number,
            stage=stage,
            voicemail=voicemail,
            duration=duration,
            date=date,
        )

        outbound_item.additional_properties = d
        return outbound_item

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
