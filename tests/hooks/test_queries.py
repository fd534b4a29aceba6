"""The queries: what each asks, and how data, loading, errors and asking again look to a component."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from allo_ext import AlloClient, AsyncAlloClient, NotFoundError, PermissionDeniedError, ServerError
from allo_ext.hooks import (
    use_calls,
    use_contact,
    use_contacts,
    use_conversation,
    use_numbers,
    use_query,
    use_webhooks,
)

LINE = "+12025550143"

QUERIES = {
    "use_numbers": (lambda _: use_numbers(), "numbers", {}),
    "use_webhooks": (lambda _: use_webhooks(), "webhooks", {}),
    "use_calls": (
        lambda _: use_calls(allo_number=LINE, page=1, size=5),
        "calls",
        {"allo_number": LINE, "page": "1", "size": "5"},
    ),
    "use_contacts": (lambda _: use_contacts(page=1, size=7), "contacts", {"page": "1", "size": "7"}),
    "use_contact": (lambda contact: use_contact(contact, extend=["activity"]), "contact", {"extend": "activity"}),
    "use_conversation": (
        lambda contact: use_conversation(contact, allo_number=LINE, size=3),
        "conversation",
        {"allo_number": LINE, "page": "0", "size": "3"},
    ),
}
SCOPES = {"contacts": "CONTACTS_READ", "contact": "CONTACTS_READ", "webhooks": "WEBHOOKS_READ_WRITE"}


@pytest.fixture
def contact(mock) -> str:
    """The id of the first contact."""
    with AlloClient(mock.api_key, transport=mock.transport) as allo:
        found = allo.contacts.search(size=1).results[0].id
    mock.requests.clear()
    return found


async def _directly(allo: AsyncAlloClient, topic: str, contact: str) -> Any:
    """What the client itself answers to the same question."""
    match topic:
        case "numbers":
            return await allo.numbers.list()
        case "webhooks":
            return await allo.webhooks.list()
        case "calls":
            return await allo.calls.search(allo_number=LINE, page=1, size=5)
        case "contacts":
            return await allo.contacts.search(page=1, size=7)
        case "contact":
            return await allo.contacts.get(contact, extend=("activity",))
        case _:
            return await allo.contacts.conversation(contact, allo_number=LINE, size=3)


@pytest.mark.parametrize("name", QUERIES)
def test_a_query_gives_what_the_client_gives(name, screen, mock, contact):
    """First nothing and is_loading, then the answer of the client's method; one request with the arguments given."""
    hook, topic, params = QUERIES[name]
    probe = screen.show(hook, argument=contact)
    screen.until(lambda: not probe.now.is_loading)

    first, last = probe.seen[0], probe.now
    expected = asyncio.run(_directly(AsyncAlloClient(mock.api_key, transport=mock.transport), topic, contact))
    assert (first.data, first.is_loading, first.is_fetching, first.error) == (None, True, True, None)
    assert (last.is_loading, last.is_fetching, last.error) == (False, False, None)
    assert mock.requests[0].params == params
    assert len(mock.requests) == 2  # the hook's and the direct one
    assert expected == last.data


@pytest.mark.parametrize("name", QUERIES)
def test_refetch_asks_again_and_keeps_what_is_shown(name, screen, mock, gate, contact):
    """While it is asked again the data stays, is_fetching says so, and is_loading does not."""
    hook, _, _ = QUERIES[name]
    probe = screen.show(hook, argument=contact)
    data = probe.settle().data
    gate.held.add("/")
    probe.now.refetch()
    screen.until(lambda: probe.now.is_fetching)

    during = probe.now
    gate.held.clear()
    after = probe.settle()
    assert (during.data, during.is_loading, during.is_fetching) == (data, False, True)
    assert (after.data, after.is_fetching) == (data, False)
    assert len(mock.requests) == 2


@pytest.mark.parametrize("name", QUERIES)
def test_a_missing_scope_is_an_error_that_names_it(name, screen, mock, gate, contact):
    """A key that may not do this gives `error.required_scopes` and no crash; another key's data is not shown."""
    hook, topic, _ = QUERIES[name]
    mock.add_key("narrow", scopes=["SMS_SEND"])
    probe = screen.show(hook, argument=contact, client=AsyncAlloClient("narrow", transport=gate, pace=None, retry=None))
    query = probe.settle()

    assert isinstance(query.error, PermissionDeniedError)
    assert (query.data, query.is_loading) == (None, False)
    assert (SCOPES.get(topic, "CONVERSATIONS_READ"),) == query.error.required_scopes


