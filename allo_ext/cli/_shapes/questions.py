"""Open questions about the API, beyond `Quirks`, that an account can answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from allo_ext._wire.json import is_array, is_object
from allo_ext.cli._shapes.forms import type_of
from allo_ext.cli._shapes.spec import operations

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from allo_ext.cli._shapes.answers import Answer, Answers, Version

_HEADERS: Final = (
    "cache-control",
    "content-encoding",
    "content-type",
    "date",
    "deprecation",
    "etag",
    "retry-after",
    "sunset",
    "vary",
    "x-ratelimit-limit",
    "x-ratelimit-remaining",
    "x-ratelimit-reset",
    "x-request-id",
)
"""The header fields whose presence is shown; the value of none is."""
_A_TIME: Final = 1_000_000
"""An X-RateLimit-Reset above this is a Unix time."""
_API_HOST, _STORAGE_HOST = "api.withallo.com", "storage.withallo.com"
_TWO: Final = 2


@dataclass(frozen=True, slots=True)
class Read:
    """The outcome of one read.

    Attributes:
        name: Its purpose.
        operation: Method and path.
        status: The HTTP status.
        code: The code of an error, unguarded.
        headers: The known header fields that were present.
    """

    name: str
    operation: str
    status: int
    code: str | None
    headers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A question and the answer of the account, in words of this package only."""

    asked: str
    answer: str


def reads(answers: Answers) -> list[Read]:
    """Return the outcome of every read."""
    return [_read(answer) for answer in answers.values()]


def _read(answer: Answer) -> Read:
    headers = tuple(name for name in _HEADERS if name in answer.headers)
    operation = operation_name(answer.ask.version, answer.ask.operation)
    return Read(answer.ask.name, operation, answer.status, None if answer.succeeded else _code(answer.body), headers)


def operation_name(version: Version, operation: str) -> str:
    """Return method and path of an operation, without values for the path's parameters."""
    method, path, _ = operations(version)[operation]
    return f"{method} /{version}/api{path}"


def _code(body: Any) -> str | None:
    """Return the code of an error, which each version has in another place."""
    error = body.get("error", body) if is_object(body) else None
    code = error.get("code") if is_object(error) else error
    return code if isinstance(code, str) else None


def questions(answers: Answers) -> list[Question]:
    """Return the questions that the answers decide."""
    found = [
        ("Is there an envelope inside the envelope of calls (v1)?", _double(answers.successful("calls"))),
        ("Are calls ordered by start date (v1)?", _order(answers.entries("calls"), "start_date")),
        ("Are the calls beyond the end of the list an empty page (v1)?", _beyond(answers, "calls beyond the end")),
        ("Do calls of one contact have other numbers too (v1)?", _strangers(answers)),
        ("Where are recordings (v1)?", _hosts(answers.entries("calls"))),
        ("Are transcripts lists (v1)?", _types(answers.entries("calls"), "transcript")),
        ("Are numbers of contacts strings (v1)?", _types_inside(answers.entries("contacts"), "numbers")),
        ("Are conversations ordered by date (v1)?", _order(_inside(answers.entries("conversation")), "start_date")),
        ("How are items ordered by default (v2)?", _order(answers.entries("items"), "date")),
        ("How are items ordered with DATE_ASC (v2, Q10)?", _order(answers.entries("items, oldest first"), "date")),
        ("Where are recordings (v2, Q48)?", _hosts(answers.entries("items"))),
        ("What is a transcript (v2, Q13)?", _transcript(answers.successful("item"))),
        ("Do items have extracted_data (v2, Q12)?", _having(answers.entries("items"), "extracted_data")),
        ("Has the pagination has_more (v2)?", _pagination(answers.successful("items"), "has_more")),
        ("Has the pagination total_count (v2)?", _pagination(answers.successful("items"), "total_count")),
        ("What is X-RateLimit-Reset (Q56)?", _reset(answers)),
        ("Do e-mail addresses share one element (v2, Q12)?", _joined(answers.entries("people"))),
    ]
    return [Question(asked, answer) for asked, answer in found if answer is not None]


def unknown_endpoints(answers: Answers) -> list[str]:
    """Return the paths that `/me` lists and the spec of version 2 does not have, unguarded."""
    me = answers.successful("me")
    listed = me.data.get("endpoints") if me is not None and is_object(me.data) else None
    known = {(method, _bare(f"/v2/api{path}")) for method, path, _ in operations("v2").values()}
    found = list[str]()
    for entry in listed if is_array(listed) else ():
        path = entry.get("path") if is_object(entry) else None
        if isinstance(path, str) and (entry.get("method"), _bare(path)) not in known and path.startswith("/v2/"):
            found.append(path)
    return found


