from __future__ import annotations

import json
import threading
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allo_ext.receiver import Claim, InvalidPayloadError, MemoryStore, Request, UnknownEvent, WebhookReceiver, parse
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


def test_memory_lasts_for_thirty_hours():
    """Allo repeats a delivery for 27.5."""
    clock = Clock()
    store = MemoryStore(clock=clock)
    store.claim("k")
    store.confirm("k")
    seen = []
    for clock.now in (107_999, 108_000):
        seen.append(store.claim("k").value)

    assert seen == ["done", "new"]


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


def test_a_delivery_is_its_topic_its_id_and_its_data():
    """Two deliveries are the same when these three are, however they are written."""
    for one, other, same in (
        (CALL, CALL, True),
        (CALL, {**CALL, "data": dict(reversed(CALL["data"].items()))}, True),
        (CALL, {**CALL, "data": {**CALL["data"], "summary": "changed"}}, False),
        (CALL, {**CALL, "data": {**CALL["data"], "id": "call_2"}}, False),
        (CALL, {**CALL, "topic": "NEW"}, False),
        (
            {"topic": "call.completed", "timestamp": "2026-01-01T00:00:00Z", "data": CALL["data"]},
            {"topic": "call.completed", "timestamp": "2026-01-01T00:05:00Z", "data": CALL["data"]},
            True,
        ),
        (
            {"event": "call.received", "timestamp": "2025-01-01T00:00:00Z", "id": "call_1", "to": "+12025550143"},
            {"event": "call.received", "timestamp": "2025-01-01T00:05:00Z", "id": "call_1", "to": "+12025550143"},
            True,
        ),
        (
            {"topic": "call.completed", "timestamp": "2026-01-01T00:00:00Z", "data": MISSED},
            {"topic": "call.completed", "timestamp": "2026-01-01T00:05:00Z", "data": MISSED},
            False,
        ),
        (event("CONTACT_UPDATED", id="cnt_1", name="Ann"), event("CONTACT_UPDATED", id="cnt_1", name="Bea"), False),
    ):
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


FLOATS = st.one_of(
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from([1e-4, 9.999e-5, 1e-7, -1e-7, 0.0, -0.0, 1e15, 9999999999999998.0, 1e16, 1e22, 123456.789]),
    st.floats(1e-4, 1e16),
)
ODD = st.sampled_from('"\\/\b\n\x00\x80\xe9\u2028\ud800\U0001f4deux')
TEXTS = st.one_of(st.text(st.one_of(st.characters(), ODD)), st.text('a\\"\x7f'), st.text("\\\xe9\u2028xu0"))
SCALARS = st.one_of(st.none(), st.booleans(), st.integers(-(2**80), 2**80), st.integers(-9, 9), FLOATS, TEXTS)
ANYTHING = st.recursive(SCALARS, lambda inner: st.lists(inner) | st.dictionaries(TEXTS, inner), max_leaves=20)


@given(ANYTHING, st.booleans(), st.sampled_from([0, 70_000]))
@settings(max_examples=300)
def test_a_delivery_is_stored_under_its_identity(data, ascii_only, more):
    """However long it is, and whichever library writes JSON, the key in the store is what `identity_of` returns."""
    body = json.dumps({"topic": "NEW", "data": data, "more": "x" * more}, ensure_ascii=ascii_only).encode(
        "utf-8", "replace"
    )
    keys: list[str] = []
    store = MemoryStore()
    store.claim = lambda key: keys.append(key) or Claim.NEW
    receiver = WebhookReceiver("a-token-of-22-characters", None, store=store)
    receiver.on("*")(lambda _: None)

    receiver.handle(Request("POST", "/a-token-of-22-characters", {}, body))

    assert [*keys] == [key for key in [identity_of(parse(body))] if key is not None]


def test_an_identity_is_the_same_in_every_version_of_this_package():
    """Stores and task queues keep them: a delivery that is repeated after an update is known."""
    data = {"id": "a", "é": [1.5, 1e-7, "\u201c\U0001f4de\u201d\n"], "b": None}

    assert (
        identity({"topic": "NEW", "data": data}) == "c3c3bd63351f76f663b287351407b46fb12672a4201ec38649a61179a0537838"
    )
