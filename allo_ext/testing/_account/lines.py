"""The account's own lines, and what a phone number tells about its country.

All numbers are from ranges set aside for fiction (555-01xx in North America, the ARCEP ranges in France).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

E164 = re.compile(r"\+[1-9][0-9]{6,14}\Z")

COUNTRY_PREFIXES = {"US": "+1", "FR": "+33"}
"""Calling codes of the countries where the account has lines."""

SUBSCRIBER_DIGITS = {"US": 10, "FR": 9}
"""How many digits follow the calling code."""


@dataclass(frozen=True, slots=True)
class Line:
    """One entry of `GET /numbers`; `number` is None for a sender id, `sends_sms` is False for a landline."""

    number: str | None
    name: str
    country: str
    is_shared: bool = False
    sends_sms: bool = True


PHONE_LINES = (
    Line("+12025550143", "Head office", "US", is_shared=True),
    Line("+14155550187", "West coast sales", "US"),
    Line("+13055550110", "Miami support", "US", is_shared=True),
    Line("+33199000042", "Bureau de Paris", "FR", is_shared=True),
    Line("+33465710021", "Atelier de Lyon", "FR", sends_sms=False),
)
"""The numbers of every MockAllo: five, in two countries."""

SENDER_IDS = ("MyCompany",)
"""The sender ids of a MockAllo that was not given others."""
PENDING_SENDER_IDS = ("Unverified",)
"""Likewise, those that are registered and not yet active: `GET /numbers` does not list them."""


def sender_line(sender_id: str) -> Line:
    """Return the entry of a sender id."""
    return Line(None, sender_id, "FR")


LINES = (*PHONE_LINES, *map(sender_line, SENDER_IDS))
"""What `GET /numbers` of a MockAllo lists that was not given other sender ids."""


def country_of(number: str) -> str | None:
    """Return the country a number belongs to, None for one that no line of the account shares."""
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
