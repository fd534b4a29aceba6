from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.nested_error import NestedError


T = TypeVar("T", bound="NestedErrorResponse")


@_attrs_define
class NestedErrorResponse:
    """The error envelope of v2. No operation of v1 documents it, but this host returns it elsewhere.

    Attributes:
        error (NestedError): An error of v2.
    """

    error: NestedError
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        error = self.error.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "error": error,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.nested_error import NestedError

        d = dict(src_dict)
        error = NestedError.from_dict(d.pop("error"))

        nested_error_response = cls(
            error=error,
        )

        nested_error_response.additional_properties = d
        return nested_error_response

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
