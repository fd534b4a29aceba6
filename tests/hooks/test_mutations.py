"""The mutations: what each does, what it says meanwhile, and which queries are asked again afterwards."""

from __future__ import annotations

from collections import Counter

import pytest

from allo_ext import AlloClient, InvalidArgumentError, PermissionDeniedError
from allo_ext.hooks import (
    use_calls,
    use_contact,
    use_contacts,
    use_conversation,
    use_create_contact,
    use_create_webhook,
    use_delete_webhook,
    use_numbers,
    use_send_sms,
    use_send_sms_france,
    use_update_contact,
    use_webhooks,
)

LINE, OTHER = "+12025550143", "+12025550178"
SMS = {"from_": LINE, "to": OTHER, "message": "On our way"}
HOOK = {"allo_number": LINE, "url": "https://example.com/allo", "topics": ["CALL_RECEIVED"]}


@pytest.fixture
def ids(mock) -> list[str]:
    """The ids of two contacts, and of a webhook."""
    with AlloClient(mock.api_key, transport=mock.transport) as allo:
        ids = [contact.id for contact in allo.contacts.search(size=2)]
        ids.append(allo.webhooks.create(**HOOK).id or "")
    mock.requests.clear()
    return ids


MUTATIONS = {
    "use_send_sms": (
        use_send_sms,
        lambda send, _: send(**SMS),
        "POST /v1/api/sms",
        ["conversation 0", "conversation 1"],
    ),
    "use_send_sms_france": (
        use_send_sms_france,
        lambda send, _: send(sender_id="MyCompany", to="+33639980001", message="Bonjour"),
        "POST /v1/api/sms",
        ["conversation 0", "conversation 1"],
    ),
    "use_create_contact": (
        use_create_contact,
        lambda create, _: create(numbers=["+33639980001"], name="Jean", emails=["jean@example.com"]),
        "POST /v1/api/contacts",
        ["contacts"],
    ),
    "use_update_contact": (
        use_update_contact,
        lambda update, ids: update(ids[0], job_title="CEO"),
        "PUT /v1/api/contacts/{0}",
        ["contact 0", "contacts"],
    ),
    "use_create_webhook": (
        use_create_webhook,
        lambda create, _: create(**{**HOOK, "enabled": False, "topics": ["SMS_RECEIVED"]}),
        "POST /v1/api/webhooks",
        ["webhooks"],
    ),
    "use_delete_webhook": (
        use_delete_webhook,
        lambda delete, ids: delete(ids[2]),
        "DELETE /v1/api/webhooks/{2}",
        ["webhooks"],
    ),
}
SCREEN = {
    "numbers": lambda _: use_numbers(),
    "webhooks": lambda _: use_webhooks(),
    "calls": lambda _: use_calls(allo_number=LINE),
    "contacts": lambda _: use_contacts(),
    "contact 0": lambda ids: use_contact(ids[0]),
    "contact 1": lambda ids: use_contact(ids[1]),
    "conversation 0": lambda ids: use_conversation(ids[0]),
    "conversation 1": lambda ids: use_conversation(ids[1]),
}


@pytest.mark.parametrize("name", MUTATIONS)
def test_a_mutation_acts_and_refreshes_what_it_changes(name, screen, gate, mock, ids):
    """It is sent once, says is_pending and then data, and exactly the queries that it changes are asked again."""
    hook, act, request, refreshed = MUTATIONS[name]
    probe, *queries = screen.show(lambda _: hook(), *SCREEN.values(), argument=ids)
    for query in queries:
        query.settle()
    before = list(mock.requests)
    resting = probe.now
    gate.held.add("/")
    began = act(resting.mutate, ids)
    screen.until(lambda: probe.now.is_pending)
    pending = probe.now
    gate.held.clear()
    screen.until(lambda: not probe.now.is_pending)
    done = probe.now
    screen.until(lambda: len(mock.requests) == len(before) + 1 + len(refreshed))
    for query in queries:
        query.settle()

    sent, *again = list(mock.requests)[len(before) :]
    of_path = dict(zip(_paths(ids), SCREEN, strict=True))
    assert (resting.is_pending, resting.data, resting.error, resting.is_success) == (False, None, None, False)
    assert (began, pending.is_pending, pending.data, pending.error) == (True, True, None, None)
    assert (done.error, done.is_success) == (None, True)
    assert (done.data is None) == (hook is use_delete_webhook)
    assert f"{sent.method} {sent.path}" == request.format(*ids)
    assert sorted(refreshed) == sorted(of_path[asked.path] for asked in again)


def _paths(ids) -> list[str]:
    """Where the queries of SCREEN ask."""
    paths = ["numbers", "webhooks", "calls", "contacts", f"contact/{ids[0]}", f"contact/{ids[1]}"]
    paths += [f"contact/{ids[0]}/conversation", f"contact/{ids[1]}/conversation"]
    return [f"/v1/api/{path}" for path in paths]


def test_what_was_sent_is_in_the_conversation(screen, mock):
    """A message that was sent to a contact is seen when the conversation has been asked again."""
    with AlloClient(mock.api_key, transport=mock.transport) as allo:
        contact = next(contact for contact in allo.contacts.iter() if contact.numbers[0].startswith("+1"))
    probe, conversation = screen.show(lambda _: use_send_sms(), lambda _: use_conversation(contact.id, size=50))
    conversation.settle()
    probe.now.mutate(from_=LINE, to=contact.numbers[0], message="Seen on the screen")
    screen.until(lambda: any(item.message and item.message.content == "Seen on the screen"
                             for item in conversation.now.data))  # fmt: skip

    assert [message.content for message in mock.sent] == ["Seen on the screen"]


