"""Phone numbers in any notation.

Examples:
    >>> parse("06 39 98 00 01", region="FR")
    '+33639980001'
    >>> same("+1 202-555-0143", "(202) 555-0143", region="US")
    True
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from allo_ext._wire.same_number import checked_region, keys_of, numbers_in, problem
from allo_ext.errors import InvalidArgumentError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from allo_ext.records import Contact

__all__ = ["ContactIndex", "parse", "same"]


def parse(number: str, region: str | None = None) -> str:
    """Return a phone number in E.164, such as `+33639980001`, without an extension.

    Args:
        number: A number in any usual notation.
        region: The country of a number without a country code, two letters such as `FR`.

    Raises:
        InvalidArgumentError: It is not a phone number, it is more than one, it has no country code and `region` is
            missing, or `region` is not the code of a country.
    """
    try:
        region = checked_region(region)
    except InvalidArgumentError as error:
        # `field` was always that of the number, which cannot be read without the region.
        raise InvalidArgumentError(error.message, field="number", problem=f"needs another region: {error}") from None
    found = numbers_in(number, region)
    if len(found) > 1:
        raise InvalidArgumentError(f"number contains {len(found)} phone numbers: pass one of them.", field="number")
    if not found:
        raise InvalidArgumentError(f"number {problem(number, region)}.", field="number")
    return found[0]


def same(one: str | None, other: str | None, region: str | None = None) -> bool:
    """Return whether two strings are the same phone number; strings without one (`anonymous`) never are.

    Args:
        one: A number in any usual way of writing.
        other: Another.
        region: The country of numbers without a country code, two letters.

    Raises:
        InvalidArgumentError: `region` is not the code of a country.
    """
    region = checked_region(region)
    return not set(keys_of(one, region)).isdisjoint(keys_of(other, region))


class ContactIndex(Mapping[str, "Contact"]):
    """A mapping from phone number, in any notation, to contact: `index["06 39 98 00 01"]`.

    If several contacts share a number, indexing returns the first and `all` returns all of them. Iteration yields the
    numbers in E.164.
    """

    def __init__(self, *, region: str | None = None) -> None:
        self._region = checked_region(region)
        self._contacts: dict[str, list[Contact]] = {}

    def add(self, contact: Contact) -> None:
        """Add a contact under each of its numbers; a field with two numbers counts as both."""
        for number in contact.numbers or ():
            for key in keys_of(number, self._region):
                if contact not in (known := self._contacts.setdefault(key, [])):
                    known.append(contact)

    def all(self, number: str) -> tuple[Contact, ...]:
        """Return every contact that has this number.

        Raises:
            InvalidArgumentError: It is not a phone number.
        """
        keys = keys_of(number, self._region)
        if not keys:
            raise InvalidArgumentError(f"number {problem(number, self._region)}.", field="number")
        found: list[Contact] = []
        for key in keys:
            found += [contact for contact in self._contacts.get(key, ()) if contact not in found]
        return tuple(found)

    def __getitem__(self, number: str) -> Contact:
        for key in keys_of(number, self._region):
            if key in self._contacts:
                return self._contacts[key][0]
        raise KeyError(number)

    def __iter__(self) -> Iterator[str]:
        return iter(self._contacts)

    def __len__(self) -> int:
        return len(self._contacts)
