"""What has happened since the mock began: contacts, webhooks, calls and messages on top of the account."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from allo_ext.testing._account.chance import number_of, opaque
from allo_ext.testing._account.lines import (
    PENDING_SENDER_IDS,
    PHONE_LINES,
    SENDER_IDS,
    country_of,
)
from allo_ext.testing._account.people import Contact

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from allo_ext.testing._account.account import Account
    from allo_ext.testing._account.calls import Call, Message
    from allo_ext.testing._v1.sms import SentMessage


@dataclass(frozen=True, slots=True)
class Webhook:
    """A registered URL and the topics it wants to hear of one Allo number."""

    id: str
    allo_number: str
    url: str
    topics: tuple[str, ...]
    enabled: bool


@dataclass(frozen=True, slots=True)
class Event:
    """Something that webhooks may want to hear of; `allo_number` is None for what concerns the whole account."""

    topic: str
    payload: Mapping[str, Any]
    allo_number: str | None = None


class State:
    """The account as it is now."""

    def __init__(
        self,
        account: Account,
        *,
        clock: Callable[[], datetime] | None = None,
        sender_ids: tuple[str, ...] = SENDER_IDS,
        pending_sender_ids: tuple[str, ...] = PENDING_SENDER_IDS,
    ) -> None:
        """Begin with the account as generated; without a clock, each thing happens a second after the last."""
        self.account = account
        self.sender_ids, self.pending_sender_ids = sender_ids, pending_sender_ids
        self._clock = clock
        self._newest = int(account.now.timestamp())
        self.webhooks: dict[str, Webhook] = {}
        self.events: list[Event] = []
        self.sent: list[SentMessage] = []
        self._created: list[Contact] = []
        self._changed: dict[int, Contact] = {}
        self._added: defaultdict[str, list[Call | Message]] = defaultdict(list)
        self._calls: defaultdict[str, list[Call]] = defaultdict(list)
        self._owners: dict[str, Contact] = {}
        self._seconds = self._ids = 0

    # Time and names

    def now(self) -> int:
        """Return the time, in seconds since 1970."""
        return int(self.account.now.timestamp() if self._clock is None else self._clock().timestamp())

    def tick(self) -> int:
        """Return the time of the next thing to happen, never before that of the last."""
        turn = self.turn()
        self._newest = turn if self._clock is None else max(self._newest, self.now())
        return self._newest

    def turn(self) -> int:
        """Return a number for the next thing to happen, the same in every account with the same past."""
        self._seconds += 1
        return int(self.account.now.timestamp()) + self._seconds

    def new_id(self, prefix: str) -> str:
        """Return an id that nothing else has."""
        self._ids += 1
        return opaque(prefix, self.account.seed, (1 << 39) + self._ids)

    def line_of(self, allo_number: str) -> int | None:
        """Return the position of a line of the account, None for a number that is not its own."""
        return next((place for place, line in enumerate(PHONE_LINES) if line.number == allo_number), None)

    def name_of(self, number: str | None) -> str | None:
        """Return what the account calls a number: a line's name, a sender id, a contact's name."""
        if number is None or number in self.sender_ids:
            return number
        line = self.line_of(number)
        if line is not None:
            return PHONE_LINES[line].name
        contact = self.contact_with(number)
        return " ".join(filter(None, (contact.name, contact.last_name))) or None if contact else None

    # Contacts

    @property
    def contact_count(self) -> int:
        """How many contacts there are."""
        return len(self._created) + self.account.contacts

    def contacts(self, start: int, stop: int) -> list[Contact]:
        """Return a slice of the address book, newest first."""
        return [self._at(place) for place in range(start, min(stop, self.contact_count))]

    def contact(self, identifier: str) -> Contact | None:
        """Return the contact with an id."""
        index = number_of("cnt_", self.account.seed, identifier)
        if index is None or index >= self.contact_count:
            return None
        return self._by_index(index)

    def contact_with(self, number: str) -> Contact | None:
        """Return a contact that has a number now, the last one changed first."""
        known = self._owners.get(number)
        if known is not None and number in self._by_index(known.index).numbers:
            return self._by_index(known.index)
        party = self.account.owner(number)
        if party is None or party < 0:
            return None
        contact = self._by_index(party)
        return contact if number in contact.numbers else None

    def add_contact(self, fields: Mapping[str, Any]) -> Contact:
        """Add a contact; a number that somebody has already is no obstacle."""
        now, index = self.tick(), self.contact_count
        numbers = tuple(fields.get("numbers") or ())
        contact = Contact(
            index=index,
            id=opaque("cnt_", self.account.seed, index),
            country=(country_of(numbers[0]) if numbers else None) or "US",
            name=fields.get("name"),
            last_name=fields.get("last_name"),
            numbers=numbers,
            emails=tuple(fields.get("emails") or ()),
            company=None,
            job_title=fields.get("job_title"),
            website=fields.get("website"),
            status=None,
            created=now,
            updated=now,
        )
        self._created.append(contact)
        self._owners.update(dict.fromkeys(numbers, contact))
        return contact

    def change_contact(self, contact: Contact, fields: Mapping[str, Any]) -> Contact:
        """Change the fields that were given: lists are replaced, null empties a field.

        What null does in the API is not documented; emptying is what a reader of the request would expect.
        """
        changes: dict[str, Any] = {name: fields[name] for name in _PLAIN if name in fields}
        changes.update({name: tuple(fields[name] or ()) for name in _LISTS if name in fields})
        changed = replace(contact, **changes, updated=self.tick())
        if contact.index < self.account.contacts:
            self._changed[contact.index] = changed
        else:
            self._created[contact.index - self.account.contacts] = changed
        self._owners.update(dict.fromkeys(changed.numbers, changed))
        return changed

    def _at(self, place: int) -> Contact:
        new = len(self._created)
        return self._created[new - 1 - place] if place < new else self._by_index(place - new)

    def _by_index(self, index: int) -> Contact:
        if index >= self.account.contacts:
            return self._created[index - self.account.contacts]
        return self._changed.get(index) or self.account.contact(index)

    # Calls and messages

    def add_call(self, call: Call, *, allo_number: str, contact_number: str) -> None:
        """Add a call that has just ended."""
        self._calls[allo_number].append(call)
        self._added[contact_number].append(call)

    def add_message(self, message: Message, *, contact_number: str) -> None:
        """Add a message that has just been sent or received."""
        self._added[contact_number].append(message)

    def added_calls(self, allo_number: str) -> list[Call]:
        """Return the calls of a line since the mock began, newest first."""
        return self._calls.get(allo_number, [])[::-1]

    def added_with(self, contact: Contact, allo_number: str | None) -> list[Call | Message]:
        """Return what has passed between a contact and the account (or one line of it), newest first."""
        items = [item for number in contact.numbers for item in self._added.get(number, ())]
        if allo_number is not None:
            items = [item for item in items if allo_number in (item.from_number, item.to_number)]
        # Of two in the same second, the later first.
        return sorted(items, key=lambda item: item.start)[::-1]

    def conversation(self, contact: Contact, allo_number: str | None, start: int, stop: int) -> list[Call | Message]:
        """Return a slice of what has passed between a contact and the account (or one line of it), newest first."""
        added, history = self.added_with(contact, allo_number), self._history(contact, allo_number)
        early = history[max(0, start - len(added)) : max(0, stop - len(added))]
        account = self.account
        return added[start:stop] + [
            account.call(code // 2) if code % 2 else account.message(code // 2) for code in early
        ]

    def conversation_count(self, contact: Contact, allo_number: str | None) -> int:
        """Return how many entries that conversation has."""
        return len(self.added_with(contact, allo_number)) + len(self._history(contact, allo_number))

    def last_activity(self, contact: Contact) -> int | None:
        """Return when something last passed between a contact and the account."""
        added = [self._added[number][-1].start for number in contact.numbers if number in self._added]
        if added:
            return max(added)
        return self.account.last_activity(contact.index) if contact.index < self.account.contacts else None

    def _history(self, contact: Contact, allo_number: str | None) -> tuple[int, ...]:
        line = None if allo_number is None else self.line_of(allo_number)
        if contact.index >= self.account.contacts or (allo_number is not None and line is None):
            return ()
        return self.account.history(contact.index, line)


_PLAIN = ("name", "last_name", "job_title", "website")
_LISTS = ("numbers", "emails")
