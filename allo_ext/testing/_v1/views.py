"""JSON representations of the state, with the requested quirks.

Calls and contacts are serialized once and joined into pages as strings, so reading many pages costs little more
than copying.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from allo_ext.testing._account.calls import Call, Message
from allo_ext.testing._account.names import TEAM
from allo_ext.testing._account.people import DAY
from allo_ext.testing._account.recordings import recording_url
from allo_ext.testing._engine.made_up import new_fields
from allo_ext.testing._engine.wire import dump
from allo_ext.testing._v1.dates import stamp, stamps

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from allo_ext.testing._account.calls import Said
    from allo_ext.testing._account.events import Webhook
    from allo_ext.testing._account.lines import Line
    from allo_ext.testing._account.people import Contact
    from allo_ext.testing._account.state import State
    from allo_ext.testing._v1.quirks import Metadata, Quirks

_KEPT = 1024
CALL_FIELDS = frozenset(
    {"from_number", "id", "length_in_minutes", "recording_url", "result", "start_date", "summary", "tag", "tags",
     "to_number", "transcript", "type"}
)  # fmt: skip
"""The fields of a call that the mock knows."""
CONTACT_FIELDS = frozenset(
    {"activity", "company", "conversation_url", "created_at", "custom_properties", "emails", "engagement", "id",
     "integration_data", "is_archived", "is_whitelisted", "job_title", "last_activity_date", "last_name", "name",
     "numbers", "status", "updated_at", "website"}
)  # fmt: skip
"""The fields of a contact that the mock knows."""
_ENGAGED, _COOLING = 14 * DAY, 45 * DAY
_ACTIVITIES = 10


def page(results: Iterable[str], *, total: int, number: int, size: int, style: Metadata, nullable: bool = False) -> str:
    """Return a page of results in its envelope, with paging metadata in one of its styles."""
    numbers = {"total_pages": math.ceil(total / size), "current_page": number}
    metadata: dict[Metadata, object] = {"flat": numbers, "nested": {"pagination": numbers}, "null": None}
    joined = ",".join(results)
    listed = "null" if nullable and not joined else f"[{joined}]"
    ending = f',"metadata":{dump(metadata[style])}' if style in metadata else ""
    return f'{{"data":{{"results":{listed}{ending}}}}}'


class Views:
    """The representations of one state."""

    def __init__(self, state: State, document: Mapping[str, Any] | None = None) -> None:
        """Create the views of a state.

        Args:
            state: The state.
            document: The spec; fields that somebody added to it get a value.
        """
        self._state = state
        self._of_calls = new_fields(document, "Call", CALL_FIELDS) if document else {}
        self._of_contacts = new_fields(document, "Contact", CONTACT_FIELDS) if document else {}
        self._texts: dict[tuple[object, ...], str] = {}

    def call(self, call: Call, quirks: Quirks, *, tags: bool = False) -> str:
        """Return a call; only conversations include `tags`."""
        key = (call.key, call.tags, call.summary, tags, quirks.dates, quirks.call_result, quirks.recordings)
        return self._texts.get(key) or self._keep(key, self._call(call, quirks, tags=tags))

    def _call(self, call: Call, quirks: Quirks, *, tags: bool) -> dict[str, Any]:
        shown = _call(call, quirks, tags=tags)
        return {**self._of_calls, **shown, **(call.fields or {})} if self._of_calls else shown

    def conversation_item(self, item: Call | Message, quirks: Quirks) -> str:
        """Return an item of a conversation: either `call` or `message` is null."""
        if isinstance(item, Call):
            return f'{{"type":"CALL","call":{self.call(item, quirks, tags=True)},"message":null}}'
        return dump({"type": "TEXT_MESSAGE", "call": None, "message": message(item, quirks)})

    def contact_listed(self, contact: Contact, quirks: Quirks) -> str:
        """Return a contact of the list, which omits e-mail addresses."""
        last = self._state.last_activity(contact)
        lasting = (contact.key, contact.updated, contact.company, quirks.dates, quirks.emails_everywhere)
        recent = ("last", last, quirks.dates)
        first = self._texts.get(lasting) or self._keep(lasting, self._contact_lasting(contact, quirks))
        second = self._texts.get(recent) or self._keep(recent, self._contact_recent(last, quirks))
        return f"{first[:-1]},{second[1:]}"

    def contact_written(self, contact: Contact, quirks: Quirks) -> dict[str, Any]:
        """Return a contact in the response to creating or updating it, without addresses and company."""
        recent = self._contact_recent(self._state.last_activity(contact), quirks)
        return {**_contact_fields(contact, quirks), **recent}

    def _contact_lasting(self, contact: Contact, quirks: Quirks) -> dict[str, Any]:
        return {**self._of_contacts, **_contact_fields(contact, quirks), "company": _company(contact)}

    def _contact_recent(self, last: int | None, quirks: Quirks) -> dict[str, Any]:
        return {
            "last_activity_date": None if last is None else stamp(last, quirks.dates),
            "engagement": self._engagement(last),
        }

    def contact_got(self, contact: Contact, quirks: Quirks, extend: frozenset[str]) -> dict[str, Any]:
        """Return a contact in the response to a single get: other fields, and those requested by `extend`."""
        shown: dict[str, Any] = {
            **self._of_contacts,
            "id": _contact_id(contact),
            "name": contact.name,
            "last_name": contact.last_name,
            "numbers": list(contact.numbers),
            "emails": list(contact.emails),
            "company": _company(contact),
            "job_title": contact.job_title,
            "website": contact.website,
            "integration_data": contact.integration_data,
            "custom_properties": contact.custom_properties,
            "conversation_url": f"/v1/api/contact/{_contact_id(contact)}/conversation",
        }
        if "engagement" in extend:
            shown["engagement"] = self._engagement(self._state.last_activity(contact))
        if "activity" in extend:
            items = self._state.conversation(contact, None, 0, _ACTIVITIES)
            shown["activity"] = [_activity(item, quirks) for item in items]
        return shown

    def numbers(self, lines: Iterable[Line], sender_ids: Iterable[str]) -> str:
        """Return the account's lines and sender ids as a list."""
        key = ("numbers", *lines, *sender_ids)
        return self._texts.get(key) or self._keep(key, numbers(lines, sender_ids))

    def _keep(self, key: tuple[object, ...], value: object) -> str:
        if len(self._texts) >= _KEPT:
            self._texts.clear()
        text = self._texts[key] = dump(value)
        return text

    def _engagement(self, last: int | None) -> str | None:
        if last is None:
            return None
        age = self._state.now() - last
        return "ENGAGED" if age < _ENGAGED else "COOLING" if age < _COOLING else "COLD"


