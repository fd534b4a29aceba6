"""The initial account of a MockAllo: read-only, generated on demand, and deterministic for a seed.

Later additions and changes are in `state` and `items`.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from allo_ext.testing._account.calls import (
    Call,
    Message,
    Parties,
    make_call,
    make_message,
)
from allo_ext.testing._account.lines import PHONE_LINES, Line, home_of
from allo_ext.testing._account.names import american_number, french_landline, made_up_first_name
from allo_ext.testing._account.people import (
    Contact,
    first_name,
    generate,
    numbers_at,
)
from allo_ext.testing._account.phrases import language_of
from allo_ext.testing._account.schedule import ANONYMOUS, MESSAGE_EVERY, STRANGERS, Schedule

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime


class Account:
    """Lines, contacts, calls and messages, with a bounded cache."""

    def __init__(
        self,
        *,
        seed: int,
        contacts: int,
        calls: int,
        now: datetime,
        ends: datetime | None = None,
        lines: Sequence[Line] = PHONE_LINES,
    ) -> None:
        """Create an account of this size; its items are generated on demand."""
        self.seed, self.contacts, self.calls, self.now = seed, contacts, calls, now
        self.lines = tuple(lines)
        self.schedule = Schedule(seed=seed, contacts=contacts, calls=calls, now=now, ends=ends, lines=self.lines)
        self.made = 0
        """The number of calls and messages generated so far: a measure of cost without a clock."""
        self.contact = lru_cache(maxsize=4096)(self._contact)
        self.call = lru_cache(maxsize=512)(self._call)
        self.last_activity = lru_cache(maxsize=4096)(self._last_activity)
        self._histories = lru_cache(maxsize=16)(self._history)
        self._owners: dict[str, int] | None = None

    def _contact(self, index: int) -> Contact:
        return generate(self.seed, index, self.now)

    def _call(self, position: int) -> Call:
        self.made += 1
        return self.made_call(position)

    def message(self, position: int) -> Message:
        """Return the message after the call at a position, before the next call of the account."""
        self.made += 1
        return self.made_message(position)

    def made_call(self, position: int) -> Call:
        """Generate the call at a position."""
        like = position % self.schedule.period
        return make_call(self.seed, position, self.schedule.start_of(position), self.parties(position), like=like)

    def made_message(self, position: int) -> Message:
        """Generate the message after the call at a position."""
        like = position % self.schedule.period
        return make_message(self.seed, position, self.message_start(position), self.parties(position), like=like)

    def message_start(self, position: int) -> int:
        """Return the time of that message."""
        start = self.schedule.start_of(position)
        after = self.schedule.start_of(position - 1) if position else start + 900
        return start + (after - start) * 9 // 10

    def parties(self, position: int) -> Parties:
        """Return the parties of the call at a position."""
        position %= self.schedule.period
        line = self.lines[self.schedule.line_of(position)]
        party = self.schedule.party_of(position)
        own = line.number
        if party == ANONYMOUS:
            made_up = made_up_first_name(line.country, position)
            return Parties(own, line.country, "anonymous", language_of(line.country).caller, made_up, anonymous=True)
        if party < 0:
            known_as = language_of(line.country).customer
            number = stranger_number(line.country, party)
            return Parties(own, line.country, number, known_as, made_up_first_name(line.country, party))
        name = first_name(self.contact(party))
        return Parties(own, line.country, self.number_used(position, party), name, name)

    def number_used(self, position: int, contact: int) -> str:
        """Return the contact's number used in the call at a position."""
        numbers = numbers_at(contact)
        return numbers[position % len(numbers)]

    def calls_between(self, line: int, number: str, *, once: bool = False) -> list[int]:
        """Return the positions of the calls between a line and a number, newest first; with `once`, of one period."""
        party = ANONYMOUS if number == "anonymous" else self.owner(number)
        if party is None:
            return []
        found = (self.schedule.within_period if once else self.schedule.with_party)(party, line)
        return list(found) if party < 0 else [call for call in found if self.number_used(call, party) == number]

    def numbers_on(self, line: int) -> Iterator[str]:
        """Yield the numbers that may have talked to a line, each once, in any order."""
        for party in self.schedule.parties_on(line):
            if party >= 0:
                yield from numbers_at(party)
            elif party != ANONYMOUS:
                yield stranger_number(self.lines[line].country, party)

    def history(self, contact: int, line: int | None = None) -> tuple[int, ...]:
        """Return a contact's calls and messages, newest first: twice the call's position, plus 1 for a call."""
        return self._histories(contact, line)

    def _history(self, contact: int, line: int | None) -> tuple[int, ...]:
        lines = range(len(self.lines)) if line is None else (line,)
        found = sorted(call for own in lines for call in self.schedule.with_party(contact, own))
        items = list[int]()
        for call in found:
            if has_message(call):
                items.append(2 * call)
            items.append(2 * call + 1)
        return tuple(items)

    def _last_activity(self, contact: int) -> int | None:
        """Return the time of a contact's last call or message."""
        newest = [next(self.schedule.with_party(contact, line), None) for line in range(len(self.lines))]
        known = [call for call in newest if call is not None]
        if not known:
            return None
        call = min(known)
        return self.message_start(call) if has_message(call) else self.schedule.start_of(call)

    def owner(self, number: str) -> int | None:
        """Return the party that a number belonged to in the initial account; None for an unknown number."""
        if self._owners is None:
            self._owners = {
                stranger_number(self.lines[n % len(self.lines)].country, -2 - n): -2 - n for n in range(STRANGERS)
            }
            # Small ranges repeat in a large book: the newest contact with a number owns it.
            for contact in reversed(range(self.contacts)):
                self._owners.update(dict.fromkeys(numbers_at(contact), contact))
        return self._owners.get(number)


def has_message(call: int) -> bool:
    """Return whether a message followed the call at a position, if its party has a number."""
    return call % MESSAGE_EVERY == 1


def stranger_number(country: str, party: int) -> str:
    """Return the number of a caller who is not a contact."""
    return american_number(3_000 - party) if home_of(country) == "US" else french_landline(20_000 - party)
