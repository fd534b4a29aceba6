from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.contact import Contact
    from ..models.data_collected import DataCollected
    from ..models.extracted_data import ExtractedData
    from ..models.transcript_line import TranscriptLine
    from ..models.transcript_type_1 import TranscriptType1
    from ..models.user_ref import UserRef


T = TypeVar("T", bound="ConversationItem")


@_attrs_define
class ConversationItem:
    """A call or a message. The fields of the other kind are null.

    Attributes:
        id (str):
        type_ (None | str | Unset):
        direction (None | str | Unset):
        allo_number (None | str | Unset): The number on our side, in E.164.
        contact_number (None | str | Unset): The number on their side, in E.164.
        contacts (list[Contact] | None | Unset): Empty if no contact matches.
        user (None | Unset | UserRef): Who took or made the call, or sent the message.
        date (None | str | Unset): The start of a call, or the time of a message.
        duration (int | None | Unset): In seconds. Null for a message.
        result (None | str | Unset): Null for a message.
        recording_url (None | str | Unset):
        summary (None | str | Unset): Plain text or Markdown. Null until it is ready.
        tags (list[str] | None | Unset): Slugs. Null for a message.
        transcript (list[TranscriptLine] | None | str | TranscriptType1 | Unset): Only if `extend` requests it.
        content (None | str | Unset): The text of a message. Null for a call.
        status (None | str | Unset): The delivery status of a message. Null for a call.
        message_type (None | str | Unset): Null for a call.
        extracted_data (ExtractedData | None | Unset):
        data_collected (DataCollected | None | Unset):
    """

    id: str
    type_: None | str | Unset = UNSET
    direction: None | str | Unset = UNSET
    allo_number: None | str | Unset = UNSET
    contact_number: None | str | Unset = UNSET
    contacts: list[Contact] | None | Unset = UNSET
    user: None | Unset | UserRef = UNSET
    date: None | str | Unset = UNSET
    duration: int | None | Unset = UNSET
    result: None | str | Unset = UNSET
    recording_url: None | str | Unset = UNSET
    summary: None | str | Unset = UNSET
    tags: list[str] | None | Unset = UNSET
    transcript: list[TranscriptLine] | None | str | TranscriptType1 | Unset = UNSET
    content: None | str | Unset = UNSET
    status: None | str | Unset = UNSET
    message_type: None | str | Unset = UNSET
    extracted_data: ExtractedData | None | Unset = UNSET
    data_collected: DataCollected | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.data_collected import DataCollected
        from ..models.extracted_data import ExtractedData
        from ..models.transcript_type_1 import TranscriptType1
        from ..models.user_ref import UserRef

        id = self.id

        type_: None | str | Unset
        if isinstance(self.type_, Unset):
            type_ = UNSET
        else:
            type_ = self.type_

        direction: None | str | Unset
        if isinstance(self.direction, Unset):
            direction = UNSET
        else:
            direction = self.direction

        allo_number: None | str | Unset
        if isinstance(self.allo_number, Unset):
            allo_number = UNSET
        else:
            allo_number = self.allo_number

        contact_number: None | str | Unset
        if isinstance(self.contact_number, Unset):
            contact_number = UNSET
        else:
            contact_number = self.contact_number

        contacts: list[dict[str, Any]] | None | Unset
        if isinstance(self.contacts, Unset):
            contacts = UNSET
        elif isinstance(self.contacts, list):
            contacts = []
            for contacts_type_0_item_data in self.contacts:
                contacts_type_0_item = contacts_type_0_item_data.to_dict()
                contacts.append(contacts_type_0_item)

        else:
            contacts = self.contacts

        user: dict[str, Any] | None | Unset
        if isinstance(self.user, Unset):
            user = UNSET
        elif isinstance(self.user, UserRef):
            user = self.user.to_dict()
        else:
            user = self.user

        date: None | str | Unset
        if isinstance(self.date, Unset):
            date = UNSET
        else:
            date = self.date

        duration: int | None | Unset
        if isinstance(self.duration, Unset):
            duration = UNSET
        else:
            duration = self.duration

        result: None | str | Unset
        if isinstance(self.result, Unset):
            result = UNSET
        else:
            result = self.result

        recording_url: None | str | Unset
        if isinstance(self.recording_url, Unset):
            recording_url = UNSET
        else:
            recording_url = self.recording_url

        summary: None | str | Unset
        if isinstance(self.summary, Unset):
            summary = UNSET
        else:
            summary = self.summary

        tags: list[str] | None | Unset
        if isinstance(self.tags, Unset):
            tags = UNSET
        elif isinstance(self.tags, list):
            tags = self.tags

        else:
            tags = self.tags

        transcript: dict[str, Any] | list[dict[str, Any]] | None | str | Unset
        if isinstance(self.transcript, Unset):
            transcript = UNSET
        elif isinstance(self.transcript, list):
            transcript = []
            for componentsschemas_transcript_type_0_item_data in self.transcript:
                componentsschemas_transcript_type_0_item = (
                    componentsschemas_transcript_type_0_item_data.to_dict()
                )
                transcript.append(componentsschemas_transcript_type_0_item)

        elif isinstance(self.transcript, TranscriptType1):
            transcript = self.transcript.to_dict()
        else:
            transcript = self.transcript

        content: None | str | Unset
        if isinstance(self.content, Unset):
            content = UNSET
        else:
            content = self.content

        status: None | str | Unset
        if isinstance(self.status, Unset):
            status = UNSET
        else:
            status = self.status

        message_type: None | str | Unset
        if isinstance(self.message_type, Unset):
            message_type = UNSET
        else:
            message_type = self.message_type

        extracted_data: dict[str, Any] | None | Unset
        if isinstance(self.extracted_data, Unset):
            extracted_data = UNSET
        elif isinstance(self.extracted_data, ExtractedData):
            extracted_data = self.extracted_data.to_dict()
        else:
            extracted_data = self.extracted_data

        data_collected: dict[str, Any] | None | Unset
        if isinstance(self.data_collected, Unset):
            data_collected = UNSET
        elif isinstance(self.data_collected, DataCollected):
            data_collected = self.data_collected.to_dict()
        else:
            data_collected = self.data_collected

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
            }
        )
        if type_ is not UNSET:
            field_dict["type"] = type_
        if direction is not UNSET:
            field_dict["direction"] = direction
        if allo_number is not UNSET:
            field_dict["allo_number"] = allo_number
        if contact_number is not UNSET:
            field_dict["contact_number"] = contact_number
        if contacts is not UNSET:
            field_dict["contacts"] = contacts
        if user is not UNSET:
            field_dict["user"] = user
        if date is not UNSET:
            field_dict["date"] = date
        if duration is not UNSET:
            field_dict["duration"] = duration
        if result is not UNSET:
            field_dict["result"] = result
        if recording_url is not UNSET:
            field_dict["recording_url"] = recording_url
        if summary is not UNSET:
            field_dict["summary"] = summary
        if tags is not UNSET:
            field_dict["tags"] = tags
        if transcript is not UNSET:
            field_dict["transcript"] = transcript
        if content is not UNSET:
            field_dict["content"] = content
        if status is not UNSET:
            field_dict["status"] = status
        if message_type is not UNSET:
            field_dict["message_type"] = message_type
        if extracted_data is not UNSET:
            field_dict["extracted_data"] = extracted_data
        if data_collected is not UNSET:
            field_dict["data_collected"] = data_collected

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.contact import Contact
        from ..models.data_collected import DataCollected
        from ..models.extracted_data import ExtractedData
        from ..models.transcript_line import TranscriptLine
        from ..models.transcript_type_1 import TranscriptType1
        from ..models.user_ref import UserRef

        d = dict(src_dict)
        id = d.pop("id")

        def _parse_type_(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        type_ = _parse_type_(d.pop("type", UNSET))

        def _parse_direction(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        direction = _parse_direction(d.pop("direction", UNSET))

        def _parse_allo_number(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        allo_number = _parse_allo_number(d.pop("allo_number", UNSET))

        def _parse_contact_number(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        contact_number = _parse_contact_number(d.pop("contact_number", UNSET))

        def _parse_contacts(data: object) -> list[Contact] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                contacts_type_0 = []
                _contacts_type_0 = data
                for contacts_type_0_item_data in _contacts_type_0:
                    contacts_type_0_item = Contact.from_dict(contacts_type_0_item_data)

                    contacts_type_0.append(contacts_type_0_item)

                return contacts_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[Contact] | None | Unset, data)

        contacts = _parse_contacts(d.pop("contacts", UNSET))

        def _parse_user(data: object) -> None | Unset | UserRef:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                user_type_0 = UserRef.from_dict(data)

                return user_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | Unset | UserRef, data)

        user = _parse_user(d.pop("user", UNSET))

        def _parse_date(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        date = _parse_date(d.pop("date", UNSET))

        def _parse_duration(data: object) -> int | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(int | None | Unset, data)

        duration = _parse_duration(d.pop("duration", UNSET))

        def _parse_result(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        result = _parse_result(d.pop("result", UNSET))

        def _parse_recording_url(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        recording_url = _parse_recording_url(d.pop("recording_url", UNSET))

        def _parse_summary(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        summary = _parse_summary(d.pop("summary", UNSET))

        def _parse_tags(data: object) -> list[str] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                tags_type_0 = cast(list[str], data)

                return tags_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[str] | None | Unset, data)

        tags = _parse_tags(d.pop("tags", UNSET))

        def _parse_transcript(
            data: object,
        ) -> list[TranscriptLine] | None | str | TranscriptType1 | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                componentsschemas_transcript_type_0 = []
                _componentsschemas_transcript_type_0 = data
                for (
                    componentsschemas_transcript_type_0_item_data
                ) in _componentsschemas_transcript_type_0:
                    componentsschemas_transcript_type_0_item = TranscriptLine.from_dict(
                        componentsschemas_transcript_type_0_item_data
                    )

                    componentsschemas_transcript_type_0.append(
                        componentsschemas_transcript_type_0_item
                    )

                return componentsschemas_transcript_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_transcript_type_1 = TranscriptType1.from_dict(data)

                return componentsschemas_transcript_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(
                list[TranscriptLine] | None | str | TranscriptType1 | Unset, data
            )

        transcript = _parse_transcript(d.pop("transcript", UNSET))

        def _parse_content(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        content = _parse_content(d.pop("content", UNSET))

        def _parse_status(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        status = _parse_status(d.pop("status", UNSET))

        def _parse_message_type(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        message_type = _parse_message_type(d.pop("message_type", UNSET))

        def _parse_extracted_data(data: object) -> ExtractedData | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                extracted_data_type_0 = ExtractedData.from_dict(data)

                return extracted_data_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(ExtractedData | None | Unset, data)

        extracted_data = _parse_extracted_data(d.pop("extracted_data", UNSET))

        def _parse_data_collected(data: object) -> DataCollected | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                data_collected_type_0 = DataCollected.from_dict(data)

                return data_collected_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(DataCollected | None | Unset, data)

        data_collected = _parse_data_collected(d.pop("data_collected", UNSET))

        conversation_item = cls(
            id=id,
            type_=type_,
            direction=direction,
            allo_number=allo_number,
            contact_number=contact_number,
            contacts=contacts,
            user=user,
            date=date,
            duration=duration,
            result=result,
            recording_url=recording_url,
            summary=summary,
            tags=tags,
            transcript=transcript,
            content=content,
            status=status,
            message_type=message_type,
            extracted_data=extracted_data,
            data_collected=data_collected,
        )

        conversation_item.additional_properties = d
        return conversation_item

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
