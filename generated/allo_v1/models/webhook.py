from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.webhook_topic import WebhookTopic, check_webhook_topic
from ..types import UNSET, Unset

T = TypeVar("T", bound="Webhook")


@_attrs_define
class Webhook:
    """A webhook as the list returns it.

    Attributes:
        url (str):
        id (None | str | Unset):
        allo_number (None | str | Unset):
        enabled (bool | None | Unset):
        topics (list[str | WebhookTopic] | None | Unset):
    """

    url: str
    id: None | str | Unset = UNSET
    allo_number: None | str | Unset = UNSET
    enabled: bool | None | Unset = UNSET
    topics: list[str | WebhookTopic] | None | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        url = self.url

        id: None | str | Unset
        if isinstance(self.id, Unset):
            id = UNSET
        else:
            id = self.id

        allo_number: None | str | Unset
        if isinstance(self.allo_number, Unset):
            allo_number = UNSET
        else:
            allo_number = self.allo_number

        enabled: bool | None | Unset
        if isinstance(self.enabled, Unset):
            enabled = UNSET
        else:
            enabled = self.enabled

        topics: list[str] | None | Unset
        if isinstance(self.topics, Unset):
            topics = UNSET
        elif isinstance(self.topics, list):
            topics = []
            for topics_type_0_item_data in self.topics:
                topics_type_0_item: str
                if isinstance(topics_type_0_item_data, str):
                    topics_type_0_item = topics_type_0_item_data
                else:
                    topics_type_0_item = topics_type_0_item_data
                topics.append(topics_type_0_item)

        else:
            topics = self.topics

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "url": url,
            }
        )
        if id is not UNSET:
            field_dict["id"] = id
        if allo_number is not UNSET:
            field_dict["allo_number"] = allo_number
        if enabled is not UNSET:
            field_dict["enabled"] = enabled
        if topics is not UNSET:
            field_dict["topics"] = topics

        return field_dict

    @classmethod
    def from_dict(cls, src_dict: Mapping[str, Any]) -> Self:
        d = dict(src_dict)
        url = d.pop("url")

        def _parse_id(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        id = _parse_id(d.pop("id", UNSET))

        def _parse_allo_number(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(None | str | Unset, data)

        allo_number = _parse_allo_number(d.pop("allo_number", UNSET))

        def _parse_enabled(data: object) -> bool | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(bool | None | Unset, data)

        enabled = _parse_enabled(d.pop("enabled", UNSET))

        def _parse_topics(data: object) -> list[str | WebhookTopic] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                topics_type_0 = []
                _topics_type_0 = data
                for topics_type_0_item_data in _topics_type_0:

                    def _parse_topics_type_0_item(data: object) -> str | WebhookTopic:
                        try:
                            if not isinstance(data, str):
                                raise TypeError()
                            topics_type_0_item_type_0 = check_webhook_topic(data)

                            return topics_type_0_item_type_0
                        except (TypeError, ValueError, AttributeError, KeyError):
                            pass
                        return cast(str | WebhookTopic, data)

                    topics_type_0_item = _parse_topics_type_0_item(
                        topics_type_0_item_data
                    )

                    topics_type_0.append(topics_type_0_item)

                return topics_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[str | WebhookTopic] | None | Unset, data)

        topics = _parse_topics(d.pop("topics", UNSET))

        webhook = cls(
            url=url,
            id=id,
            allo_number=allo_number,
            enabled=enabled,
            topics=topics,
        )

        webhook.additional_properties = d
        return webhook

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
