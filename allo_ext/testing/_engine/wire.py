"""Requests and replies of the mock, independent of an HTTP library."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

JSON = "application/json"
NO_CONTENT = 204

dump = json.JSONEncoder(separators=(",", ":")).encode
"""Return JSON without spaces."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """A request: the path still percent-encoded, header names in lower case."""

    method: str
    path: str
    query: str = ""
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Reply:
    """A response; the edge sets Content-Length."""

    status: int
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """One entry of an error's `details`."""

    message: str
    field: str

    def as_json(self) -> dict[str, str]:
        """Return the entry in the API's format."""
        return {"message": self.message, "field": self.field}


def json_reply(status: int, payload: object, *headers: tuple[str, str]) -> Reply:
    """Return a reply with the payload as a JSON body."""
    return text_reply(status, dump(payload), *headers)


def text_reply(status: int, body: str, *headers: tuple[str, str]) -> Reply:
    """Return a reply whose body is already serialized JSON."""
    return Reply(status, body.encode(), (("content-type", JSON), *headers))


DEEPEST = 64
"""The maximum nesting depth; the API's own requests need three levels."""


def load_json(body: bytes) -> Any:
    """Parse JSON strictly.

    Raises:
        ValueError: It is not JSON; includes NaN, very long numbers and values nested too deeply.
    """
    try:
        value = _decode(body.decode("utf-8"))
        # Only a body with that many brackets can be nested so deeply.
        if body.count(b"[") + body.count(b"{") > DEEPEST and _is_deeper(value, DEEPEST):
            raise ValueError("nested too deep")
        # A lone surrogate cannot be encoded later.
        if b"\\ud" in body.lower():
            json.dumps(value, ensure_ascii=False).encode("utf-8")
    except RecursionError:
        raise ValueError("nested too deep") from None
    return value


def _is_deeper(value: Any, levels: int) -> bool:
    """Return whether a value is nested deeper than `levels`, without recursion."""
    layer: list[Any] = [value]
    for _ in range(levels):
        layer = [inner for outer in layer for inner in _parts(outer)]
        if not layer:
            return False
    return any(isinstance(one, (dict, list)) for one in layer)


def _parts(value: Any) -> Iterable[Any]:
    if isinstance(value, dict):
        return cast("dict[str, Any]", value).values()
    return cast("Iterable[Any]", value) if isinstance(value, list) else ()


def _refuse(constant: str) -> None:
    message = f"{constant} is not JSON"
    raise ValueError(message)


_decode = json.JSONDecoder(parse_constant=_refuse).decode
