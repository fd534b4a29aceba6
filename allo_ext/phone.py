"""Phone numbers as people write them, with the `phonenumbers` library (extra `[phone]`).

Examples:
    >>> parse("06 39 98 00 01", region="FR")
    '+33639980001'
    >>> same("+1 202-555-0143", "(202) 555-0143", region="US")
    True
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from allo_ext.errors import ConfigurationError, InvalidArgumentError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

    from allo_ext.records import Contact

__all__ = ["ContactIndex", "parse", "same"]


def parse(number: str, region: str | None = None) -> str:
    """Return a phone number in E.164, such as `+33639980001`.

    Args:
        number: A number in any usual way of writing.
        region: The country of a number without a country code, two letters such as `FR`.

    Raises:
        InvalidArgumentError: It is no phone number, or one without a country code and `region` was not given.
        ConfigurationError: The extra `[phone]` is not installed.
    """
    parsed = _parsed(number, region) if isinstance(number, str) else None  # pyright: ignore[reportUnnecessaryIsInstance]
    if parsed is None:
        raise InvalidArgumentError(
            "number is no phone number; without a country code it needs region=….", field="number"
        )
    return parsed


def same(one: str | None, other: str | None, region: str | None = None) -> bool:
    """Tell whether two ways of writing mean the same number; what is no number (`anonymous`) is never the same.

    Args:
        one: A number in any usual way of writing.
        other: Another.
        region: The country of numbers without a country code, two letters.

    Raises:
        ConfigurationError: The extra `[phone]` is not installed.
    """
    if not one or not other:
        return False
    key = _key(one, region)
    return key is not None and key == _key(other, region)


class ContactIndex(Mapping[str, "Contact"]):
    """Contacts by phone number, however it is written: `index["06 39 98 00 01"]`.

    Where several contacts share a number, the first found is the answer and `all` gives every one. Iterating gives
    the numbers in E.164.
    """

    def __init__(self, *, region: str | None = None) -> None:
        self._region = region
        self._contacts: dict[str, list[Contact]] = {}

    def add(self, contact: Contact) -> None:
        """Add a contact under each of its numbers."""
        for number in contact.numbers or ():
            key = _key(number, self._region)
            if key is not None and contact not in (known := self._contacts.setdefault(key, [])):
                known.append(contact)

    def all(self, number: str) -> tuple[Contact, ...]:
        """Return every contact that has this number.

        Raises:
            InvalidArgumentError: It is no phone number.
        """
        key = _key(number, self._region)
        if key is None:
            raise InvalidArgumentError("number is no phone number.", field="number")
        return tuple(self._contacts.get(key, ()))

    def __getitem__(self, number: str) -> Contact:
        key = _key(number, self._region)
        if key is None:
            raise KeyError(number)
        return self._contacts[key][0]

    def __iter__(self) -> Iterator[str]:
        return iter(self._contacts)

    def __len__(self) -> int:
        return len(self._contacts)


def _key(number: object, region: str | None) -> str | None:
    """Return E.164 where that can be told, else the digits; None where there are none."""
    if not isinstance(number, str):
        return None
    return _parsed(number, region) or "".join(filter(str.isdigit, number)) or None


def _parsed(number: str, region: str | None) -> str | None:
    library = _phonenumbers()
    try:
        # What the API writes without a plus still begins with the country code, and 00 stands for the plus.
        written = f"+{number.strip()[2:]}" if number.strip().startswith("00") else number
        parsed = library.parse(written, region.upper() if isinstance(region, str) else None)
    except library.NumberParseException:
        return None
    if not library.is_possible_number(parsed):
        return None
    return str(library.format_number(parsed, library.PhoneNumberFormat.E164))


def _phonenumbers() -> ModuleType:
    try:
        import phonenumbers
    except ImportError:
        raise ConfigurationError("Phone numbers need an extra: pip install 'withallo-sdk[phone]'.") from None
    return phonenumbers
