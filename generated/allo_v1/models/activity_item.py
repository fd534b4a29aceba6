from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.activity_type import ActivityType, check_activity_type
from ..types import UNSET, Unset

T = TypeVar("T", bound="ActivityItem")


@_attrs_define
class ActivityItem:
    """A recent call or message.

    Attributes:
        type_ (ActivityType | None | str | Unset):
        made_by (None | str | Unset):
        made_at (None | str | Unset):
        allo_number (None | str | Unset):
        content (None | str | Unset):
    """

    type_: ActivityType | None | str | Unset = UNSET
    made_by: None | str | Unset = UNSET
    made_at: None | str | Unset = UNSET
    allo_number: None | str | Unset = UNSET
    content: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        type_: None | str | Unset
        if isinstance(self.type_, Unset):
            type_ = UNSET
        elif isinstance(self.type_, str):
            type_ = self.type_
        else:
            type_ = self.type_

        made_by: None | str | Unset
        if isinstance(self.made_by, Unset):
            made_by = UNSET
        else:
            made_by = self.made_by

        made_at: None | str | Unset
        if isinstance(self.made_at, Unset):
            made_at = UNSET
        else:
            made_at = self.made_at

        allo_number: None | str | Unset
        if isinstance(self.allo_number, Unset):
            allo_number = UNSET
        else:
            allo_number = self.allo_number

        content: None | str | Unset
        if isinstance(self.content, Unset):
            content = UNSET
        else:
            content = self.content

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if type_ is not UNSET:
            field_dict["type"] = type_
        if made_by is not UNSET:
            field_dict["made_by"] = made_by
        if made_at is not UNSET:
            field_dict["made_at"] = made_at
        if allo_number is not UNSET:
            field_dict["allo_number"] = allo_number
        if content is not UNSET:
            field_dict["content"] = content

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)

        def _parse_type_(data: object) -> ActivityType | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                type_type_0 = check_activity_type(data)

                return type_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(ActivityType | None | str | Unset, data)

        type_ = _parse_type_(d.pop("type", UNSET))

        def _parse_made_by(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        made_by = _parse_made_by(d.pop("made_by", UNSET))

        def _parse_made_at(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        made_at = _parse_made_at(d.pop("made_at", UNSET))

        def _parse_allo_number(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        allo_number = _parse_allo_number(d.pop("allo_number", UNSET))

        def _parse_content(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        content = _parse_content(d.pop("content", UNSET))

        activity_item = cls(
            type_=type_,
            made_by=made_by,
            made_at=made_at,
            allo_number=allo_number,
            content=content,
        )

        activity_item.additional_properties = d
        return activity_item

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
