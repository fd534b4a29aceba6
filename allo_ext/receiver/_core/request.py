"""Requests and replies, independent of a framework."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cache
from itertools import islice
from typing import Any, Final

import attrs

Headers = Mapping[str, str] | Iterable[tuple[str | bytes, str | bytes]]
"""Header fields: a mapping, or pairs as in ASGI and WSGI."""
Wanted = Mapping[str | bytes, str]
"""The names of header fields, as strings and bytes."""
_PAIR: Final = 2
_PAIRS: Final = frozenset({tuple, list})
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
    found = fields_of(headers, _wanted(names))
    return {name: found.get(name, []) for name in names}


@cache
def _wanted(names: tuple[str, ...]) -> Wanted:
    return wanted(*names)


def wanted(*names: str) -> Wanted:
    """Return the argument of `fields_of` for some names, in lower case."""
    return {name.encode(): name for name in names} | {name: name for name in names}


def fields_of(headers: object, wanted: Wanted) -> dict[str, list[str]]:
    """Return the values of those of some header fields that a request has; see `values_of`.

    Args:
        headers: The header fields.
        wanted: The names, from `wanted`.
    """
    found: dict[str, list[str]] = {}
    for pair in _pairs(headers):
        if type(pair) not in _PAIRS or len(pair) != _PAIR:
            continue
        name, value = pair
        known = wanted.get(name.lower()) if isinstance(name, (bytes, str)) else None
        if known is not None:
            if isinstance(value, bytes):
                found.setdefault(known, []).append(value.decode("latin-1"))
            elif isinstance(value, str):
                found.setdefault(known, []).append(value)
    return found


def _pairs(headers: Any) -> Iterable[Any]:
    if isinstance(headers, Mapping):
        return islice(headers.items(), _MOST_FIELDS)  # pyright: ignore[reportUnknownArgumentType, reportUnknownMemberType]
    return islice(headers, _MOST_FIELDS) if isinstance(headers, Iterable) else ()  # pyright: ignore[reportUnknownArgumentType]
