from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.call_page_data import CallPageData


T = TypeVar("T", bound="CallPage")


@_attrs_define
class CallPage:
    """A page of calls in its envelope.

    Attributes:
        data (CallPage | CallPageData):
    """

    data: CallPage | CallPageData
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.call_page_data import CallPageData

        data: dict[str, Any]
        if isinstance(self.data, CallPageData):
            data = self.data.to_dict()
        else:
            data = self.data.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "data": data,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.call_page_data import CallPageData

        d = dict(src_dict)

        def _parse_data(data: object) -> CallPage | CallPageData:
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                data_type_0 = CallPageData.from_dict(data)

                return data_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, dict):
                raise TypeError()
            data_type_1 = CallPage.from_dict(data)

            return data_type_1

        data = _parse_data(d.pop("data"))

        call_page = cls(
            data=data,
        )

        call_page.additional_properties = d
        return call_page

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
