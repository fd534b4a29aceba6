"""`allo events`, on a file that an inbox wrote."""

from __future__ import annotations

import json

import pytest

from allo_ext.durable import Inbox

APP = """
from allo_ext.durable import Inbox
from allo_ext.receiver import WebhookReceiver

receiver = WebhookReceiver("0123456789abcdefABCDEF", None, inbox=Inbox("allo.db", attempts=1))
bare = WebhookReceiver("0123456789abcdefABCDEF", None)

@receiver.on("CONTACT_CREATED")
def fail(event):
    raise ValueError(event.contact.name)
"""


@pytest.fixture
def stored(tmp_path, monkeypatch) -> None:
    """Two deliveries in allo.db, and a module with a receiver."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    (tmp_path / "shop_app.py").write_text(APP)
    with Inbox("allo.db") as inbox:
        inbox.put(("a" * 64,), "PING", b'{"topic": "PING"}')
        contact = {"topic": "CONTACT_CREATED", "data": {"id": "cnt_1", "name": "Robin"}}
        inbox.put(("b" * 64,), "CONTACT_CREATED", json.dumps(contact).encode())


def states(done) -> list[tuple[int, str]]:
    return [(row["id"], row["state"]) for row in map(json.loads, done.out.splitlines())]


@pytest.mark.usefixtures("stored")
def test_deliveries_are_handled_listed_replayed_and_dropped(allo, spawn):
    """A worker handles what is stored; a failed one shows class and line, and never its content."""
    worked = spawn("events", "work", "shop_app:receiver", "--drain")
    dead = allo("events", "list", "--state", "dead")
    replayed = allo("events", "replay", "--dead")
    waiting = states(allo("events", "list"))
    dropped = allo("events", "drop", "2", "--yes")
    shown = allo("events", "show", "2")

    assert (worked.code, states(dead)) == (0, [(2, "dead")])
    assert json.loads(dead.out)["error"].endswith("shop_app.py:10 in fail")
    assert "Robin" not in worked.err + dead.out
    assert (replayed.err, waiting) == ("1 to be handled again.\n", [(2, "waiting"), (1, "done")])
    assert (dropped.err, shown.out) == ("Deleted the content of delivery 2.\n", "null\n")


@pytest.mark.usefixtures("stored")
def test_the_content_of_a_delivery_is_shown_when_asked_for(allo):
    """As JSON."""
    assert json.loads(allo("events", "show", "2").out)["data"] == {"id": "cnt_1", "name": "Robin"}


@pytest.mark.usefixtures("stored")
@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("show", "7"), "There is no delivery 7."),
        (("list", "--db", "no.db"), "no.db does not exist."),
        (("replay",), "pass either an ID or --dead"),
        (("drop", "1"), "Pass --yes"),
        (("work", "shop_app"), "Pass MODULE:RECEIVER"),
        (("work", "no_app:receiver"), "There is no module no_app"),
        (("work", "shop_app:nothing"), "shop_app has no nothing."),
        (("work", "json:loads"), "json:loads is not a WebhookReceiver."),
        (("work", "shop_app:bare"), "shop_app:bare has no inbox."),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_a_mistake_is_one_sentence(allo, arguments, expected):
    """And exit code 2."""
    done = allo("events", *arguments)

    assert (done.code, expected in " ".join(done.err.replace("\u2502", " ").split())) == (2, True), done.err
