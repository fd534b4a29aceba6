"""Whether two ways of writing a phone number mean the same line, without knowing any country's rules.

`+33 6 39 98 00 01`, `0033639980001`, `33639980001` and `0639980001` are one number. `allo_ext.phone` knows the rules,
with the `phonenumbers` library; this is for filtering calls, where one side is always what the API wrote.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

_OTHER: Final = re.compile(r"[^0-9]")
_NO_LEADING_ZERO: Final = "1"
"""North America: a number that begins with 0 is none of there, so it may be of any country."""
_SHORTEST_NATIONAL: Final = 7
_LONGEST_COUNTRY_CODE: Final = 3


def same_number(one: str | None, other: str | None, *, at_home: str | None = None) -> bool:
    """Tell whether two ways of writing mean one number; what holds no digits (`anonymous`) is never the same.

    Args:
        one: A number as someone wrote it.
        other: A number as someone else wrote it.
        at_home: A number of the country that numbers without a country code are of, E.164; where it is known, they
            are not taken for those of another country.
    """
    if not one or not other:
        return False
    first, second = _digits(one), _digits(other)
    if first.digits == second.digits:
        return bool(first.digits)
    if first.international and second.international:
        return False
    longer, shorter = sorted((first.digits, second.digits), key=len, reverse=True)
    national = shorter.lstrip("0")
    country = longer.removesuffix(national)
    foreign = _NO_LEADING_ZERO if shorter.startswith("0") else country
    return (
        len(national) >= _SHORTEST_NATIONAL
        and longer.endswith(national)
        and len(country) <= _LONGEST_COUNTRY_CODE
        and (at_home is None or _digits(at_home).digits.startswith((country, foreign)))
    )


class _Digits(NamedTuple):
    digits: str
    international: bool
    """Whether they begin with a country code for certain."""


def _digits(written: str) -> _Digits:
    plus = written.lstrip().startswith("+")
    digits = _OTHER.sub("", written.replace("(0)", "") if plus else written)
    double_zero = not plus and digits.startswith("00")
    return _Digits(digits[2:] if double_zero else digits, plus or double_zero)
