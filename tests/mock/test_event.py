"""`event()`: payloads to order."""

from __future__ import annotations

import pytest

from allo_ext.testing import event


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
