"""What comes in and what goes out: two frozen values that every framework can be translated to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Any, Final

import attrs

Headers = Mapping[str, str] | Iterable[tuple[str | bytes, str | bytes]]
"""Header fields: a mapping, or pairs as ASGI and WSGI servers give them."""
_PAIR: Final = 2
_MOST_FIELDS: Final = 1_000
"""How many header fields are looked at; servers take a hundred or so."""


@attrs.frozen
class Request:
    """A request as it came in. Its `repr` shows neither path, headers nor body: they hold the token and the payload.

    Attributes:
        method: The HTTP method.
        path: The path; its last segment is the token.
        headers: The header fields; names in any case, and twice if they came twice.
        body: The body, as it is on the wire.
        client: The address at the other end of the connection; None where there is none, as on a Unix socket.
        scheme: `http` or `https`, as the server saw it.
    """

    method: str
    path: str = attrs.field(repr=False)
    headers: Headers = attrs.field(repr=False, hash=False)
    body: bytes = attrs.field(repr=False)
    client: str | None = None
    scheme: str = "https"


@attrs.frozen
class Reply:
    """What to answer.

    Attributes:
        status: The HTTP status.
        headers: The header fields.
        body: The body: one sentence in plain text, or nothing.
    """

    status: int
    headers: Mapping[str, str] = attrs.field(factory=dict[str, str], hash=False)
    body: bytes = b""


def sentence(status: int, words: str, **headers: str) -> Reply:
    """Make a reply of one sentence.

    Args:
        status: The HTTP status.
        words: The sentence; never anything that came in.
        **headers: More header fields, `_` for `-`.
    """
    more = {name.replace("_", "-"): value for name, value in headers.items()}
    return Reply(status, {"Content-Type": "text/plain; charset=utf-8", **more}, words.encode())


def values_of(headers: object, *names: str) -> dict[str, list[str]]:
    """Return the values of some header fields, in the order they came; what is no text is passed over.

    Args:
        headers: Whatever a caller took for header fields.
        *names: The names to look for, in lower case.
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
