"""What a program learns of a handler that failed, and of deliveries that never arrived."""

from __future__ import annotations

import asyncio
import json
import logging
from typing import Never

import pytest

from allo_ext import AlloClient, Call, ConfigurationError
from allo_ext.catch_up import missed_events
from allo_ext.receiver import CallReceived, parse
from allo_ext.testing import MockAllo, event


def body():
    return json.dumps(event("CALL_RECEIVED", summary="<private>")).encode()


def fails(_: object) -> None:
    raise RuntimeError("<private>")


@pytest.mark.parametrize("coroutine", [False, True], ids=["function", "coroutine"])
@pytest.mark.parametrize("asynchronous", [False, True], ids=["handle", "handle_async"])
def test_on_error_gets_the_exception_and_the_event(make_receiver, make_request, coroutine, asynchronous):
    """The one that the handler raised, with its traceback; the reply stays 500, and a repetition is handled."""
    seen = []

    async def later(error, event) -> None:
        seen.append((error, event))

    receiver = make_receiver(on_error=later if coroutine else lambda error, event: seen.append((error, event)))
    receiver.on("CALL_RECEIVED")(fails)
    request = make_request(body())
    replies = [
        asyncio.run(receiver.handle_async(request)) if asynchronous else receiver.handle(request) for _ in range(2)
    ]

    assert [reply.status for reply in replies] == [500, 500]
    assert [str(error) for error, _ in seen] == ["<private>", "<private>"]
    assert seen[0][0].__traceback__ is not None
    assert isinstance(seen[0][1], CallReceived)


def test_a_failing_on_error_is_only_logged(make_receiver, make_request, caplog):
    """Neither message is."""

    def hook(_error, _event) -> Never:
        raise KeyError("<private>")

    receiver = make_receiver(on_error=hook)
    receiver.on("CALL_RECEIVED")(fails)
    reply = receiver.handle(make_request(body()))

    assert reply.status == 500
    assert caplog.messages[1].startswith("on_error failed: KeyError")
    assert "private" not in caplog.text


def test_on_error_is_a_function(make_receiver):
    """Anything else is a mistake that is found at the start."""
    with pytest.raises(ConfigurationError, match="on_error"):
        make_receiver(on_error="sentry")


@pytest.mark.parametrize(
    ("identifier", "shown"),
    [
        pytest.param("cll-1", "(event cll-1)", id="id"),
        pytest.param("a\x1b[31m\n" + "b" * 500, "(event a\\x1b[31m\\nbb", id="hostile"),
        pytest.param("b" * 80, f"(event {'b' * 80})", id="long"),
        pytest.param("b" * 81, f"(event {'b' * 79}…)", id="longer"),
        pytest.param(None, "(event without id)", id="none"),
    ],
)
def test_the_log_names_the_event(make_receiver, make_request, caplog, identifier, shown):
    """By its id, so that it can be found; whoever knows the URL cannot write lines into the log with it."""
    receiver = make_receiver()
    receiver.on("CALL_RECEIVED")(fails)
    delivery = event("CALL_RECEIVED")
    delivery["data"]["id"] = identifier
    receiver.handle(make_request(json.dumps(delivery).encode()))
    first = caplog.messages[0].partition("\n")[0]

    assert first.startswith(f"A handler of CALL_RECEIVED failed: RuntimeError {shown}")
    assert len(first) < 160
    assert first.isprintable()
    assert caplog.records[0].levelno == logging.ERROR


def test_missed_deliveries_come_from_the_list_of_calls():
    """Each call once that the program does not have, whichever version of the API named it."""
    mock = MockAllo(contacts=3, calls=6, seed=2)
    with AlloClient("key", transport=mock.transport, pace=None) as allo:
        calls = list(allo.calls.iter())
    known = {calls[0].id, calls[1].id.replace("call_", "cll-")}
    found = list(missed_events([*calls, calls[-1]], seen=known))
    asked = list(missed_events(calls, seen={calls[0].id}.__contains__))

    assert [one.call for one in found] == calls[2:]
    assert [one.id for one in asked] == [call.id for call in calls[1:]]
    assert {(type(one), str(one.topic)) for one in found} == {(CallReceived, "CALL_RECEIVED")}


def test_a_call_without_an_id_is_not_reported():
    """It could not be told apart from the others."""
    assert list(missed_events([Call(id="")], seen=[])) == []


@pytest.mark.parametrize("asynchronous", [False, True], ids=["run_handlers", "run_handlers_async"])
def test_on_error_is_called_for_an_inbox_too(make_receiver, asynchronous):
    """For each attempt of a stored delivery; the exception then reaches the inbox, which repeats it."""
    seen = []
    receiver = make_receiver(on_error=lambda error, event: seen.append((type(error), event.id)))
    receiver.on("CALL_RECEIVED")(fails)
    stored = parse(body())

    def run() -> None:
        if asynchronous:
            asyncio.run(receiver.run_handlers_async(stored))
        else:
            receiver.run_handlers(stored)

    with pytest.raises(RuntimeError, match="private"):
        run()

    assert seen == [(RuntimeError, stored.id)]
