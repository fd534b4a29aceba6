"""Parsing and comparing phone numbers. Every comparison in this package uses this module.

The `phonenumbers` library implements the rules of each country. It is imported when it is first needed; numbers that
are equal in E.164, or end in different digits, are compared without it.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from allo_ext.errors import InvalidArgumentError

E164: Final = re.compile(r"\+[1-9][0-9]{6,14}")
"""The form of a number in E.164; whether it is in use is another question."""

_LONGEST: Final = 250
"""The maximum length of a field, as in `phonenumbers`."""
_MOST: Final = 15
"""The maximum number of digits."""
_SHORTEST: Final = 7
"""The minimum number of digits with an area code. Fewer are a short code, an extension or a part of a number."""
_TAIL: Final = 6
"""The number of digits at the end that are the same in every notation."""
_REMEMBERED: Final = 4096

_CONTROL: Final = re.compile(r"[\x00-\x20\x7f]+")
_DOUBLE_ZERO: Final = re.compile(r"^[\s(\[]*\+?\s*00\s*(?=[1-9])")
_TRUNK_ZERO: Final = re.compile(r"\(\s*0\s*\)")
_NAME: Final = re.compile(r"^[^\W\d_]+\d|^\d+[^\W\d_]{1,2}$")
"""A sender id such as `Taxi24` or `3M`: letters next to digits."""
_WORD: Final = re.compile(r"(?<!\w)[^\W\d_]+\.?(?!\w)")
_LETTER: Final = re.compile(r"[^\W\d_]")
_SCHEME: Final = re.compile(r"^\s*(?:tel|sms|callto|phone)\s*[.:]\s*", re.IGNORECASE)
_EXTENSION: Final = re.compile(
    r"[\s,;(]*(?:(?<=\d)\s*(?:x|#|ext(?:ension)?)|\b(?:ext(?:ension)?|poste|durchwahl|dw|nebenstelle|klappe|toestel|"
    r"interno|ramal|anexo)\b)[.:=\s]*(\d{1,7})\)?$",
    re.IGNORECASE,
)
"""An extension, including notations that `phonenumbers` does not support."""
_SEVERAL: Final = re.compile(r"[/;,|&]|\s-\s|(?<=\d)[^\w+]*\b[^\W\d_]{1,12}\b[^\w+]*(?=[\d+])|(?<=\d)[^\d+]*(?=\+)")
"""The separator of two numbers: punctuation, a word such as `or`, or anything before a plus."""

_DOTS: Final = dict.fromkeys("\u00b7\u2022\u2024\u2027\u2219\u22c5\u30fb", ".")
_SLASHES: Final = dict.fromkeys("\u2044\u2215\u29f8", "/")
_AS: Final = {**_DOTS, **_SLASHES, "\u2212": "-"}
_OF_CATEGORY: Final = {"Pd": "-", "Ps": "(", "Pe": ")", "Cf": "", "Mn": "", "Me": "", "Cc": " "}


def numbers_in(written: object, region: str | None = None) -> tuple[str, ...]:
    """Return the phone numbers in a field, in E.164: usually one, two for `+1 … / +1 …`, zero for `anonymous`.

    Args:
        written: The field, in any notation.
        region: The country of numbers without a country code, two letters; without it they are ignored.
    """
    if not isinstance(written, str) or len(written) > _LONGEST:
        return ()
    return _numbers_in(written, region.upper() if isinstance(region, str) else None)


@lru_cache(maxsize=_REMEMBERED)
def numbers_at_home(written: str, at_home: str) -> tuple[str, ...]:
    """Return the numbers in a field without country codes, in E.164, as dialed from a line of the account.

    Args:
        written: The field.
        at_home: A number in E.164. Numbers with a leading 0 that its country does not use are ignored.
    """
    digits = digits_of(written)
    if f"+{digits}" == at_home:
        return (at_home,)
    found = numbers_in(written, _region_of(at_home))
    return tuple(number for number in found if not (digits.startswith("0") and _keeps_zero(number)))


def keys_of(written: object, region: str | None = None) -> tuple[str, ...]:
    """Return the look-up keys of a field: its numbers in E.164, else its digits (a short code); empty for a name.

    Args:
        written: The field, in any notation.
        region: The country of numbers without a country code, two letters.
    """
    found = numbers_in(written, region)
    digits = "" if found or not isinstance(written, str) else digits_of(written)
    return found or ((digits,) if 0 < len(digits) <= _MOST else ())


def checked_region(region: str | None) -> str | None:
    """Return a region in capitals.

    Raises:
        InvalidArgumentError: It is not the code of a country.
    """
    if region is None:
        return None
    import phonenumbers

    code = region.upper() if isinstance(region, str) else ""  # pyright: ignore[reportUnnecessaryIsInstance]
    if code not in phonenumbers.SUPPORTED_REGIONS:
        raise InvalidArgumentError(
            field="region", problem="must be the two letters of a country, such as FR, US or GB (ISO 3166)"
        )
    return code


def problem(written: object, region: str | None = None) -> str:
    """Return why a field is not a phone number; worded to follow the name of the argument."""
    if not isinstance(written, str):
        return "is not a phone number"
    digits = digits_of(written)
    if len(digits) > _MOST:
        return "has more digits than a phone number: separate several numbers by commas"
    has_code = plain(written).startswith(("+", "00"))
    if not digits or not (has_code or region):
        return "is not a phone number" + ("" if region else "; without a country code it needs region=…")
    return f"is not a phone number{_PROBLEMS.get(_reason(_DOUBLE_ZERO.sub('+', plain(written)), region), '')}"


def _reason(text: str, region: str | None) -> int | None:
    """Return the result of phonenumbers' check of the length; None for a string that it cannot parse."""
    import phonenumbers

    try:
        parsed = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None
    return phonenumbers.is_possible_number_with_reason(parsed)


