"""Checks of authentication: who is accepted, and that strangers cannot do more than be refused."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from allo_ext._webhooks import ID, SIGNATURE, TIMESTAMP
from allo_ext.testing._endpoint import payloads, signatures
from allo_ext.testing._endpoint.judging import Attempt, must_accept, must_not_accept, must_refuse
from allo_ext.testing._endpoint.report import Verdict, failed, passed, skipped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from allo_ext.testing._endpoint.probe import Probe

OUTSIDE: Final = 330.0
"""Seconds outside the window of 300 s, with time to deliver."""
INSIDE: Final = 240.0
OVERSIZE: Final = 8 * 1_048_576


def unsigned(probe: Probe) -> Verdict:
    """Send a delivery of version 2 without signature headers."""
    body = payloads.encoded(probe.message(2))
    # At an endpoint for both versions, an unsigned delivery with the token is one of version 1.
    sending = probe.forged(body, ()) if not probe.token else probe.stranger(1, body)
    what = "sms.received without a signature"
    return must_not_accept(probe, what, [Attempt(what, sending)])


def wrong_secret(probe: Probe) -> Verdict:
    """Send a delivery that is signed with another secret."""
    what = "sms.received signed with another secret"
    return must_not_accept(probe, what, [Attempt(what, probe.stranger(2, probe.message(2)))])


def hex_digest(probe: Probe) -> Verdict:
    """Send deliveries whose signature is hexadecimal."""
    return _forged(probe, "a signature in hexadecimal", signatures.hex_digest, signatures.hex_digest_of_body)


def undecoded_secret(probe: Probe) -> Verdict:
    """Send deliveries signed with the characters of the secret."""
    return _forged(probe, "a signature made with the undecoded secret", signatures.undecoded, signatures.undecoded_bare)


def raw_body(probe: Probe) -> Verdict:
    """Send a body that no JSON library writes, with the right signature."""
    what = "sms.received with spaces and escapes as no JSON library writes them"
    answer = probe.send(probe.delivery(2, _unusual(probe.message(2))), patient=True)
    if answer.accepted:
        return passed(what, str(answer))
    body = _unusual(probe.message(2))
    for again in _rewritten(json.loads(body)):
        if probe.send(probe.forged(body, signatures.right(again, probe.secret))).accepted:
            return failed(
                what, f"{answer}, but the same body with the signature of its re-serialised JSON was accepted"
            )
    if probe.send(probe.delivery(2, probe.message(2)), patient=True).accepted:
        return failed(what, str(answer))
    return skipped("no signed delivery is accepted; see `signed`")


def signed(probe: Probe) -> Verdict:
    """Send deliveries with a right signature, just now and four minutes ago."""
    return must_accept(
        probe,
        "sms.received with a valid signature, of now and of 4 minutes ago",
        [
            Attempt("sms.received with a valid signature", probe.delivery(2, probe.message(2))),
            Attempt(
                "sms.received with a valid signature, 4 minutes old", probe.delivery(2, probe.message(2), age=INSIDE)
            ),
        ],
    )


def rotation(probe: Probe) -> Verdict:
    """Send several signatures, of which one is right."""
    body = payloads.encoded(probe.message(2))
    fields = dict(signatures.right(body, probe.secret))
    other, mine = dict(signatures.stranger(body))[SIGNATURE], fields[SIGNATURE]
    several = tuple({**fields, SIGNATURE: f"v1a,c2lnbmVk {other} {mine}"}.items())
    what = "three signatures, of which one is right"
    return must_accept(probe, what, [Attempt(what, probe.forged(body, several))])


def malformed_signature(probe: Probe) -> Verdict:
    """Send signature headers of other lengths and forms."""
    body = payloads.encoded(probe.message(2))
    good = dict(signatures.right(body, probe.secret))
    attempts = [
        Attempt(f"{name}: {shown}", probe.forged(body, tuple({**good, name: value}.items())))
        for name, shown, value in _MALFORMED
    ]
    if not probe.token:  # with the token, an unsigned delivery is one of version 1
        attempts.append(Attempt("no signature headers", probe.forged(body, ())))
    return must_refuse(probe, "signature headers that are empty, short, long or not base64", attempts)


def stale(probe: Probe) -> Verdict:
    """Send deliveries signed too long ago, and in the future."""
    return must_not_accept(
        probe,
        "deliveries signed 5.5 minutes ago and in 5.5 minutes",
        [
            Attempt(f"a delivery signed 5.5 minutes {when}", probe.delivery(2, probe.message(2), age=age))
            for when, age in (("ago", OUTSIDE), ("in the future", -OUTSIDE))
        ],
    )


def token(probe: Probe) -> Verdict:
    """Send a delivery of version 1 to the right URL."""
    what = "SMS_RECEIVED to the URL with the token"
    return must_accept(probe, what, [Attempt(what, probe.delivery(1, probe.message(1)))])


def wrong_token(probe: Probe) -> Verdict:
    """Send deliveries to URLs with other tokens."""
    body = payloads.encoded(probe.message(1))
    cases = {
        "another token": "not-the-token",
        "an empty token": "",
        "the token without its last character": probe.token[:-1],
        "the token and one more character": f"{probe.token}x",
        "the token in the other case": probe.token.swapcase(),
        "a token with characters outside ASCII": "t%C3%A9l%C3%A9",
    }
    attempts = [
        Attempt(f"SMS_RECEIVED to {what}", probe.at(probe.address(last), body))
        for what, last in cases.items()
        if last != probe.token
    ]
    return must_refuse(probe, "SMS_RECEIVED to URLs with another token", attempts)


def token_in_query(probe: Probe) -> Verdict:
    """Send a delivery with the token in the query and not in the path."""
    body = payloads.encoded(probe.message(1))
    what = "SMS_RECEIVED with the token as ?token= and another one in the path"
    return must_not_accept(
        probe, what, [Attempt(what, probe.at(probe.address("not-the-token", f"token={probe.token}"), body))]
    )


def body_before_check(probe: Probe) -> Verdict:
    """Send bodies of strangers that are not JSON; the refusal must be the one that any body gets."""
    for version in probe.versions:
        usual = probe.send(probe.stranger(version, probe.message(version)))
        for what, body in _NOT_JSON.items():
            answer = probe.send(probe.stranger(version, body))
            comparable = None not in {answer.status, usual.status} and 429 not in {answer.status, usual.status}  # noqa: PLR2004
            if answer.timed_out or (comparable and answer.status != usual.status):
                return failed(
                    f"{what} without the {'token' if version == 1 else 'secret'}",
                    f"{answer}, but {usual.status} for a valid body",
                )
    return passed("bodies of strangers that are not JSON", "received the same refusal as for a valid body")


def oversize(probe: Probe) -> Verdict:
    """Send a stranger's body of 8 MiB."""
    attempts = [
        Attempt(f"8 MiB without the {word}", probe.stranger(version, b" " * OVERSIZE))
        for version, word in ((1, "token"), (2, "secret"))
        if version in probe.versions
    ]
    return must_refuse(probe, "8 MiB from a stranger", attempts)


