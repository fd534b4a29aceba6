from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.data_collected import DataCollected
    from ..models.ivr_choice import IvrChoice
    from ..models.transcript_line import TranscriptLine
    from ..models.transfer_party import TransferParty


T = TypeVar("T", bound="CallCompletedData")


@_attrs_define
class CallCompletedData:
    """A call that has ended.

    Attributes:
        id (None | str | Unset):
        start_date (None | str | Unset):
        recording_url (None | str | Unset): It requires the API key.
        from_number (None | str | Unset):
        from_name (None | str | Unset):
        to (None | str | Unset):
        to_name (None | str | Unset):
        length_in_minutes (float | None | Unset):
        length (None | str | Unset): The duration as text, such as 5m 30s.
        tag (None | str | Unset):
        tags (list[str] | None | Unset):
        summary (None | str | Unset):
        one_sentence_summary (None | str | Unset):
        transcriptions (list[TranscriptLine] | None | Unset): Called transcript in REST.
        concatenated_transcript (None | str | Unset):
        data_collected (DataCollected | None | Unset):
        ivr_result (list[IvrChoice] | None | Unset):
        type_ (None | str | Unset): The direction.
        result (None | str | Unset):
        integration_id (None | str | Unset):
        transfer_from (None | TransferParty | Unset):
        transfer_to (None | TransferParty | Unset):
        transfer_original_call_id (None | str | Unset):
        user_email (None | str | Unset):
        original_to_number (None | str | Unset):
        original_to_name (None | str | Unset):
    """

    id: None | str | Unset = UNSET
    start_date: None | str | Unset = UNSET
    recording_url: None | str | Unset = UNSET
    from_number: None | str | Unset = UNSET
    from_name: None | str | Unset = UNSET
    to: None | str | Unset = UNSET
    to_name: None | str | Unset = UNSET
    length_in_minutes: float | None | Unset = UNSET
    length: None | str | Unset = UNSET
    tag: None | str | Unset = UNSET
    tags: list[str] | None | Unset = UNSET
    summary: None | str | Unset = UNSET
    one_sentence_summary: None | str | Unset = UNSET
    transcriptions: list[TranscriptLine] | None | Unset = UNSET
    concatenated_transcript: None | str | Unset = UNSET
    data_collected: DataCollected | None | Unset = UNSET
    ivr_result: list[IvrChoice] | None | Unset = UNSET
    type_: None | str | Unset = UNSET
    result: None | str | Unset = UNSET
    integration_id: None | str | Unset = UNSET
    transfer_from: None | TransferParty | Unset = UNSET
    transfer_to: None | TransferParty | Unset = UNSET
    transfer_original_call_id: None | str | Unset = UNSET
    user_email: None | str | Unset = UNSET
    original_to_number: None | str | Unset = UNSET
    original_to_name: None | str | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.data_collected import DataCollected
        from ..models.transfer_party import TransferParty

        id: None | str | Unset
        if isinstance(self.id, Unset):
            id = UNSET
        else:
            id = self.id

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

        tag: None | str | Unset
        if isinstance(self.tag, Unset):
            tag = UNSET
        else:
            tag = self.tag

        tags: list[str] | None | Unset
        if isinstance(self.tags, Unset):
            tags = UNSET
        elif isinstance(self.tags, list):
            tags = self.tags

        else:
            tags = self.tags

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

        data_collected: dict[str, Any] | None | Unset
        if isinstance(self.data_collected, Unset):
            data_collected = UNSET
        elif isinstance(self.data_collected, DataCollected):
            data_collected = self.data_collected.to_dict()
        else:
            data_collected = self.data_collected

        ivr_result: list[dict[str, Any]] | None | Unset
        if isinstance(self.ivr_result, Unset):
            ivr_result = UNSET
        elif isinstance(self.ivr_result, list):
            ivr_result = []
            for ivr_result_type_0_item_data in self.ivr_result:
                ivr_result_type_0_item = ivr_result_type_0_item_data.to_dict()
                ivr_result.append(ivr_result_type_0_item)

        else:
            ivr_result = self.ivr_result

        type_: None | str | Unset
        if isinstance(self.type_, Unset):
            type_ = UNSET
        else:
            type_ = self.type_

        result: None | str | Unset
        if isinstance(self.result, Unset):
            result = UNSET
        else:
            result = self.result

        integration_id: None | str | Unset
        if isinstance(self.integration_id, Unset):
            integration_id = UNSET
        else:
            integration_id = self.integration_id

        transfer_from: dict[str, Any] | None | Unset
        if isinstance(self.transfer_from, Unset):
            transfer_from = UNSET
        elif isinstance(self.transfer_from, TransferParty):
            transfer_from = self.transfer_from.to_dict()
        else:
            transfer_from = self.transfer_from

        transfer_to: dict[str, Any] | None | Unset
        if isinstance(self.transfer_to, Unset):
            transfer_to = UNSET
        elif isinstance(self.transfer_to, TransferParty):
            transfer_to = self.transfer_to.to_dict()
        else:
            transfer_to = self.transfer_to

        transfer_original_call_id: None | str | Unset
        if isinstance(self.transfer_original_call_id, Unset):
            transfer_original_call_id = UNSET
        else:
            transfer_original_call_id = self.transfer_original_call_id

        user_email: None | str | Unset
        if isinstance(self.user_email, Unset):
            user_email = UNSET
        else:
            user_email = self.user_email

        original_to_number: None | str | Unset
        if isinstance(self.original_to_number, Unset):
            original_to_number = UNSET
        else:
            original_to_number = self.original_to_number

        original_to_name: None | str | Unset
        if isinstance(self.original_to_name, Unset):
            original_to_name = UNSET
        else:
            original_to_name = self.original_to_name

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update({})
        if id is not UNSET:
            field_dict["id"] = id
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
        if tag is not UNSET:
            field_dict["tag"] = tag
        if tags is not UNSET:
            field_dict["tags"] = tags
        if summary is not UNSET:
            field_dict["summary"] = summary
        if one_sentence_summary is not UNSET:
            field_dict["one_sentence_summary"] = one_sentence_summary
        if transcriptions is not UNSET:
            field_dict["transcriptions"] = transcriptions
        if concatenated_transcript is not UNSET:
            field_dict["concatenated_transcript"] = concatenated_transcript
        if data_collected is not UNSET:
            field_dict["data_collected"] = data_collected
        if ivr_result is not UNSET:
            field_dict["ivr_result"] = ivr_result
        if type_ is not UNSET:
            field_dict["type"] = type_
        if result is not UNSET:
            field_dict["result"] = result
        if integration_id is not UNSET:
            field_dict["integration_id"] = integration_id
        if transfer_from is not UNSET:
            field_dict["transfer_from"] = transfer_from
        if transfer_to is not UNSET:
            field_dict["transfer_to"] = transfer_to
        if transfer_original_call_id is not UNSET:
            field_dict["transfer_original_call_id"] = transfer_original_call_id
        if user_email is not UNSET:
            field_dict["user_email"] = user_email
        if original_to_number is not UNSET:
            field_dict["original_to_number"] = original_to_number
        if original_to_name is not UNSET:
            field_dict["original_to_name"] = original_to_name

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        from ..models.data_collected import DataCollected
        from ..models.ivr_choice import IvrChoice
        from ..models.transcript_line import TranscriptLine
        from ..models.transfer_party import TransferParty

        d = dict(src_dict)

        def _parse_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        id = _parse_id(d.pop("id", UNSET))

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

        def _parse_tag(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        tag = _parse_tag(d.pop("tag", UNSET))

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

        def _parse_transcriptions(data: object) -> list[TranscriptLine] | None | Unset:
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
                    transcriptions_type_0_item = TranscriptLine.from_dict(
                        transcriptions_type_0_item_data
                    )

                    transcriptions_type_0.append(transcriptions_type_0_item)

                return transcriptions_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[TranscriptLine] | None | Unset, data)

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

        def _parse_ivr_result(data: object) -> list[IvrChoice] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                ivr_result_type_0 = []
                _ivr_result_type_0 = data
                for ivr_result_type_0_item_data in _ivr_result_type_0:
                    ivr_result_type_0_item = IvrChoice.from_dict(
                        ivr_result_type_0_item_data
                    )

                    ivr_result_type_0.append(ivr_result_type_0_item)

                return ivr_result_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[IvrChoice] | None | Unset, data)

        ivr_result = _parse_ivr_result(d.pop("ivr_result", UNSET))

        def _parse_type_(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        type_ = _parse_type_(d.pop("type", UNSET))

        def _parse_result(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        result = _parse_result(d.pop("result", UNSET))

        def _parse_integration_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        integration_id = _parse_integration_id(d.pop("integration_id", UNSET))

        def _parse_transfer_from(data: object) -> None | TransferParty | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                transfer_from_type_0 = TransferParty.from_dict(data)

                return transfer_from_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | TransferParty | Unset, data)

        transfer_from = _parse_transfer_from(d.pop("transfer_from", UNSET))

        def _parse_transfer_to(data: object) -> None | TransferParty | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                transfer_to_type_0 = TransferParty.from_dict(data)

                return transfer_to_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | TransferParty | Unset, data)

        transfer_to = _parse_transfer_to(d.pop("transfer_to", UNSET))

        def _parse_transfer_original_call_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        transfer_original_call_id = _parse_transfer_original_call_id(
            d.pop("transfer_original_call_id", UNSET)
        )

        def _parse_user_email(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        user_email = _parse_user_email(d.pop("user_email", UNSET))

        def _parse_original_to_number(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        original_to_number = _parse_original_to_number(
            d.pop("original_to_number", UNSET)
        )

        def _parse_original_to_name(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        original_to_name = _parse_original_to_name(d.pop("original_to_name", UNSET))

        call_completed_data = cls(
            id=id,
            start_date=start_date,
            recording_url=recording_url,
            from_number=from_number,
            from_name=from_name,
            to=to,
            to_name=to_name,
            length_in_minutes=length_in_minutes,
            length=length,
            tag=tag,
            tags=tags,
            summary=summary,
            one_sentence_summary=one_sentence_summary,
            transcriptions=transcriptions,
            concatenated_transcript=concatenated_transcript,
            data_collected=data_collected,
            ivr_result=ivr_result,
            type_=type_,
            result=result,
            integration_id=integration_id,
            transfer_from=transfer_from,
            transfer_to=transfer_to,
            transfer_original_call_id=transfer_original_call_id,
            user_email=user_email,
            original_to_number=original_to_number,
            original_to_name=original_to_name,
        )

        call_completed_data.additional_properties = d
        return call_completed_data

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
