"""Finding contacts by what somebody types: the API has no search, so it is done over the contacts that were read."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from allo_ext._wire.same_number import digits_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from allo_ext.records import Contact

_FEW_DIGITS = 3


def matching(contacts: Iterable[Contact], words: str) -> list[Contact]:
    """Return the contacts that every word is found in, in the order they came.

    A word is looked for in names, company, job title and e-mail addresses, without regard to case and accents; one
    that is made of digits and the signs between them is looked for in the phone numbers, too.
    """
    wanted = folded(words).split()
    digits = _digits_of(words)
    if digits is not None:
        return [contact for contact in contacts if _has_number(contact, digits) or _has_words(contact, wanted)]
    return [contact for contact in contacts if _has_words(contact, wanted)]


def _has_words(contact: Contact, wanted: list[str]) -> bool:
    company = contact.company.name if contact.company else None
    held = (contact.full_name, company, contact.job_title, *(contact.emails or ()), *(contact.numbers or ()))
    text = folded(" ".join(part for part in held if part))
    return all(word in text for word in wanted)


def _has_number(contact: Contact, digits: str) -> bool:
    """Tell whether a number holds these digits; a zero that begins a national number is not in E.164."""
    forms = {digits, digits.removeprefix("00"), digits.removeprefix("0")} if digits.startswith("0") else {digits}
    return any(form and form in digits_of(number) for number in contact.numbers or () for form in forms)


def _digits_of(words: str) -> str | None:
    """Return the digits of what looks like a phone number or a part of one."""
    digits = digits_of(words)
    return digits if len(digits) >= _FEW_DIGITS else None


def folded(text: str) -> str:
    """Return a text without the differences that people do not type: case and accents."""
    return "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
