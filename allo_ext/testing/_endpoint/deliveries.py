"""Checks of deliveries as Allo sends them: an endpoint must accept all of them, in time."""

from __future__ import annotations

import gzip
import uuid
from typing import TYPE_CHECKING, Any, Final

from allo_ext.testing._endpoint import payloads, signatures
from allo_ext.testing._endpoint.judging import Attempt, must_accept, must_survive
from allo_ext.testing._endpoint.probe import TOPICS, shows
from allo_ext.testing._endpoint.report import Verdict, failed, passed, skipped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from allo_ext.testing._endpoint.probe import Probe

_COMPLETED: Final = TOPICS[2][0]
_PINGS: Final[tuple[dict[str, Any], ...]] = ({"topic": "PING"}, {"topic": "PING", "data": {}})
_TURNS: Final = 3_000
_PIECE: Final = 64
_OUT_OF_ORDER: Final = {
    1: ("CONTACT_UPDATED", "CONTACT_CREATED"),
    2: ("tag.added", "call.completed", "call.answered", "call.triggered", "contact.updated", "contact.created"),
}


def in_time(probe: Probe) -> Verdict:
    """Send a call and a message of each version."""
    slowest, accepted = 0.0, False
    for version in probe.versions:
        for topic in TOPICS[version]:
            answer = probe.send(probe.delivery(version, probe.payload(version, topic)), patient=True)
            if answer.status is None:
                return failed(topic, str(answer))
            slowest, accepted = max(slowest, answer.seconds), accepted or answer.accepted
    if not accepted:
        return skipped("no delivery was accepted; other checks show why")
    return passed("a call and a message", f"received responses, the slowest after {slowest:.1f} s")


def topics(probe: Probe) -> Verdict:
    """Send every topic in its current format, except for those that have their own check."""
    return must_accept(
        probe,
        "every topic",
        (
            Attempt(_named(sample), probe.delivery(version, sample.payload))
            for version in probe.versions
            for sample in probe.samples(version)
            if sample.topic not in {_COMPLETED, "PING"} and not _is_former(sample)
        ),
    )


def completed_call(probe: Probe) -> Verdict:
    """Send version 2's completed calls of both directions, and look for the other party in what was handled."""
    seen: dict[str, bool] = {}
    samples = [sample for sample in probe.samples(2) if sample.topic == _COMPLETED]
    message = next(sample for sample in probe.samples(2) if sample.topic == TOPICS[2][1])
    for sample in (*samples, message):
        before, number = probe.count(), _other_party(sample.payload, probe.own)
        answer = probe.send(probe.delivery(2, sample.payload), patient=True)
        if sample is not message and not answer.accepted:
            return failed(_named(sample), f"{answer}; the called number is in `to`")
        if probe.handled is not None and probe.waited_for(before + 1) > before:
            new = probe.handled_since(before)
            seen |= {} if new is None else {_named(sample): any(shows(entry, number) for entry in new)}
    silent = [what for what, shown in seen.items() if not shown]
    if any(seen.values()) and silent:
        return failed(
            silent[0], f"received 2xx, but handled without the other party's number; it is in `{_key(silent[0])}`"
        )
    found = "and handled the other party" if any(seen.values()) else "the other party was not checked"
    return passed("call.completed, inbound, outbound and missed", f"received 2xx for all {len(samples)}, {found}")


def generations(probe: Probe) -> Verdict:
    """Send version 1's topics in their former formats."""
    return must_accept(
        probe,
        "events in the formats of 2025",
        (
            Attempt(_named(sample), probe.delivery(1, sample.payload))
            for sample in probe.samples(1)
            if _is_former(sample)
        ),
    )


def null_fields(probe: Probe) -> Verdict:
    """Send every topic with null in each field that may be null."""
    return must_accept(probe, "every topic with null in its fields", _each(probe, payloads.with_nulls, "with nulls"))


def missing_fields(probe: Probe) -> Verdict:
    """Send every topic without the fields that may be missing."""
    return must_accept(probe, "every topic without optional fields", _each(probe, payloads.with_gaps, "without fields"))


