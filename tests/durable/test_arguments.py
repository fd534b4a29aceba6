"""Arguments of an inbox and an outbox are checked where they are passed."""

from __future__ import annotations

import inspect
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from allo_ext.durable import Inbox, Outbox, StoredDelivery
from allo_ext.errors import ConfigurationError, InvalidArgumentError


def test_times_are_above_zero(tmp_path):
    """The error names the argument."""
    for cls, name in (
        (Inbox, "first_wait"),
        (Inbox, "max_wait"),
        (Inbox, "lease"),
        (Inbox, "patience"),
        (Outbox, "lease"),
        (Outbox, "patience"),
    ):
        for seconds in (0, -1):
            with pytest.raises(ConfigurationError, match=f"^{name} must be above 0"):
                cls(tmp_path / "file.db", **{name: seconds})


def test_an_unknown_state_is_named_with_the_known_ones(tmp_path):
    """The error is one of the argument `state`, which lists the states that there are."""
    for cls, known in ((Inbox, "done"), (Outbox, "sent")):
        with pytest.raises(InvalidArgumentError, match=rf"\b{known}\b") as raised:
            cls(tmp_path / "file.db").list("lost")
        assert raised.value.field == "state"


DEFAULTS: dict[Any, dict[str, Any]] = {
    Inbox: {
        "attempts": 10, "first_wait": 5.0, "max_wait": 3600.0, "keep": timedelta(days=7),
        "keep_dead": timedelta(days=30), "lease": 30.0, "patience": 5.0, "clock": time.time,
    },
    Inbox.run: {"workers": 4, "drain": False, "stop": None},
    Inbox.running: {"workers": 4},
    Inbox.run_async: {"workers": 16, "drain": False},
    Inbox.list: {"state": None, "limit": 100},
    Outbox: {"allo": None, "window": None, "lease": 30.0, "patience": 5.0, "clock": time.time},
    Outbox.list: {"state": None, "limit": -1},
    Outbox.forget: {"older_than": timedelta(days=90)},
    Outbox.suppress: {"reason": ""},
}  # fmt: skip


def test_what_is_not_passed_has_the_value_that_the_docs_say(tmp_path):
    """A program that relies on one would change its ways with a new release."""
    with Inbox(tmp_path / "in.db") as inbox, Outbox(tmp_path / "out.db") as outbox:
        assert (inbox.list(), outbox.list(), outbox.suppressed()) == ([], [], ())
    for call, expected in DEFAULTS.items():
        parameters = inspect.signature(call).parameters.values()

        assert {one.name: one.default for one in parameters if one.default is not one.empty} == expected


def test_a_program_can_make_a_stored_delivery_for_its_own_tests():
    """With names, without an error; its `repr` does not show what Allo sent."""
    at = datetime(2026, 3, 2, tzinfo=UTC)
    given = {"id": 1, "topic": "PING", "state": "waiting", "attempts": 0, "received_at": at, "due": at}
    stored = StoredDelivery(**given, body=b'{"topic": "PING"}')

    assert (stored.event.topic, stored.event.received_at, stored.error) == ("PING", at, None)
    assert (type(stored).__module__, "body" in repr(stored)) == ("allo_ext.durable", False)
    with pytest.raises(TypeError, match="positional"):
        StoredDelivery(*given.values(), body=b"{}")
