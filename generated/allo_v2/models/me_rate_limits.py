from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="MeRateLimits")


@_attrs_define
class MeRateLimits:
    """The rate limits of a key.

    Attributes:
        read_per_second (int | None | Unset): GET requests per second.
        write_per_second (int | None | Unset): All other requests per second.
    """

    read_per_second: int | None | Unset = UNSET
    write_per_second: int | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        read_per_second: int | None | Unset
        if isinstance(self.read_per_second, Unset):
            read_per_second = UNSET
        else:
            read_per_second = self.read_per_second

        write_per_second: int | None | Unset
        if isinstance(self.write_per_second, Unset):
            write_per_second = UNSET
        else:
            write_per_second = self.write_per_second

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if read_per_second is not UNSET:
            field_dict["read_per_second"] = read_per_second
        if write_per_second is not UNSET:
            field_dict["write_per_second"] = write_per_second

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)

        def _parse_read_per_second(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        read_per_second = _parse_read_per_second(d.pop("read_per_second", UNSET))

        def _parse_write_per_second(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        write_per_second = _parse_write_per_second(d.pop("write_per_second", UNSET))

        me_rate_limits = cls(
            read_per_second=read_per_second,
            write_per_second=write_per_second,
        )

        me_rate_limits.additional_properties = d
        return me_rate_limits

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