def new_fields(probe: Probe) -> Verdict:
    """Send messages with fields that are not documented."""
    attempts: list[Attempt] = []
    for version in probe.versions:
        payload = probe.message(version)
        payload.update(sandbox=False, attempt=1)
        payload["data"].update(mood={"name": "calm"}, labels=["a", None], type="RCS")
        attempts.append(Attempt(f"{payload['topic']} with new fields", probe.delivery(version, payload)))
    return must_accept(probe, "messages with fields and values that are not documented", attempts)


def unknown_topic(probe: Probe) -> Verdict:
    """Send topics that no version has."""
    return must_accept(
        probe,
        "a topic that does not exist yet",
        (
            Attempt(topic, probe.delivery(version, {"topic": topic, "data": data}))
            for version in probe.versions
            for topic, data in ((("CALL_PARKED", "call.parked")[version - 1], {"id": uuid.uuid4().hex}), ("x", None))
        ),
    )


def ping(probe: Probe) -> Verdict:
    """Send a test event, with and without data."""
    return must_accept(
        probe,
        "PING, with and without data",
        (Attempt("PING", probe.delivery(version, payload)) for version in probe.versions for payload in _PINGS),
    )


def out_of_order(probe: Probe) -> Verdict:
    """Send the end of a call before its beginning, and changes of a contact before its creation."""
    return must_accept(
        probe,
        "events in the wrong order, such as call.triggered after call.completed",
        (
            Attempt(
                f"{topic}, out of order",
                probe.delivery(version, probe.payload(version, topic)),
            )
            for version in probe.versions
            for topic in _OUT_OF_ORDER[version]
        ),
    )


def long_call(probe: Probe) -> Verdict:
    """Send the transcript of an hour."""
    attempts: list[Attempt] = []
    for version in probe.versions:
        topic = TOPICS[version][0]
        payload = probe.payload(version, topic)
        said = {
            "source": "EXTERNAL",
            "time": "2026-03-02T09:15:07Z",
            "text": "I would like to ask about my last order.",
        }
        payload["data"] |= {"transcriptions": [said] * _TURNS, "length_in_minutes": 61.5, "length": "61m 30s"}
        size = len(payloads.encoded(payload)) // 1024
        attempts.append(Attempt(f"{topic} of {size} KiB", probe.delivery(version, payload)))
    return must_accept(probe, attempts[0].what, attempts)


def slow_body(probe: Probe) -> Verdict:
    """Send bodies in small pieces."""
    return must_accept(
        probe,
        f"a message in pieces of {_PIECE} bytes",
        (
            Attempt("a message in pieces", probe.delivery(version, probe.message(version), piece=_PIECE))
            for version in probe.versions
        ),
    )


def chunked(probe: Probe) -> Verdict:
    """Send bodies with chunked transfer encoding, which have no Content-Length."""
    return must_survive(
        probe,
        "a message in chunks, without Content-Length",
        (
            Attempt("a message in chunks", probe.delivery(version, probe.message(version), piece=_PIECE, chunked=True))
            for version in probe.versions
        ),
    )


def compressed(probe: Probe) -> Verdict:
    """Send bodies compressed with gzip."""
    encoding = (("content-encoding", "gzip"),)
    attempts: list[Attempt] = []
    for version in probe.versions:
        body = gzip.compress(payloads.encoded(probe.message(version)))
        signature = signatures.binary(body, probe.secret) if version == 2 else ()  # noqa: PLR2004
        attempts.append(Attempt("a message compressed with gzip", probe.forged(body, (*encoding, *signature))))
    return must_survive(probe, "a message compressed with gzip", attempts)


def _each(probe: Probe, change: Callable[[payloads.Sample], Any], words: str) -> Iterator[Attempt]:
    for version in probe.versions:
        for sample in probe.samples(version):
            if sample.topic == "PING":
                continue
            yield Attempt(f"{_named(sample)} {words}", probe.delivery(version, change(sample)))


def _named(sample: payloads.Sample) -> str:
    return f"{sample.topic} ({sample.generation})"


def _is_former(sample: payloads.Sample) -> bool:
    return "envelope" in sample.generation or "camel" in sample.generation


def _other_party(payload: Any, own: str) -> str:
    data = payloads.data_of(payload)
    return next(str(data[key]) for key in ("from_number", "to", "to_number") if data.get(key, own) != own)


def _key(named: str) -> str:
    return "to" if "outbound" in named else "from_number"
