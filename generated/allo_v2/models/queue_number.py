from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="QueueNumber")


@_attrs_define
class QueueNumber:
    """A number in a queue.

    Attributes:
        number_to (None | str | Unset): In E.164. The request calls it `number`.
        position (int | None | Unset): Counted from 0.
        created_at (None | str | Unset):
        updated_at (None | str | Unset):
        call_start_date (None | str | Unset): Null until the number is dialled.
        call_id (None | str | Unset):
        routing_result (None | str | Unset):
        sync_status (None | str | Unset): The state of the contact behind the number.
        detected_outbound_voicemail (bool | None | Unset):
        not_reached_destination_reason (None | str | Unset):
        voicemail_left (bool | None | Unset):
    """

    number_to: None | str | Unset = UNSET
    position: int | None | Unset = UNSET
    created_at: None | str | Unset = UNSET
    updated_at: None | str | Unset = UNSET
    call_start_date: None | str | Unset = UNSET
    call_id: None | str | Unset = UNSET
    routing_result: None | str | Unset = UNSET
    sync_status: None | str | Unset = UNSET
    detected_outbound_voicemail: bool | None | Unset = UNSET
    not_reached_destination_reason: None | str | Unset = UNSET
    voicemail_left: bool | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        number_to: None | str | Unset
        if isinstance(self.number_to, Unset):
            number_to = UNSET
        else:
            number_to = self.number_to

        position: int | None | Unset
        if isinstance(self.position, Unset):
            position = UNSET
        else:
            position = self.position

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

        call_start_date: None | str | Unset
        if isinstance(self.call_start_date, Unset):
            call_start_date = UNSET
        else:
            call_start_date = self.call_start_date

        call_id: None | str | Unset
        if isinstance(self.call_id, Unset):
            call_id = UNSET
        else:
            call_id = self.call_id

        routing_result: None | str | Unset
        if isinstance(self.routing_result, Unset):
            routing_result = UNSET
        else:
            routing_result = self.routing_result

        sync_status: None | str | Unset
        if isinstance(self.sync_status, Unset):
            sync_status = UNSET
        else:
            sync_status = self.sync_status

        detected_outbound_voicemail: bool | None | Unset
        if isinstance(self.detected_outbound_voicemail, Unset):
            detected_outbound_voicemail = UNSET
        else:
            detected_outbound_voicemail = self.detected_outbound_voicemail

        not_reached_destination_reason: None | str | Unset
        if isinstance(self.not_reached_destination_reason, Unset):
            not_reached_destination_reason = UNSET
        else:
            not_reached_destination_reason = self.not_reached_destination_reason

        voicemail_left: bool | None | Unset
        if isinstance(self.voicemail_left, Unset):
            voicemail_left = UNSET
        else:
            voicemail_left = self.voicemail_left

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if number_to is not UNSET:
            field_dict["number_to"] = number_to
        if position is not UNSET:
            field_dict["position"] = position
        if created_at is not UNSET:
            field_dict["created_at"] = created_at
        if updated_at is not UNSET:
            field_dict["updated_at"] = updated_at
        if call_start_date is not UNSET:
            field_dict["call_start_date"] = call_start_date
        if call_id is not UNSET:
            field_dict["call_id"] = call_id
        if routing_result is not UNSET:
            field_dict["routing_result"] = routing_result
        if sync_status is not UNSET:
            field_dict["sync_status"] = sync_status
        if detected_outbound_voicemail is not UNSET:
            field_dict["detected_outbound_voicemail"] = detected_outbound_voicemail
        if not_reached_destination_reason is not UNSET:
            field_dict["not_reached_destination_reason"] = (
                not_reached_destination_reason
            )
        if voicemail_left is not UNSET:
            field_dict["voicemail_left"] = voicemail_left

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)

        def _parse_number_to(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        number_to = _parse_number_to(d.pop("number_to", UNSET))

        def _parse_position(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        position = _parse_position(d.pop("position", UNSET))

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

        def _parse_call_start_date(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        call_start_date = _parse_call_start_date(d.pop("call_start_date", UNSET))

        def _parse_call_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        call_id = _parse_call_id(d.pop("call_id", UNSET))

        def _parse_routing_result(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        routing_result = _parse_routing_result(d.pop("routing_result", UNSET))

        def _parse_sync_status(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        sync_status = _parse_sync_status(d.pop("sync_status", UNSET))

        def _parse_detected_outbound_voicemail(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        detected_outbound_voicemail = _parse_detected_outbound_voicemail(
            d.pop("detected_outbound_voicemail", UNSET)
        )

        def _parse_not_reached_destination_reason(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        not_reached_destination_reason = _parse_not_reached_destination_reason(
            d.pop("not_reached_destination_reason", UNSET)
        )

        def _parse_voicemail_left(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        voicemail_left = _parse_voicemail_left(d.pop("voicemail_left", UNSET))

        queue_number = cls(
            number_to=number_to,
            position=position,
            created_at=created_at,
            updated_at=updated_at,
            call_start_date=call_start_date,
            call_id=call_id,
            routing_result=routing_result,
            sync_status=sync_status,
            detected_outbound_voicemail=detected_outbound_voicemail,
            not_reached_destination_reason=not_reached_destination_reason,
            voicemail_left=voicemail_left,
        )

        queue_number.additional_properties = d
        return queue_number

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
