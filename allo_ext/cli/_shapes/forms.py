"""The form of a value, without the value."""

from __future__ import annotations

import re
from typing import Any, Final

_DATETIME: Final = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.(\d{1,9}))?)?(Z|[+-]\d\d:?\d\d)?\Z")
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d\Z")
_MOMENT: Final = re.compile(r"(?:date|time|_at)\Z")
_ID: Final = re.compile(r"[a-z]{2,4}([-_])[A-Za-z0-9]")
_TYPES: Final[dict[type[Any], str]] = {
    str: "string",
    bool: "boolean",
    int: "integer",
    float: "number",
    dict: "object",
    list: "array",
}


def type_of(value: Any) -> str:
    """Return the JSON type of a value."""
    return "null" if value is None else _TYPES.get(value.__class__, "number")


def is_moment(field: str) -> bool:
    """Return whether a field has a datetime, by its name."""
    return _MOMENT.search(field) is not None


def datetime_form(text: str) -> str:
    """Return the form of a datetime: its time zone and the digits of its seconds."""
    found = _DATETIME.match(text)
    if found is None:
        return "a day" if _DAY.match(text) else "another form"
    digits, zone = found.groups()
    form = "naive" if zone is None else "Z" if zone == "Z" else "offset"
    return form if digits is None else f"{form}, {len(digits)} fraction digits"


def id_form(text: str) -> str:
    """Return the form of an id: the sign between its prefix and the rest."""
    found = _ID.match(text)
    return "another form" if found is None else "dash" if found[1] == "-" else "underscore"
