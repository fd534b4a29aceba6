"""The queue of calls that wait for the pace, driven step by step: who is sent, when, and who is woken for it."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allo_ext._http.waiting_line import Line, Ticket


class Callers:
    """Calls that do only what the line tells them, and sleep until they are woken or their time has come."""

    def __init__(self, ahead: int) -> None:
        self.ahead = ahead
        self.line = Line(ahead)
        self.now = 100.0
        self.waiting: dict[int, Ticket] = {}
        self.awake: set[int] = set()
        self.alarms: dict[int, float] = {}
        self.asking: list[int] = []
        self.places: list[float] = []
        self.sent: list[int] = []
        self.entered = 0
        self._free = self.now

    def enter(self, place: float | None = None) -> int:
        number = self.entered
        self.entered += 1
        if not self.waiting:
            self.places = [left for left in self.places if left >= self.now]  # the others would make a burst
        self.waiting[number] = Ticket(lambda: self.awake.add(number))
        self.line.enter(self.waiting[number], self.now, place)
        self.awake.add(number)
        if place is not None:
            self.places.append(place)
        return number

    def settle(self) -> None:
        """Let everyone act who is awake, until all sleep or ask the limiter."""
        while ready := sorted(self.awake - set(self.asking)):
            self._step(ready[0])

    def _step(self, number: int) -> None:
        self.awake.discard(number)
        self.alarms.pop(number, None)
        if number not in self.waiting:
            return  # it was woken when it had left
        todo = self.line.step(self.waiting[number], self.now)
        if todo is True:
            assert min(self.places) <= self.now, "sent before its place"
            self.places.remove(min(self.places))
            self.sent.append(number)
            self.leave(number)
        elif todo is False:
            self.asking.append(number)
        elif todo:
            assert todo == pytest.approx(min(self.places) - self.now)
            self.alarms[number] = self.now + todo

    def answer(self, number: int, *, fails: bool = False) -> None:
        """Answer a call that asks the limiter."""
        self.asking.remove(number)
        self._free = max(self._free, self.now) + 1.0
        if number in self.waiting:
            self.awake.add(number)
        self.line.asked(None if fails else self._free)
        if not fails:
            self.places.append(self._free)
        elif number in self.waiting:
            self.leave(number)

    def leave(self, number: int) -> None:
        """End a call, sent or not."""
        self.line.give_up(self.waiting.pop(number))
        self.awake.discard(number)
        self.alarms.pop(number, None)

    def pass_by(self, seconds: float) -> None:
        self.now += seconds
        self.awake.update(number for number, alarm in self.alarms.items() if alarm <= self.now)

    def finish(self) -> None:
        """Answer and wait until nobody has anything to do."""
        self.settle()
        while self.asking or self.alarms:
            while self.asking:
                self.answer(self.asking[0])
                self.settle()
            if self.alarms:
                self.pass_by(max(0.0, min(self.alarms.values()) - self.now))
                self.settle()


def happen(callers: Callers, chance: random.Random) -> bool:
    """Let one thing happen that may happen; return whether a call gave up."""
    match chance.choice(["enter", "enter", "enter", "answer", "answer", "fail", "give up", "pass by"]):
        case "enter":
            alone = callers.line.empty
            callers.enter(callers.now + chance.random() if alone and chance.random() < 0.3 else None)
        case "answer" if callers.asking:
            callers.answer(chance.choice(callers.asking))
        case "fail" if callers.asking:
            callers.answer(chance.choice(callers.asking), fails=True)
            return True
        case "give up" if callers.waiting:
            callers.leave(chance.choice(sorted(callers.waiting)))
            return True
        case "pass by":
            callers.pass_by(chance.random() * 2)
        case _:
            pass
    return False


@settings(max_examples=150)
@given(ahead=st.sampled_from([1, 2, 4]), seed=st.integers(0, 10**6))
def test_no_call_waits_for_ever_and_none_is_sent_before_its_place(ahead, seed):
    """Calls come, are refused by the limiter and give up in any order: every other one is sent, one for each place.

    As long as none gives up, as many places are asked for in advance as calls wait for them, up to the limit.
    """
    chance, callers = random.Random(seed), Callers(ahead)
    given_up = False
    for _ in range(40):
        given_up = happen(callers, chance) or given_up
        callers.settle()
        reserved, needed = len(callers.asking) + len(callers.places), min(ahead, len(callers.waiting))
        assert callers.asking or callers.alarms or not callers.waiting, "all sleep and nobody will wake them"
        assert given_up or callers.waiting == {} or reserved == needed
    callers.finish()

    assert callers.waiting == {}
    assert given_up or callers.sent == list(range(callers.entered))


def sent_of(count: int, *, without: tuple[int, ...], then: int = 0) -> list[int]:
    """Return the order in which calls are sent, some of which give up before the first place, and later ones."""
    callers = Callers(1)
    for _ in range(count):
        callers.enter()
    callers.settle()
    for number in without:
        callers.leave(number)
    callers.finish()
    for _ in range(then):
        callers.enter()
    callers.finish()
    return callers.sent


def test_after_a_call_gave_up_every_second_place_goes_to_the_newest():
    """Until the queue is empty; then first in, first out again."""
    assert sent_of(6, without=(), then=2) == [0, 1, 2, 3, 4, 5, 6, 7]
    assert sent_of(7, without=(3,), then=3) == [6, 0, 5, 1, 4, 2, 7, 8, 9]
    assert sent_of(3, without=(0, 1, 2), then=3) == [3, 4, 5]


def test_a_place_that_nobody_took_is_used_until_its_time_and_not_later():
    """Used later, it would make a burst. While it is there, no call may pass it by."""
    for late, kept in ((-0.5, True), (0.0, True), (0.5, False)):
        callers = Callers(4)
        number = callers.enter()
        callers.settle()
        callers.leave(number)
        assert callers.line.empty
        callers.answer(number)
        assert not callers.line.empty

        callers.pass_by(1.0 + late)
        again = callers.enter()
        if not kept:
            callers.places.clear()
        callers.settle()

        assert (callers.asking == [again]) is not kept
        callers.finish()
        assert callers.sent == [again]


def test_a_call_that_has_its_place_does_not_ask():
    """It waits for the place, and those behind it ask for their own."""
    callers = Callers(4)
    callers.enter(callers.now + 5)
    callers.settle()
    assert callers.asking == []
    assert not callers.line.empty

    others: Any = [callers.enter() for _ in range(2)]
    callers.settle()

    assert callers.asking == others
    assert callers.alarms == {0: callers.now + 5}
