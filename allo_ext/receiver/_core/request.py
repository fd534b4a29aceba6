"""Requests and replies, independent of a framework."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import islice
from typing import Any, Final

import attrs

Headers = Mapping[str, str] | Iterable[tuple[str | bytes, str | bytes]]
"""Header fields: a mapping, or pairs as in ASGI and WSGI."""
_PAIR: Final = 2
_MOST_FIELDS: Final = 1_000
"""The maximum number of header fields that are read; servers accept about a hundred."""


@attrs.frozen
class Request:
    """A received request. Its `repr` does not show path, headers or body, which contain the token and the payload.

    Attributes:
        method: The HTTP method.
        path: The path; its last segment is the token.
        headers: The header fields; names in any case, repeated fields included.
        body: The body, undecoded.
        client: The peer address of the connection; None if it has none, such as a Unix socket.
        scheme: `http` or `https`, as the server received it.
        received_at: The time of arrival, with a time zone; the present by default. Signatures are compared with it.
    """

    method: str
    path: str = attrs.field(repr=False)
    headers: Headers = attrs.field(repr=False, hash=False)
    body: bytes = attrs.field(repr=False)
    client: str | None = None
    scheme: str = "https"
    received_at: datetime | None = None


@attrs.frozen
class Reply:
    """A reply.

    Attributes:
        status: The HTTP status.
        headers: The header fields.
        body: The body: one sentence in plain text, or empty.
    """

    status: int
    headers: Mapping[str, str] = attrs.field(factory=dict[str, str], hash=False)
    body: bytes = b""


def sentence(status: int, words: str, **headers: str) -> Reply:
    """Create a reply of one sentence.

    Args:
        status: The HTTP status.
        words: The sentence; must not contain anything from the request.
        **headers: Additional header fields, with `_` for `-`.
    """
    more = {name.replace("_", "-"): value for name, value in headers.items()}
    return Reply(status, {"Content-Type": "text/plain; charset=utf-8", **more}, words.encode())


def values_of(headers: object, *names: str) -> dict[str, list[str]]:
    """Return the values of some header fields, in order; values that are not strings are skipped.

    Args:
        headers: The header fields, in any form that a caller passed.
        *names: The names, in lower case.
    """
    found: dict[str, list[str]] = {name: [] for name in names}
    for pair in _pairs(headers):
        name, value = _text(pair[0]), _text(pair[1])
        if name is not None and value is not None and name.lower() in found:
            found[name.lower()].append(value)
    return found


def _pairs(headers: Any) -> list[tuple[Any, Any]]:
    found: list[Any] = []
    if isinstance(headers, Mapping):
        found = list(islice(headers.items(), _MOST_FIELDS))  # pyright: ignore[reportUnknownArgumentType, reportUnknownMemberType]
    elif isinstance(headers, Iterable):
        found = list(islice(headers, _MOST_FIELDS))  # pyright: ignore[reportUnknownArgumentType]
    return [pair for pair in found if type(pair) in {tuple, list} and len(pair) == _PAIR]


def _text(part: object) -> str | None:
    if isinstance(part, bytes):
        return part.decode("latin-1")
    return part if isinstance(part, str) else None
