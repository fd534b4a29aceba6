"""Checks of arguments: each returns the normalized value, or raises ValueError with a sentence."""

from __future__ import annotations

import math
import re
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from allo_ext._operations.v1 import TABLE
from allo_ext._wire.same_number import E164

if TYPE_CHECKING:
    from collections.abc import Iterable

A_DAY = 86_400.0
_ALIKE = 0.8
_SHOWN = 60


def shown(value: object) -> str:
    """Return a short representation of a value for a message; of a structure, only its type."""
    if isinstance(value, (str, int, float, bool, type(None))):
        try:
            text = repr(value)
        except ValueError:  # an integer with more digits than Python converts
            return "a very large number"
        return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"
    return f"a value of type {type(value).__name__}"


def text(name: str, value: Any, *, at_least: int = 0) -> str:
    """Return a string.

    Raises:
        ValueError: It is not a string, or is shorter than `at_least`.
    """
    if not isinstance(value, str):
        raise _wrong(name, "must be a string", value)
    if len(value) < at_least:
        message = f"{name} must not be empty"
        raise ValueError(message)
    return value


def flag(name: str, value: Any) -> bool:
    """Return a boolean.

    Raises:
        ValueError: It is not one.
    """
    if not isinstance(value, bool):
        raise _wrong(name, "must be true or false", value)
    return value


def whole(name: str, value: Any, *, at_least: int | None = None, at_most: int | None = None) -> int:
    """Return an integer.

    Raises:
        ValueError: It is not an integer, or is out of range.
    """
    if not isinstance(value, int) or isinstance(value, bool):
        raise _wrong(name, "must be a whole number", value)
    if at_most is not None and value > at_most:
        raise _wrong(name, f"must be at most {at_most}", value)
    if at_least is not None and value < at_least:
        raise _wrong(name, "must not be negative" if at_least == 0 else f"must be at least {at_least}", value)
    return value


def number(name: str, value: Any, *, above: float | None = None, at_most: float = math.inf) -> float:
    """Return a finite number that is not negative, or greater than `above`.

    Raises:
        ValueError: It is not one.
    """
    if not isinstance(value, (int, float)) or isinstance(value, bool):
        raise _wrong(name, "must be a number", value)
    try:
        finite = math.isfinite(value)
    except OverflowError:
        finite = False
    if not finite:
        raise _wrong(name, "must be a finite number", value)
    if above is not None and value <= above:
        raise _wrong(name, f"must be above {above:g}", value)
    if above is None and value < 0:
        raise _wrong(name, "must not be negative", value)
    if value > at_most:
        raise _wrong(name, f"must be at most {at_most:g}", value)
    return value


def seconds(name: str, value: Any) -> float:
    """Return a duration in seconds, at most a day.

    Raises:
        ValueError: It is not one.
    """
    return number(name, value, at_most=A_DAY)


def phone_number(name: str, value: Any) -> str:
    """Return a phone number in E.164.

    Raises:
        ValueError: It is not one.
    """
    written = text(name, value)
    if not E164.fullmatch(written):
        raise _wrong(name, "must be in E.164, such as +12125550105", value)
    return written


def one_of(name: str, value: Any, choices: Iterable[str]) -> str:
    """Return one of the choices.

    Raises:
        ValueError: It is not one of them.
    """
    known = list(choices)
    if not isinstance(value, str) or value not in known:
        listed = f"{', '.join(known[:-1])} or {known[-1]}"
        raise _wrong(name, f"must be {listed}", value)
    return value


def open_word(name: str, value: Any, known: Iterable[str]) -> str:
    """Return a value of an open list: any word except one that looks like a typing error of a known one.

    Raises:
        ValueError: It is empty, not a string, or similar to a known word.
    """
    word = text(name, value, at_least=1)
    close = near_miss(word, known)
    if close is not None:
        message = f"{name} {shown(word)} is unknown; did you mean {close}?"
        raise ValueError(message)
    return word


def near_miss(word: str, known: Iterable[str]) -> str | None:
    """Return the known word that an unknown one is similar to; None if it is known, or not similar to any."""
    folded = {one.casefold(): str(one) for one in known}
    if word in folded.values():
        return None
    close = get_close_matches(word.strip().casefold(), folded, n=1, cutoff=_ALIKE)
    return folded[close[0]] if close else None


def header(name: str, value: Any) -> str:
    """Return the value of a header field; a number is converted to a string.

    Raises:
        ValueError: It cannot be sent.
    """
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return str(value)
    written = text(name, value)
    if not written.isprintable() or not _is_latin(written):
        raise _wrong(name, "must be printable Latin-1", value)
    return written


def header_name(name: str, value: Any) -> str:
    """Return the name of a header field in lower case.

    Raises:
        ValueError: It is not one.
    """
    word = text(name, value, at_least=1)
    if not all(char.isascii() and (char.isalnum() or char in "!#$%&'*+-.^_`|~") for char in word):
        raise _wrong(name, "must be the name of a header", value)
    return word.lower()


def api_key(name: str, value: Any) -> str:
    """Return an API key that is valid in an Authorization header.

    Raises:
        ValueError: It is empty, or cannot be sent in a header.
    """
    key = text(name, value)
    if not key or key != key.strip() or not key.isprintable() or not key.isascii():
        # The value is not in the message: it may be a real key.
        message = f"{name} must be printable ASCII without spaces around it, and not empty"
        raise ValueError(message)
    return key


def checked_sender_ids(name: str, value: Any) -> tuple[str, ...]:
    """Return sender ids, checked against the spec.

    Raises:
        ValueError: A sender id is not valid, or occurs twice.
    """
    rule = TABLE["send_sms"].forms["SendSmsFranceRequest"].get("properties", {})["sender_id"]
    if isinstance(value, str) or not hasattr(value, "__iter__"):
        raise _wrong(name, "must be a list of sender ids", value)
    listed = tuple(text(name, one) for one in value)
    for one in listed:
        longest, shortest = rule.get("maxLength", len(one)), rule.get("minLength", 0)
        if not shortest <= len(one) <= longest or not re.fullmatch(rule.get("pattern", ".*"), one):
            raise _wrong(name, "must contain sender ids of 3 to 11 letters and digits with at least one letter", one)
    if len(set(listed)) != len(listed):
        message = f"{name} contains a sender id twice"
        raise ValueError(message)
    return listed


def _is_latin(value: str) -> bool:
    return value.encode("latin-1", "replace").decode("latin-1") == value


def _wrong(name: str, demand: str, value: Any) -> ValueError:
    return ValueError(f"{name} {demand}, not {shown(value)}")
