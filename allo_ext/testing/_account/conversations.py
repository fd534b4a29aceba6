"""Conversations: what has passed between a line of the account and one number, and whether somebody has read it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from allo_ext.testing._account.account import has_message, stranger_number
from allo_ext.testing._account.calls import SILENT, Call
from allo_ext.testing._account.schedule import ANONYMOUS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from allo_ext.testing._account.calls import Item
    from allo_ext.testing._account.state import State


class Pair(NamedTuple):
    """The two numbers of a conversation."""

    allo_number: str
    contact_number: str


class Conversations:
    """The conversations of an account, each with its latest item."""

    def __init__(self, state: State) -> None:
        """Look at nothing yet: what there was when the account began has been read."""
        self._state = state
        self._begun: dict[Pair, int] | None = None
        self._marked: dict[Pair, tuple[bool, str]] = {}
        """Conversations marked as read or unread by a caller, with their latest item at that time."""

    def on(self, allo_number: str) -> list[tuple[Pair, Item]]:
        """Return the conversations of a line, the most recent activity first; not those with withheld numbers."""
        found = {pair: item for pair, item in self._all().items() if pair.allo_number == allo_number}
        return sorted(found.items(), key=lambda entry: entry[1].start, reverse=True)

    def with_number(self, contact_number: str, allo_number: str | None) -> list[Pair]:
        """Return the conversations with a number, of one line or all."""
        pairs = (Pair(line.number, contact_number) for line in self._state.lines)
        known = self._all()
        return [pair for pair in pairs if pair in known and allo_number in {None, pair.allo_number}]

    def mark(self, pairs: Iterable[Pair], *, unread: bool) -> None:
        """Call conversations read or unread, until something new happens in them."""
        known = self._all()
        self._marked.update({pair: (unread, known[pair].key) for pair in pairs})

    def unread(self) -> set[Pair]:
        """Return the conversations that somebody has yet to look at."""
        known = self._all()
        new = {Pair(item.allo_number, item.contact_number) for item in self._state.items.added}
        return {pair for pair in new.union(self._marked) if pair in known and self._is_unread(pair, known[pair])}

    def unresponded(self) -> set[Pair]:
        """Return the conversations that wait for a reply: the latest is a message to us, or a call that we missed."""
        return {pair for pair, item in self._all().items() if _waits(item)}

    def _is_unread(self, pair: Pair, latest: Item) -> bool:
        unread, key = self._marked.get(pair, (False, ""))
        return unread if key == latest.key else not latest.is_outbound

    def _all(self) -> dict[Pair, Item]:
        if self._begun is None:
            self._begun = self._latest()
        items = self._state.items
        known: dict[Pair, Item] = {pair: items.at(code) for pair, code in self._begun.items()}
        for item in reversed(items.added):
            if item.allo_number and item.contact_number != "anonymous":
                known[Pair(item.allo_number, item.contact_number)] = item
        return known

    def _latest(self) -> dict[Pair, int]:
        """Return the code (see `search`) of the latest item of each conversation that the account began with."""
        account = self._state.account
        schedule, found = account.schedule, dict[Pair, int]()
        for position in range(min(account.calls, schedule.period)):
            party, line = schedule.party_of(position), account.lines[schedule.line_of(position)]
            if party == ANONYMOUS:
                continue
            is_known = party >= 0
            number = account.number_used(position, party) if is_known else stranger_number(line.country, party)
            found.setdefault(Pair(line.number, number), 2 * position + (not has_message(position)))
        return found


def _waits(item: Item) -> bool:
    return not item.is_outbound and (not isinstance(item, Call) or item.result in SILENT | {"VOICEMAIL"})
