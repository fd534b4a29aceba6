"""Data that the AI extracted: placeholders mean that a value is missing, and a string may contain several addresses."""

from __future__ import annotations

import re
from typing import Any, Final

from allo_ext._wire import values

_NOTHING: Final = frozenset({"", "null", "none", "nil", "na", "n/a", "not available", "not_available"})
_FIELD_NAMES: Final = frozenset({"NAME", "EMAIL", "EMAILS", "ADDRESS", "COMPANY", "WEBSITE", "JOB_TITLE", "JOB TITLE"})
_BETWEEN: Final = re.compile(r"[,;\s]+")


def text(value: Any) -> str | None:
    """Parse a string; placeholders become None."""
    said = values.text(value).strip()
    return None if _is_placeholder(said) else said


def addresses(value: Any) -> tuple[str, ...]:
    """Parse e-mail addresses, without duplicates."""
    found = [address for entry in values.texts(value) for address in _split(entry.strip())]
    return tuple(dict.fromkeys(found))


def _split(entry: str) -> list[str]:
    if _is_placeholder(entry):
        return []
    parts = [part for part in _BETWEEN.split(entry) if "@" in part]
    return parts or [entry]  # not an address; keep it


def _is_placeholder(said: str) -> bool:
    return said.strip(" .").casefold() in _NOTHING or said in _FIELD_NAMES
