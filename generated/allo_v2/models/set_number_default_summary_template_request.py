from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="SetNumberDefaultSummaryTemplateRequest")


@_attrs_define
class SetNumberDefaultSummaryTemplateRequest:
    """The template to use for new calls of a number.

    Attributes:
        summary_template_id (None | str | Unset): Null clears the default.
    """

    summary_template_id: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        summary_template_id: None | str | Unset
        if isinstance(self.summary_template_id, Unset):
            summary_template_id = UNSET
        else:
            summary_template_id = self.summary_template_id

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if summary_template_id is not UNSET:
            field_dict["summary_template_id"] = summary_template_id

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)

        def _parse_summary_template_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        summary_template_id = _parse_summary_template_id(
            d.pop("summary_template_id", UNSET)
        )

        set_number_default_summary_template_request = cls(
            summary_template_id=summary_template_id,
        )

        set_number_default_summary_template_request.additional_properties = d
        return set_number_default_summary_template_request

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
