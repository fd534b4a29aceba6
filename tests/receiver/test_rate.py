from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from allo_ext.receiver._core.rate import Rate


class Clock:
    now = 1000.0

    def __call__(self) -> Any:
        return self.now


def test_so_many_visits_in_any_minute_and_no_more():
    """The count is over the last sixty seconds, not over minutes of the clock."""
    clock = Clock()
    rate = Rate(3, clock=clock)
    waits = []
    for moment in (0, 30, 59, 59, 60, 60, 90):
        clock.now = 1000.0 + moment
        waits.append(rate.wait("a"))

    assert waits == [0, 0, 0, 1, 0, 30, 0]


def test_a_refused_visit_does_not_count():
    """Who keeps knocking is let in when the minute is over, not later."""
    clock = Clock()
    rate = Rate(1, clock=clock)
    waits = [rate.wait("a") for _ in range(50)]
    clock.now += 60

    assert [0, *[60] * 49] == waits
    assert rate.wait("a") == 0


def test_only_so_many_clients_are_kept_in_mind():
    """Memory is bounded: who has not come for longest is forgotten."""
    rate = Rate(1, clients=2, clock=Clock())
    waits = [rate.wait(client) for client in "abacaba"]

    assert waits == [0, 0, 60, 0, 60, 0, 60]
    assert len(rate._seen) == 2


def test_threads_do_not_get_in_together():
    """Of many threads at once exactly as many come in as may."""
    rate = Rate(100)
    with ThreadPoolExecutor(8) as pool:
        waits = list(pool.map(rate.wait, ["a"] * 1000))

    assert waits.count(0) == 100
