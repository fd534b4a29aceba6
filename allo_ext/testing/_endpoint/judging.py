"""Sending a list of deliveries that an endpoint must accept, or must refuse."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from allo_ext.testing._endpoint.report import Verdict, failed, passed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from allo_ext.testing._endpoint.probe import Probe
    from allo_ext.testing._endpoint.sending import Sending


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
    number = 0
    for number, attempt in enumerate(attempts, 1):
        answer = probe.send(attempt.sending, patient=True)
        if not answer.accepted:
            return failed(attempt.what, str(answer))
    return passed(what, f"received 2xx for {_all(number)}")


def must_refuse(probe: Probe, what: str, attempts: Iterable[Attempt]) -> Verdict:
    """Return whether each request is refused: not 2xx, and not with a 5xx, which shows an exception."""
    number = 0
    for number, attempt in enumerate(attempts, 1):
        answer = probe.send(attempt.sending)
        if not answer.refused:
            return failed(attempt.what, str(answer))
    return passed(what, f"received a refusal for {_all(number)}")


def must_not_accept(probe: Probe, what: str, attempts: Iterable[Attempt]) -> Verdict:
    """Return whether no request gets a 2xx."""
    number = 0
    for number, attempt in enumerate(attempts, 1):
        answer = probe.send(attempt.sending)
        if answer.accepted or answer.timed_out:
            return failed(attempt.what, str(answer))
    return passed(what, f"received no 2xx for {_all(number)}")


def must_survive(probe: Probe, what: str, attempts: Iterable[Attempt]) -> Verdict:
    """Return whether each request gets a response that is not a 5xx."""
    number = 0
    for number, attempt in enumerate(attempts, 1):
        answer = probe.send(attempt.sending, patient=True)
        if not (answer.accepted or answer.refused):
            return failed(attempt.what, str(answer))
    return passed(what, f"received 2xx or a refusal for {_all(number)}")


def _all(number: int) -> str:
    return "it" if number == 1 else f"all {number}"
