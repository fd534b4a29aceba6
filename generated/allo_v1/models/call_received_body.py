from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.call_direction import CallDirection, check_call_direction
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.webhook_transcript_line import WebhookTranscriptLine


T = TypeVar("T", bound="CallReceivedBody")


@_attrs_define
class CallReceivedBody:
    """The call that has ended, in the format of 2025.

    Attributes:
        start_date (None | str | Unset):
        recording_url (None | str | Unset):
        from_number (None | str | Unset):
        from_name (None | str | Unset):
        to (None | str | Unset):
        to_name (None | str | Unset):
        length_in_minutes (float | None | Unset):
        length (None | str | Unset):
        call_category (None | str | Unset):
        summary (None | str | Unset):
        one_sentence_summary (None | str | Unset):
        transcriptions (list[WebhookTranscriptLine] | None | Unset):
        concatenated_transcript (None | str | Unset):
        type_ (CallDirection | None | str | Unset):
    """

    start_date: None | str | Unset = UNSET
    recording_url: None | str | Unset = UNSET
    from_number: None | str | Unset = UNSET
    from_name: None | str | Unset = UNSET
    to: None | str | Unset = UNSET
    to_name: None | str | Unset = UNSET
    length_in_minutes: float | None | Unset = UNSET
    length: None | str | Unset = UNSET
    call_category: None | str | Unset = UNSET
    summary: None | str | Unset = UNSET
    one_sentence_summary: None | str | Unset = UNSET
    transcriptions: list[WebhookTranscriptLine] | None | Unset = UNSET
    concatenated_transcript: None | str | Unset = UNSET
    type_: CallDirection | None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        start_date: None | str | Unset
        if isinstance(self.start_date, Unset):
            start_date = UNSET
        else:
            start_date = self.start_date

        recording_url: None | str | Unset
        if isinstance(self.recording_url, Unset):
            recording_url = UNSET
        else:
            recording_url = self.recording_url

        from_number: None | str | Unset
        if isinstance(self.from_number, Unset):
            from_number = UNSET
        else:
            from_number = self.from_number

        from_name: None | str | Unset
        if isinstance(self.from_name, Unset):
            from_name = UNSET
        else:
            from_name = self.from_name

        to: None | str | Unset
        if isinstance(self.to, Unset):
            to = UNSET
        else:
            to = self.to

        to_name: None | str | Unset
        if isinstance(self.to_name, Unset):
            to_name = UNSET
        else:
            to_name = self.to_name

        length_in_minutes: float | None | Unset
        if isinstance(self.length_in_minutes, Unset):
            length_in_minutes = UNSET
        else:
            length_in_minutes = self.length_in_minutes

        length: None | str | Unset
        if isinstance(self.length, Unset):
            length = UNSET
        else:
            length = self.length

        call_category: None | str | Unset
        if isinstance(self.call_category, Unset):
            call_category = UNSET
        else:
            call_category = self.call_category

        summary: None | str | Unset
        if isinstance(self.summary, Unset):
            summary = UNSET
        else:
            summary = self.summary

        one_sentence_summary: None | str | Unset
        if isinstance(self.one_sentence_summary, Unset):
            one_sentence_summary = UNSET
        else:
            one_sentence_summary = self.one_sentence_summary

        transcriptions: list[dict[str, Any]] | None | Unset
        if isinstance(self.transcriptions, Unset):
            transcriptions = UNSET
        elif isinstance(self.transcriptions, list):
            transcriptions = []
            for transcriptions_type_0_item_data in self.transcriptions:
                transcriptions_type_0_item = transcriptions_type_0_item_data.to_dict()
                transcriptions.append(transcriptions_type_0_item)

        else:
            transcriptions = self.transcriptions

        concatenated_transcript: None | str | Unset
        if isinstance(self.concatenated_transcript, Unset):
            concatenated_transcript = UNSET
        else:
            concatenated_transcript = self.concatenated_transcript

        type_: None | str | Unset
        if isinstance(self.type_, Unset):
            type_ = UNSET
        elif isinstance(self.type_, str):
            type_ = self.type_
        else:
            type_ = self.type_

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if start_date is not UNSET:
            field_dict["start_date"] = start_date
        if recording_url is not UNSET:
            field_dict["recording_url"] = recording_url
        if from_number is not UNSET:
            field_dict["from_number"] = from_number
        if from_name is not UNSET:
            field_dict["from_name"] = from_name
        if to is not UNSET:
            field_dict["to"] = to
        if to_name is not UNSET:
            field_dict["to_name"] = to_name
        if length_in_minutes is not UNSET:
            field_dict["length_in_minutes"] = length_in_minutes
        if length is not UNSET:
            field_dict["length"] = length
        if call_category is not UNSET:
            field_dict["call_category"] = call_category
        if summary is not UNSET:
            field_dict["summary"] = summary
        if one_sentence_summary is not UNSET:
            field_dict["one_sentence_summary"] = one_sentence_summary
        if transcriptions is not UNSET:
            field_dict["transcriptions"] = transcriptions
        if concatenated_transcript is not UNSET:
            field_dict["concatenated_transcript"] = concatenated_transcript
        if type_ is not UNSET:
            field_dict["type"] = type_

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.webhook_transcript_line import WebhookTranscriptLine

        d = dict(src_dict)

        def _parse_start_date(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        start_date = _parse_start_date(d.pop("start_date", UNSET))

        def _parse_recording_url(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        recording_url = _parse_recording_url(d.pop("recording_url", UNSET))

        def _parse_from_number(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        from_number = _parse_from_number(d.pop("from_number", UNSET))

        def _parse_from_name(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        from_name = _parse_from_name(d.pop("from_name", UNSET))

        def _parse_to(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        to = _parse_to(d.pop("to", UNSET))

        def _parse_to_name(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        to_name = _parse_to_name(d.pop("to_name", UNSET))

        def _parse_length_in_minutes(data: object) -> float | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | Unset, data)

        length_in_minutes = _parse_length_in_minutes(d.pop("length_in_minutes", UNSET))

        def _parse_length(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        length = _parse_length(d.pop("length", UNSET))

        def _parse_call_category(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        call_category = _parse_call_category(d.pop("call_category", UNSET))

        def _parse_summary(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        summary = _parse_summary(d.pop("summary", UNSET))

        def _parse_one_sentence_summary(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        one_sentence_summary = _parse_one_sentence_summary(
            d.pop("one_sentence_summary", UNSET)
        )

        def _parse_transcriptions(
            data: object,
        ) -> list[WebhookTranscriptLine] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                transcriptions_type_0 = []
                _transcriptions_type_0 = data
                for transcriptions_type_0_item_data in _transcriptions_type_0:
                    transcriptions_type_0_item = WebhookTranscriptLine.from_dict(
                        transcriptions_type_0_item_data
                    )

                    transcriptions_type_0.append(transcriptions_type_0_item)

                return transcriptions_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[WebhookTranscriptLine] | None | Unset, data)

        transcriptions = _parse_transcriptions(d.pop("transcriptions", UNSET))

        def _parse_concatenated_transcript(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        concatenated_transcript = _parse_concatenated_transcript(
            d.pop("concatenated_transcript", UNSET)
        )

        def _parse_type_(data: object) -> CallDirection | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                type_type_0 = check_call_direction(data)

                return type_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(CallDirection | None | str | Unset, data)

        type_ = _parse_type_(d.pop("type", UNSET))

        call_received_body = cls(
            start_date=start_date,
            recording_url=recording_url,
            from_number=from_number,
            from_name=from_name,
            to=to,
            to_name=to_name,
            length_in_minutes=length_in_minutes,
            length=length,
            call_category=call_category,
            summary=summary,
            one_sentence_summary=one_sentence_summary,
            transcriptions=transcriptions,
            concatenated_transcript=concatenated_transcript,
            type_=type_,
        )

        call_received_body.additional_properties = d
        return call_received_body

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
