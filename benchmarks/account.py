"""An account of any size, as both versions of the API return it: calls on five lines, messages, contacts.

Everything is computed from numbers, without transcripts, so the server takes little time and no memory. Every second
message is with a contact, the others are with strangers.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_LINES = tuple(f"+1202555014{digit}" for digit in range(5))
_ELSEWHERE = "+12125550188"
_SUMMARY = "The customer asked where the order is; it leaves the warehouse tomorrow."
_START = datetime(2025, 11, 1, tzinfo=UTC)


class Account:
    """Answers reads of both versions."""

    def __init__(self, calls: int, messages: int = 0, contacts: int = 1) -> None:
        self.calls, self.messages, self.contacts = range(calls), range(messages), range(contacts)

    def answer(self, target: bytes, content: bytes) -> bytes:
        """Return the body of a response.

        Args:
            target: The path of the request, and its query.
            content: The body of the request.
        """
        path, _, query = target.decode("ascii").partition("?")
        found = self._v2(path, content) if path.startswith("/v2") else self._v1(path, query)
        return json.dumps(found).encode()

    def _v1(self, path: str, query: str) -> dict[str, Any]:
        if path.endswith("/numbers"):
            return {"data": [{"number": line, "name": line} for line in _LINES]}
        params = dict(parse_qsl(query))
        if path.endswith("/calls"):
            line = _LINES.index(params["allo_number"])
            rows: Sequence[int] = self.calls[line :: len(_LINES)][::-1]
            show = _v1_call
        elif path.endswith("/conversation"):
            rows = self.messages[int(path.split("/")[-2][4:]) * 2 :: len(self.contacts) * 2][::-1]
            show = _v1_message
        else:
            rows, show = self.contacts, _v1_contact
        page, size = int(params["page"]), int(params["size"])
        pages = -(-len(rows) // size)
        some = [show(number) for number in rows[page * size : (page + 1) * size]]
        return {"data": {"results": some, "metadata": {"total_pages": pages}}}

    def _v2(self, path: str, content: bytes) -> dict[str, Any]:
        if not path.endswith("/search"):
            return {"data": []}
        body = json.loads(content)
        rows: Sequence[int] = ()
        if path.endswith("/items/search"):
            rows = self.messages if body.get("type") == "SMS" else self.calls
        elif path.endswith("/people/search"):
            rows = self.contacts
        page, size = body["page"], body["size"]
        show = _v2_person if path.endswith("/people/search") else _v2_item(body.get("type") or "CALL")
        some = [show(number) for number in rows[(page - 1) * size : page * size]]
        pagination = {"page": page, "size": size, "total_count": len(rows), "has_more": page * size < len(rows)}
        return {"data": some, "pagination": pagination}


def _when(number: int) -> str:
    return (_START + timedelta(minutes=number)).strftime("%Y-%m-%dT%H:%M:%SZ")


def _v1_call(number: int) -> dict[str, Any]:
    line = _LINES[number % len(_LINES)]
    return {"id": f"call_{number}", "type": "INBOUND", "from_number": _ELSEWHERE, "to_number": line, "tags": [],
            "start_date": _when(number), "length_in_minutes": 1.0, "result": "ANSWERED",
            "summary": _SUMMARY}  # fmt: skip


def _v1_message(number: int) -> dict[str, Any]:
    sent = {"type": "INBOUND", "from_number": _ELSEWHERE, "to_number": _LINES[0], "content": f"Message {number}",
            "start_date": _when(number)}  # fmt: skip
    return {"type": "TEXT_MESSAGE", "message": sent}


def _v1_contact(number: int) -> dict[str, Any]:
    return {"id": f"cnt_{number}", "name": "Ada", "numbers": [_ELSEWHERE], "last_activity_date": _when(number)}


def _v2_person(number: int) -> dict[str, Any]:
    return {"id": f"per-{number}", "name": "Ada", "numbers": [_ELSEWHERE]}


def _v2_item(kind: str) -> Callable[[int], dict[str, Any]]:
    own = {"duration": 60, "result": "ANSWERED", "summary": _SUMMARY, "transcript": []} if kind == "CALL" else {}

    def show(number: int) -> dict[str, Any]:
        return {"id": f"{kind}-{number}", "type": kind, "direction": "INBOUND", "contact_number": _ELSEWHERE,
                "allo_number": _LINES[number % len(_LINES)], "date": _when(number), "content": f"Message {number}",
                **own}  # fmt: skip

    return show
