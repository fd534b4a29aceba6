"""Sync of the account's lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allo_ext._wire.same_number import keys_of, numbers_at_home, numbers_in
from allo_ext.cli._display.columns import NUMBERS
from allo_ext.cli._sync.rows import row_with_extra

if TYPE_CHECKING:
    from collections.abc import Iterable

    from allo_ext import AlloClient
    from allo_ext.cli._sync.store import Store


def sync(allo: AlloClient, store: Store) -> list[str]:
    """Sync the lines, and return their numbers, if they have one."""
    listed = allo.numbers.list()
    rows = [{"id": line.number or f"sender:{line.name}", **row_with_extra(line, NUMBERS)} for line in listed]
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
