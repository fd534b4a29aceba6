"""Calls and messages as version 2 returns them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allo_ext.testing._account.calls import Call, Message
from allo_ext.testing._account.recordings import recording_url
from allo_ext.testing._v2 import crm
from allo_ext.testing._v2.dates import zulu
from allo_ext.testing._v2.users import user_ref

if TYPE_CHECKING:
    from allo_ext.testing._account.calls import Item
    from allo_ext.testing._v2.asked import Asked

CALL, MESSAGE = "cll-", "msg-"


def result_of(call: Call) -> str:
    """Return how a call ended: version 2 has one word for every kind of transfer."""
    return "TRANSFERRED" if call.result.startswith("TRANSFERRED") else call.result


def direction_of(item: Item) -> str:
    """Return the direction of a call or message."""
    return "OUTBOUND" if item.is_outbound else "INBOUND"


def item_id(item: Item) -> str:
    """Return the id of an item."""
    return (CALL if isinstance(item, Call) else MESSAGE) + item.key


def contacts_of(asked: Asked, number: str) -> list[dict[str, Any]]:
    """Return who has a number, as conversations and items show them."""
    contact = asked.state.contact_with(number)
    if contact is None:
        return []
    company = contact.company
    return [
        {
            "id": f"cnt-{contact.key}",
            "name": " ".join(filter(None, (contact.name, contact.last_name))),
            "company": crm.shown_company(company),
            "deals": [
                {"id": crm.deal_id(deal.key), "name": deal.name, "status": deal.status}
                for deal in asked.state.crm.deals_of(company)
            ],
        }
    ]


def item_view(asked: Asked, item: Item, *, transcript: bool = False) -> dict[str, Any]:
    """Return an item; fields of the other kind are null, and so is a transcript that was not requested."""
    shown: dict[str, Any] = {
        "id": item_id(item),
        "type": "CALL" if isinstance(item, Call) else "SMS",
        "direction": direction_of(item),
        "allo_number": item.allo_number or None,
        "contact_number": item.contact_number,
        "contacts": contacts_of(asked, item.contact_number),
        "user": None,
        "date": zulu(item.start),
        **dict.fromkeys(("duration", "result", "recording_url", "summary", "tags", "transcript")),
        **dict.fromkeys(("content", "status", "message_type")),
    }
    if isinstance(item, Message):
        return shown | {"content": item.content, "status": "DELIVERED", "message_type": "SMS"}
    return shown | {
        "user": user_ref(asked.state, item.user) if item.user else None,
        "duration": round(item.minutes * 60),
        "result": result_of(item),
        "recording_url": recording_url(item, asked.quirks.recordings),
        "summary": item.summary,
        "tags": list(item.tags),
        "transcript": transcript_of(item) if transcript else None,
    }


def transcript_of(call: Call) -> list[dict[str, str]]:
    """Return the lines of a call."""
    return [
        {"source": line.source, "time": zulu(call.start + int(line.begins)), "text": line.text}
        for line in call.transcript or ()
    ]
