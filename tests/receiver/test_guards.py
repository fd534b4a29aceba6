from __future__ import annotations

import asyncio
import itertools
import json
import os
from typing import Any

import pytest

from allo_ext import ConfigurationError, InvalidTokenError
from allo_ext.receiver import Reply, Request, WebhookReceiver, check_token, new_token
from allo_ext.testing import event

TOKEN = "0123456789abcdefABCDEF"
OWN = "+12025550143"
OTHER = "+12125550105"
FOREIGN = "+12125550199"
PING = b'{"topic":"PING"}'


def body_of(payload):
    return json.dumps(payload).encode()


# In the order of the table: each request fails this check and every later one.
LATER = {"method": "GET", "path": "/wrong", "headers": {"Content-Length": "9999"}, "scheme": "http"}
ORDER = [
    ({}, LATER, (403, "Deliveries must use https.")),
    (
        {"networks": ["198.51.100.0/24"]},
        {**LATER, "scheme": "https"},
        (403, "Deliveries from this address are not accepted."),
    ),
    ({}, {**LATER, "scheme": "https"}, (404, "Not found.")),
    ({}, {**LATER, "scheme": "https", "path": f"/allo/{TOKEN}"}, (413, "The body is too large.")),
    (
        {},
        {**LATER, "scheme": "https", "path": f"/allo/{TOKEN}", "headers": {}, "body": b"x" * 101},
        (413, "The body is too large."),
    ),
    ({}, {**LATER, "scheme": "https", "path": f"/allo/{TOKEN}", "headers": {}}, (405, "Deliveries must use POST.")),
    ({}, {"body": b"<secret>"}, (400, "The body is not an event.")),
]


def test_the_first_check_that_fails_answers(make_receiver, make_request):
    """Checks are made in their order, and each refuses with its status and one sentence that echoes nothing."""
    for settings, over, expected in ORDER:
        given = dict(over)
        request = make_request(given.pop("body", b"not an event"), **given)

        reply = make_receiver(max_body=100, **settings).handle(request)

        assert expected == (reply.status, reply.body.decode())


def test_whatever_goes_wrong_is_answered_and_logged(make_receiver, caplog):
    """Before the body is read and after it, in a thread and in an event loop: 500, and no traceback with a message."""

    class Broken(dict[str, str]):
        def items(self) -> Any:
            raise RuntimeError("private")

    receiver = make_receiver(secret=None)
    headers, body = (
        Request("POST", f"/allo/{TOKEN}", headers, body)
        for headers, body in ((Broken(a="b"), b""), ({}, None))
    )  # fmt: skip
    replies = [receiver.admit(headers), receiver.accept(body), asyncio.run(receiver.accept_async(body))]

    assert [reply.status for reply in replies] == [500] * 3
    assert [record.getMessage().partition("\n")[0] for record in caplog.records] == [
        "A request could not be checked: RuntimeError",
        "A delivery could not be handled: TypeError",
        "A delivery could not be handled: TypeError",
    ]
    assert "private" not in caplog.text


def test_strangers_use_up_nothing_of_the_real_sender(make_receiver, make_request):
    """Wrong and right tokens are counted apart: each runs into its own rate, also when both come through one proxy."""
    receiver = make_receiver(max_per_minute=2)
    guess = make_request(path="/robots.txt", method="GET")

    strangers = [receiver.handle(guess) for _ in range(4)]
    real = [receiver.handle(make_request()) for _ in range(3)]

    assert [reply.status for reply in strangers] == [404, 404, 429, 429]
    assert [reply.status for reply in real] == [200, 200, 429]
    assert all(1 <= int(reply.headers["Retry-After"]) <= 60 for reply in (strangers[-1], real[-1]))


def test_another_client_is_not_counted_with_the_first(make_receiver, make_request):
    """Each client has a count of its own."""
    receiver = make_receiver(max_per_minute=1)
    receiver.handle(make_request())

    assert receiver.handle(make_request(client="203.0.113.8")).status == 200


def test_a_client_without_an_address_is_in_no_network(make_receiver, make_request):
    """A Unix socket has none, and what is not an address could be anybody's."""
    receiver = make_receiver(networks=["203.0.113.0/24"])

    assert [receiver.handle(make_request(client=client)).status for client in (None, "nowhere")] == [403, 403]


def test_a_body_may_be_as_large_as_the_limit(make_receiver, make_request):
    """One byte more is too large, by its Content-Length and by itself."""
    receiver = make_receiver(max_body=len(PING))
    right, larger = {"Content-Length": str(len(PING))}, {"Content-Length": str(len(PING) + 1)}
    requests = [make_request(PING, headers=right), make_request(PING, headers=larger), make_request(PING + b" ")]

    assert [receiver.handle(request).status for request in requests] == [200, 413, 413]


def test_endless_headers_are_not_read_to_their_end(make_receiver, make_request):
    """The first thousand, which is ten times as many as servers let through."""
    drawn = itertools.count()
    headers = ((f"x-{next(drawn)}", "") for _ in itertools.repeat(None))

    assert make_receiver().handle(make_request(headers=headers)).status == 200
    assert next(drawn) < 100_000


