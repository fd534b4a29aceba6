"""The handlers: a table from operation id to a function of the state and the checked request.

Paths, methods and scopes come from the spec. A test compares this table with it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from allo_ext.testing._account.calls import Item
from allo_ext.testing._account.events import Event, Webhook
from allo_ext.testing._account.search import Search
from allo_ext.testing._engine.wire import Reply, json_reply, text_reply
from allo_ext.testing._v1 import views as _views
from allo_ext.testing._v1.errors import error_reply
from allo_ext.testing._v1.sms import send_sms

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from allo_ext.testing._account.calls import Call
    from allo_ext.testing._account.people import Contact
    from allo_ext.testing._account.state import State
    from allo_ext.testing._v1.quirks import Quirks
    from allo_ext.testing._v1.views import Views


@dataclass(frozen=True, slots=True)
class Asked:
    """A checked request, with the state that it applies to."""

    state: State
    views: Views
    quirks: Quirks
    query: Mapping[str, Any]
    path: Mapping[str, str]
    body: Any
    idempotency_key: str | None

    def window(self) -> tuple[int, int]:
        """Return the range of results of the requested page."""
        start = self.query["page"] * self.query["size"]
        return start, start + self.query["size"]

    def page(self, results: list[str], total: int) -> Reply:
        """Return a page of contacts or of a conversation."""
        number, size, quirks = self.query["page"], self.query["size"], self.quirks
        style, nullable = quirks.page_metadata, quirks.null_results
        return text_reply(
            200, _views.page(results, total=total, number=number, size=size, style=style, nullable=nullable)
        )


def list_numbers(asked: Asked) -> Reply:
    """Return all lines and the active sender ids."""
    listed = asked.views.numbers(asked.state.lines, asked.state.sender_ids)
    return text_reply(200, f'{{"data":{listed}}}')


def search_calls(asked: Asked) -> Reply:
    """Return a page of the calls of one line; empty for a number that is not the account's own."""
    quirks = asked.quirks
    search = Search(kind="call", allo_number=asked.query["allo_number"], contact_number=asked.query["contact_number"])
    if quirks.contact_filter_broken and search.contact_number is not None:
        found, total = list[Item](), 0
    else:
        page = asked.state.items.search(search, *asked.window())
        found, total = page.items, page.total
    results = [asked.views.call(cast("Call", call), quirks) for call in found]
    number, size = asked.query["page"], asked.query["size"]
    return text_reply(
        200,
        _views.page(
            results, total=total, number=number, size=size, style=quirks.call_metadata, nullable=quirks.null_results
        ),
    )


def search_contacts(asked: Asked) -> Reply:
    """Return a page of the address book, newest contacts first."""
    contacts = asked.state.contacts(*asked.window())
    results = [asked.views.contact_listed(contact, asked.quirks) for contact in contacts]
    return asked.page(results, asked.state.contact_count)


def create_contact(asked: Asked) -> Reply:
    """Add a contact, with 200 and not 201."""
    contact = asked.state.add_contact(asked.body)
    asked.state.events.append(Event("contact.created", contact))
    return json_reply(200, {"data": asked.views.contact_written(contact, asked.quirks)})


def update_contact(asked: Asked) -> Reply:
    """Change a contact."""
    contact = _contact(asked)
    if isinstance(contact, Reply):
        return contact
    changed = asked.state.change_contact(contact, asked.body)
    asked.state.events.append(Event("contact.updated", changed))
    return json_reply(200, {"data": asked.views.contact_written(changed, asked.quirks)})


def get_contact(asked: Asked) -> Reply:
    """Return one contact."""
    contact = _contact(asked)
    if isinstance(contact, Reply):
        return contact
    extend = frozenset((asked.query["extend"] or "").split(","))
    return json_reply(200, {"data": asked.views.contact_got(contact, asked.quirks, extend)})


def get_contact_conversation(asked: Asked) -> Reply:
    """Return a page of a contact's conversation: calls and messages."""
    contact = _contact(asked)
    if isinstance(contact, Reply):
        return contact
    allo_number = asked.query["allo_number"]
    items = asked.state.conversation(contact, allo_number, *asked.window())
    results = [asked.views.conversation_item(item, asked.quirks) for item in items]
    return asked.page(results, asked.state.conversation_count(contact, allo_number))


def list_webhooks(asked: Asked) -> Reply:
    """Return all webhooks."""
    webhooks = asked.state.webhooks.values()
    return json_reply(200, {"data": [_views.webhook_listed(webhook, asked.quirks) for webhook in webhooks]})


def create_webhook(asked: Asked) -> Reply:
    """Register a webhook for any number: it is not documented whether the API checks its owner."""
    body = asked.body
    webhook = Webhook(
        id=asked.state.new_id("web-"),
        allo_number=body["allo_number"],
        url=body["url"],
        topics=tuple(dict.fromkeys(body["topics"])),
        enabled=body.get("enabled", True),
    )
    asked.state.webhooks[webhook.id] = webhook
    return json_reply(201, {"data": _views.webhook_created(webhook, asked.quirks)})


def delete_webhook(asked: Asked) -> Reply:
    """Delete a webhook. Its error is the only one with `error` instead of `code` in the body."""
    if asked.state.webhooks.pop(asked.path["webhook_id"], None) is None:
        return json_reply(404, {"error": "WEBHOOK_NOT_FOUND"})
    return Reply(204)


def _send_sms(asked: Asked) -> Reply:
    return send_sms(asked.state, asked.quirks, asked.body, asked.idempotency_key)


def _contact(asked: Asked) -> Contact | Reply:
    identifier = asked.path["contact_id"]
    found = asked.state.contact(identifier.removeprefix("cnt_")) if identifier.startswith("cnt_") else None
    return found or error_reply(asked.quirks.contact_not_found, "CONTACT_NOT_FOUND")


HANDLERS: Mapping[str, Callable[[Asked], Reply]] = {
    "list_numbers": list_numbers,
    "search_calls": search_calls,
    "search_contacts": search_contacts,
    "create_contact": create_contact,
    "update_contact": update_contact,
    "get_contact": get_contact,
    "get_contact_conversation": get_contact_conversation,
    "list_webhooks": list_webhooks,
    "create_webhook": create_webhook,
    "delete_webhook": delete_webhook,
    "send_sms": _send_sms,
}
