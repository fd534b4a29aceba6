"""Checks of handling: once, never by strangers, and again after a failure. They need to see what was handled."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from allo_ext.testing._endpoint.probe import TOPICS
from allo_ext.testing._endpoint.report import Verdict, failed, passed
from allo_ext.testing._v2.signing import new_id

if TYPE_CHECKING:
    from collections.abc import Callable

    from allo_ext.testing._endpoint.probe import Probe
    from allo_ext.testing._endpoint.sending import Sending

AT_ONCE: Final = 5
_STRANGER: Final = "+12025550999"


def duplicates(probe: Probe) -> Verdict:
    """Send a delivery three times in a row."""
    for version, topic in probe.handled_topics.items():
        repeat = _repeatable(probe, version, topic)
        before = probe.count()
        answers = [probe.send(repeat(), patient=True) for _ in range(3)]
        times = probe.waited_for(before + 1) - before
        what = f"the same {topic} three times in a row"
        refused = next((answer for answer in answers if not answer.accepted), None)
        if times != 1 or refused is not None:
            return failed(what, f"handled {times} times" if refused is None else f"{refused}, handled {times} times")
    return passed("the same event three times in a row", "handled it once")


def parallel(probe: Probe) -> Verdict:
    """Send a delivery five times at the same time, and once more."""
    for version, topic in probe.handled_topics.items():
        repeat = _repeatable(probe, version, topic)
        before = probe.count()
        probe.send_together([repeat() for _ in range(AT_ONCE)])
        last = probe.send(repeat(), patient=True)
        times = probe.waited_for(before + 1) - before
        if times != 1 or not last.accepted:
            return failed(f"the same {topic} {AT_ONCE} times at the same time", f"handled {times} times; then {last}")
    return passed(f"the same event {AT_ONCE} times at the same time", "handled it once")


def two_events(probe: Probe) -> Verdict:
    """Send two events of the same person."""
    for version, topic in probe.handled_topics.items():
        before, other = probe.count(), probe.other()
        for _ in range(2):
            probe.send(probe.delivery(version, probe.payload(version, topic, other=other)), patient=True)
        times = probe.waited_for(before + 2) - before
        if times != 2:  # noqa: PLR2004 — two were sent
            return failed(f"two different events {topic} of one person", f"handled {times} of them")
    return passed("two different events of one person", "handled both")


def failure(probe: Probe) -> Verdict:
    """Let the handling of a delivery fail."""
    known = {} if probe.handled is None else probe.handled_topics
    for version, topic in (known or {version: TOPICS[version][0] for version in probe.versions}).items():
        repeat, before = _repeatable(probe, version, topic), probe.count()
        probe.break_next()
        answer = probe.send(repeat())
        if answer.accepted and not _handled_later(probe, before):
            return failed(f"{topic}, of which the handling failed", str(answer))
        probe.send(repeat(), patient=True)
    return passed("an event of which the handling failed", "received a failure, or handled it later by itself")


def repetition(probe: Probe) -> Verdict:
    """Let the handling of a delivery fail, and repeat the delivery as Allo does."""
    for version, topic in probe.handled_topics.items():
        repeat, before = _repeatable(probe, version, topic), probe.count()
        probe.break_next()
        first = probe.send(repeat())
        second = probe.send(repeat(), patient=True)
        times = probe.waited_for(before + 1) - before
        if times != 1 or not second.accepted:
            what = f"{topic}, of which the handling failed, and its repetition"
            return failed(what, f"{first}, then {second}; handled {times} times")
    return passed("an event of which the handling failed, and its repetition", "handled the repetition")


def own_number(probe: Probe) -> Verdict:
    """Send a call and a message of another account."""
    for version, topic in probe.handled_topics.items():
        before = probe.count()
        answer = probe.send(probe.delivery(version, probe.payload(version, topic, own=_STRANGER)))
        if probe.waited_for(before) > before:
            return failed(f"{topic} for a number of another account", f"{answer}, but handled it")
    return passed("an event for a number of another account", "did not handle it")


def _repeatable(probe: Probe, version: int, topic: str) -> Callable[[], Sending]:
    """Return a function that returns the next attempt of one delivery: the same body and id, and a new signature."""
    return partial(probe.delivery, version, probe.payload(version, topic), id=new_id())


def _handled_later(probe: Probe, before: int) -> bool:
    return probe.handled is not None and probe.waited_for(before + 1) > before