def event_types(answers: Answers) -> list[str]:
    """Return the topics that version 2 lists, unguarded."""
    return [str(entry["name"]) for entry in answers.entries("event types") if isinstance(entry.get("name"), str)]


def _bare(path: str) -> str:
    """Return a path without the names of its parameters."""
    return "/".join("{}" if part.startswith("{") else part for part in path.split("/"))


def _double(answer: Answer | None) -> str | None:
    body = answer.body if answer is not None else None
    if not is_object(body):
        return None
    if "data" not in body:
        return "no, there is no envelope at all"
    return "yes" if is_object(body["data"]) and "data" in body["data"] else "no"


def _order(entries: Sequence[Mapping[str, Any]], field: str) -> str | None:
    moments = [moment for entry in entries if (moment := _moment(entry.get(field))) is not None]
    if len(set(moments)) < _TWO:
        return None
    if moments == sorted(moments, reverse=True):
        return "newest first"
    return "oldest first" if moments == sorted(moments) else "in no order of this date"


def _moment(value: object) -> datetime | None:
    try:
        found = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return found.replace(tzinfo=UTC) if found is not None and found.tzinfo is None else found


def _beyond(answers: Answers, name: str) -> str | None:
    answer = answers.get(name)
    if answer is None:
        return None
    return f"no, status {answer.status}" if not answer.succeeded else "no" if answer.entries else "yes"


def _strangers(answers: Answers) -> str | None:
    answer = answers.successful("calls of one contact")
    if answer is None or not answer.entries:
        return None
    asked = answer.ask.query["contact_number"]
    return "no" if all(asked in {call.get("from_number"), call.get("to_number")} for call in answer.entries) else "yes"


def _hosts(entries: Sequence[Mapping[str, Any]]) -> str | None:
    found = {_place(url) for entry in entries if isinstance(url := entry.get("recording_url"), str)}
    return "; ".join(sorted(found)) or None


def _place(url: str) -> str:
    try:
        parts = urlsplit(url)
    except ValueError:
        return "not a URL"
    host = parts.hostname
    where = host if host in {_API_HOST, _STORAGE_HOST} else "another host" if host else "a path without a host"
    return (
        f"{where} and {'/v1/assets/recordings' if parts.path.startswith('/v1/assets/recordings/') else 'another path'}"
    )


def _types(entries: Sequence[Mapping[str, Any]], field: str) -> str | None:
    return ", ".join(sorted({type_of(entry[field]) for entry in entries if field in entry})) or None


def _types_inside(entries: Sequence[Mapping[str, Any]], field: str) -> str | None:
    lists = [entry[field] for entry in entries if is_array(entry.get(field))]
    return ", ".join(sorted({type_of(value) for values in lists for value in values})) or None


def _inside(entries: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return the calls and messages of a conversation."""
    both = [entry.get(kind) for entry in entries for kind in ("call", "message")]
    return [entry for entry in both if is_object(entry)]


def _transcript(answer: Answer | None) -> str | None:
    item = answer.data if answer is not None else None
    return type_of(item.get("transcript")) if is_object(item) and item.get("type") == "CALL" else None


def _having(entries: Sequence[Mapping[str, Any]], field: str) -> str | None:
    if not entries:
        return None
    having = sum(field in entry for entry in entries)
    return "all" if having == len(entries) else "some" if having else "none"


def _pagination(answer: Answer | None, field: str) -> str | None:
    body = answer.body if answer is not None else None
    if not is_object(body):
        return None
    pagination = body.get("pagination")
    return "yes" if is_object(pagination) and pagination.get(field) is not None else "no"


def _reset(answers: Answers) -> str | None:
    texts = [
        answer.headers["x-ratelimit-reset"] for answer in answers.values() if "x-ratelimit-reset" in answer.headers
    ]
    if not texts:
        return None
    numbers = [int(text) for text in texts if text.isascii() and text.isdigit()]
    if len(numbers) < len(texts):
        return "not a whole number"
    return "a Unix time" if min(numbers) > _A_TIME else "seconds"


def _joined(entries: Sequence[Mapping[str, Any]]) -> str | None:
    lists = [entry["emails"] for entry in entries if is_array(entry.get("emails"))]
    texts = [text for values in lists for text in values if isinstance(text, str)]
    return None if not texts else "yes" if any(text.count("@") > 1 for text in texts) else "no"
