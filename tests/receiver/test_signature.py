"""Version 2's signatures: on the raw bytes, as Standard Webhooks defines them."""

from __future__ import annotations

import base64
import json
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from allo_ext import ConfigurationError, InvalidSignatureError
from allo_ext.receiver import Request, WebhookReceiver, verify
from allo_ext.testing import MissingExtraError, event

VECTORS = json.loads((Path(__file__).parent / "signatures.json").read_text(encoding="utf-8"))
TOKEN = "0123456789abcdefABCDEF"
OWN = "+12025550143"
OTHER_SECRET = "whsec_" + base64.b64encode(b"an older secret of words").decode()
BODY = json.dumps(event("call.completed", allo_number=OWN)).encode()


def accepts(body, headers, secret, now=None):
    try:
        verify(body, headers, secret, now=now)
    except InvalidSignatureError:
        return False
    return True


def test_a_signature_is_valid_or_not(make_request):
    """Twenty-four deliveries: `verify` and the receiver accept the valid ones, and none of the others."""
    for case in VECTORS["cases"]:
        body, now = case["body"].encode(), datetime.fromtimestamp(case["now"], UTC)
        request = make_request(body, headers=case["headers"], path="/", received_at=now)

        assert case["valid"] is accepts(body, case["headers"], case["secret"], now)
        assert (200 if case["valid"] else 401) == WebhookReceiver(secret=case["secret"]).handle(request).status


@pytest.mark.parametrize("now", [1772443203.9, 1772442603.0], ids=["late", "early"])
def test_the_clock_of_the_machine_is_used(monkeypatch, now):
    """Without `now`, the time is the present, in whole seconds as the timestamp is."""
    case = VECTORS["cases"][0]
    monkeypatch.setattr(time, "time", lambda: now)

    verify(case["body"].encode(), case["headers"], case["secret"])
    assert WebhookReceiver(secret=case["secret"]).handle(
        Request("POST", "/", case["headers"], case["body"].encode())
    ).status == 200  # fmt: skip


@pytest.mark.parametrize(
    "write",
    [
        pytest.param(lambda headers: list(headers.items()), id="pairs"),
        pytest.param(
            lambda headers: [(name.encode(), value.encode()) for name, value in headers.items()], id="pairs of bytes"
        ),
        pytest.param(lambda headers: {name.title(): value for name, value in headers.items()}, id="capitals"),
        pytest.param(lambda headers: {name.upper(): value for name, value in headers.items()}, id="all capitals"),
    ],
)
def test_headers_may_be_written_in_any_form(signed, secret, write):
    """A mapping or pairs, in any case."""
    assert accepts(BODY, write(signed(BODY)), secret)


def test_the_longest_id_and_the_shortest_secret_will_do(signed):
    """256 characters of visible ASCII, and eight bytes."""
    secret = "whsec_" + base64.b64encode(b"8 bytes!").decode()

    assert all(accepts(BODY, signed(BODY, secret, message_id="x" * length), secret) for length in (1, 256))


def test_a_right_signature_does_not_help_a_malformed_header(signed, secret):
    """Ids that are empty, too long, or not visible ASCII; and a signature among more than anybody sends."""
    wrong = ("", "x" * 257, "msg_é", "msg\x1f", "msg\n")
    good = signed(BODY)
    many = {**good, "webhook-signature": good["webhook-signature"] + " v1,AAAA" * 600}

    assert [name for name in wrong if accepts(BODY, signed(BODY, message_id=name), secret)] == []
    assert not accepts(BODY, many, secret)


@pytest.mark.parametrize("name", ["webhook-id", "webhook-timestamp", "webhook-signature"])
def test_a_repeated_header_is_refused(signed, secret, name):
    """Which of the two was signed would be a guess. The message says what is wrong; so it does for a missing one."""
    headers = signed(BODY)
    with pytest.raises(InvalidSignatureError, match=f"{name} occurs several times"):
        verify(BODY, [*headers.items(), (name, headers[name])], secret)
    with pytest.raises(InvalidSignatureError, match=f"{name} is missing"):
        verify(BODY, {one: value for one, value in headers.items() if one != name}, secret)


def test_a_malformed_header_is_refused(signed, secret, make_request):
    """Nothing but InvalidSignatureError is raised, and the receiver answers 401."""
    for name, value in (
        ("webhook-id", ""),
        ("webhook-id", "x" * 257),
        ("webhook-id", "msg_é"),
        ("webhook-id", "msg\udcff"),
        ("webhook-timestamp", ""),
        ("webhook-timestamp", "nan"),
        ("webhook-timestamp", "inf"),
        ("webhook-timestamp", "1e9"),
        ("webhook-timestamp", "-1"),
        ("webhook-timestamp", "9" * 5000),
        ("webhook-timestamp", "٣٣٣"),
        ("webhook-timestamp", "\u00b2"),
        ("webhook-signature", ""),
        ("webhook-signature", ","),
        ("webhook-signature", "v1"),
        ("webhook-signature", "v1,a,b"),
        ("webhook-signature", "v1,%"),
        ("webhook-signature", "v1,é"),
        ("webhook-signature", "v1,\udcff"),
        ("webhook-signature", "v1,AAAA " * 100_000),
    ):
        headers = {**signed(BODY), name: value}

        assert not accepts(BODY, headers, secret)
        assert WebhookReceiver(secret=secret).handle(make_request(BODY, headers=headers)).status == 401


