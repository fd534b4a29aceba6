"""`sign()`: the signature headers of version 2's deliveries."""

import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta, timezone

import pytest
from standardwebhooks.webhooks import Webhook

from allo_ext.testing import event, sign

WORDS = b"plain words for a test key"
SECRET = f"whsec_{base64.b64encode(WORDS).decode()}"
AT = datetime(2026, 3, 2, 12, 0, 30, tzinfo=UTC)


def test_the_signature_is_the_hmac_of_id_time_and_body():
    """The three headers are those of Standard Webhooks, computed here without the library."""
    headers = sign('{"topic":"call.answered"}', SECRET, id="msg_1", timestamp=AT)
    signed = f'msg_1.{int(AT.timestamp())}.{{"topic":"call.answered"}}'.encode()
    expected = base64.b64encode(hmac.new(WORDS, signed, hashlib.sha256).digest()).decode()
    assert headers == {
        "webhook-id": "msg_1",
        "webhook-timestamp": str(int(AT.timestamp())),
        "webhook-signature": f"v1,{expected}",
    }


@pytest.mark.parametrize(
    "timestamp",
    [
        pytest.param(int(AT.timestamp()), id="unix-seconds"),
        pytest.param(AT.replace(tzinfo=None), id="naive-is-utc"),
        pytest.param(AT.astimezone(timezone(timedelta(hours=9))), id="another-zone"),
        pytest.param(AT.replace(microsecond=999_999), id="with-a-fraction"),
    ],
)
def test_a_timestamp_has_several_forms(timestamp):
    """A datetime of any time zone and Unix seconds give the same signature."""
    assert sign("{}", SECRET, id="msg_1", timestamp=timestamp) == sign("{}", SECRET, id="msg_1", timestamp=AT)


@pytest.mark.parametrize(
    "secret", [pytest.param(SECRET, id="prefixed"), pytest.param(SECRET.removeprefix("whsec_"), id="bare")]
)
@pytest.mark.parametrize("as_bytes", [False, True], ids=["string", "bytes"])
def test_by_default_a_delivery_is_new_and_valid_now(secret, as_bytes):
    """Without id and timestamp the headers pass a verification now, and each call has another id."""
    body = json.dumps(event("call.completed", summary="Échange très cordial"), ensure_ascii=False)
    payload = body.encode() if as_bytes else body
    first, second = sign(payload, secret), sign(payload, secret)
    assert first["webhook-id"] != second["webhook-id"]
    assert Webhook(SECRET).verify(body, first) == json.loads(body)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        pytest.param({"secret": "whsec_"}, "secret is not a signing secret", id="empty-secret"),
        pytest.param({"secret": "whsec_x"}, "secret is not a signing secret", id="not-base64"),
        pytest.param({"secret": "whsec_é"}, "secret is not a signing secret", id="not-ascii"),
        pytest.param({"secret": None}, "secret is not a signing secret", id="unset-variable"),
        pytest.param({"payload": b"\xff"}, "payload is not UTF-8", id="not-utf-8"),
        pytest.param({"payload": {"topic": "x"}}, "payload must be the body", id="not-serialised"),
        pytest.param({"timestamp": "now"}, "timestamp must be a datetime or Unix seconds", id="string-as-time"),
        pytest.param({"timestamp": 10**30}, "timestamp must be a datetime or Unix seconds", id="no-such-year"),
        pytest.param({"timestamp": True}, "timestamp must be a datetime or Unix seconds", id="boolean-as-time"),
        pytest.param({"id": "a\r\nb"}, "id must be a string for a header", id="header-injection"),
    ],
)
def test_a_wrong_argument_is_a_value_error(change, expected):
    """Each wrong argument is named in a ValueError that does not contain the secret."""
    arguments = {"payload": "{}", "secret": SECRET, "id": "msg_1", "timestamp": AT} | change
    with pytest.raises(ValueError, match=expected) as caught:
        sign(**arguments)
    secret = str(arguments["secret"]).removeprefix("whsec_")
    assert not secret or secret == "x" or secret not in str(caught.value)
