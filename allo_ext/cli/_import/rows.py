"""Rows of a file as fields of contacts: which column is which, and what a cell holds. Pure functions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from allo_ext import AlloError, ConfigurationError
from allo_ext._wire.same_number import checked_region, problem
from allo_ext.phone import parse

TEXTS: Final = ("name", "last_name", "job_title", "website")
"""The fields with one value, in the order in which they are shown."""

_COLUMNS: Final[dict[str, tuple[str, ...]]] = {
    "id": ("contact id",),
    "name": ("first name", "firstname", "given name", "prénom", "prenom"),
    "last_name": ("lastname", "surname", "family name", "nom", "nom de famille"),
    "job_title": ("title", "job", "fonction", "poste"),
    "website": ("url", "web", "site", "site web"),
    "numbers": ("number", "phone", "phone number", "mobile", "tel", "telephone", "téléphone", "numéro"),
    "new_number": (),
    "old_number": ("current number", "previous number", "ancien numéro"),
    "emails": ("email", "e mail", "mail", "email address", "courriel"),
}
_NAMES: Final = {alias: field for field, aliases in _COLUMNS.items() for alias in (field.replace("_", " "), *aliases)}
_COUNTED: Final = re.compile(r"\s*\d+$")
_SEPARATORS: Final = re.compile(r"[;,\n|]")
_EMAIL: Final = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_ESCAPED: Final = re.compile(r"'(?=[=+\-@])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of the file; empty cells are None or empty, and change nothing.

    Attributes:
        line: The row's position in the file; the header is row 1.
        id: The contact's id.
        texts: The cells of `TEXTS` that are not empty.
        numbers: The phone numbers, in E.164.
        old_numbers: Numbers that identify the contact and that `numbers` can replace, in E.164.
        emails: The email addresses.
        problem: Why the row cannot be used; worded to follow the row's position.
    """

    line: int
    id: str | None = None
    texts: dict[str, str]
    numbers: tuple[str, ...] = ()
    old_numbers: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    problem: str | None = None


def read_rows(table: Iterable[Sequence[Any]], region: str | None) -> tuple[list[Row], tuple[str, ...]]:
    """Return the rows of a table, and the names of the columns that were ignored.

    Args:
        table: The header and the rows; cells of any type.
        region: The country of numbers without a country code, two letters.

    Raises:
        ConfigurationError: The header has no column that identifies contacts.
        InvalidArgumentError: The region is unknown.
    """
    region = checked_region(region)
    lines = iter(table)
    header = [cell_text(cell) for cell in next(lines, ())]
    fields = [_field(name) for name in header]
    if not {"id", "numbers", "new_number", "old_number", "emails"}.intersection(fields):
        raise ConfigurationError(
            "The first row must name the columns. One of them must be number, email or id; the others may be name, "
            "last_name, job_title, website, old_number and new_number."
        )
    ignored = tuple(name for name, field in zip(header, fields, strict=True) if field is None and name)
    rows = (
        _row(line, [(field, cell_text(cell)) for field, cell in zip(fields, cells, strict=False) if field], region)
        for line, cells in enumerate(lines, 2)
        if any(cell_text(cell) for cell in cells)
    )
    return list(rows), ignored


def cell_text(cell: Any) -> str:
    """Return a cell as a string; a whole number has no decimals, and the apostrophe of our own exports is removed."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return _ESCAPED.sub("", str(cell).strip(), count=1) if str(cell).strip().startswith("'") else str(cell).strip()


def _field(name: str) -> str | None:
    words = " ".join(re.split(r"[\s_\-.]+", name.casefold()))
    return _NAMES.get(words) or _NAMES.get(_COUNTED.sub("", words))


def _row(line: int, cells: Iterable[tuple[str, str]], region: str | None) -> Row:
    texts: dict[str, str] = {}
    lists: dict[str, list[str]] = {"numbers": [], "new_number": [], "old_number": [], "emails": []}
    contact, wrong = None, None
    for field, text in cells:
        if not text:
            continue
        if field == "id":
            contact = text
        elif field in TEXTS:
            texts.setdefault(field, text)
        else:
            for part in filter(None, map(str.strip, _SEPARATORS.split(text))):
                value, found = _email(part) if field == "emails" else _number(part, region)
                wrong = wrong or found
                if value is not None and value not in lists[field]:
                    lists[field].append(value)
    numbers, new, old = lists["numbers"], lists["new_number"], lists["old_number"]
    if new and numbers and not old:  # beside a new number, `number` is the old one
        old, numbers = numbers, []
    return Row(
        line=line,
        id=contact,
        texts=texts,
        numbers=tuple(dict.fromkeys((*numbers, *new))),
        old_numbers=tuple(old),
        emails=tuple(lists["emails"]),
        problem=wrong,
    )


def _number(text: str, region: str | None) -> tuple[str | None, str | None]:
    try:
        return parse(text, region), None
    except AlloError:
        hint = "is not a phone number; pass --region if numbers have no country code"
        return None, f"{text!r} {problem(text, region) if region or text.startswith('+') else hint}"


def _email(text: str) -> tuple[str | None, str | None]:
    return (text, None) if _EMAIL.fullmatch(text) else (None, f"{text!r} is not an email address")
