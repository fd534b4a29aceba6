from __future__ import annotations

import json
import threading
from datetime import UTC, datetime
from typing import Any

import pytest

from allo_ext.receiver import Claim, InvalidPayloadError, MemoryStore, UnknownEvent, parse
from allo_ext.receiver._events.identity import identity_of
from allo_ext.testing import event


class Clock:
    now = 0.0

    def __call__(self) -> Any:
        return self.now


def test_a_claim_is_new_then_busy_then_done():
    """A key is claimed once, busy until it is confirmed, and done from then on."""
    store = MemoryStore()
    seen = [store.claim("k"), store.claim("k")]
    store.confirm("k")

    assert [*seen, store.claim("k")] == [Claim.NEW, Claim.BUSY, Claim.DONE]


def test_a_released_claim_is_new_again():
    """What was released can be claimed again."""
    store = MemoryStore()
    store.claim("k")
    store.release("k")

    assert Claim.NEW is store.claim("k")


def test_the_oldest_is_forgotten_first():
    """Memory is bounded in number; what is confirmed again counts from then."""
    store = MemoryStore(most=2)
    for key in "abac":
        store.claim(key)
        store.confirm(key)

    assert [store.claim(key) for key in "abc"] == [Claim.DONE, Claim.NEW, Claim.DONE]


def test_what_is_old_is_forgotten():
    """Memory is bounded in time."""
    clock = Clock()
    store = MemoryStore(seconds=60, clock=clock)
    store.claim("k")
    store.confirm("k")
    clock.now = 60

    assert Claim.NEW is store.claim("k")


class Key(str):
    """A key that lets another thread claim it, too, whenever a store looks it up for the nth time."""

    __slots__ = ("claim", "left")

    def __hash__(self) -> int:
        self.left -= 1
        if not self.left:
            self.claim()
        return super().__hash__()


@pytest.mark.parametrize("lookup", range(1, 5))
def test_of_two_threads_one_gets_the_claim(lookup):
    """A claim is one step: another thread that comes in the middle of it waits for its end."""
    store, claims, others = MemoryStore(), [], []

    def claim_elsewhere() -> None:
        others.append(threading.Thread(target=lambda: claims.append(store.claim("k"))))
        others[0].start()
        others[0].join(0.1)

    key = Key("k")
    key.claim, key.left = claim_elsewhere, lookup
    claims.append(store.claim(key))
    for other in others:
        other.join()

    assert [claim.value for claim in claims].count("new") == 1


def identity(payload, **dumps: Any):
    return identity_of(parse(json.dumps(payload, **dumps).encode()))


CALL = event("CALL_RECEIVED", id="call_1", summary="Rendez-vous à Orléans")
MISSED = {"from_number": "+12125550105", "to": "+12025550143", "type": "INBOUND"}


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        pytest.param(CALL, CALL, True, id="repeated"),
        pytest.param(CALL, {**CALL, "data": dict(reversed(CALL["data"].items()))}, True, id="another order of keys"),
        pytest.param(CALL, {**CALL, "data": {**CALL["data"], "summary": "changed"}}, False, id="changed"),
        pytest.param(CALL, {**CALL, "data": {**CALL["data"], "id": "call_2"}}, False, id="another id"),
        pytest.param(CALL, {**CALL, "topic": "NEW"}, False, id="another topic"),
        pytest.param(
            {"topic": "call.completed", "timestamp": "2026-01-01T00:00:00Z", "data": CALL["data"]},
            {"topic": "call.completed", "timestamp": "2026-01-01T00:05:00Z", "data": CALL["data"]},
            True,
            id="sent again later",
        ),
        pytest.param(
            {"event": "call.received", "timestamp": "2025-01-01T00:00:00Z", "id": "call_1", "to": "+12025550143"},
            {"event": "call.received", "timestamp": "2025-01-01T00:05:00Z", "id": "call_1", "to": "+12025550143"},
            True,
            id="sent again later, in the format of early 2025",
        ),
        pytest.param(
            {"topic": "call.completed", "timestamp": "2026-01-01T00:00:00Z", "data": MISSED},
            {"topic": "call.completed", "timestamp": "2026-01-01T00:05:00Z", "data": MISSED},
            False,
            id="missed twice, without ids",
        ),
        pytest.param(
            event("CONTACT_UPDATED", id="cnt_1", name="Ann"), event("CONTACT_UPDATED", id="cnt_1", name="Bea"), False,
            id="a contact that changes twice",
        ),
    ],
)  # fmt: skip
def test_a_delivery_is_its_topic_its_id_and_its_data(one, other, same):
    """Two deliveries are the same when these three are, however they are written."""
    assert same == (identity(one) == identity(other, indent=1, ensure_ascii=False))


def test_an_identity_is_short_whatever_came():
    """Keys have one length, so that stores stay bounded."""
    assert {64} == {len(identity(event("SMS_RECEIVED", id=text))) for text in ("m", "m" * 100_000, "\ud800")}


def test_what_is_nested_too_deeply_has_no_identity():
    """One error, however deep."""
    deep: list[object] = []
    for _ in range(50_000):
        deep = [deep]

    with pytest.raises(InvalidPayloadError):
        identity_of(UnknownEvent(topic="new", received_at=datetime(2026, 1, 1, tzinfo=UTC), raw={"data": deep}))


def test_pings_are_never_the_same():
    """What holds nothing cannot be told apart, and so is never taken for a repetition."""
    assert identity(event("PING")) is None
