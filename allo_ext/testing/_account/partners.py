"""Accounts of a reseller's customers, and the numbers that are free for them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from allo_ext.testing._account.names import american_number, french_landline, french_mobile

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator


@dataclass(frozen=True, slots=True)
class PartnerAccount:
    """The account of a customer."""

    id: str
    email: str
    personal_mobile: str
    phone_numbers: tuple[str, ...]
    partner_client_ref: str | None


def free_number(country: str, prefix: str | None, taken: Collection[str]) -> str | None:
    """Return a number that can be given to a customer; None where there is none with this prefix.

    Args:
        country: Two letters; there are numbers in the US and in France.
        prefix: The leading digits, with or without the country code; those of a national number may begin with 0.
        taken: Numbers that are in use.
    """
    digits = (prefix or "").removeprefix("+")
    return next((one for one in _numbers(country) if one not in taken and _begins(one, digits)), None)


def _begins(number: str, digits: str) -> bool:
    plain = number.removeprefix("+")
    national = plain.removeprefix("33") if plain.startswith("33") else plain.removeprefix("1")
    return any(form.startswith(digits) for form in (plain, national, f"0{national}"))


def _numbers(country: str) -> Iterator[str]:
    """Yield the numbers of a country, from the end of each range: contacts have those at its beginning."""
    if country == "US":
        return (american_number(n) for n in reversed(range(3_700)))
    if country == "FR":
        landlines = (french_landline(n) for n in reversed(range(30_000)))
        mobiles = (french_mobile(n) for n in reversed(range(10_000)))
        return chain(mobiles, landlines)
    return iter(())
