from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.queue_number import QueueNumber


T = TypeVar("T", bound="DialingQueue")


@_attrs_define
class DialingQueue:
    """A queue with all its numbers.

    Attributes:
        id (str):
        name (None | str | Unset):
        creator_id (None | str | Unset):
        assignee_id (None | str | Unset): Who dials it.
        voicemail_handling (None | str | Unset): SKIP moves on to the next number, NO_SKIP stays on the line.
        do_not_disturb (None | str | Unset): ENABLED silences incoming calls meanwhile.
        numbers (list[QueueNumber] | None | Unset): All of them, at most 1,000.
        created_at (None | str | Unset):
        updated_at (None | str | Unset):
    """

    id: str
    name: None | str | Unset = UNSET
    creator_id: None | str | Unset = UNSET
    assignee_id: None | str | Unset = UNSET
    voicemail_handling: None | str | Unset = UNSET
    do_not_disturb: None | str | Unset = UNSET
    numbers: list[QueueNumber] | None | Unset = UNSET
    created_at: None | str | Unset = UNSET
    updated_at: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        name: None | str | Unset
        if isinstance(self.name, Unset):
            name = UNSET
        else:
            name = self.name

        creator_id: None | str | Unset
        if isinstance(self.creator_id, Unset):
            creator_id = UNSET
        else:
            creator_id = self.creator_id

        assignee_id: None | str | Unset
        if isinstance(self.assignee_id, Unset):
            assignee_id = UNSET
        else:
            assignee_id = self.assignee_id

        voicemail_handling: None | str | Unset
        if isinstance(self.voicemail_handling, Unset):
            voicemail_handling = UNSET
        else:
            voicemail_handling = self.voicemail_handling

        do_not_disturb: None | str | Unset
        if isinstance(self.do_not_disturb, Unset):
            do_not_disturb = UNSET
        else:
            do_not_disturb = self.do_not_disturb

        numbers: list[dict[str, Any]] | None | Unset
        if isinstance(self.numbers, Unset):
            numbers = UNSET
        elif isinstance(self.numbers, list):
            numbers = []
            for numbers_type_0_item_data in self.numbers:
                numbers_type_0_item = numbers_type_0_item_data.to_dict()
                numbers.append(numbers_type_0_item)

        else:
            numbers = self.numbers

        created_at: None | str | Unset
        if isinstance(self.created_at, Unset):
            created_at = UNSET
        else:
            created_at = self.created_at

        updated_at: None | str | Unset
        if isinstance(self.updated_at, Unset):
            updated_at = UNSET
        else:
            updated_at = self.updated_at

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
            }
        )
        if name is not UNSET:
            field_dict["name"] = name
        if creator_id is not UNSET:
            field_dict["creator_id"] = creator_id
        if assignee_id is not UNSET:
            field_dict["assignee_id"] = assignee_id
        if voicemail_handling is not UNSET:
            field_dict["voicemail_handling"] = voicemail_handling
        if do_not_disturb is not UNSET:
            field_dict["do_not_disturb"] = do_not_disturb
        if numbers is not UNSET:
            field_dict["numbers"] = numbers
        if created_at is not UNSET:
            field_dict["created_at"] = created_at
        if updated_at is not UNSET:
            field_dict["updated_at"] = updated_at

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.queue_number import QueueNumber

        d = dict(src_dict)
        id = d.pop("id")

        def _parse_name(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        name = _parse_name(d.pop("name", UNSET))

        def _parse_creator_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        creator_id = _parse_creator_id(d.pop("creator_id", UNSET))

        def _parse_assignee_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        assignee_id = _parse_assignee_id(d.pop("assignee_id", UNSET))

        def _parse_voicemail_handling(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        voicemail_handling = _parse_voicemail_handling(
            d.pop("voicemail_handling", UNSET)
        )

        def _parse_do_not_disturb(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        do_not_disturb = _parse_do_not_disturb(d.pop("do_not_disturb", UNSET))

        def _parse_numbers(data: object) -> list[QueueNumber] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                numbers_type_0 = []
                _numbers_type_0 = data
                for numbers_type_0_item_data in _numbers_type_0:
                    numbers_type_0_item = QueueNumber.from_dict(
                        numbers_type_0_item_data
                    )

                    numbers_type_0.append(numbers_type_0_item)

                return numbers_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[QueueNumber] | None | Unset, data)

        numbers = _parse_numbers(d.pop("numbers", UNSET))

        def _parse_created_at(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        created_at = _parse_created_at(d.pop("created_at", UNSET))

        def _parse_updated_at(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        updated_at = _parse_updated_at(d.pop("updated_at", UNSET))

        dialing_queue = cls(
            id=id,
            name=name,
            creator_id=creator_id,
            assignee_id=assignee_id,
            voicemail_handling=voicemail_handling,
            do_not_disturb=do_not_disturb,
            numbers=numbers,
            created_at=created_at,
            updated_at=updated_at,
        )

        dialing_queue.additional_properties = d
        return dialing_queue

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