def test_a_double_click_sends_one_sms(screen, mock, gate):
    """While it is pending, mutate does nothing and says so: through the same rendering and through the next."""
    gate.held.add("/sms")
    probe = screen.show(lambda _: use_send_sms())
    resting = probe.now
    began = [resting.mutate(**SMS), resting.mutate(**SMS), probe.now.mutate(**SMS)]
    gate.held.clear()
    screen.until(lambda: probe.now.is_success)

    assert began == [True, False, False]
    assert Counter(request.path for request in mock.requests) == {"/v1/api/sms": 1}
    assert len(mock.sent) == 1


def test_afterwards_it_can_be_sent_again(screen, mock):
    """Two messages one after the other are two."""
    probe = screen.show(lambda _: use_send_sms())
    for _ in range(2):
        probe.mutate(**SMS)

    assert len(mock.sent) == 2


def test_a_failed_mutation_has_an_error_and_refreshes_nothing(screen, mock, gate, ids):
    """What was refused changed nothing."""
    mock.faults.next(status=403, path="/sms", body='{"code": "API_KEY_INSUFFICIENT_SCOPE", "details": []}')
    probe, conversation = screen.show(lambda _: use_send_sms(), lambda _: use_conversation(ids[0]))
    conversation.settle()
    failed = probe.mutate(**SMS)
    # The next success refreshes once: the failure did not.
    probe.mutate(**SMS)
    screen.until(lambda: len(mock.requests) == 4)
    conversation.settle()

    assert isinstance(failed.error, PermissionDeniedError)
    assert (failed.data, failed.is_success) == (None, False)
    assert (probe.now.error, probe.now.is_success) == (None, True)
    assert Counter(request.method for request in mock.requests) == {"GET": 2, "POST": 2}


def test_a_mutation_in_doubt_refreshes_too(screen, mock, ids):
    """Where the API may have acted, looking is what tells: the error says maybe_sent, and the queries are asked."""
    mock.faults.next(disconnect=True, path="/sms", applied=True)
    probe, conversation = screen.show(lambda _: use_send_sms(), lambda _: use_conversation(ids[0]))
    conversation.settle()
    failed = probe.mutate(**SMS)
    screen.until(lambda: len(mock.requests) == 3)
    conversation.settle()

    assert failed.error.maybe_sent
    assert len(mock.sent) == 1


def test_what_is_refused_before_sending_is_an_error(screen, mock):
    """A number that is none gives an InvalidArgumentError and no request."""
    probe = screen.show(lambda _: use_send_sms())
    failed = probe.mutate(from_=LINE, to="tomorrow", message="x")

    assert isinstance(failed.error, InvalidArgumentError)
    assert not mock.requests


def test_a_wrong_argument_is_told_at_once(screen):
    """What no call could mean raises where it is written, and leaves nothing pending."""
    probe = screen.show(lambda _: use_send_sms())
    with pytest.raises(TypeError):
        probe.now.mutate(number="+12025550143")

    assert not probe.now.is_pending


def test_unmounting_does_not_cut_a_message_off(screen, mock, gate):
    """What is being sent when the page is closed is sent; nobody is told of it."""
    told = []
    gate.held.add("/sms")
    probe = screen.show(lambda _: use_send_sms(on_success=told.append))
    probe.now.mutate(**SMS)
    screen.until(lambda: gate.waiting)
    seen = len(probe.seen)
    screen.close()
    gate.held.clear()
    screen.until(lambda: mock.sent)

    assert gate.cancelled == []
    assert (told, len(probe.seen)) == ([], seen)


def test_a_component_that_leaves_is_told_nothing(screen, mock, gate):
    """A component that left the screen while its provider stays: the message goes out, on_success is not called."""
    told = []
    gate.held.add("/sms")
    stays, leaves = screen.show(lambda _: use_send_sms(), lambda _: use_send_sms(on_success=told.append))
    leaves.now.mutate(**SMS)
    screen.until(lambda: gate.waiting)
    screen.keep(1)
    gate.held.clear()
    screen.until(lambda: mock.sent)
    stays.mutate(**SMS)

    assert len(mock.sent) == 2
    assert told == []


def test_after_the_provider_has_left_nothing_begins(screen, mock):
    """A late click says why nothing was sent, where someone still looks."""
    probe = screen.show(lambda _: use_send_sms())
    screen.close()
    probe.now.mutate(**SMS)

    assert mock.sent == []


def test_on_success_is_called_with_the_answer(screen):
    """Such as to empty the box that the message was typed in; the function of the last rendering is called."""
    told = []
    probe = screen.show(lambda word: use_send_sms(on_success=lambda sent: told.append((word, sent))), argument="old")
    probe.change("new")
    sent = probe.mutate(**SMS)
    screen.until(lambda: told)

    assert told == [("new", sent.data)]


def test_a_failing_on_success_is_in_the_log(screen, caplog):
    """It takes nothing else down."""

    def fails(_sent: object) -> None:
        raise KeyError("of the page")

    probe = screen.show(lambda _: use_send_sms(on_success=fails))
    probe.now.mutate(**SMS)
    screen.until(lambda: "of the page" in caplog.text)
    caplog.clear()
    probe.now.reset()
    failed = probe.mutate(from_=LINE, to="tomorrow", message="x")

    assert isinstance(failed.error, InvalidArgumentError)


def test_reset_forgets(screen):
    """The error of the last time need not stay on the screen."""
    probe = screen.show(lambda _: use_send_sms())
    failed = probe.mutate(from_=LINE, to="tomorrow", message="x")
    failed.reset()
    screen.until(lambda: probe.now.error is None)  # another thread may be rendering, and do it a little later

    assert failed.error is not None
    assert (probe.now.error, probe.now.data, probe.now.is_success) == (None, None, False)
