"""The account's own lines, and what a phone number tells about its country.

All numbers are from ranges set aside for fiction (555-01xx in North America, the ARCEP ranges in France).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, cast

from allo_ext.testing._arguments import E164, flag, phone_number, shown, text

if TYPE_CHECKING:
    from collections.abc import Iterable

Home = Literal["US", "FR"]

COUNTRY_PREFIXES = {"US": "+1", "FR": "+33"}
"""Calling codes of the countries where the account has lines."""

SUBSCRIBER_DIGITS = {"US": 10, "FR": 9}
"""How many digits follow the calling code."""


@dataclass(frozen=True, slots=True)
class Line:
    """A phone number of the account: `MockAllo(numbers=[Line("+12025550143", "Front desk")])`."""

    number: str
    """In E.164."""
    name: str = ""
    """Its label; made up unless given."""
    country: str = ""
    """Two letters; that of the number unless given."""
    is_shared: bool = False
    """Whether several people answer it."""
    sends_sms: bool = True
    """False for a landline."""


PHONE_LINES = (
    Line("+12025550143", "Head office", "US", is_shared=True),
    Line("+14155550187", "West coast sales", "US"),
    Line("+13055550110", "Miami support", "US", is_shared=True),
    Line("+33199000042", "Bureau de Paris", "FR", is_shared=True),
    Line("+33465710021", "Atelier de Lyon", "FR", sends_sms=False),
)
"""The numbers of a MockAllo that was not given others: five, in two countries."""

SENDER_IDS = ("MyCompany",)
"""Likewise, its sender ids."""
PENDING_SENDER_IDS = ("Unverified",)
"""Likewise, those that are registered and not yet active: `GET /numbers` does not list them."""


def checked_lines(name: str, value: Any) -> tuple[Line, ...]:
    """Return lines, each with its label and country; a string is a number.

    Raises:
        ValueError: one is not in E.164, occurs twice, or there is none.
    """
    if isinstance(value, str) or not hasattr(value, "__iter__"):
        message = f"{name} must be a list of phone numbers, not {shown(value)}"
        raise ValueError(message)
    lines = tuple(
        _checked_line(f"{name}[{place}]", place, one) for place, one in enumerate(cast("Iterable[Any]", value))
    )
    if not lines:
        message = f"{name} must hold at least one phone number"
        raise ValueError(message)
    if len({line.number for line in lines}) != len(lines):
        message = f"{name} holds a phone number twice"
        raise ValueError(message)
    return lines


def _checked_line(name: str, place: int, value: Any) -> Line:
    line = value if isinstance(value, Line) else Line(value)
    number = phone_number(name, line.number)
    known = next((own for own in PHONE_LINES if own.number == number), None)
    if known is not None and not isinstance(value, Line):
        return known
    return Line(
        number,
        text(f"{name}: the name", line.name) or f"Line {place + 1}",
        text(f"{name}: the country", line.country) or region_of(number) or "US",
        is_shared=flag(f"{name}: is_shared", line.is_shared),
        sends_sms=flag(f"{name}: sends_sms", line.sends_sms),
    )


def home_of(country: str) -> Home:
    """Return whose people and language a country has here: the account knows Americans and French people."""
    return "FR" if country == "FR" else "US"


def region_of(number: str) -> str | None:
    """Return the country of a number in E.164, None for one that is not in use."""
    known = country_of(number)
    if known is not None or not E164.match(number):
        return known
    import phonenumbers

    try:
        code = phonenumbers.parse(number).country_code
    except phonenumbers.NumberParseException:
        return None
    region = phonenumbers.region_code_for_country_code(code or 0)
    return region if region not in {"001", "ZZ"} else None


def country_of(number: str) -> str | None:
    """Return the country of a number by its calling code, None for one of neither country."""
    for country, prefix in COUNTRY_PREFIXES.items():
        if number.startswith(prefix):
            return country
    return None


def is_dialable(number: str) -> bool:
    """Tell whether a number is E.164 and, where the country is known, has its number of digits."""
    if not E164.match(number):
        return False
    country = country_of(number)
    return country is None or len(number) == len(COUNTRY_PREFIXES[country]) + SUBSCRIBER_DIGITS[country]
