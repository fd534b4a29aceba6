from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.queue_number import QueueNumber
    from ..models.skipped_queue_number import SkippedQueueNumber


T = TypeVar("T", bound="AppendedNumbers")


@_attrs_define
class AppendedNumbers:
    """The outcome of an append.

    Attributes:
        added (list[QueueNumber] | None | Unset):
        skipped (list[SkippedQueueNumber] | None | Unset): Numbers that could not be read.
    """

    added: list[QueueNumber] | None | Unset = UNSET
    skipped: list[SkippedQueueNumber] | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        added: list[dict[str, Any]] | None | Unset
        if isinstance(self.added, Unset):
            added = UNSET
        elif isinstance(self.added, list):
            added = []
            for added_type_0_item_data in self.added:
                added_type_0_item = added_type_0_item_data.to_dict()
                added.append(added_type_0_item)

        else:
            added = self.added

        skipped: list[dict[str, Any]] | None | Unset
        if isinstance(self.skipped, Unset):
            skipped = UNSET
        elif isinstance(self.skipped, list):
            skipped = []
            for skipped_type_0_item_data in self.skipped:
                skipped_type_0_item = skipped_type_0_item_data.to_dict()
                skipped.append(skipped_type_0_item)

        else:
            skipped = self.skipped

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if added is not UNSET:
            field_dict["added"] = added
        if skipped is not UNSET:
            field_dict["skipped"] = skipped

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.queue_number import QueueNumber
        from ..models.skipped_queue_number import SkippedQueueNumber

        d = dict(src_dict)

        def _parse_added(data: object) -> list[QueueNumber] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                added_type_0 = []
                _added_type_0 = data
                for added_type_0_item_data in _added_type_0:
                    added_type_0_item = QueueNumber.from_dict(added_type_0_item_data)

                    added_type_0.append(added_type_0_item)

                return added_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[QueueNumber] | None | Unset, data)

        added = _parse_added(d.pop("added", UNSET))

        def _parse_skipped(data: object) -> list[SkippedQueueNumber] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                skipped_type_0 = []
                _skipped_type_0 = data
                for skipped_type_0_item_data in _skipped_type_0:
                    skipped_type_0_item = SkippedQueueNumber.from_dict(
                        skipped_type_0_item_data
                    )

                    skipped_type_0.append(skipped_type_0_item)

                return skipped_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[SkippedQueueNumber] | None | Unset, data)

        skipped = _parse_skipped(d.pop("skipped", UNSET))

        appended_numbers = cls(
            added=added,
            skipped=skipped,
        )

        appended_numbers.additional_properties = d
        return appended_numbers

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
