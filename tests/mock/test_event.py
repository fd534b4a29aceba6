"""`event()`: payloads to order."""

from __future__ import annotations

import pytest

from allo_ext import AlloClient, Topic
from allo_ext.testing import GENERATIONS, MockAllo, event
from allo_ext.testing._engine.spec import load_spec


@pytest.mark.parametrize(("written", "meant"), [("CALL_RECIEVED", "CALL_RECEIVED"), ("sms.recieved", "sms.received")])
def test_a_slip_in_a_topic_is_warned_of(written, meant):
    """A payload that no handler waits for says so where it is built."""
    with pytest.warns(UserWarning, match=f"did you mean {meant}\\?") as caught:
        payload = event(written, id="t")

    assert __file__ == caught[0].filename
    assert payload["topic"] == written


@pytest.mark.parametrize(
    "topic", ["PING", "CALL_RECEIVED", "call.received", "call.completed", "tag.added", "NEW_TOPIC"]
)
def test_a_topic_that_may_be_new_is_built_as_it_is(topic):
    """Known topics and strange ones are built without a word."""
    assert event(topic, id="t")["topic"] == topic


EVERY = [
    pytest.param(topic, generation, variant, id=f"{topic}-{generation}-{variant}")
    for topic, generations in GENERATIONS.items()
    for generation in generations
    for variant in ("full", "nulls", "sparse")
]


@pytest.mark.parametrize(("topic", "generation", "variant"), EVERY)
def test_every_payload_is_one_that_the_specs_have(topic, generation, variant):
    """In every format that is documented for its topic, with nulls and with missing fields."""
    payload = event(topic, generation=generation, variant=variant)
    spec = load_spec("v2" if generation == "v2" else "v1")

    assert topic == "CALL_RECEIVED" if "event" in payload else payload["topic"] == topic
    assert spec.event(topic).is_valid(payload)


def test_the_topics_are_those_of_both_versions():
    """Six of version 1 and eleven of version 2, each in the specs."""
    v1, v2 = ({topic for topic in GENERATIONS if ("." in topic) is dotted} for dotted in (False, True))

    assert v1 == set(Topic)
    assert v2 == set(v2_topics())
    assert len(v2) == 11


def v2_topics() -> list[str]:
    mock = MockAllo(contacts=0, calls=0)
    with AlloClient("key", transport=mock.transport) as allo:
        return [topic.name for topic in allo.v2.webhooks.event_types()]


@pytest.mark.parametrize("topic", v2_topics())
def test_a_full_payload_has_the_fields_of_the_mocks_deliveries(topic):
    """`event()` and a simulated event give one shape, apart from custom properties."""
    mock = MockAllo(contacts=40, calls=50)
    with AlloClient("key", transport=mock.transport, pace=None) as allo:
        allo.v2.webhooks.create(url="https://hooks.example.com/", topics=[topic])
        person = allo.v2.people.create(numbers=["+12025550178"], name="Jo")
        allo.v2.people.update(person.id, job_title="CEO")
        known = next(one for one in allo.contacts.iter() if one.company and one.numbers)
        for direction in ("INBOUND", "OUTBOUND"):
            mock.simulate_sms(direction=direction, contact_number="+12025550178")
            call = mock.simulate_call(direction=direction, contact_number=known.numbers[0])
        allo.v2.items.add_tags(f"cll-{call.key}", ["vip"])
        allo.v2.items.remove_tag(f"cll-{call.key}", "vip")
        allo.v2.items.update_summary(f"cll-{call.key}", content="Short.")

    told = mock.deliveries[0].payload
    assert told["topic"] == topic
    assert set(told["data"]) == set(event(topic)["data"])


@pytest.mark.parametrize("variant", ["nulls", "sparse"])
def test_what_is_set_stays_in_a_variant(variant):
    """Given fields are there under the names that webhooks have, and numbers are placed by direction."""
    given = {"transcript": [], "summary": "Short.", "direction": "OUTBOUND", "allo_number": "+12025550199"}
    data = event("call.completed", variant=variant, **given)["data"]

    assert (data["transcriptions"], data["summary"], data["type"]) == ([], "Short.", "OUTBOUND")
    assert data["from_number"] == "+12025550199"
    assert data.get("tags") is None
    assert ("tags" in data) == (variant == "nulls")


def test_an_unknown_variant_is_refused():
    """With the names of those that there are."""
    with pytest.raises(ValueError, match="variant must be one of full, nulls, sparse"):
        event(variant="empty")