def test_a_405_says_what_is_allowed(make_receiver, make_request):
    """405 carries Allow."""
    assert make_receiver().handle(make_request(method="PUT")).headers["Allow"] == "POST"


def test_every_check_can_be_switched_off(make_request):
    """With everything off, anything that is posted is taken."""
    receiver = WebhookReceiver(
        None,
        None,
        require_https=False,
        max_per_minute=None,
        max_body=None,
        dangerously_accept_unauthenticated=True,
    )
    foreign = [event("CALL_RECEIVED", to="+12125550199", pad="x" * size) for size in (2_000_000, *[0] * 149)]
    requests = [make_request(body_of(payload), scheme="http", path="/") for payload in foreign]

    assert [receiver.handle(request).status for request in requests] == [200] * 150


def test_an_event_is_judged_by_its_own_number(make_receiver, make_request):
    """`to` of an inbound call, `from_number` of an outbound one, a line it was forwarded from; either for a message."""
    for topic, over, expected in (
        ("CALL_RECEIVED", {"type": "INBOUND"}, 200),
        ("CALL_RECEIVED", {"type": "OUTBOUND"}, 200),
        ("CALL_RECEIVED", {"type": "INBOUND", "to": "+12125550199"}, 403),
        ("CALL_RECEIVED", {"type": "INBOUND", "to": "+12125550199", "from_number": OWN}, 403),
        ("CALL_RECEIVED", {"type": "OUTBOUND", "from_number": "+12125550199", "to": OWN}, 403),
        ("CALL_RECEIVED", {"type": "INBOUND", "from_number": "anonymous"}, 200),
        ("CALL_RECEIVED", {"type": "OUTBOUND", "from_number": "anonymous"}, 403),
        ("CALL_RECEIVED", {"type": "INBOUND", "to": None}, 403),
        ("CALL_RECEIVED", {"type": None}, 200),
        ("CALL_RECEIVED", {"type": None, "from_number": OWN, "to": OTHER}, 200),
        ("CALL_RECEIVED", {"type": "SIDEWAYS", "to": "+12125550199"}, 403),
        ("CALL_RECEIVED", {"to": "+1 (202) 555-0143"}, 200),
        ("CALL_RECEIVED", {"to": "0012025550143"}, 200),
        ("CALL_RECEIVED", {"to": "2025550143"}, 403),
        ("CALL_RECEIVED", {"to": "+1202555" + " " * 100_000 + "0143"}, 403),
        ("CALL_RECEIVED", {"to": "\u202a+1 202\u2011555\u20110143\u202c"}, 200),
        ("CALL_RECEIVED", {"to": "tel:+1-202-555-0143;ext=5"}, 200),
        *(
            ("CALL_RECEIVED", {"type": way, "from_number": FOREIGN, "to": FOREIGN, **over}, expected)
            for way in ("INBOUND", "OUTBOUND", None)
            for name, over, expected in (
                ("forwarded from our line", {"original_to_number": "+1 202-555-0143"}, 200),
                ("transferred from our line", {"transfer_from": {"number": OWN}}, 200),
                ("transferred to our line", {"transfer_to": {"number": OWN, "user_name": "Ann"}}, 200),
                ("transferred from our line, told as a string", {"transfer_from": OWN}, 200),
                ("forwarded from another", {"original_to_number": FOREIGN, "transfer_from": {"number": FOREIGN}}, 403),
                ("transferred by somebody", {"transfer_from": {"user_name": OWN}}, 403),
            )
        ),
        ("SMS_RECEIVED", {}, 200),
        ("SMS_SENT", {}, 200),
        ("SMS_SENT", {"from_number": "MyCompany"}, 200),
        ("SMS_SENT", {"from_number": "MYCOMPANY"}, 200),
        ("SMS_SENT", {"from_number": "TheirCompany"}, 403),
        ("SMS_RECEIVED", {"allo_number": "+12125550199"}, 403),
        ("CONTACT_CREATED", {"numbers": ["+12125550199"]}, 200),
        ("PING", {}, 200),
        ("tag.added", {"to": "+12125550199"}, 200),
    ):
        receiver = make_receiver(numbers={OWN, "MyCompany"})

        assert expected == receiver.handle(make_request(body_of(event(topic, **over)))).status


def test_the_token_is_the_last_segment():
    """The last segment of the path is compared whole; hostile ones are only wrong."""
    for path, expected in (
        (f"/{TOKEN}", True),
        (f"/any/thing/{TOKEN}", True),
        (f"/allo/{TOKEN}/", True),
        (f"/allo/{TOKEN}?a=/b", True),
        (TOKEN, True),
        (f"/{TOKEN}/more", False),
        (f"/{TOKEN[:-1]}", False),
        (f"/{TOKEN}x", False),
        (f"/{TOKEN.lower()}", False),
        ("/", False),
        ("", False),
        ("/é\udcff\x00", False),
    ):
        try:
            check_token(path, TOKEN)
            actual = True
        except InvalidTokenError:
            actual = False

        assert expected == actual
        assert check_token("/allo/\udcff", "\udcff") is None  # invalid bytes of both are compared, too


