"""Sending messages, changing contacts, registering webhooks: asked for, refused, shown, done."""

from __future__ import annotations

import json
import os

import pytest

SEND = ("sms", "send", "--from", "+12025550143", "--to", "+12025550178", "--message", "On our way")
FRANCE = ("sms", "send-france", "--sender-id", "MyCompany", "--to", "+33639980001", "--message", "Bonjour")


@pytest.mark.parametrize("arguments", [SEND, FRANCE, ("webhooks", "delete", "web-1")], ids=lambda a: " ".join(a[:2]))
def test_where_nobody_can_be_asked_nothing_is_done(allo, mock, arguments):
    """Exit code 2, and how to say yes beforehand."""
    done = allo(*arguments)

    assert (done.code, done.out, mock.sent) == (2, "", [])
    assert "--yes" in done.err


@pytest.mark.parametrize(("arguments", "to"), [(SEND, "+12025550178"), (FRANCE, "+33639980001")], ids=["sms", "france"])
def test_yes_sends(allo, mock, arguments, to):
    """The message goes out once, and what was sent is shown."""
    done = allo(*arguments, "--yes")

    assert done.code == 0
    assert json.loads(done.out)["to_number"] == to
    assert [sent.to_number for sent in mock.sent] == [to]


@pytest.mark.parametrize(
    ("answer", "sent", "code"),
    [
        pytest.param("y\n", 1, 0, id="yes"),
        pytest.param("\n", 0, 0, id="enter"),
        pytest.param("\x04", 0, 0, id="end-of-input"),
        pytest.param("\x03", 0, 130, id="ctrl-c"),
    ],
)
@pytest.mark.usefixtures("served")
def test_on_a_terminal_it_asks(on_a_terminal, mock, answer, sent, code):
    """Only a yes sends."""
    ended, shown = on_a_terminal(*SEND, answer=answer)

    assert "[y/N]" in shown
    assert (ended, len(mock.sent)) == (code, sent)


@pytest.mark.parametrize(
    ("arguments", "request_line", "body"),
    [
        pytest.param(
            SEND,
            "POST {}/sms",
            {"from": "+12025550143", "to": "+12025550178", "message": "On our way"},
            id="sms",
        ),
        pytest.param(
            ("contacts", "create", "--number", "+33639980001", "--name", "Jean"),
            "POST {}/contacts",
            {"numbers": ["+33639980001"], "name": "Jean"},
            id="contact",
        ),
        pytest.param(
            ("contacts", "update", "cnt_1", "--job-title", "CEO"),
            "PUT {}/contacts/cnt_1",
            {"job_title": "CEO"},
            id="update",
        ),
        pytest.param(
            ("webhooks", "create", "-n", "+12025550143", "--url", "https://example.com/a", "--topic", "SMS_RECEIVED"),
            "POST {}/webhooks",
            {
                "allo_number": "+12025550143",
                "url": "https://example.com/a",
                "topics": ["SMS_RECEIVED"],
                "enabled": True,
            },
            id="webhook",
        ),
    ],
)
def test_a_dry_run_shows_the_request_and_sends_nothing(allo, mock, arguments, request_line, body):
    """Method, address and body as they would leave, without the key; not one request reaches the API."""
    done = allo(*arguments, "--dry-run")
    first, _, rest = done.out.partition("\n")

    assert done.code == 0
    assert (first, json.loads(rest)) == (request_line.format(os.environ["ALLO_BASE_URL"]), body)
    assert list(mock.requests) == []


def test_a_dry_run_checks_what_it_shows(allo):
    """What would be refused before sending is refused here too."""
    done = allo(*SEND[:-1], "", "--dry-run")

    assert (done.code, done.out) == (2, "")
    assert "--message" in done.err


def test_a_contact_is_created_and_changed(allo):
    """What is not given is not touched."""
    made = json.loads(
        allo("contacts", "create", "-n", "+33639980001", "--name", "Jean", "--email", "j@example.com").out
    )
    allo("contacts", "update", made["id"], "--job-title", "CEO")
    now = json.loads(allo("contacts", "show", made["id"]).out)

    assert (now["name"], now["job_title"], now["emails"]) == ("Jean", "CEO", ["j@example.com"])


def test_an_update_of_nothing_is_refused(allo):
    """Exit code 2 before anything is sent."""
    assert allo("contacts", "update", "cnt_1").code == 2


def test_a_webhook_comes_and_goes(allo):
    """Its id is told once, and deletes it."""
    created = allo("webhooks", "create", "-n", "+12025550143", "--url", "https://example.com/a", "--topic", "PING")
    hook = json.loads(created.out)
    listed = [json.loads(line) for line in allo("webhooks", "list").out.splitlines()]
    allo("webhooks", "delete", hook["id"], "--yes")

    assert hook["id"] in created.err
    assert [one["url"] for one in listed] == ["https://example.com/a"]
    assert allo("webhooks", "list").out == ""