def test_a_body_that_is_not_utf_8_is_refused(signed, secret):
    """It cannot be JSON, whatever its signature."""
    assert not accepts(b"\xff", signed(b"\xff"), secret)


def test_one_of_several_secrets_is_enough(signed, secret, make_request):
    """During a rotation, or for two webhooks with one URL."""
    receiver = WebhookReceiver(secret=[secret, OTHER_SECRET])
    statuses = [
        receiver.handle(make_request(BODY, headers=signed(BODY, chosen))).status for chosen in (secret, OTHER_SECRET)
    ]

    assert statuses == [200, 200]
    assert accepts(BODY, signed(BODY, OTHER_SECRET), (secret, OTHER_SECRET))
    assert not accepts(BODY, signed(BODY, OTHER_SECRET), secret)


def test_a_secret_of_another_form_is_refused_at_the_start():
    """With a ConfigurationError that says what is needed and does not contain the secret."""
    for wrong in (
        "whsec_",
        "whsec_c2hv",
        "whsec_not base64 at all",
        "ak_live_not_a_signing_secret",
        "0123456789abcdef01234567-_",
        "whsec_cGxhaW4gd29yZHMgZm9yIHRlc3Rz" + "x",
        b"whsec_cGxhaW4gd29yZHMgZm9yIHRlc3Rz",
        7,
        ["whsec_cGxhaW4gd29yZHMgZm9yIHRlc3Rz", None],
        ["whsec_cGxhaW4gd29yZHMgZm9yIHRlc3Rz", "whsec_ö"],
    ):
        with pytest.raises(ConfigurationError, match="signing secret of a version 2 webhook") as caught:
            WebhookReceiver(TOKEN, {OWN}, secret=wrong)

        written = "".join(wrong.decode() if isinstance(wrong, bytes) else str(wrong))
        assert caught.value.__cause__ is None
        assert written.removeprefix("whsec_")[:8] not in str(caught.value).replace("whsec_", "") or len(written) < 8


def test_the_secret_may_have_blanks_around_it(signed, secret):
    """A file of variables often ends in a line break; missing padding is added."""
    padded = ["whsec_" + base64.b64encode(b"k" * length).decode() for length in range(8, 33)]

    assert accepts(BODY, signed(BODY), f" {secret}\n")
    assert all(accepts(BODY, signed(BODY, one), one.rstrip("=")) for one in padded)


@pytest.mark.parametrize("unset", [None, "", " \n", [], [""]], ids=repr)
def test_a_variable_that_is_not_set_opens_nothing(unset):
    """Without token and secret there is no receiver; `verify` does not accept everything either."""
    with pytest.raises(ConfigurationError, match="token is missing or empty, and so is secret"):
        WebhookReceiver(secret=unset)
    with pytest.raises(ConfigurationError, match="secret is empty"):
        verify(BODY, {}, unset)


def test_a_body_may_be_a_string(signed, secret):
    """If it has been decoded exactly; one that cannot have come from bytes does not match."""
    assert accepts(BODY.decode(), signed(BODY), secret)
    assert not accepts("\udcff", signed(BODY), secret)


def test_parsed_json_is_not_a_body(signed, secret):
    """A TypeError says what is wrong."""
    with pytest.raises(TypeError, match="the bytes that were received"):
        verify(json.loads(BODY), signed(BODY), secret)


def test_no_repr_shows_the_secret(secret):
    """Nor the token: neither the receiver's, nor that of its settings or of a refusal."""
    receiver = WebhookReceiver(TOKEN, None, secret=secret)
    refused = receiver.admit(Request("POST", f"/{TOKEN}x", {}, b""))
    shown = f"{receiver!r} {receiver._settings!r} {receiver._settings.secrets!r} {vars(receiver)!r} {refused!r}"

    assert not [word for word in (secret, secret.removeprefix("whsec_"), "plain words", TOKEN) if word in shown]


def test_a_missing_library_is_named(secret, monkeypatch):
    """`standardwebhooks` is needed for a secret only; the error says how to install it."""
    monkeypatch.setitem(sys.modules, "standardwebhooks", None)
    WebhookReceiver(TOKEN, None)
    for what, use in (
        ("WebhookReceiver(secret=…)", lambda: WebhookReceiver(secret=secret)),
        ("verify()", lambda: verify(b"", {}, secret)),
    ):
        with pytest.raises(MissingExtraError) as caught:
            use()
        assert str(caught.value) == f"{what} needs standardwebhooks: pip install 'withallo-sdk[webhooks]'"
