"""Companies and deals: those of the account to begin with, and what was created or changed since."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from allo_ext.testing._account.chance import dice, opaque
from allo_ext.testing._account.names import COMPANY_HEADS, COMPANY_TAILS
from allo_ext.testing._account.people import DAY, domain_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from allo_ext.testing._account.account import Account
    from allo_ext.testing._account.people import Company

_COMPANIES = 128
"""The number of companies that the generated contacts can work for."""
_DEALS, _EVERY = 5, 3
_STATUSES = ("OPEN", "WON", "LOST")
_OLDEST = 3_000


@dataclass(frozen=True, slots=True)
class Firm:
    """A company with everything that version 2 shows of it; a contact refers to it by key."""

    key: str
    """Its id without a version's prefix."""
    name: str
    website: str | None
    industry: str | None
    created: int
    updated: int


@dataclass(frozen=True, slots=True)
class Deal:
    """A deal, with a company or without."""

    key: str
    name: str
    status: str | None
    amount: float | None
    currency: str | None
    closed_at: str | None
    company: str | None
    """The key of its company."""
    created: int
    updated: int


class Crm:
    """The companies and deals of an account; generated ones are made when first asked for."""

    def __init__(self, account: Account) -> None:
        """Begin with the companies that the account's contacts work for."""
        self._account = account
        self._companies: dict[str, Firm] | None = None
        self._deals: dict[str, Deal] | None = None
        self._members: dict[str, list[int]] | None = None

    @property
    def companies(self) -> dict[str, Firm]:
        """The companies by key, in the order of their creation."""
        if self._companies is None:
            found = sorted(self._generated(), key=lambda firm: firm.created)
            self._companies = {firm.key: firm for firm in found}
        return self._companies

    @property
    def deals(self) -> dict[str, Deal]:
        """The deals by key, in the order of their creation."""
        if self._deals is None:
            made = (self._deal(place, firm) for place, firm in enumerate(self.companies.values()) if not place % _EVERY)
            found = sorted(made, key=lambda deal: deal.created)
            self._deals = {deal.key: deal for deal in found}
        return self._deals

    def deals_of(self, company: Company | None) -> list[Deal]:
        """Return the deals of a company; none without one."""
        return [deal for deal in self.deals.values() if deal.company == company.key] if company else []

    def firm_named(self, name: str) -> Firm | None:
        """Return the company with a name, in upper or lower case."""
        wanted = name.strip().casefold()
        return next((firm for firm in self.companies.values() if firm.name.casefold() == wanted), None)

    def save_firm(self, firm: Firm, fields: Mapping[str, Any]) -> Firm:
        """Keep a company, new or known, with the fields that were given."""
        changes = {name: fields[name] for name in ("name", "website", "industry") if name in fields}
        # A company must have a name, so null keeps the current one.
        if changes.get("name", "") is None:
            del changes["name"]
        saved = self.companies[firm.key] = replace(firm, **changes)
        return saved

    def save_deal(self, deal: Deal, fields: Mapping[str, Any]) -> Deal:
        """Keep a deal, new or known, with the fields that were given."""
        names = ("name", "status", "amount", "currency", "closed_at", "company")
        changes = {name: fields[name] for name in names if name in fields}
        if changes.get("name", "") is None:
            del changes["name"]
        saved = self.deals[deal.key] = replace(deal, **changes)
        return saved

    def generated_members(self, key: str) -> list[int]:
        """Return the positions of the generated contacts that worked for a company when the account began."""
        if self._members is None:
            members = self._members = dict[str, list[int]]()
            for index in range(self._account.contacts):
                company = self._account.contact(index).company
                if company is not None:
                    members.setdefault(company.key, []).append(index)
        return self._members.get(key, [])

    def _generated(self) -> Iterator[Firm]:
        seen = set[str]()
        for index in range(self._account.contacts):
            contact = self._account.contact(index)
            if contact.company is not None and contact.company.key not in seen:
                seen.add(contact.company.key)
                yield self._firm(contact.company, contact.country)
            if len(seen) == _COMPANIES:
                return

    def _firm(self, company: Company, country: str) -> Firm:
        # Older than any of its people.
        age = (min(self._account.contacts, _OLDEST) + 1) * 2 * DAY
        heads, tails = COMPANY_HEADS[country], COMPANY_TAILS[country]
        place, industry = next(
            (first * len(tails) + second, tail)
            for first, head in enumerate(heads)
            for second, tail in enumerate(tails)
            if f"{head} {tail}" == company.name
        )
        created = int(self._account.now.timestamp()) - age - place * DAY - (country == "FR") * DAY // 2
        return Firm(company.key, company.name, f"https://{domain_of(company.name)}", industry, created, created)

    def _deal(self, place: int, firm: Firm) -> Deal:
        rng = dice(self._account.seed, _DEALS, place)
        status = rng.choice(_STATUSES)
        created = int(self._account.now.timestamp()) - rng.randrange(60 * DAY)
        return Deal(
            key=opaque("", self._account.seed, (_DEALS << 32) + place),
            name=f"{firm.name}: {rng.choice(('Renewal', 'First order', 'Extension'))}",
            status=status,
            amount=float(rng.randrange(5, 400) * 50),
            currency="EUR" if firm.industry in COMPANY_TAILS["FR"] else "USD",
            closed_at=None,
            company=firm.key,
            created=created,
            updated=created,
        )