@pytest.mark.parametrize("name", QUERIES)
def test_an_error_is_recovered_from_by_refetch(name, screen, mock, gate, contact):
    """An error comes with is_loading False; refetch loads again, without the error, and gives the data."""
    hook, _, _ = QUERIES[name]
    mock.faults.next(status=503)
    probe = screen.show(hook, argument=contact)
    broken = probe.settle()
    gate.held.add("/")
    broken.refetch()
    screen.until(lambda: probe.now.is_fetching)
    loading = probe.now
    gate.held.clear()
    whole = probe.settle()

    assert isinstance(broken.error, ServerError)
    assert (broken.data, broken.is_loading) == (None, False)
    assert (loading.error, loading.is_loading) == (None, True)
    assert whole.data is not None
    assert whole.error is None


def test_an_error_while_asking_again_leaves_the_data(screen, mock):
    """What was known stays beside the error."""
    probe = screen.show(lambda _: use_numbers())
    data = probe.settle().data
    mock.faults.next(status=503)
    probe.now.refetch()
    screen.until(lambda: probe.now.error)

    assert isinstance(probe.now.error, ServerError)
    assert data == probe.now.data


def test_what_is_not_there_is_an_error(screen):
    """An id that nobody has is a NotFoundError."""
    probe = screen.show(lambda _: use_contact("cnt_nobody"))

    assert isinstance(probe.settle().error, NotFoundError)


@pytest.mark.parametrize(
    "hook",
    [
        pytest.param(lambda _: use_contact(None), id="use_contact"),
        pytest.param(lambda _: use_conversation(None), id="use_conversation"),
        pytest.param(lambda _: use_calls(), id="use_calls"),
        pytest.param(lambda _: use_numbers(enabled=False), id="use_numbers"),
        pytest.param(lambda _: use_webhooks(enabled=False), id="use_webhooks"),
        pytest.param(lambda _: use_contacts(enabled=False), id="use_contacts"),
    ],
)
def test_nothing_chosen_asks_nothing(hook, screen, mock):
    """None for an id, or enabled=False, is neither loading nor wrong, and refetch does nothing."""
    probe = screen.show(hook)
    probe.now.refetch()
    # Something that is asked later has been answered by now, so nothing else was.
    other = screen.show(lambda _: use_numbers())
    other.settle()

    query = probe.now
    assert (query.data, query.is_loading, query.is_fetching, query.error) == (None, False, False, None)
    assert [request.path for request in mock.requests] == ["/v1/api/numbers"]


def test_what_is_refused_before_sending_is_an_error(screen, mock):
    """Arguments that break a rule give an error, not a crash."""
    probe = screen.show(lambda _: use_contacts(size=1000))

    assert probe.settle().error.field == "size"
    assert not mock.requests


def test_keep_previous_shows_the_page_before_until_the_next_is_there(screen, gate):
    """A table does not go blank between pages."""
    probe = screen.show(lambda page: use_contacts(page=page, size=5, keep_previous=True), argument=0)
    first = probe.settle().data
    gate.held.add("page=1")
    probe.change(1)
    screen.until(lambda: gate.waiting)
    between = probe.now
    gate.held.clear()
    after = probe.settle()

    assert (between.data, between.is_previous, between.is_loading, between.is_fetching) == (first, True, False, True)
    assert (after.data.current_page, after.is_previous) == (1, False)


def test_without_keep_previous_new_arguments_begin_with_nothing(screen, gate):
    """The answer to other arguments is never taken for the answer to these."""
    probe = screen.show(lambda page: use_contacts(page=page, size=5), argument=0)
    probe.settle()
    gate.held.add("page=1")
    seen = len(probe.seen)
    probe.change(1)
    screen.until(lambda: gate.waiting)
    between = probe.seen[seen]
    gate.held.clear()

    assert (between.data, between.is_loading) == (None, True)
    assert probe.settle().data.current_page == 1


async def _names(allo: AsyncAlloClient, size: int) -> list[str]:
    return [contact.id for contact in await allo.contacts.search(size=size)]


def test_any_question_can_be_asked(screen, mock):
    """use_query asks with a function of one's own, called with the client and the arguments."""
    probe = screen.show(lambda size: use_query("contacts", _names, size), argument=3)

    assert len(probe.settle().data) == 3
    assert [request.params for request in mock.requests] == [{"size": "3"}]


def test_an_unexpected_exception_is_an_error_and_in_the_log(screen, caplog):
    """A bug in a function of one's own does not vanish, and its words do not reach the page."""

    async def fails(_allo: AsyncAlloClient) -> None:
        raise KeyError("secret words")

    probe = screen.show(lambda _: use_query("mine", fails))
    error = probe.settle().error

    assert isinstance(error.__cause__, KeyError)
    assert "secret words" not in str(error)
    assert "KeyError: 'secret words'" in caplog.text
    caplog.clear()


@pytest.mark.parametrize(
    "fetch", [pytest.param(len, id="built in"), pytest.param(type("F", (), {"__call__": len})(), id="object")]
)
def test_what_would_be_asked_for_ever_is_refused(fetch, screen):
    """Only functions can be told to be the same at the next rendering."""
    with pytest.raises(TypeError, match="def or lambda"):
        screen.show(lambda _: use_query("mine", fetch))