_PROBLEMS: Final[dict[int | None, str]] = {
    2: "; it has too few digits",  # phonenumbers.ValidationResult, which is not imported yet
    3: "; it has too many digits",
    4: "; the area code is missing",
    5: "; no number of its country has so many digits",
}


def digits_of(written: str) -> str:
    """Return the digits of a number as 0 to 9; an empty string for names, such as sender ids."""
    text = _SCHEME.sub("", _EXTENSION.sub("", plain(written[:_LONGEST])))
    return "" if _LETTER.search(text) else "".join(filter(str.isdigit, text))


def is_number(written: object, *, at_home: str | None = None) -> bool:
    """Return whether a field is a phone number and not a name.

    Args:
        written: The field.
        at_home: A number in E.164, of the country that numbers without a country code belong to.
    """
    return bool(keys_of(written, _region_of(at_home) if at_home else None))


def same_number(one: str | None, other: str | None, *, at_home: str | None = None) -> bool:
    """Return whether two fields are the same number; a field without a number (`anonymous`) never is.

    Args:
        one: A field.
        other: Another field.
        at_home: A number in E.164, of the country of numbers without a country code. Without it, they may be of
            any country.
    """
    if not one or not other:
        return False
    ours, theirs = _certain(one, at_home), _certain(other, at_home)
    if ours and theirs:
        return any(_equal(mine, yours) for mine in ours for yours in theirs)
    if ours or theirs:
        national = other if ours else one
        return any(_may_be(number, national, at_home) for number in ours or theirs)
    mine, yours = digits_of(one), digits_of(other)
    if mine == yours or at_home is not None:
        return bool(mine) and mine == yours
    return _may_be(f"+{mine}", other, None) or _may_be(f"+{yours}", one, None)


def _equal(one: str, other: str) -> bool:
    """Compare two numbers that begin with a plus."""
    if one == other or one[-_TAIL:] != other[-_TAIL:]:
        return one == other
    return bool(set(numbers_in(one)) & set(numbers_in(other)))


def _certain(written: str, at_home: str | None) -> tuple[str, ...]:
    """Return the unambiguous numbers of a field."""
    if E164.fullmatch(written):
        return (written,)
    return numbers_in(written) or (numbers_at_home(written, at_home) if at_home else ())


def _may_be(number: str, written: str, at_home: str | None) -> bool:
    """Return whether a field without a country code can be a number in E.164."""
    digits = digits_of(written)
    if len(digits) < _SHORTEST:
        return False
    if _equal(number, f"+{digits}"):
        return True
    if at_home is not None and not digits.startswith("0"):
        return False
    region = _region_of(number)
    bare = digits.lstrip("0")
    found = numbers_in(written, region)
    return number in found or (digits != bare and all(map(_keeps_zero, found)) and number in numbers_in(bare, region))


def _keeps_zero(number: str) -> bool:
    """Return whether a number in E.164 has a 0 after its country code although its country does not use it."""
    import phonenumbers

    parsed = phonenumbers.parse(number)
    return bool(parsed.italian_leading_zero) and not phonenumbers.is_valid_number(parsed)


@lru_cache(maxsize=_REMEMBERED)
def _region_of(number: str) -> str | None:
    """Return the country of a number in E.164, or the main one of those that share its country code."""
    import phonenumbers

    try:
        code = phonenumbers.parse(number).country_code
    except phonenumbers.NumberParseException:
        return None
    return phonenumbers.region_code_for_country_code(code) if code else None


@lru_cache(maxsize=_REMEMBERED)
def _numbers_in(written: str, region: str | None) -> tuple[str, ...]:
    text = _EXTENSION.sub(r";ext=\1", plain(written))
    if _NAME.search(text):
        return ()
    parts = [part for part in _SEVERAL.split(text) if sum(map(str.isdigit, part)) >= _SHORTEST]
    if len(parts) > 1:
        found: list[str] = []
        for part in parts:
            number = _read(part, region or (_region_of(found[0]) if found else None))
            if number is not None:
                found.append(number)
        if len(found) == len(parts):
            return tuple(dict.fromkeys(found))
    whole = _read(text, region)
    return () if whole is None else (whole,)


def _read(text: str, region: str | None) -> str | None:
    """Return one number in E.164."""
    text = _DOUBLE_ZERO.sub("+", text)
    for form in dict.fromkeys((text, _TRUNK_ZERO.sub("", text), _WORD.sub(" ", text))):
        number = _parse(form, region)
        if number is not None:
            return number
    return None


def _parse(text: str, region: str | None) -> str | None:
    import phonenumbers

    try:
        parsed = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None
    # The library accepts a number without its area code, but it cannot be written in E.164.
    if phonenumbers.is_possible_number_with_reason(parsed) != phonenumbers.ValidationResult.IS_POSSIBLE:
        return None
    return str(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164))


def plain(written: str) -> str:
    """Return a string with ASCII digits, spaces and dashes in place of those of any script, without invisible marks."""
    text = written if written.isascii() else "".join(map(_plain_character, written))
    return _CONTROL.sub(" ", text).strip()


@lru_cache(maxsize=_REMEMBERED)
def _plain_character(character: str) -> str:
    if character.isascii():
        return character
    digit = unicodedata.decimal(character, None)
    if digit is not None:
        return str(digit)
    category = unicodedata.category(character)
    if category.startswith("Z"):
        return " "
    if category == "No":
        return ""  # a footnote mark is not part of the number
    simple = unicodedata.normalize("NFKC", character)
    return simple if simple.isascii() else _AS.get(character, _OF_CATEGORY.get(category, simple))