def message(item: Message, quirks: Quirks) -> dict[str, Any]:
    """Return a message, which has no id."""
    return {
        "from_number": item.from_number,
        "sender_id": item.sender_id,
        "to_number": item.to_number,
        "type": item.direction,
        "content": item.content,
        "start_date": stamp(item.start, quirks.dates),
    }


def numbers(lines: Iterable[Line], sender_ids: Iterable[str]) -> list[dict[str, Any]]:
    """Return the account's lines; a sender id has no number and is always French."""
    own = [
        {"number": line.number, "name": line.name, "country": line.country, "is_shared_number": line.is_shared}
        for line in lines
    ]
    named = [
        {"number": None, "name": sender_id, "country": "FR", "is_shared_number": False} for sender_id in sender_ids
    ]
    return own + named


def webhook_listed(webhook: Webhook, quirks: Quirks) -> dict[str, Any]:
    """Return a webhook of the list, without its id by default."""
    identity = {"id": webhook.id} if quirks.webhook_ids else {}
    return {**identity, "allo_number": webhook.allo_number, **_webhook(webhook)}


def webhook_created(webhook: Webhook, quirks: Quirks) -> dict[str, Any]:
    """Return a webhook in the response to creating it, which has another name for the number."""
    return {"id": webhook.id, quirks.webhook_number: webhook.allo_number, **_webhook(webhook)}


def _webhook(webhook: Webhook) -> dict[str, Any]:
    return {"enabled": webhook.enabled, "url": webhook.url, "topics": list(webhook.topics)}


def _contact_fields(contact: Contact, quirks: Quirks) -> dict[str, Any]:
    emails = {"emails": list(contact.emails)} if quirks.emails_everywhere else {}
    return {
        "id": _contact_id(contact),
        "name": contact.name,
        "last_name": contact.last_name,
        "job_title": contact.job_title,
        "website": contact.website,
        "status": contact.status,
        "is_archived": False,
        "created_at": stamp(contact.created, quirks.dates),
        "updated_at": stamp(contact.updated, quirks.dates),
        "numbers": list(contact.numbers),
        "is_whitelisted": contact.is_whitelisted,
        **emails,
    }


def _contact_id(contact: Contact) -> str:
    return f"cnt_{contact.key}"


def _company(contact: Contact) -> dict[str, str] | None:
    return {"name": contact.company.name, "id": f"com_{contact.company.key}"} if contact.company else None


def _call(call: Call, quirks: Quirks, *, tags: bool) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "id": call.id,
        "from_number": call.from_number,
        "to_number": call.to_number,
        "length_in_minutes": call.minutes,
        "type": call.direction,
        "summary": call.summary,
        "tag": call.tag,
        "recording_url": recording_url(call, quirks.recordings),
        "start_date": stamp(call.start, quirks.dates),
        "transcript": None if call.transcript is None else _transcript(call, call.transcript, quirks),
    }
    if quirks.call_result == "always" or (quirks.call_result == "sometimes" and not call.hides_result):
        shown["result"] = call.result
    if tags:
        shown["tags"] = list(call.tags)
    return shown


def _transcript(call: Call, said: tuple[Said, ...], quirks: Quirks) -> list[dict[str, Any]]:
    times = stamps(call.start, [line.begins for line in said], quirks.dates)
    return [
        {
            "source": line.source,
            "text": line.text,
            "time": time,
            "start_seconds": line.begins,
            "end_seconds": line.ends,
        }
        for line, time in zip(said, times, strict=True)
    ]


def _activity(item: Call | Message, quirks: Quirks) -> dict[str, Any]:
    outbound = item.direction == "OUTBOUND"
    return {
        "type": f"{'OUTBOUND' if outbound else 'INBOUND'}_{'CALL' if isinstance(item, Call) else 'SMS'}",
        "made_by": TEAM[item.start % len(TEAM)].name if outbound else None,
        "made_at": stamp(item.start, quirks.dates),
        "allo_number": item.from_number if outbound else item.to_number,
        "content": None if isinstance(item, Call) else item.content,
    }
