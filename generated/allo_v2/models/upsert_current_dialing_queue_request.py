from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.do_not_disturb import DoNotDisturb, check_do_not_disturb
from ..models.voicemail_handling import VoicemailHandling, check_voicemail_handling
from ..types import UNSET, Unset

T = TypeVar("T", bound="UpsertCurrentDialingQueueRequest")


@_attrs_define
class UpsertCurrentDialingQueueRequest:
    """Settings of the queue. Fields that are not sent stay.

    Attributes:
        name (None | str | Unset):
        voicemail_handling (None | Unset | VoicemailHandling):
        do_not_disturb (DoNotDisturb | None | Unset):
        user_id (None | str | Unset): Whose queue. It takes precedence over `email`. Without both, the queue of the
            key's owner.
        email (None | str | Unset): Whose queue.
    """

    name: None | str | Unset = UNSET
    voicemail_handling: None | Unset | VoicemailHandling = UNSET
    do_not_disturb: DoNotDisturb | None | Unset = UNSET
    user_id: None | str | Unset = UNSET
    email: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        name: None | str | Unset
        if isinstance(self.name, Unset):
            name = UNSET
        else:
            name = self.name

        voicemail_handling: None | str | Unset
        if isinstance(self.voicemail_handling, Unset):
            voicemail_handling = UNSET
        elif isinstance(self.voicemail_handling, str):
            voicemail_handling = self.voicemail_handling
        else:
            voicemail_handling = self.voicemail_handling

        do_not_disturb: None | str | Unset
        if isinstance(self.do_not_disturb, Unset):
            do_not_disturb = UNSET
        elif isinstance(self.do_not_disturb, str):
            do_not_disturb = self.do_not_disturb
        else:
            do_not_disturb = self.do_not_disturb

        user_id: None | str | Unset
        if isinstance(self.user_id, Unset):
            user_id = UNSET
        else:
            user_id = self.user_id

        email: None | str | Unset
        if isinstance(self.email, Unset):
            email = UNSET
        else:
            email = self.email

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if name is not UNSET:
            field_dict["name"] = name
        if voicemail_handling is not UNSET:
            field_dict["voicemail_handling"] = voicemail_handling
        if do_not_disturb is not UNSET:
            field_dict["do_not_disturb"] = do_not_disturb
        if user_id is not UNSET:
            field_dict["user_id"] = user_id
        if email is not UNSET:
            field_dict["email"] = email

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)

        def _parse_name(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        name = _parse_name(d.pop("name", UNSET))

        def _parse_voicemail_handling(data: object) -> None | Unset | VoicemailHandling:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                voicemail_handling_type_0 = check_voicemail_handling(data)

                return voicemail_handling_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | VoicemailHandling, data)

        voicemail_handling = _parse_voicemail_handling(
            d.pop("voicemail_handling", UNSET)
        )

        def _parse_do_not_disturb(data: object) -> DoNotDisturb | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                do_not_disturb_type_0 = check_do_not_disturb(data)

                return do_not_disturb_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(DoNotDisturb | None | Unset, data)

        do_not_disturb = _parse_do_not_disturb(d.pop("do_not_disturb", UNSET))

        def _parse_user_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        user_id = _parse_user_id(d.pop("user_id", UNSET))

        def _parse_email(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        email = _parse_email(d.pop("email", UNSET))

        upsert_current_dialing_queue_request = cls(
            name=name,
            voicemail_handling=voicemail_handling,
            do_not_disturb=do_not_disturb,
            user_id=user_id,
            email=email,
        )

        upsert_current_dialing_queue_request.additional_properties = d
        return upsert_current_dialing_queue_request

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
