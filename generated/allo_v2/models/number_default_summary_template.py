from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="NumberDefaultSummaryTemplate")


@_attrs_define
class NumberDefaultSummaryTemplate:
    """The default summary template of a number.

    Attributes:
        number (None | str | Unset):
        default_summary_template_id (None | str | Unset): Null if no default is set.
    """

    number: None | str | Unset = UNSET
    default_summary_template_id: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        number: None | str | Unset
        if isinstance(self.number, Unset):
            number = UNSET
        else:
            number = self.number

        default_summary_template_id: None | str | Unset
        if isinstance(self.default_summary_template_id, Unset):
            default_summary_template_id = UNSET
        else:
            default_summary_template_id = self.default_summary_template_id

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if number is not UNSET:
            field_dict["number"] = number
        if default_summary_template_id is not UNSET:
            field_dict["default_summary_template_id"] = default_summary_template_id

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)

        def _parse_number(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        number = _parse_number(d.pop("number", UNSET))

        def _parse_default_summary_template_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        default_summary_template_id = _parse_default_summary_template_id(
            d.pop("default_summary_template_id", UNSET)
        )

        number_default_summary_template = cls(
            number=number,
            default_summary_template_id=default_summary_template_id,
        )

        number_default_summary_template.additional_properties = d
        return number_default_summary_template

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
