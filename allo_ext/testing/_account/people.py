"""Contacts of the account, generated from their position."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from allo_ext.testing._account.chance import dice, opaque, percent
from allo_ext.testing._account.names import (
    COMPANY_HEADS,
    COMPANY_TAILS,
    FIRST_NAMES,
    JOB_TITLES,
    LAST_NAMES,
    american_number,
    french_landline,
    french_mobile,
)

CONTACT = 1
DAY = 86_400

_ACCENTS = str.maketrans("ÉÈÀÎÏÔÖÇéèêëàâîïôöçùû' ", "EEAIIOOCeeeeaaiioocuu--")


@dataclass(frozen=True, slots=True)
class Company:
    """A contact's company; webhooks only contain its name."""

    key: str
    """Its id without a version's prefix."""
    name: str


@dataclass(frozen=True, slots=True)
class Contact:
    """A contact, with the fields of all its representations."""

    index: int
    """The position in the generated address book; contacts created later follow its end."""
    key: str
    """Its id without a version's prefix."""
    country: str
    name: str | None
    last_name: str | None
    numbers: tuple[str, ...]
    emails: tuple[str, ...]
    company: Company | None
    job_title: str | None
    website: str | None
    status: str | None
    created: int
    updated: int
    is_whitelisted: bool = False
    integration_data: dict[str, Any] = field(default_factory=dict[str, Any])
    custom_properties: dict[str, Any] | None = None
    address: str | None = None


def country_at(index: int) -> str:
    """Return the home country of the contact at a position: five in nine are American, four French."""
    return "US" if index % 9 in range(5) else "FR"


def number_at(index: int) -> str:
    """Return the first number of the contact at a position."""
    if country_at(index) == "US":
        return american_number(index // 9 * 5 + index % 9)
    nth = index // 9 * 4 + index % 9 - 5
    return french_mobile(nth) if nth % 4 else french_landline(nth)


def numbers_at(index: int) -> tuple[str, ...]:
    """Return the numbers of the contact at a position: every eleventh has a second one."""
    first = number_at(index)
    if index % 11:
        return (first,)
    return (first, american_number(3_699 - index) if country_at(index) == "US" else french_landline(29_999 - index))


def generate(seed: int, index: int, now: datetime) -> Contact:
    """Return the contact at a position of the generated book; position 0 is the newest."""
    rng = dice(seed, CONTACT, index)
    country = country_at(index)
    first, last = rng.choice(FIRST_NAMES[country]), rng.choice(LAST_NAMES[country])
    head, tail = rng.randrange(8), rng.randrange(8)
    company_name = f"{COMPANY_HEADS[country][head]} {COMPANY_TAILS[country][tail]}"
    domain = domain_of(company_name)
    has_company = percent(rng, 70)
    created = int(now.timestamp()) - (index + 1) * 2 * DAY - rng.randrange(DAY)
    # Real address books often have the full name in `name`, and `last_name` empty.
    joined = percent(rng, 12)
    return Contact(
        index=index,
        key=opaque("", seed, index),
        country=country,
        name=f"{first} {last}" if joined else first,
        last_name=None if joined else last,
        numbers=numbers_at(index),
        emails=() if percent(rng, 20) else (_email(first, last, domain if has_company else "mail.example"),),
        company=Company(opaque("", seed, (country == "FR") * 64 + head * 8 + tail), company_name)
        if has_company
        else None,
        job_title=rng.choice(JOB_TITLES[country]) if has_company and percent(rng, 80) else None,
        website=f"https://{domain}" if has_company and percent(rng, 50) else None,
        status=rng.choice(("active", "active", "lead", None)),
        created=created,
        updated=created + rng.randrange(DAY),
        is_whitelisted=percent(rng, 10),
        integration_data={"HUBSPOT": {"contact_id": str(10_000 + index)}} if percent(rng, 30) else {},
        custom_properties={"preferred_language": "English" if country == "US" else "Français", "vip": not index % 17}
        if percent(rng, 40)
        else None,
    )


def first_name(contact: Contact) -> str:
    """Return the name that is used for a contact on the phone."""
    return (contact.name or contact.last_name or "you").split(" ")[0]


def domain_of(company: str) -> str:
    """Return the domain of a company, in the top-level domain that is reserved for examples."""
    return f"{_slug(company)}.example"


def default_now() -> datetime:
    """Return the account's default time, which is fixed."""
    return datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def _slug(text: str) -> str:
    return text.translate(_ACCENTS).lower()


def _email(first: str, last: str, domain: str) -> str:
    return f"{_slug(first)}.{_slug(last)}@{domain}"
