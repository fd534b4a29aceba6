from __future__ import annotations

import itertools
import json
import os

import pytest

from allo_ext import ConfigurationError, InvalidTokenError
from allo_ext.receiver import Reply, WebhookReceiver, check_token, new_token
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
    pytest.param({}, LATER, (403, "Deliveries must use https."), id="https"),
    pytest.param(
        {"networks": ["198.51.100.0/24"]},
        {**LATER, "scheme": "https"},
        (403, "Deliveries from this address are not accepted."),
        id="source network",
    ),
    pytest.param({}, {**LATER, "scheme": "https"}, (404, "Not found."), id="token"),
    pytest.param(
        {},
        {**LATER, "scheme": "https", "path": f"/allo/{TOKEN}"},
        (413, "The body is too large."),
        id="declared size",
    ),
    pytest.param(
        {},
        {**LATER, "scheme": "https", "path": f"/allo/{TOKEN}", "headers": {}, "body": b"x" * 101},
        (413, "The body is too large."),
        id="size",
    ),
    pytest.param(
        {},
        {**LATER, "scheme": "https", "path": f"/allo/{TOKEN}", "headers": {}},
        (405, "Deliveries must use POST."),
        id="method",
    ),
    pytest.param({}, {"body": b"<secret>"}, (400, "The body is not an event."), id="content"),
]


@pytest.mark.parametrize(("settings", "over", "expected"), ORDER)
def test_the_first_check_that_fails_answers(make_receiver, make_request, settings, over, expected):
    """Checks are made in their order, and each refuses with its status and one sentence that echoes nothing."""
    given = dict(over)
    request = make_request(given.pop("body", b"not an event"), **given)

    reply = make_receiver(max_body=100, **settings).handle(request)

    assert expected == (reply.status, reply.body.decode())


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


