"""Search in loaded contacts, because the API has no contact search."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allo_ext._letters import folded
from allo_ext._wire.same_number import digits_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from allo_ext.records import Contact

_FEW_DIGITS = 3


def matching(contacts: Iterable[Contact], words: str) -> list[Contact]:
    """Return the contacts that match all words, in the given order.

    Words are matched against names, company, job title and email addresses, ignoring case and accents. Words that
    look like part of a phone number are also matched against phone numbers.
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
    """Return whether a number contains these digits. A leading zero is ignored, because E.164 omits it."""
    forms = {digits, digits.removeprefix("00"), digits.removeprefix("0")} if digits.startswith("0") else {digits}
    return any(form and form in digits_of(number) for number in contact.numbers or () for form in forms)


def _digits_of(words: str) -> str | None:
    """Return the digits of a word that looks like (part of) a phone number."""
    digits = digits_of(words)
    return digits if len(digits) >= _FEW_DIGITS else None
