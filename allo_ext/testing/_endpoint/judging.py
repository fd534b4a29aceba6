"""Sending a list of deliveries that an endpoint must accept, or must refuse."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from allo_ext.testing._endpoint.report import Verdict, failed, passed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from allo_ext.testing._endpoint.probe import Probe
    from allo_ext.testing._endpoint.sending import Answer, Sending


class Attempt(NamedTuple):
    """A request and its description."""

    what: str
    sending: Sending


def must_accept(probe: Probe, what: str, attempts: Iterable[Attempt]) -> Verdict:
    """Return whether each delivery gets a 2xx.

    Args:
        probe: The endpoint.
        what: A description of all deliveries.
        attempts: The deliveries.
    """
    return _each(probe, what, attempts, lambda answer: answer.accepted, "2xx", patient=True)


def must_refuse(probe: Probe, what: str, attempts: Iterable[Attempt]) -> Verdict:
    """Return whether each request is refused: not 2xx, and not with a 5xx, which shows an exception."""
    return _each(probe, what, attempts, lambda answer: answer.refused, "a refusal")


def must_not_accept(probe: Probe, what: str, attempts: Iterable[Attempt]) -> Verdict:
    """Return whether no request gets a 2xx."""
    return _each(probe, what, attempts, lambda answer: not (answer.accepted or answer.timed_out), "no 2xx")


def must_survive(probe: Probe, what: str, attempts: Iterable[Attempt]) -> Verdict:
    """Return whether each request gets a response that is not a 5xx."""
    return _each(
        probe, what, attempts, lambda answer: answer.accepted or answer.refused, "2xx or a refusal", patient=True
    )


def _each(
    probe: Probe,
    what: str,
    attempts: Iterable[Attempt],
    is_right: Callable[[Answer], bool],
    wanted: str,
    *,
    patient: bool = False,
) -> Verdict:
    count = 0
    for attempt in attempts:
        answer = probe.send(attempt.sending, patient=patient)
        if not is_right(answer):
            return failed(attempt.what, str(answer))
        count += 1
    return passed(what, f"received {wanted} for {'it' if count == 1 else f'all {count}'}")
