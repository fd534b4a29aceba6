"""Planning an import: pure functions from rows and contacts to steps."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final, cast

from allo_ext import Contact
from allo_ext.cli._import.rows import TEXTS, Row
from allo_ext.phone import ContactIndex, same

_EMPTY: Final = "(empty)"


class Match(StrEnum):
    """The field that identifies the contact of a row without an id."""

    NUMBER = "number"
    EMAIL = "email"


class Numbers(StrEnum):
    """Ways to change the numbers of a contact.

    Attributes:
        ADD: They stay.
        REPLACE: Those of the row take the place of the old number that it names; without one, of all.
        REPLACE_ALL: Those of the row take the place of all, whatever it names.
    """

    ADD = "add"
    REPLACE = "replace"
    REPLACE_ALL = "replace-all"


class Action(StrEnum):
    """The actions of a plan."""

    CREATE = "create"
    UPDATE = "update"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that changes; lists are tuples."""

    field: str
    before: Any
    after: Any

    def __str__(self) -> str:
        """Return `field: before → after`."""
        dropped = self.dropped
        drops = f" (drops {', '.join(dropped)})" if dropped else ""
        return f"{self.field}: {_shown(self.before)} → {_shown(self.after)}{drops}"

    @property
    def dropped(self) -> tuple[str, ...]:
        """The values of a list that are no longer in it."""
        before: object = self.before
        if not isinstance(before, tuple):
            return ()
        kept: tuple[str, ...] = self.after
        values = cast("tuple[str, ...]", before)
        return tuple(one for one in values if one not in kept and not any(same(one, other) for other in kept))


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """The action for one row, and its result once it is done."""

    row: Row
    action: Action
    contact: Contact | None = None
    differences: tuple[Difference, ...] = ()
    problem: str | None = None
    result: str | None = None

    @property
    def fields(self) -> dict[str, Any]:
        """The arguments of `contacts.create` or `contacts.update`."""
        return {one.field: one.after for one in self.differences}

    @property
    def who(self) -> str:
        """The contact's name, or else the first number or email address of the row."""
        name = "" if self.contact is None else self.contact.full_name
        named = name or " ".join(self.row.texts[part] for part in ("name", "last_name") if part in self.row.texts)
        return named or next(iter((*self.row.old_numbers, *self.row.numbers, *self.row.emails)), self.row.id or "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """The contacts of the account.

    Attributes:
        contacts: All contacts by id.
        index: The contacts by number.
        emails: The ids of contacts by email address, in lower case; empty unless needed.
    """

    contacts: dict[str, Contact]
    index: ContactIndex
    emails: dict[str, list[str]] = field(default_factory=dict[str, list[str]])

    def of(self, row: Row, match: Match) -> tuple[Contact, ...] | None:
        """Return the contacts that a row is about; None if the row does not say."""
        if row.id is not None:
            found = self.contacts.get(row.id)
            return () if found is None else (found,)
        ids: dict[str, Contact] = {}
        if match is Match.EMAIL:
            for email in row.emails:
                ids.update((one, self.contacts[one]) for one in self.emails.get(email.lower(), ()))
            return tuple(ids.values()) if row.emails else None
        numbers = (*row.numbers, *row.old_numbers)
        for number in numbers:
            ids.update((one.id, one) for one in self.index.all(number))
        return tuple(ids.values()) if numbers else None


def plan(
    rows: Iterable[Row],
    book: Book,
    *,
    match: Match,
    mode: Numbers,
    create: bool,
    whole: Callable[[Contact], Contact] = lambda contact: contact,
) -> list[Step]:
    """Return what an import does with each row.

    Args:
        rows: The rows.
        book: The contacts.
        match: What identifies the contact of a row without an id.
        mode: Whether the numbers of a row are added, or what they replace.
        create: Whether to create the contacts that do not exist.
        whole: Reads a contact that may change: a list omits fields, such as the email addresses.
    """
    seen: dict[str, int] = {}
    steps: list[Step] = []
    for row in rows:
        step = _step(row, book, match=match, mode=mode, create=create, whole=whole)
        keys = _keys(step)
        earlier = next((seen[key] for key in keys if key in seen), None)
        if earlier is not None:
            step = _refused(row, f"is about the same contact as row {earlier}: put them into one row")
        for key in keys:
            seen.setdefault(key, row.line)
        steps.append(step)
    return steps


def changes(row: Row, contact: Contact, *, mode: Numbers) -> tuple[Difference, ...]:
    """Return the fields of a contact that a row changes.

    Args:
        row: The row.
        contact: The contact as it is.
        mode: Whether the numbers of the row are added, or what they replace.
    """
    texts = _texts(row, contact.last_name)
    found = [
        Difference(name, before, texts[name])
        for name in TEXTS
        if name in texts and (before := getattr(contact, name)) != texts[name]
    ]
    numbers = contact.numbers or ()
    if row.numbers and (after := _numbers(row, numbers, mode)) != numbers:
        found.append(Difference("numbers", numbers, after))
    emails = contact.emails or ()
    known = {email.lower() for email in emails}
    if new := tuple(email for email in row.emails if email.lower() not in known):
        found.append(Difference("emails", emails, (*emails, *new)))
    return tuple(found)


def with_numbers(numbers: Sequence[str], more: Iterable[str]) -> tuple[str, ...]:
    """Return numbers, followed by those of `more` that are not among them in any notation."""
    return (*numbers, *(new for new in more if not any(same(new, old) for old in numbers)))


def without_last_name(name: str, last_name: str | None) -> str:
    """Return a first name, given a cell that may hold the full name: `Ada Diaz` with the last name Diaz is Ada."""
    words, last = name.split(), (last_name or "").split()
    rest = words[: len(words) - len(last)]
    ends = [word.casefold() for word in words[len(rest) :]] == [word.casefold() for word in last]
    return " ".join(rest) if last and rest and ends else name


def _texts(row: Row, last_name: str | None) -> dict[str, str]:
    """Return the texts of a row; a full name as `name` does not repeat the last name."""
    last_name = row.texts.get("last_name", last_name)
    return {name: without_last_name(one, last_name) if name == "name" else one for name, one in row.texts.items()}


def _numbers(row: Row, numbers: tuple[str, ...], mode: Numbers) -> tuple[str, ...]:
    """Return the numbers of a contact after an import."""
    if mode is Numbers.ADD:
        return with_numbers(numbers, row.numbers)
    if mode is Numbers.REPLACE_ALL or not row.old_numbers:
        return row.numbers
    stays = [not _among(one, row.old_numbers) or _among(one, row.numbers) for one in numbers]
    kept = tuple(one for one, stay in zip(numbers, stays, strict=True) if stay)
    new = with_numbers(kept, row.numbers)[len(kept) :]
    at = stays.index(False) if False in stays else len(kept)
    return (*kept[:at], *new, *kept[at:])


def _among(number: str, others: Iterable[str]) -> bool:
    return any(same(number, other) for other in others)


def _step(
    row: Row, book: Book, *, match: Match, mode: Numbers, create: bool, whole: Callable[[Contact], Contact]
) -> Step:
    found = book.of(row, match)
    problem = row.problem or _problem(row, found, match=match, create=create)
    if problem is not None:
        return _refused(row, problem)
    if not found:
        values = {**_texts(row, None), "numbers": row.numbers, **({"emails": row.emails} if row.emails else {})}
        different = tuple(Difference(name, None, one) for name, one in values.items())
        return Step(row=row, action=Action.CREATE, differences=different)
    (contact,) = found
    if changes(row, contact, mode=mode):
        contact = whole(contact)
    different = changes(row, contact, mode=mode)
    action = Action.UPDATE if different else Action.UNCHANGED
    return Step(row=row, action=action, contact=contact, differences=different)


def _problem(row: Row, found: tuple[Contact, ...] | None, *, match: Match, create: bool) -> str | None:
    """Return why nothing can be done with a row, given the contacts that it is about."""
    if found is None:
        return f"has no {match} and no id"
    if len(found) > 1:
        names = ", ".join(f"{one.id} ({one.full_name or 'no name'})" for one in found)
        return f"matches {len(found)} contacts: {names}. Add a column id"
    if found:
        return None
    if row.id is not None:
        return f"has the id {row.id}, which no contact has"
    if row.old_numbers or not create:
        return f"matches no contact by {'old number' if row.old_numbers and match is Match.NUMBER else match}"
    return None if row.numbers else "matches no contact, and a new one needs a number"


def _keys(step: Step) -> tuple[str, ...]:
    """Return what no other row may be about: the contact, or the numbers of a new one."""
    if step.action is Action.REFUSED:
        return ()
    return (step.contact.id,) if step.contact is not None else step.row.numbers


def _refused(row: Row, problem: str) -> Step:
    return Step(row=row, action=Action.REFUSED, problem=problem)


def _shown(value: Any) -> str:
    text = ", ".join(cast("tuple[str, ...]", value)) if isinstance(value, tuple) else value
    return str(text) if text else _EMPTY
