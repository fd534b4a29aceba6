"""Sync of the account's lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from allo_ext._wire.columns import line_id
from allo_ext._wire.same_number import keys_of, numbers_at_home, numbers_in
from allo_ext.cli._display.columns import NUMBERS
from allo_ext.cli._sync.rows import reader_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from allo_ext import AlloClient, Contact
    from allo_ext.cli._sync.store import Store
    from allo_ext.v2 import Person

_row_of: Final = reader_of(NUMBERS)


def sync(allo: AlloClient, store: Store) -> list[str]:
    """Sync the lines, and return their numbers, if they have one."""
    listed = allo.numbers.list()
    rows = [{"id": line_id(line), **_row_of(line)} for line in listed]
    with store.whole():
        store.put("numbers", rows)
    return sorted({line.number for line in listed if line.number})


def mention(store: Store, numbers: Iterable[str | None]) -> None:
    """Add missing rows for referenced numbers: calls remain after their line has been removed."""
    rows: list[dict[str, Any]] = [{"id": number, "number": number} for number in {*numbers} if number]
    store.add("numbers", rows)


def comparable(number: str | None) -> str | None:
    """Normalize a number for comparison in SQL: to E.164 if it can be parsed."""
    return next(iter(keys_of(number)), number)


def readings(number: str, lines: Iterable[str]) -> tuple[str, ...]:
    """Normalize the numbers in a field of a contact.

    Args:
        number: The value of the field.
        lines: The account's lines. A number without a country code is parsed if all lines lead to the same result.
    """
    found = numbers_in(number)
    if not found:
        national = {numbers_at_home(number, line) for line in lines} - {()}
        found = national.pop() if len(national) == 1 else keys_of(number)
    return found or (number,)


def put_numbers(store: Store, table: str, owner: str, records: Iterable[Contact | Person]) -> None:
    """Write the numbers of contacts or people; of those without a list of numbers, none is changed.

    Args:
        store: The SQLite file.
        table: The table.
        owner: The column with the id of the contact or person.
        records: The contacts or people.
    """
    listed = {one.id: one.numbers for one in records if one.numbers is not None}
    lines = [row["number"] for row in store.query("select number from numbers where number is not null")]
    rows = [
        {owner: one, "number": key}
        for one, theirs in listed.items()
        for number in theirs
        for key in readings(number, lines)
    ]
    store.replace(table, owner, listed, rows)
