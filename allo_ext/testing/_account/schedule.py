"""Calculating a call's line, party and time from its position, and back.

Nothing is stored per call, so a million calls are as cheap as ten. Position 0 is the newest call.
- Lines alternate in a fixed pattern, so the nth call of a line can be calculated.
- The calls of a line are grouped in rounds. A round visits each seat of the line once, in its own order (an affine
  permutation). A seat belongs to a contact, a stranger, or a caller who withholds the number; frequent callers have
  more seats. The permutation is invertible, so a contact's calls can be calculated too.
- After a period of some thousand calls the same parties call again in the same order with the same content, so a
  search reads one period, whatever the size of the account. Times and ids never repeat.
- All days have the same number of calls; each has its share of the working day, with jitter inside the share.
- The last day, if the account has an end, has the calls from its morning to the end.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from allo_ext.testing._account.chance import mix
from allo_ext.testing._account.lines import PHONE_LINES, Line, home_of
from allo_ext.testing._account.people import country_at

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

ANONYMOUS = -1
"""The party of a caller without a number; strangers are -2, -3, … and contacts 0, 1, …"""
STRANGERS = 12

_FIVE = (0, 3, 0, 1, 3, 0, 2, 4, 1, 3)
"""The repeated pattern of lines: the front desks of both countries are the busiest."""
_PERIOD = 3_000
MESSAGE_EVERY = 4
"""An SMS follows every fourth call with a known number."""
_PER_DAY, _MOST_DAYS = 40, 730
_OPENS, _HOURS = 8, 10
_SATURDAY = 5
_JUST_OVER = 150
"""Seconds from the start of the newest call to now: most calls are shorter."""
_ROUND, _MEMBER, _HABIT = 3, 4, 5


@dataclass(frozen=True, slots=True)
class Seats:
    """The seats of one line: the party of each seat, and the seats of each party."""

    parties: tuple[int, ...]
    of: dict[int, tuple[int, ...]]
    stride: int
    inverse: int


@dataclass(frozen=True, slots=True)
class _Today:
    """The last day of the account: the number of calls, the start and the end, in seconds since 1970."""

    calls: int
    opened: int
    hour: int
    """The start of the last hour."""
    ends: int

    def start_of(self, call: int, jitter: float) -> int:
        """Return the start of a call of this day: the newest is in the current hour, and finished if possible."""
        share = (self.ends - self.opened) / self.calls
        if call == 0:
            since = min(share, _JUST_OVER + jitter * share / 2)
            return max(self.opened, self.hour, int(self.ends - since))
        return int(self.ends - (call + jitter) * share)


class Schedule:
    """The schedule of one account."""

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
        """Assign the seats, in time proportional to the number of contacts only.

        The newest call is just before `ends`; without it, on the last working day before `now`.
        """
        self.calls = calls
        self._seed = seed
        # With another number of lines, the first is the busiest.
        self._pattern: tuple[int, ...] = _FIVE if len(lines) == len(PHONE_LINES) else (*range(len(lines)), 0)
        self.period = math.lcm(len(self._pattern), MESSAGE_EVERY)
        self.period *= math.ceil(max(_PERIOD, 10 * contacts) / self.period)
        """The number of calls after which the parties repeat: enough for every contact to have one."""
        self._turns = tuple(
            tuple(i for i, line in enumerate(self._pattern) if line == own) for own in range(len(lines))
        )
        self._seats = tuple(_seats(seed, own, contacts, lines) for own in range(len(lines)))
        self._per_day = max(_PER_DAY, math.ceil(calls / _MOST_DAYS))
        self._today = None if ends is None else _today(ends, self._per_day)
        self._newest_day = _weekday_before(ends or now)

    def line_of(self, call: int) -> int:
        """Return the index of a call's line."""
        return self._pattern[call % len(self._pattern)]

    def party_of(self, call: int) -> int:
        """Return a call's party: a contact's position, or a negative number."""
        call %= self.period
        own, pattern = self.line_of(call), self._pattern
        seats = self._seats[own]
        nth = call // len(pattern) * len(self._turns[own]) + self._turns[own].index(call % len(pattern))
        turn, place = divmod(nth, len(seats.parties))
        seat = (place * seats.stride + mix(self._seed, _ROUND, own, turn)) % len(seats.parties)
        return seats.parties[seat]

    def count_on(self, line: int) -> int:
        """Return the number of calls of a line."""
        return self._count_on(line, self.calls)

    def _count_on(self, line: int, calls: int) -> int:
        full, rest = divmod(calls, len(self._pattern))
        return full * len(self._turns[line]) + sum(turn < rest for turn in self._turns[line])

    def nth_on(self, line: int, nth: int) -> int:
        """Return the position of the nth newest call of a line."""
        turns = self._turns[line]
        return nth // len(turns) * len(self._pattern) + turns[nth % len(turns)]

    def with_party(self, party: int, line: int) -> Iterator[int]:
        """Yield the positions of the calls between a party and a line, newest first."""
        if party not in self._seats[line].of:
            return
        for begins in range(0, self.calls, self.period):
            for call in self.within_period(party, line):
                if begins + call >= self.calls:
                    return
                yield begins + call

    def within_period(self, party: int, line: int) -> Iterator[int]:
        """Yield the positions of such calls in the newest period, one for each of the party's seats in each round."""
        seats = self._seats[line]
        own = seats.of.get(party, ())
        size, count = len(seats.parties), self._count_on(line, min(self.calls, self.period))
        for turn in range(math.ceil(count / size) if own else 0):
            shift = mix(self._seed, _ROUND, line, turn)
            for place in sorted((seat - shift) * seats.inverse % size for seat in own):
                nth = turn * size + place
                if nth < count:
                    yield self.nth_on(line, nth)

    def parties_on(self, line: int) -> Iterable[int]:
        """Return the parties of a line."""
        return self._seats[line].of

    def start_of(self, call: int) -> int:
        """Return the start of a call, in seconds since 1970; it never increases with the position."""
        jitter = mix(self._seed, _MEMBER, call) % 1000 / 1000
        if self._today is not None:
            if call < self._today.calls:
                return self._today.start_of(call, jitter)
            call -= self._today.calls
        day, place = divmod(call, self._per_day)
        weeks, weekday = divmod(day, 5)
        midnight = self._newest_day - timedelta(days=weeks * 7 + weekday)
        # Working days only: stepping back over a weekend when the day falls before a Monday.
        if weekday > self._newest_day.weekday():
            midnight -= timedelta(days=2)
        share = _HOURS * 3600 / self._per_day
        return int(midnight.timestamp() + _OPENS * 3600 + _HOURS * 3600 - (place + jitter) * share)


