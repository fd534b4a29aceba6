"""Searching the calls and messages of the account without generating them all.

An item has a code: twice the position of its call, plus 1 for the call itself; the message after it comes just before.
So codes count from the newest item, and times decrease with the code. The account repeats after a period (see
`schedule`): a search reads one period, keeps the matching codes, and calculates the others.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections import OrderedDict, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from allo_ext.testing._account.account import has_message
from allo_ext.testing._account.calls import Call, Item
from allo_ext.testing._account.schedule import ANONYMOUS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from allo_ext.testing._account.account import Account

_WORD = re.compile(r"[^\W_]+")
_KEPT = 64


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a string: letters and digits, case-folded."""
    return tuple(_WORD.findall(text.casefold()))


def text_of(item: Item) -> str:
    """Return the searchable text: the content of a message; the summary and the transcript of a call."""
    if not isinstance(item, Call):
        return item.content
    return " ".join((item.summary or "", *(said.text for said in item.transcript or ())))


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """The filters of a search; None matches everything."""

    kind: Literal["call", "message"] | None = None
    allo_number: str | None = None
    contact_number: str | None = None
    is_outbound: bool | None = None
    results: frozenset[str] = frozenset()
    """One of these."""
    tags: frozenset[str] = frozenset()
    """At least one of these."""
    user: str | None = None
    """The e-mail address of the colleague."""
    is_recorded: bool | None = None
    words: tuple[str, ...] = ()
    """Beginnings of words of the text; `words_of` splits the user's input into them."""
    since: float | None = None
    until: float | None = None
    """Seconds since 1970: not before `since`, and before `until`."""

    def finds(self, item: Item) -> bool:
        """Return whether an item matches."""
        call = item if isinstance(item, Call) else None
        return (
            self.kind in {None, "message" if call is None else "call"}
            and self.allo_number in {None, item.allo_number}
            and self.contact_number in {None, item.contact_number}
            and self.is_outbound in {None, item.is_outbound}
            and (not self.results or (call is not None and call.result in self.results))
            and (not self.tags or (call is not None and not self.tags.isdisjoint(call.tags)))
            and (self.user is None or (call is not None and call.user is not None and call.user.email == self.user))
            and self.is_recorded in {None, call is not None and call.recording_url is not None}
            and (self.since is None or item.start >= self.since)
            and (self.until is None or item.start < self.until)
            and (not self.words or self._reads(text_of(item)))
        )

    def _reads(self, text: str) -> bool:
        there = words_of(text)
        return all(any(word.startswith(wanted) for word in there) for wanted in self.words)


@dataclass(frozen=True, slots=True)
class Matches:
    """The codes that match a search, newest first: a calculated sequence."""

    once: Sequence[int]
    """Those of one period."""
    period: int
    """The number of codes in a period."""
    first: int
    last: int
    """The range of codes, from `first` to before `last`."""
    skipped: int = field(init=False)
    """The number of matching codes below `first`."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "skipped", self.before(self.first))

    def __len__(self) -> int:
        return max(0, self.before(self.last) - self.skipped)

    def before(self, code: int) -> int:
        """Return the number of matching codes below a code, ignoring `first`."""
        periods, rest = divmod(code, self.period)
        return periods * len(self.once) + bisect_left(self.once, rest)

    def __getitem__(self, nth: int) -> int:
        periods, rest = divmod(self.skipped + nth, len(self.once))
        return periods * self.period + self.once[rest]

    def newer(self, code: int) -> int:
        """Return the number of matches below a code."""
        return max(0, self.before(min(code, self.last)) - self.skipped)

    def rank(self, code: int) -> int | None:
        """Return the index of a code in the matches; None if it does not match."""
        if not self.first <= code < self.last:
            return None
        nth = self.before(code) - self.skipped
        return nth if nth < len(self) and self[nth] == code else None


class Index:
    """The searches of one account."""

    def __init__(self, account: Account) -> None:
        """Create an empty index."""
        self.looked_at = 0
        """The number of items generated for searching; it depends on the period, not on the size of the account."""
        self._account = account
        self._size = min(account.calls, account.schedule.period)
        self._found = OrderedDict[Search, Sequence[int]]()
        self._seen = dict[int, Item]()

    def matches(self, search: Search) -> Matches:
        """Return the matching codes."""
        until, since = search.until, search.since
        first = 0 if until is None else self.reaching(lambda start: start < until)
        last = 2 * self._account.calls if since is None else self.reaching(lambda start: start < since)
        lasting = search if since is until is None else replace(search, since=None, until=None)
        found = self._found.get(lasting)
        if found is None:
            found = self._found[lasting] = self._once(lasting)
            if len(self._found) > _KEPT:
                self._found.popitem(last=False)
        return Matches(found, 2 * self._account.schedule.period, first, last)

    def reaching(self, reached: Callable[[int], bool]) -> int:
        """Return the first code whose time satisfies the condition; times decrease with the code."""
        return bisect_left(range(2 * self._account.calls), 1, key=lambda code: int(reached(self._start(code))))

    def _start(self, code: int) -> int:
        position = code // 2
        return self._account.schedule.start_of(position) if code % 2 else self._account.message_start(position)

    def _once(self, search: Search) -> Sequence[int]:
        """Return the matching codes of the newest period."""
        codes = array("L", self._candidates(search))
        if search.words:
            read = set(codes).intersection(*map(self._reading, search.words))
            codes = array("L", sorted(read))
        rest = replace(search, kind=None, allo_number=None, contact_number=None, words=())
        return codes if rest == Search() else array("L", (code for code in codes if rest.finds(self._look(code))))

    def _candidates(self, search: Search) -> Iterator[int]:
        """Yield the codes with the kind, line and contact of the search, by calculation only."""
        account, schedule = self._account, self._account.schedule
        lines = [place for place, line in enumerate(account.lines) if search.allo_number in {None, line.number}]
        if search.contact_number is None:
            positions: Iterable[int] = range(self._size)
        else:
            positions = sorted(
                call for line in lines for call in account.calls_between(line, search.contact_number, once=True)
            )
        for position in positions:
            if schedule.line_of(position) not in lines:
                continue
            if search.kind != "call" and has_message(position) and schedule.party_of(position) != ANONYMOUS:
                yield 2 * position
            if search.kind != "message":
                yield 2 * position + 1

    def _look(self, code: int) -> Item:
        """Return an item of the newest period without its text."""
        if code not in self._seen:
            item = self._make(code)
            self._seen[code] = replace(item, transcript=None, summary=None) if isinstance(item, Call) else item
        return self._seen[code]

    def _make(self, code: int) -> Item:
        self.looked_at += 1
        return self._account.made_call(code // 2) if code % 2 else self._account.made_message(code // 2)

    def _reading(self, beginning: str) -> set[int]:
        """Return the codes of the newest period with a word that has this beginning."""
        return {code for word, codes in self._words.items() if word.startswith(beginning) for code in codes}

    @cached_property
    def _words(self) -> dict[str, array[int]]:
        """The codes of the newest period for each word."""
        words: defaultdict[str, array[int]] = defaultdict(lambda: array("L"))
        for code in self._candidates(Search()):
            for word in set(words_of(text_of(self._make(code)))):
                words[word].append(code)
        return dict(words)
