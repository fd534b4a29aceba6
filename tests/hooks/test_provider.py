"""The provider: whose client it is, what becomes of it, and where the key never goes."""

from __future__ import annotations

import asyncio
import json
import logging
import threading
from typing import Any

import httpx
import ipywidgets.widgets.widget as ipywidgets
import pytest
import solara

from allo_ext import AlloClient, AsyncAlloClient, AuthenticationError, ConfigurationError
from allo_ext._http.pool import Pool
from allo_ext.hooks import AlloProvider, Mutation, Query, use_contacts, use_numbers, use_send_sms

KEY = "ak_test_5ecret0123456789"
SMS = {"from_": "+12025550143", "to": "+12025550178", "message": "On our way"}


@pytest.fixture
def network(monkeypatch, gate):
    """The clients that a provider makes speak to the gate."""
    monkeypatch.setattr(Pool, "_new_async", lambda _pool: gate)


def test_a_client_it_made_is_closed_when_it_leaves(screen, network, gate, monkeypatch):
    """With a key, the provider has a client of its own, and closes it and its connections."""
    made = []

    def make(*args: Any, **options: Any) -> AsyncAlloClient:
        made.append(AsyncAlloClient(*args, **options))
        return made[-1]

    monkeypatch.setattr("allo_ext.hooks._provider.AsyncAlloClient", make)
    probe = screen.show(lambda _: use_numbers(), api_key=KEY)

    assert probe.settle().data
    assert not gate.was_closed
    screen.close()
    screen.until(lambda: gate.was_closed)
    assert [client._session.closed for client in made] == [True]


def test_a_client_that_was_given_is_not_closed(screen, client, mock):
    """Whoever made it goes on using it."""
    screen.show(lambda _: use_numbers()).settle()
    screen.close()
    screen.until(lambda: not [one for one in threading.enumerate() if one.name.startswith("allo-hooks")])

    assert asyncio.run(client.numbers.list())
    assert len(mock.requests) == 2


def test_the_key_may_come_from_the_environment(screen, network, monkeypatch):
    """ALLO_API_KEY, as for every client."""
    monkeypatch.setenv("ALLO_API_KEY", KEY)
    probe = screen.show(lambda _: use_numbers(), api_key=None)

    assert probe.settle().data


def test_without_a_key_the_page_stands_and_says_so(screen):
    """Queries and mutations have a ConfigurationError with the sentence that the client has."""
    numbers, send = screen.show(lambda _: use_numbers(), lambda _: use_send_sms(), api_key=None)

    assert isinstance(numbers.settle().error, ConfigurationError)
    assert isinstance(send.mutate(**SMS).error, ConfigurationError)
    assert str(numbers.now.error) == "There is no API key: pass api_key=… or set the environment variable ALLO_API_KEY."


def test_a_key_that_comes_later_helps_after_refetch(screen, network, monkeypatch):
    """Nothing is remembered of the failure."""
    probe = screen.show(lambda _: use_numbers(), api_key=None)
    probe.settle()
    monkeypatch.setenv("ALLO_API_KEY", KEY)
    probe.now.refetch()
    screen.until(lambda: probe.now.data)

    assert probe.now.error is None


@pytest.mark.parametrize(
    "key",
    [
        pytest.param(KEY, id="good"),
        pytest.param(f"Bearer {KEY}", id="with Bearer"),
        pytest.param(KEY + "0", id="unknown"),
    ],
)
def test_the_key_is_in_no_widget_and_no_log(key, screen, network, caplog):
    """Nothing that Solara sends to a browser holds it, nor what is logged at any level, nor what hooks return."""
    caplog.set_level(logging.DEBUG)
    before = set(ipywidgets._instances)
    contacts, send = screen.show(lambda _: use_contacts(), lambda _: use_send_sms(), api_key=key)
    contacts.settle()
    send.mutate(**SMS)

    widgets = [widget for model, widget in list(ipywidgets._instances.items()) if model not in before]
    states = [json.dumps(widget.get_state(), default=repr) for widget in widgets]
    assert len(states) > 4
    assert len(caplog.records) > 20
    said = [*states, caplog.text, *map(repr, contacts.seen), *map(repr, send.seen), repr(AlloProvider(api_key=key))]
    assert [text for text in said if KEY in text] == []


def test_a_key_that_the_api_does_not_know_is_an_error(screen, network):
    """401 is an AuthenticationError like any other error."""
    probe = screen.show(lambda _: use_numbers(), api_key="another")

    assert isinstance(probe.settle().error, AuthenticationError)


