"""The reads of `allo doctor --shapes`: a few for each version, none of which changes anything."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from allo_ext._wire.json import is_object
from allo_ext._wire.same_number import E164
from allo_ext.cli._shapes.answers import Answers, Ask

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from allo_ext.cli._shapes.answers import Answer, Version

SAMPLE: Final = 50
"""The size of a page."""
NOBODY: Final = "cnt_000000000000"
"""The id of a contact that does not exist."""
LONG_AGO: Final = {"from": "1990-01-01", "to": "1990-01-02"}
_LINES: Final = 3
_FAR: Final = 1000


def read(ask: Callable[[Ask], Answer]) -> Answers:
    """Read a sample of an account and return the answers.

    Args:
        ask: Makes one read. Its answer may be an error.
    """
    answers = Answers()

    def get(name: str, version: Version, operation: str, **more: Any) -> Answer:
        answer = answers[name] = ask(Ask(name, version, operation, **more))
        return answer

    _version_1(answers, get)
    _version_2(answers, get)
    return answers


def _version_1(answers: Answers, get: Callable[..., Answer]) -> None:
    get("numbers", "v1", "list_numbers")
    lines = [str(entry["number"]) for entry in answers.entries("numbers") if _is_number(entry.get("number"))]
    for line in lines[:_LINES]:  # the first that has calls
        page = {"allo_number": line, "page": 0, "size": SAMPLE}
        calls = get("calls", "v1", "search_calls", query=page)
        if not calls.entries:
            continue
        contact = next(filter(None, (_other_party(call, line) for call in calls.entries)), None)
        if contact is not None:
            get("calls of one contact", "v1", "search_calls", query={**page, "contact_number": contact})
        get("calls beyond the end", "v1", "search_calls", query={**page, "page": _beyond(calls)})
        break
    contacts = get("contacts", "v1", "search_contacts", query={"page": 0, "size": SAMPLE})
    if contacts.succeeded:
        get("contacts beyond the end", "v1", "search_contacts", query={"page": _beyond(contacts), "size": SAMPLE})
    identifier = _first_id(answers, "contacts")
    if identifier is not None:
        parts = {"contact_id": identifier}
        get("contact", "v1", "get_contact", parts=parts, query={"extend": "engagement,activity"})
        get("conversation", "v1", "get_contact_conversation", parts=parts, query={"page": 0, "size": SAMPLE})
    get("contact that does not exist", "v1", "get_contact", parts={"contact_id": NOBODY})
    get("webhooks", "v1", "list_webhooks")


def _version_2(answers: Answers, get: Callable[..., Answer]) -> None:
    if not get("me", "v2", "get_me").succeeded:
        return
    search = "search_all_conversations"
    page = {"page": 1, "size": SAMPLE}
    items = get("items", "v2", search, body=page)
    if items.entries:
        get("items with an unknown key", "v2", search, body={"page": 1, "size": 1, "shapes_probe": True})
        get("items of long ago", "v2", search, body={"page": 1, "size": 1, "date": LONG_AGO})
        get("items, oldest first", "v2", search, body={**page, "sort": "DATE_ASC"})
        calls = [entry for entry in items.entries if entry.get("type") == "CALL"] or items.entries
        identifier = calls[0].get("id")
        if isinstance(identifier, str):
            get("item", "v2", "get_conversation_item", parts={"id": identifier}, query={"extend": "transcript"})
    for entry in answers.entries("numbers")[:1]:
        if _is_number(entry.get("number")):
            query = {"allo_number": str(entry["number"]), "page": 1, "size": SAMPLE}
            get("conversations", "v2", "list_conversations", query=query)
    for name, operation in (
        ("users", "list_users"),
        ("numbers (v2)", "list_numbers"),
        ("tags", "list_tags"),
        ("webhooks (v2)", "list_webhooks"),
        ("event types", "list_webhook_event_types"),
    ):
        get(name, "v2", operation)
    for name in ("people", "companies", "deals"):
        get(name, "v2", f"search_{name}", body=page)


def _is_number(value: object) -> bool:
    return isinstance(value, str) and E164.fullmatch(value) is not None


def _other_party(call: Mapping[str, Any], line: str) -> str | None:
    """Return the number of the other party of a call."""
    ends = [call.get("from_number"), call.get("to_number")]
    return next((str(end) for end in ends if _is_number(end) and end != line), None)


def _first_id(answers: Answers, name: str) -> str | None:
    ids = (entry.get("id") for entry in answers.entries(name))
    return next((identifier for identifier in ids if isinstance(identifier, str) and identifier), None)


def _beyond(answer: Answer) -> int:
    """Return the number of a page that has no results."""
    metadata = answer.data.get("metadata") if is_object(answer.data) else None
    numbers = metadata.get("pagination", metadata) if is_object(metadata) else None
    total = numbers.get("total_pages") if is_object(numbers) else None
    return total + 1 if isinstance(total, int) and not isinstance(total, bool) else _FAR
