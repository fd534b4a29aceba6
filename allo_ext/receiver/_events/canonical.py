"""Canonical JSON, whose digest identifies an event: sorted and in ASCII, so independent of spacing, order and escapes.

The digest is the same with and without the extra `[orjson]`, whose writer is faster.
"""

from __future__ import annotations

import json
from functools import cache, partial
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable

_encode: Final = json.JSONEncoder(sort_keys=True, separators=(",", ":"), check_circular=False).encode
_LEAST: Final = 1e-4
_MOST: Final = 1e16


class UnusualFloatError(Exception):
    """A number that JSON writers write differently: 1e-07, 1e-7 or 0.0000001."""


def usual_float(written: str) -> float:
    """Parse a number of a JSON body.

    Raises:
        UnusualFloatError: It is too small or too large to be written without an exponent.
    """
    value = float(written)
    if _is_usual(value):
        return value
    raise UnusualFloatError


def has_usual_floats(payload: Any) -> bool:
    """Return whether `usual_float` accepts all floats of a JSON value; False without orjson, which alone needs it."""
    if _fastest() is None:
        return False
    stack = [[payload]]
    while stack:
        inside: Any = stack.pop()
        for value in inside.values() if inside.__class__ is dict else inside:
            kind = value.__class__
            if kind is dict or kind is list:
                stack.append(value)
            elif kind is float and not _is_usual(value):
                return False
    return True


def _is_usual(value: float) -> bool:
    return _LEAST <= abs(value) < _MOST or not value


def canonical(value: Any, *, usual_floats: bool = False) -> bytes:
    """Return the canonical JSON of a value.

    Args:
        value: A value as `json.loads` returns it.
        usual_floats: True if all its floats came from `usual_float`.

    Raises:
        RecursionError: It is nested too deeply.
    """
    write = _fastest() if usual_floats else None
    if write is not None:
        try:
            return _in_ascii(write(value))
        except TypeError:
            pass  # integers of more than 64 bits, lone surrogates, deep nesting
    return _encode(value).encode("ascii")


@cache
def _fastest() -> Callable[[Any], bytes] | None:
    """Return orjson's writer if the extra `[orjson]` is installed."""
    try:
        import orjson
    except ImportError:
        return None
    return partial(orjson.dumps, option=orjson.OPT_SORT_KEYS)


def _in_ascii(written: bytes) -> bytes:
    r"""Write the characters that are not visible ASCII as `\u00e9`, as the standard library does."""
    if written.isascii() and b"\x7f" not in written:
        return written
    escaped = written.decode().encode("unicode_escape")  # \xe9, \u2026, \U0001f4de; and each backslash is doubled
    if b"\\U" in escaped:
        raise TypeError(written)
    # No NUL is in JSON. Every escape begins with a backslash, so a pair of them is always one that was doubled.
    return escaped.replace(b"\\\\", b"\0").replace(b"\\x", b"\\u00").replace(b"\0", b"\\")
