"""The mutable state: contacts, webhooks, calls and messages added to or changed in the initial account."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from allo_ext.testing._account.chance import number_of, opaque
from allo_ext.testing._account.clock import Clock
from allo_ext.testing._account.crm import Crm
from allo_ext.testing._account.items import Items
from allo_ext.testing._account.lines import PENDING_SENDER_IDS, SENDER_IDS, country_of
from allo_ext.testing._account.people import Contact, numbers_at

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from allo_ext.testing._account.account import Account
    from allo_ext.testing._account.calls import Item
    from allo_ext.testing._account.events import Event, SentMessage, Webhook
    from allo_ext.testing._account.lines import Line
    from allo_ext.testing._account.people import Company


class State:
    """The current state of the account."""

    def __init__(
        self,
        account: Account,
        *,
        clock: Clock | None = None,
        sender_ids: tuple[str, ...] = SENDER_IDS,
        pending_sender_ids: tuple[str, ...] = PENDING_SENDER_IDS,
    ) -> None:
        """Create the state from the generated account; with a clock that stands still, events are a second apart."""
        self.account = account
        self.sender_ids, self.pending_sender_ids = sender_ids, pending_sender_ids
        self.clock = clock or Clock(account.now)
        self._newest = int(account.now.timestamp())
        self.webhooks: dict[str, Webhook] = {}
        """Version 1's webhooks; other versions have their own."""
        self.events: list[Event] = []
        """Events that have not been taken for delivery yet."""
        self.sent: list[SentMessage] = []
        self._created: list[Contact] = []
        self._changed: dict[int, Contact] = {}
        self.items = Items(account)
        """Calls and messages."""
        self.crm = Crm(account)
        """Companies and deals."""
        self._owners: dict[str, Contact] = {}
        self._seconds = self._ids = 0

    # Time and names

    def now(self) -> int:
        """Return the time, in seconds since 1970."""
        return int(self.clock.seconds())

    def tick(self) -> int:
        """Return the time of the next event, never before that of the last."""
        turn = self.turn() + int(self.clock.advanced)
        self._newest = max(self._newest, self.now()) if self.clock.runs else turn
        return self._newest

    def turn(self) -> int:
        """Return a number for the next event, the same in every account with the same history."""
        self._seconds += 1
        return int(self.account.now.timestamp()) + self._seconds

    def take_events(self) -> list[Event]:
        """Return the events since the last call."""
        taken, self.events = self.events, []
        return taken

    def new_id(self, prefix: str) -> str:
        """Return a unique id; with "" as the prefix, a key."""
        self._ids += 1
        return opaque(prefix, self.account.seed, (1 << 39) + self._ids)

    @property
    def lines(self) -> tuple[Line, ...]:
        """The account's own phone numbers."""
        return self.account.lines

    def line_of(self, allo_number: str | None) -> int | None:
        """Return the position of a line of the account; None for other numbers."""
        return next((place for place, line in enumerate(self.lines) if line.number == allo_number), None)

    def name_of(self, number: str | None) -> str | None:
        """Return the account's name for a number: a line's name, a sender id, or a contact's name."""
        if number is None or number in self.sender_ids:
            return number
        line = self.line_of(number)
        if line is not None:
            return self.lines[line].name
        contact = self.contact_with(number)
        return " ".join(filter(None, (contact.name, contact.last_name))) or None if contact else None

    # Contacts

    @property
    def contact_count(self) -> int:
        """The number of contacts."""
        return len(self._created) + self.account.contacts

    def contacts(self, start: int, stop: int) -> list[Contact]:
        """Return a slice of the address book, newest first."""
        return [self._at(place) for place in range(start, min(stop, self.contact_count))]

    def every_contact(self) -> Iterator[Contact]:
        """Yield the whole address book, newest first."""
        return (self._at(place) for place in range(self.contact_count))

    def contact(self, key: str) -> Contact | None:
        """Return the contact with an id, without its version's prefix."""
        index = number_of("", self.account.seed, key)
        return None if index is None else self.contact_at(index)

    def contact_at(self, index: int) -> Contact | None:
        """Return the contact with an index, which never changes."""
        return self._by_index(index) if 0 <= index < self.contact_count else None

    def contact_with(self, number: str) -> Contact | None:
        """Return a contact that currently has a number; if there are several, the last one changed."""
        known = self._owners.get(number)
        if known is not None and number in self._by_index(known.index).numbers:
            return self._by_index(known.index)
        party = self.account.owner(number)
        if party is None or party < 0:
            return None
        contact = self._by_index(party)
        return contact if number in contact.numbers else None

    def contacts_with(self, number: str) -> list[Contact]:
        """Return every contact that has a number now, newest first."""
        old = (index for index in range(self.account.contacts) if index not in self._changed)
        same = [self.account.contact(index) for index in old if number in numbers_at(index)]
        since = (*reversed(self._created), *self._changed.values())
        found = [contact for contact in since if number in contact.numbers] + same
        # Contacts created later count on from the end of the book, whose newest is at 0.
        return sorted(found, key=self._place)

    def members(self, company: str) -> list[Contact]:
        """Return the contacts of a company, given by its key."""
        old = [self.account.contact(one) for one in self.crm.generated_members(company) if one not in self._changed]
        since = (*self._created, *self._changed.values())
        return old + [one for one in since if one.company is not None and one.company.key == company]

    def rename_company(self, company: Company) -> None:
        """Give a company another name, which its contacts show too."""
        for contact in self.members(company.key):
            self._keep_contact(replace(contact, company=company))

    def add_contact(
        self, fields: Mapping[str, Any], *, company: Company | None = None, address: str | None = None
    ) -> Contact:
        """Add a contact, even if another contact has the same number. Version 1 has no address."""
        now, index = self.tick(), self.contact_count
        numbers = tuple(fields.get("numbers") or ())
        contact = Contact(
            index=index,
            key=opaque("", self.account.seed, index),
            country=(country_of(numbers[0]) if numbers else None) or "US",
            name=fields.get("name"),
            last_name=fields.get("last_name"),
            numbers=numbers,
            emails=tuple(fields.get("emails") or ()),
            company=company,
            job_title=fields.get("job_title"),
            website=fields.get("website"),
            status=None,
            created=now,
            updated=now,
            address=address,
        )
        self._created.append(contact)
        self._owners.update(dict.fromkeys(numbers, contact))
        return contact

    def change_contact(self, contact: Contact, fields: Mapping[str, Any], **more: Any) -> Contact:
        """Change the fields that were given: lists are replaced, null empties a field.

        What null does in the API is not documented; emptying is what a reader of the request would expect. `more` are
        fields of a `Contact` that version 1 does not change, such as its company.
        """
        changes: dict[str, Any] = {name: fields[name] for name in _PLAIN if name in fields}
        changes.update({name: tuple(fields[name] or ()) for name in _LISTS if name in fields})
        changed = replace(contact, **changes, **more, updated=self.tick())
        self._keep_contact(changed)
        self._owners.update(dict.fromkeys(changed.numbers, changed))
        return changed

    def _keep_contact(self, contact: Contact) -> None:
        if contact.index < self.account.contacts:
            self._changed[contact.index] = contact
        else:
            self._created[contact.index - self.account.contacts] = contact

    def _place(self, contact: Contact) -> int:
        """Return the position of a contact in the address book, newest first."""
        later = contact.index - self.account.contacts
        return len(self._created) - 1 - later if later >= 0 else len(self._created) + contact.index

    def _at(self, place: int) -> Contact:
        new = len(self._created)
        return self._created[new - 1 - place] if place < new else self._by_index(place - new)

    def _by_index(self, index: int) -> Contact:
        if index >= self.account.contacts:
            return self._created[index - self.account.contacts]
        return self._changed.get(index) or self.account.contact(index)

    # Conversations

    def conversation(self, contact: Contact, allo_number: str | None, start: int, stop: int) -> list[Item]:
        """Return a slice of the conversation between a contact and the account, or one line of it, newest first."""
        added = self.items.added_with(contact.numbers, allo_number)
        history = self._history(contact, allo_number)
        early = history[max(0, start - len(added)) : max(0, stop - len(added))]
        return added[start:stop] + [self.items.at(code) for code in early]

    def conversation_count(self, contact: Contact, allo_number: str | None) -> int:
        """Return the number of items in that conversation."""
        added = self.items.added_with(contact.numbers, allo_number)
        return len(added) + len(self._history(contact, allo_number))

    def last_activity(self, contact: Contact) -> int | None:
        """Return the time of the last call or message of a contact."""
        added = self.items.last_with(contact.numbers)
        if added is not None:
            return added
        return self.account.last_activity(contact.index) if contact.index < self.account.contacts else None

    def _history(self, contact: Contact, allo_number: str | None) -> tuple[int, ...]:
        line = None if allo_number is None else self.line_of(allo_number)
        if contact.index >= self.account.contacts or (allo_number is not None and line is None):
            return ()
        return self.account.history(contact.index, line)


_PLAIN = ("name", "last_name", "job_title", "website")
_LISTS = ("numbers", "emails")
