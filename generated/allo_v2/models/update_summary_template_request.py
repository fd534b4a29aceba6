from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.new_summary_template_section import NewSummaryTemplateSection


T = TypeVar("T", bound="UpdateSummaryTemplateRequest")


@_attrs_define
class UpdateSummaryTemplateRequest:
    """A template that replaces the stored one. Fields that are not sent become empty.

    Attributes:
        name (str):
        call_context (None | str | Unset): Background for the AI.
        icon (None | str | Unset): An emoji, for example.
        sections (list[NewSummaryTemplateSection] | Unset):
    """

    name: str
    call_context: None | str | Unset = UNSET
    icon: None | str | Unset = UNSET
    sections: list[NewSummaryTemplateSection] | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        name = self.name

        call_context: None | str | Unset
        if isinstance(self.call_context, Unset):
            call_context = UNSET
        else:
            call_context = self.call_context

        icon: None | str | Unset
        if isinstance(self.icon, Unset):
            icon = UNSET
        else:
            icon = self.icon

        sections: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.sections, Unset):
            sections = []
            for sections_item_data in self.sections:
                sections_item = sections_item_data.to_dict()
                sections.append(sections_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "name": name,
            }
        )
        if call_context is not UNSET:
            field_dict["call_context"] = call_context
        if icon is not UNSET:
            field_dict["icon"] = icon
        if sections is not UNSET:
            field_dict["sections"] = sections

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.new_summary_template_section import NewSummaryTemplateSection

        d = dict(src_dict)
        name = d.pop("name")

        def _parse_call_context(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        call_context = _parse_call_context(d.pop("call_context", UNSET))

        def _parse_icon(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        icon = _parse_icon(d.pop("icon", UNSET))

        _sections = d.pop("sections", UNSET)
        sections: list[NewSummaryTemplateSection] | Unset = UNSET
        if _sections is not UNSET:
            sections = []
            for sections_item_data in _sections:
                sections_item = NewSummaryTemplateSection.from_dict(sections_item_data)

                sections.append(sections_item)

        update_summary_template_request = cls(
            name=name,
            call_context=call_context,
            icon=icon,
            sections=sections,
        )

        update_summary_template_request.additional_properties = d
        return update_summary_template_request

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
