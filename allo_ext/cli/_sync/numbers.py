"""The account's lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allo_ext._wire.same_number import keys_of, numbers_at_home, numbers_in
from allo_ext.cli._display.columns import NUMBERS
from allo_ext.cli._sync.rows import row_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from allo_ext import AlloClient
    from allo_ext.cli._sync.store import Store


def sync(allo: AlloClient, store: Store) -> list[str]:
    """Bring the lines in, and return the numbers of those that have one."""
    listed = allo.numbers.list()
    rows = [{"id": line.number or f"sender:{line.name}", **row_of(line, NUMBERS)} for line in listed]
    with store.whole():
        store.put("numbers", rows)
    return sorted({line.number for line in listed if line.number})


def mention(store: Store, numbers: Iterable[str | None]) -> None:
    """See that a row exists for every number that is about to be referred to: lines are given up, their calls stay."""
    rows: list[dict[str, Any]] = [{"id": number, "number": number} for number in {*numbers} if number]
    store.add("numbers", rows)


def comparable(number: str | None) -> str | None:
    """Return a number as the tables store it, so that SQL can compare it: in E.164 where it can be read."""
    return next(iter(keys_of(number)), number)


def readings(number: str, lines: Iterable[str]) -> tuple[str, ...]:
    """Return the numbers in a field of a contact as the tables store them.

    Args:
        number: The field.
        lines: The account's lines. A number without a country code is read if it means one number to all of them.
    """
    found = numbers_in(number)
    if not found:
        national = {numbers_at_home(number, line) for line in lines} - {()}
        found = national.pop() if len(national) == 1 else keys_of(number)
    return found or (number,)