def _forged(probe: Probe, what: str, *makers: Callable[[bytes, str], signatures.Headers]) -> Verdict:
    body = payloads.encoded(probe.message(2))
    return must_not_accept(
        probe, what, [Attempt(what, probe.forged(body, maker(body, probe.secret))) for maker in makers]
    )


def _unusual(payload: Any) -> bytes:
    """Write JSON with spaces, key order, escapes and numbers that no library would write."""
    data = payload["data"]
    fields = ", ".join(f'"{key}" :{json.dumps(value)}' for key, value in reversed(data.items()))
    return f'{{ "data": {{{fields} ,"rate":1.50, "word":"caf\\u00e9 é \\/"}},"topic":"{payload["topic"]}"}}\n'.encode()


def _rewritten(payload: Any) -> Iterator[bytes]:
    """Yield what JSON libraries make of a payload."""
    for sort in (False, True):
        for separators in ((",", ":"), (", ", ": ")):
            for ascii_only in (False, True):
                yield json.dumps(payload, sort_keys=sort, separators=separators, ensure_ascii=ascii_only).encode()


_MALFORMED: Final = (
    (SIGNATURE, "empty", ""),
    (SIGNATURE, "one character", "x"),
    (SIGNATURE, "v1 without a signature", "v1,"),
    (SIGNATURE, "v1 and 4 bytes", "v1,c2hvcnQ="),
    (SIGNATURE, "v1 and 64 bytes", f"v1,{'QUFB' * 22}"),
    (SIGNATURE, "not base64", "v1,%%%%"),
    (SIGNATURE, "no version", "bm90IHRoZSBzaWduYXR1cmUsIGJ1dCBhcyBsb25nIQ=="),
    (SIGNATURE, "an unknown version", "v9,bm90IHRoZSBzaWduYXR1cmUsIGJ1dCBhcyBsb25nIQ=="),
    (SIGNATURE, "outside ASCII", "v1,\xe9\xe9\xe9"),
    (SIGNATURE, "500 signatures", " ".join(["v1,QUFB"] * 500)),
    (TIMESTAMP, "empty", ""),
    (TIMESTAMP, "a word", "yesterday"),
    (TIMESTAMP, "infinity", "inf"),
    (TIMESTAMP, "400 digits", "9" * 400),
    (ID, "empty", ""),
)
_NOT_JSON: Final = {
    "half an object": b'{"topic": "sms.rec',
    "an empty body": b"",
    "a number": b"7",
    "a list": b"[]",
    "bytes that are not UTF-8": b"\xff\xfe\x00",
    "a number of 5,000 digits": b"9" * 5_000,
    "100,000 nested lists": b"[" * 100_000,
}
