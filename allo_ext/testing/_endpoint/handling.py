"""Checks of handling: once, never by strangers, and again after a failure. They need to see what was handled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from allo_ext.testing._endpoint import payloads, signatures
from allo_ext.testing._endpoint.report import Verdict, failed, passed, skipped

if TYPE_CHECKING:
    from allo_ext.testing._endpoint.probe import Probe
    from allo_ext.testing._endpoint.sending import Sending

NEEDS_HANDLED: Final = "needs handled= or --handled-url, which returns what was handled"
NEEDS_BREAK: Final = "needs break_next= or --fail-next-url, which makes the next handling fail"
NEEDS_NUMBER: Final = "needs number= or --line, one of the endpoint's own numbers"
NEEDS_TOPIC: Final = "needs an endpoint that handles calls or messages; neither was handled"
AT_ONCE: Final = 5
_STRANGER: Final = "+12025550999"


def duplicates(probe: Probe) -> Verdict:
    """Send a delivery three times in a row."""
    found = _topics(probe)
    if isinstance(found, Verdict):
        return found
    for version, topic in found.items():
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
    found = _topics(probe)
    if isinstance(found, Verdict):
        return found
    for version, topic in found.items():
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
    found = _topics(probe)
    if isinstance(found, Verdict):
        return found
    for version, topic in found.items():
        before, other = probe.count(), probe.other()
        for _ in range(2):
            payload = payloads.sample(version, topic, own=probe.own, other=other)
            probe.send(probe.delivery(version, payload), patient=True)
        times = probe.waited_for(before + 2) - before
        if times != 2:  # noqa: PLR2004 — two were sent
            return failed(f"two different events {topic} of one person", f"handled {times} of them")
    return passed("two different events of one person", "handled both")


def failure(probe: Probe) -> Verdict:
    """Let the handling of a delivery fail."""
    if probe.break_next is None:
        return skipped(NEEDS_BREAK)
    for version, topic in _broken_topics(probe).items():
        repeat, before = _repeatable(probe, version, topic), probe.count()
        probe.break_next()
        answer = probe.send(repeat())
        if answer.accepted and not _handled_later(probe, before):
            return failed(f"{topic}, of which the handling failed", str(answer))
        probe.send(repeat(), patient=True)
    return passed("an event of which the handling failed", "received a failure, or handled it later by itself")


def repetition(probe: Probe) -> Verdict:
    """Let the handling of a delivery fail, and repeat the delivery as Allo does."""
    if probe.break_next is None:
        return skipped(NEEDS_BREAK)
    found = _topics(probe)
    if isinstance(found, Verdict):
        return found
    for version, topic in found.items():
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
    if probe.number is None:
        return skipped(NEEDS_NUMBER)
    found = _topics(probe)
    if isinstance(found, Verdict):
        return found
    for version, topic in found.items():
        before = probe.count()
        payload = payloads.sample(version, topic, own=_STRANGER, other=probe.other())
        answer = probe.send(probe.delivery(version, payload))
        if probe.waited_for(before) > before:
            return failed(f"{topic} for a number of another account", f"{answer}, but handled it")
    return passed("an event for a number of another account", "did not handle it")


class _Repeated:
    """The attempts of one delivery: the same body and id, and a new signature each time."""

    def __init__(self, probe: Probe, version: int, payload: Any) -> None:
        self._probe, self._version, self._payload = probe, version, payload
        self._id = signatures.new_id()

    def __call__(self) -> Sending:
        return self._probe.delivery(self._version, self._payload, id=self._id)


def _repeatable(probe: Probe, version: int, topic: str) -> _Repeated:
    return _Repeated(probe, version, payloads.sample(version, topic, own=probe.own, other=probe.other()))


def _topics(probe: Probe) -> dict[int, str] | Verdict:
    """Return a handled topic of each version, or why there is none."""
    if probe.handled is None:
        return skipped(NEEDS_HANDLED)
    found = {version: probe.handled_topic(version) for version in probe.versions}
    known = {version: topic for version, topic in found.items() if topic is not None}
    return known or skipped(NEEDS_TOPIC)


def _broken_topics(probe: Probe) -> dict[int, str]:
    found = _topics(probe)
    return (
        {version: ("CALL_RECEIVED", "call.completed")[version - 1] for version in probe.versions}
        if isinstance(found, Verdict)
        else found
    )


def _handled_later(probe: Probe, before: int) -> bool:
    return probe.handled is not None and probe.waited_for(before + 1) > before