def test_tokens_are_long_and_fit_a_path():
    """A new token has 128 bits, in characters that need no escaping, and is another one each time."""
    tokens = {new_token() for _ in range(100)}

    assert len(tokens) == 100
    assert {22} == {len(token) for token in tokens}
    assert all(token.replace("-", "").replace("_", "").isalnum() and token.isascii() for token in tokens)


def test_a_receiver_that_could_not_work_is_not_made(make_receiver):
    """A setting that would let everybody in, or nobody, is refused at the start, by its name."""
    for over in (
        {"token": None},
        {"token": ""},
        {"token": " \n"},
        {"token": b"0123456789abcdefABCDEF"},
        {"dangerously_accept_unauthenticated": True},
        {"numbers": {"2025550143"}},
        {"numbers": {OWN, "06 39 98 00 01"}},
        {"numbers": {"06 39 98 00 01 (bureau)"}},
        {"numbers": {"+1202"}},
        {"numbers": {""}},
        {"token": "a/b"},
        {"token": "é"},
        {"numbers": OWN},
        {"numbers": {7}},
        {"networks": "203.0.113.0/24"},
        {"networks": ["nowhere"]},
        {"trusted_proxies": ["nobody"]},
        {"max_per_minute": 0},
        {"max_body": 0},
        {"max_per_minute": "100"},
        {"max_per_minute": 1.5},
        {"max_body": float("nan")},
        {"numbers": 12025550143},
        {"numbers": ["anonymous"]},
    ):
        with pytest.raises(ConfigurationError, match=rf"\b{next(iter(over))}\b"):
            make_receiver(**over)


def test_a_handler_needs_a_topic(make_receiver):
    """`@receiver.on` without a topic, and without parentheses, is refused with a sentence."""
    with pytest.raises(ConfigurationError, match="Pass a topic"):
        make_receiver().on()
    with pytest.raises(ConfigurationError, match="Pass a topic"):
        make_receiver().on(print)
    with pytest.raises(ConfigurationError, match="Pass a topic"):
        make_receiver().on("CALL_RECEIVED", "")


def test_no_repr_shows_a_secret(make_receiver, make_request):
    """Neither the token nor the payload is in a `repr`."""
    receiver, request = make_receiver(), make_request(b"<payload>", headers={"cookie": "<cookie>"})

    shown = repr(receiver) + repr(receiver._settings) + repr(request)

    assert not [secret for secret in (TOKEN, "<payload>", "<cookie>") if secret in shown]


def test_a_ping_is_answered(make_receiver, make_request):
    """PING is acknowledged without any handler."""
    assert Reply(200) == make_receiver().handle(make_request(PING))


def test_an_unset_variable_opens_nothing(monkeypatch):
    """Without a token there is no receiver; `check_token` does not take an empty one for any path's end."""
    monkeypatch.delenv("ALLO_WEBHOOK_TOKEN", raising=False)
    with pytest.raises(ConfigurationError, match="token is missing"):
        WebhookReceiver(os.environ.get("ALLO_WEBHOOK_TOKEN"), {OWN})
    with pytest.raises(ConfigurationError, match="token is missing"):
        WebhookReceiver(numbers={OWN})
    with pytest.raises(ConfigurationError, match="numbers is missing"):
        WebhookReceiver(TOKEN)
    with pytest.raises(ConfigurationError, match="token is empty"):
        check_token("/allo/", os.environ.get("ALLO_WEBHOOK_TOKEN", ""))
    with pytest.raises(ConfigurationError, match="token is empty"):
        check_token("/allo/ ", " ")


def test_a_short_token_is_warned_of():
    """Less than 128 bits as text; the warning names the caller's line and not the token."""
    for length in (1, 16, 21):
        token = TOKEN[:length]
        with pytest.warns(UserWarning, match="at least 22 characters") as caught:
            WebhookReceiver(token, {OWN})

        assert caught[0].filename == __file__
        assert length < 16 or token not in str(caught[0].message)


def test_a_national_number_is_refused_with_the_form_that_is_needed():
    """No delivery would ever match it; sender ids and short codes are no numbers, and stay allowed."""
    right = [
        OWN, "+33 6 39 98 00 01", "0033639980001", "MyCompany", "Taxi24", "3M", "32665", "123", "123456",
        "Room 123456 and more", "AB123456789",
    ]  # fmt: skip
    wrong = ["06 39 98 00 01", "12", "1234567", "Room 1234567", "ABC123456789", "AB 12345678", "+AB12"]

    WebhookReceiver(TOKEN, right)
    for number in wrong:
        with pytest.raises(ConfigurationError, match=r"E\.164"):
            WebhookReceiver(TOKEN, [number])