def _seats(seed: int, line: int, contacts: int, lines: Sequence[Line]) -> Seats:
    """Assign the seats of a line: its country's contacts by home line, and some strangers."""
    country = home_of(lines[line].country)
    peers = [own for own, peer in enumerate(lines) if home_of(peer.country) == country]
    parties: list[int] = [ANONYMOUS, *(-2 - n for n in range(line, STRANGERS, len(lines)))]
    for contact in range(contacts):
        if country_at(contact) != country:
            continue
        habit = mix(seed, _HABIT, contact)
        if peers[habit % len(peers)] == line:
            parties.extend([contact] * (1, 1, 2, 2, 3, 6)[habit // 7 % 6])
        elif habit // 64 % 4 == 0:
            parties.append(contact)
    size = len(parties)
    stride = max(1, int(size * 0.618))
    while math.gcd(stride, size) != 1:
        stride += 1
    places: dict[int, list[int]] = {}
    for seat, party in enumerate(parties):
        places.setdefault(party, []).append(seat)
    of = {party: tuple(own) for party, own in places.items()}
    return Seats(tuple(parties), of, stride, pow(stride, -1, size) if size > 1 else 0)


def _today(ends: datetime, per_day: int) -> _Today:
    """Plan the last day, on any weekday; before office hours, the night is used."""
    midnight = ends.replace(hour=0, minute=0, second=0, microsecond=0)
    opened = midnight + timedelta(hours=_OPENS if ends.hour > _OPENS else 0)
    hours = (ends - opened).total_seconds() / 3600
    calls = min(per_day, max(1, math.ceil(per_day * hours / _HOURS)))
    hour = ends.replace(minute=0, second=0, microsecond=0)
    return _Today(calls, *(int(at.timestamp()) for at in (opened, hour, ends)))


def _weekday_before(now: datetime) -> datetime:
    day = now.replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=1)
    while day.weekday() >= _SATURDAY:
        day -= timedelta(days=1)
    return day
