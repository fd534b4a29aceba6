"""The current calls and messages: the initial ones with additions and changes."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from allo_ext.testing._account.account import has_message
from allo_ext.testing._account.calls import Call, Item, Message
from allo_ext.testing._account.chance import number_of
from allo_ext.testing._account.schedule import ANONYMOUS
from allo_ext.testing._account.search import Index, Search

if TYPE_CHECKING:
    from collections.abc import Iterable

    from allo_ext.testing._account.account import Account


@dataclass(frozen=True, slots=True)
class Found:
    """A slice of the results of a search."""

    items: list[Item]
    total: int
    """The total number of results."""
    has_more: bool
    """True if there are results after this slice."""


class Items:
    """Calls and messages, by id, by search, and by line or contact."""

    def __init__(self, account: Account) -> None:
        """Create the items of the account."""
        self._account = account
        self._added: list[Item] = []
        self._added_calls: list[Call] = []
        self._with: defaultdict[str, list[Item]] = defaultdict(list)
        self._changed: dict[int, Call] = {}

    @cached_property
    def index(self) -> Index:
        """The searches of the account."""
        return Index(self._account)

    def add_call(self, call: Call) -> None:
        """Add a call that has just ended."""
        self._added.append(call)
        self._added_calls.append(call)
        self._with[call.contact_number].append(call)

    def add_message(self, message: Message) -> None:
        """Add a message that has just been sent or received."""
        self._added.append(message)
        self._with[message.contact_number].append(message)

    def change_call(self, call: Call, **changes: Any) -> Call:
        """Change fields of a call, such as its tags or its summary, for every version of the API."""
        if "tags" in changes:
            changes["tag"] = next(iter(changes["tags"]), None)
        changed = replace(call, **changes)
        position = self._position(call.key)
        if position is not None:
            self._changed[2 * position + 1] = changed
        for listed in (self._added, self._added_calls, self._with[call.contact_number]):
            for place, item in enumerate(listed):
                if isinstance(item, Call) and item.key == call.key:
                    listed[place] = changed
        return changed

    # By id

    def call(self, key: str) -> Call | None:
        """Return the call with an id, without its version's prefix."""
        position = self._position(key)
        if position is not None:
            return self.call_at(position)
        return next((call for call in self._added_calls if call.key == key), None)

    def message(self, key: str) -> Message | None:
        """Return the message with an id, without its version's prefix."""
        position = self._position(key)
        if position is not None:
            is_there = has_message(position) and self._account.schedule.party_of(position) != ANONYMOUS
            return self._account.message(position) if is_there else None
        return next((item for item in self._added if isinstance(item, Message) and item.key == key), None)

    def _position(self, key: str) -> int | None:
        number = number_of("", self._account.seed, key)
        return number if number is not None and number < self._account.calls else None

    # By position

    def call_at(self, position: int) -> Call:
        """Return the call at a position of the account."""
        return self._changed.get(2 * position + 1) or self._account.call(position)

    def at(self, code: int) -> Item:
        """Return the item of the account with a code (see `search`)."""
        return self.call_at(code // 2) if code % 2 else self._account.message(code // 2)

    # What was added, newest first

    @property
    def added(self) -> list[Item]:
        """Everything that has happened since the account began."""
        return _newest_first(self._added)

    def added_with(self, numbers: Iterable[str], allo_number: str | None) -> list[Item]:
        """Return the items between some numbers and the account, or one line of it."""
        items = [item for number in numbers for item in self._with.get(number, ())]
        if allo_number is not None:
            items = [item for item in items if allo_number in (item.from_number, item.to_number)]
        return _newest_first(items)

    def last_with(self, numbers: Iterable[str]) -> int | None:
        """Return the time of the last item of some numbers."""
        with_each = [items[-1].start for number in numbers if (items := self._with.get(number))]
        return max(with_each) if with_each else None

    def contact_numbers(self, allo_number: str) -> set[str]:
        """Return every number that may have talked to a line."""
        lines = [place for place, line in enumerate(self._account.lines) if line.number == allo_number]
        begun = {number for line in lines for number in self._account.numbers_on(line)}
        return begun | {item.contact_number for item in self._added if item.allo_number == allo_number} - {"anonymous"}

    # By search

    def search(self, search: Search, start: int = 0, stop: int = 100, *, oldest_first: bool = False) -> Found:
        """Return a slice of the results, newest first by default.

        Only the items of the slice are generated; see `search` for the cost of a search.
        """
        matches = self.index.matches(search)
        gone = [rank for code in sorted(self._changed) if (rank := matches.rank(code)) is not None]
        loose = self._loose(search)
        # The index of each loose item in the whole list: after the loose ones before it and the newer others.
        places = [
            nth + (newer := matches.newer(self._after(item))) - bisect_left(gone, newer)
            for nth, item in enumerate(loose)
        ]
        total = len(matches) - len(gone) + len(loose)
        window = range(total)[::-1] if oldest_first else range(total)
        if not loose and not gone:
            return Found([self.at(matches[rank]) for rank in window[start:stop]], total, has_more=stop < total)

        def at(place: int) -> Item:
            before = bisect_left(places, place)
            if before < len(places) and places[before] == place:
                return loose[before]
            rank = place - before
            for missing in gone:
                rank += missing <= rank
            return self.at(matches[rank])

        return Found([at(place) for place in window[start:stop]], total, has_more=stop < total)

    def _loose(self, search: Search) -> list[Item]:
        """Return the added and changed items that match, newest first."""
        added = self._added_calls if search.kind == "call" else self._added
        found = _newest_first([item for item in (*self._changed.values(), *added) if search.finds(item)])
        return sorted(found, key=lambda item: (self._after(item), -item.start))

    def _after(self, item: Item) -> int:
        """Return the first code of the account's items that are older than an item."""
        position = self._position(item.key) if isinstance(item, Call) else None
        if position is not None:
            return 2 * position + 1
        return self.index.reaching(lambda start: start <= item.start)


def _newest_first(items: list[Item]) -> list[Item]:
    # Within the same second, the later one first.
    return sorted(items, key=lambda item: item.start)[::-1]