def test_equal_settings_keep_the_client(screen, network, gate, mock):
    """A page that is rendered again does not begin again."""
    renders = []
    setters = []

    @solara.component
    def Numbers(_count: int) -> None:  # noqa: N802
        renders.append(use_numbers())
        solara.Text("numbers")

    @solara.component
    def Page() -> None:  # noqa: N802
        count, set_count = solara.use_state(0)
        setters.append(set_count)
        AlloProvider(children=[Numbers(count)], api_key=KEY)

    _, context = solara.render(Page(), handle_error=False)
    screen.until(lambda: renders[-1].data)
    seen = len(renders)
    setters[-1](1)
    screen.until(lambda: len(renders) > seen)
    context.close()
    screen.until(lambda: gate.was_closed)

    assert renders[-1].data
    assert len(mock.requests) == 1


def test_another_key_is_another_account(screen, network, mock):
    """The old client is closed, its answers are gone, and everything is asked again."""
    renders = []
    setters = []
    mock.add_key("second", scopes=["SMS_SEND"])

    @solara.component
    def Numbers() -> None:  # noqa: N802
        renders.append(use_numbers())
        solara.Text("numbers")

    @solara.component
    def Page() -> None:  # noqa: N802
        key, set_key = solara.use_state(KEY)
        setters.append(set_key)
        with AlloProvider(api_key=key):
            Numbers()

    _, context = solara.render(Page(), handle_error=False)
    screen.until(lambda: renders[-1].data)
    seen = len(renders)
    setters[-1]("second")
    screen.until(lambda: renders[-1].error)
    context.close()

    assert [None] * len(renders[seen:]) == [query.data for query in renders[seen:]]


def test_without_a_provider_a_hook_says_what_is_missing():
    """That is a mistake in the program, and is raised."""

    @solara.component
    def Page() -> None:  # noqa: N802
        use_numbers()
        solara.Text("numbers")

    with pytest.raises(ConfigurationError, match="AlloProvider"):
        solara.render(Page(), handle_error=False)


def test_several_children_stand_below_each_other(screen):
    """All of them are shown."""

    @solara.component
    def Page() -> None:  # noqa: N802
        AlloProvider(children=[solara.Text("one"), solara.Text("two")], api_key=KEY)

    box, context = solara.render(Page(), handle_error=False)
    shown = [text.children for text in box.children[0].children]
    context.close()

    assert shown == [["one"], ["two"]]


def test_work_is_done_off_the_thread_of_the_page(screen, gate):
    """No request and no rendering after the first is made in the thread that showed the page."""
    renderers = set()

    def hook(_) -> Any:
        renderers.add(threading.current_thread())
        return use_numbers()

    gate.held.add("numbers")
    probe = screen.show(hook)
    gate.held.clear()
    probe.settle()

    assert threading.main_thread() not in gate.threads
    assert len(renderers) == 2
    assert not renderers & gate.threads


def test_nothing_begins_before_it_is_needed(screen):
    """A provider without queries has no threads."""
    before = set(threading.enumerate())
    screen.show(lambda _: use_send_sms())

    assert before == set(threading.enumerate())


def test_the_values_hold_no_key(client):
    """What hooks return is shown in notebooks."""
    assert "Query(data=None, is_loading=True" in repr(Query(is_loading=True))
    assert "mutate" not in repr(Mutation(len, None, False, False, None, lambda: None))


def test_a_failing_component_does_not_end_the_telling(screen, gate, caplog):
    """What a component raises when it is told of an answer is in the log, and the next answer is told as well."""
    failures = [KeyError("of the page")]

    def fails_once(_) -> Any:
        numbers = use_numbers()
        if numbers.data and failures:
            raise failures.pop()
        return numbers

    gate.held.add("numbers")
    probe = screen.show(fails_once)
    gate.held.clear()
    screen.until(lambda: "Error in a component" in caplog.text)
    probe.now.refetch()

    screen.until(lambda: probe.now.data)
    with pytest.raises(KeyError):  # Reacton says it once more
        screen.close()
    screen.until(lambda: not [one for one in threading.enumerate() if one.name.startswith("allo-hooks")])
    caplog.clear()


def test_a_transport_of_ones_own(screen, mock):
    """Any client will do, such as one that speaks to a mock."""
    client = AsyncAlloClient(KEY, transport=httpx.MockTransport(mock.handle), pace=None)
    probe = screen.show(lambda _: use_numbers(), client=client)

    assert probe.settle().data


def test_a_synchronous_client_is_refused_at_once():
    """Its methods cannot be awaited."""
    with AlloClient(KEY) as client, pytest.raises(ConfigurationError, match="AsyncAlloClient"):
        AlloProvider(client=client)  # type: ignore[arg-type]
