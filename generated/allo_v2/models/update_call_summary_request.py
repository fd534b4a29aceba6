from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.summary_template_key import SummaryTemplateKey, check_summary_template_key
from ..types import UNSET, Unset

T = TypeVar("T", bound="UpdateCallSummaryRequest")


@_attrs_define
class UpdateCallSummaryRequest:
    """A new text for a summary.

    Attributes:
        content (str): Markdown. It replaces the whole text.
        template_key (None | SummaryTemplateKey | Unset): Which summary, if the call has several.
    """

    content: str
    template_key: None | SummaryTemplateKey | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        content = self.content

        template_key: None | str | Unset
        if isinstance(self.template_key, Unset):
            template_key = UNSET
        elif isinstance(self.template_key, str):
            template_key = self.template_key
        else:
            template_key = self.template_key

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "content": content,
            }
        )
        if template_key is not UNSET:
            field_dict["template_key"] = template_key

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        content = d.pop("content")

        def _parse_template_key(data: object) -> None | SummaryTemplateKey | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                template_key_type_0 = check_summary_template_key(data)

                return template_key_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | SummaryTemplateKey | Unset, data)

        template_key = _parse_template_key(d.pop("template_key", UNSET))

        update_call_summary_request = cls(
            content=content,
            template_key=template_key,
        )

        update_call_summary_request.additional_properties = d
        return update_call_summary_request

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