@pytest.mark.parametrize(
    ("topic", "over", "expected"),
    [
        pytest.param("CALL_RECEIVED", {"type": "INBOUND"}, 200, id="inbound call to us"),
        pytest.param("CALL_RECEIVED", {"type": "OUTBOUND"}, 200, id="outbound call from us"),
        pytest.param("CALL_RECEIVED", {"type": "INBOUND", "to": "+12125550199"}, 403, id="inbound call to another"),
        pytest.param(
            "CALL_RECEIVED", {"type": "INBOUND", "to": "+12125550199", "from_number": OWN}, 403, id="we called another"
        ),
        pytest.param("CALL_RECEIVED", {"type": "OUTBOUND", "from_number": "+12125550199", "to": OWN}, 403, id="theirs"),
        pytest.param("CALL_RECEIVED", {"type": "INBOUND", "from_number": "anonymous"}, 200, id="anonymous caller"),
        pytest.param("CALL_RECEIVED", {"type": "OUTBOUND", "from_number": "anonymous"}, 403, id="anonymous line"),
        pytest.param("CALL_RECEIVED", {"type": "INBOUND", "to": None}, 403, id="no number"),
        pytest.param("CALL_RECEIVED", {"type": None}, 200, id="no direction, to us"),
        pytest.param("CALL_RECEIVED", {"type": None, "from_number": OWN, "to": OTHER}, 200, id="no direction, from us"),
        pytest.param("CALL_RECEIVED", {"type": "SIDEWAYS", "to": "+12125550199"}, 403, id="new direction, neither"),
        pytest.param("CALL_RECEIVED", {"to": "+1 (202) 555-0143"}, 200, id="written with spaces"),
        pytest.param("CALL_RECEIVED", {"to": "0012025550143"}, 200, id="written with 00"),
        pytest.param("CALL_RECEIVED", {"to": "2025550143"}, 403, id="not international"),
        pytest.param("CALL_RECEIVED", {"to": "+1202555" + " " * 100_000 + "0143"}, 403, id="endless"),
        pytest.param("CALL_RECEIVED", {"to": "\u202a+1 202\u2011555\u20110143\u202c"}, 200, id="written with marks"),
        pytest.param("CALL_RECEIVED", {"to": "tel:+1-202-555-0143;ext=5"}, 200, id="written with an extension"),
        *(
            pytest.param(
                "CALL_RECEIVED",
                {"type": way, "from_number": FOREIGN, "to": FOREIGN, **over},
                expected,
                id=f"{way} {name}",
            )
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
        pytest.param("SMS_RECEIVED", {}, 200, id="message to us"),
        pytest.param("SMS_SENT", {}, 200, id="message from us"),
        pytest.param("SMS_SENT", {"from_number": "MyCompany"}, 200, id="message under our sender id"),
        pytest.param("SMS_SENT", {"from_number": "MYCOMPANY"}, 200, id="message under our sender id, in capitals"),
        pytest.param("SMS_SENT", {"from_number": "TheirCompany"}, 403, id="message under another sender id"),
        pytest.param("SMS_RECEIVED", {"allo_number": "+12125550199"}, 403, id="message to another"),
        pytest.param("CONTACT_CREATED", {"numbers": ["+12125550199"]}, 200, id="contact"),
        pytest.param("PING", {}, 200, id="ping"),
        pytest.param("tag.added", {"to": "+12125550199"}, 200, id="unknown"),
    ],
)
def test_an_event_is_judged_by_its_own_number(make_receiver, make_request, topic, over, expected):
    """`to` of an inbound call, `from_number` of an outbound one, a line it was forwarded from; either for a message."""
    receiver = make_receiver(numbers={OWN, "MyCompany"})

    assert expected == receiver.handle(make_request(body_of(event(topic, **over)))).status


@pytest.mark.parametrize(
    ("path", "expected"),
    [
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
    ],
)
def test_the_token_is_the_last_segment(path, expected):
    """The last segment of the path is compared whole; hostile ones are only wrong."""
    try:
        check_token(path, TOKEN)
        actual = True
    except InvalidTokenError:
        actual = False

    assert expected == actual


def test_tokens_are_long_and_fit_a_path():
    """A new token has 128 bits, in characters that need no escaping, and is another one each time."""
    tokens = {new_token() for _ in range(100)}

    assert len(tokens) == 100
    assert {22} == {len(token) for token in tokens}
    assert all(token.replace("-", "").replace("_", "").isalnum() and token.isascii() for token in tokens)


@pytest.mark.parametrize(
    "over",
    [
        pytest.param({"token": None}, id="variable that is not set"),
        pytest.param({"token": ""}, id="empty token"),
        pytest.param({"token": " \n"}, id="blank token"),
        pytest.param({"token": b"0123456789abcdefABCDEF"}, id="token that is not a string"),
        pytest.param({"dangerously_accept_unauthenticated": True}, id="a token, and everybody"),
        pytest.param({"numbers": {"2025550143"}}, id="national number"),
        pytest.param({"numbers": {OWN, "06 39 98 00 01"}}, id="national number with spaces"),
        pytest.param({"numbers": {"06 39 98 00 01 (bureau)"}}, id="national number with a word"),
        pytest.param({"numbers": {"+1202"}}, id="part of a number"),
        pytest.param({"numbers": {""}}, id="empty number"),
        pytest.param({"token": "a/b"}, id="token of two segments"),
        pytest.param({"token": "é"}, id="token that needs escaping"),
        pytest.param({"numbers": OWN}, id="one number without a set"),
        pytest.param({"numbers": {7}}, id="numbers that are no texts"),
        pytest.param({"networks": "203.0.113.0/24"}, id="one network without a list"),
        pytest.param({"networks": ["nowhere"]}, id="no network"),
        pytest.param({"trusted_proxies": ["nobody"]}, id="no proxy"),
        pytest.param({"max_per_minute": 0}, id="no request a minute"),
        pytest.param({"max_body": 0}, id="no body"),
        pytest.param({"max_per_minute": "100"}, id="a rate that is a string"),
        pytest.param({"max_per_minute": 1.5}, id="half a request"),
        pytest.param({"max_body": float("nan")}, id="a bound that is not a number"),
        pytest.param({"numbers": 12025550143}, id="a number that is not a string"),
        pytest.param({"numbers": ["anonymous"]}, id="a withheld number"),
    ],
)
def test_a_receiver_that_could_not_work_is_not_made(make_receiver, over):
    """A setting that would let everybody in, or nobody, is refused at the start."""
    with pytest.raises(ConfigurationError):
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


@pytest.mark.parametrize("length", [1, 16, 21])
def test_a_short_token_is_warned_of(length):
    """Less than 128 bits as text; the warning names the caller's line and not the token."""
    token = TOKEN[:length]
    with pytest.warns(UserWarning, match="at least 22 characters") as caught:
        WebhookReceiver(token, {OWN})

    assert caught[0].filename == __file__
    assert length < 16 or token not in str(caught[0].message)


def test_a_national_number_is_refused_with_the_form_that_is_needed():
    """No delivery would ever match it; sender ids and short codes are no numbers, and stay allowed."""
    with pytest.raises(ConfigurationError, match=r"E\.164"):
        WebhookReceiver(TOKEN, ["06 39 98 00 01"])

    WebhookReceiver(TOKEN, [OWN, "+33 6 39 98 00 01", "0033639980001", "MyCompany", "Taxi24", "3M", "32665"])
