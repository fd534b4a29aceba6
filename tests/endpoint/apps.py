"""A correct endpoint of a few lines, and fifteen with one mistake each.

All are WSGI applications that know nothing of this package. A class overrides the one method that has the mistake.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
import time
from collections.abc import Iterable
from typing import Any
from urllib.parse import parse_qs

SECRET = "whsec_" + base64.b64encode(b"a signing secret for tests only!").decode()
TOKEN = "a-token-for-tests-only"
OWN = "+12025550143"
LIMIT = 4_194_304
CALLS = {"CALL_RECEIVED", "call.completed"}
MESSAGES = {"SMS_RECEIVED", "SMS_SENT", "sms.received", "sms.sent"}
OTHERS = {"CONTACT_CREATED", "CONTACT_UPDATED", "PING"} | {
    *("call.received", "call.triggered", "call.answered", "tag.added", "tag.removed"),
    *("contact.created", "contact.updated", "summary.updated"),
}


class BrokenError(Exception):
    """The work fails."""


class Endpoint:
    """The correct endpoint: version 2 with a signature, version 1 with a token in the path."""

    def __init__(self, *, secret: str | None = SECRET, token: str | None = TOKEN) -> None:
        self.secret, self.token = secret, token
        self.handled: list[Any] = []
        self.breaks = False
        self.released = threading.Event()
        self._busy: set[str] = set()
        self._done: set[str] = set()
        self._lock = threading.Lock()

    def break_next(self) -> None:
        """Make the next work fail."""
        self.breaks = True

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        length = int(environ.get("CONTENT_LENGTH") or 0)
        status = 413 if length > LIMIT else self.status_of(environ, environ["wsgi.input"].read(length))
        start_response(f"{status} .", [("Content-Length", "0")])
        return [b""]

    def status_of(self, environ: dict[str, Any], body: bytes) -> int:
        """Return the status of the response."""
        if not self.is_authentic(environ, body):
            return 401
        payload = parsed(body)
        return 400 if payload is None else self.take(payload, environ.get("HTTP_WEBHOOK_ID"))

    # Who sends it

    def is_authentic(self, environ: dict[str, Any], body: bytes) -> bool:
        """Return whether Allo sent it."""
        if "HTTP_WEBHOOK_SIGNATURE" in environ or self.token is None:
            return self.is_signed(environ, body)
        return self.has_token(environ)

    def has_token(self, environ: dict[str, Any]) -> bool:
        """Return whether the path ends in the token."""
        last = environ["PATH_INFO"].rpartition("/")[2]
        return self.token is not None and hmac.compare_digest(last.encode("latin-1"), self.token.encode())

    def is_signed(self, environ: dict[str, Any], body: bytes) -> bool:
        """Return whether a signature is right, and recent."""
        if self.secret is None:
            return False
        identifier, stamp = environ.get("HTTP_WEBHOOK_ID", ""), environ.get("HTTP_WEBHOOK_TIMESTAMP", "")
        if not self.is_recent(stamp):
            return False
        expected = self.digest(self.key(self.secret), f"{identifier}.{stamp}.".encode("latin-1") + self.content(body))
        given = environ.get("HTTP_WEBHOOK_SIGNATURE", "").split(" ")
        return any(self.is_equal(entry.removeprefix("v1,"), expected) for entry in given if entry.startswith("v1,"))

    def is_recent(self, stamp: str) -> bool:
        """Return whether it was signed within 300 seconds."""
        return stamp.isascii() and stamp.isdigit() and len(stamp) < 12 and abs(time.time() - int(stamp)) <= 300

    def key(self, secret: str) -> bytes:
        """Return the key of signatures."""
        return base64.b64decode(secret.removeprefix("whsec_"))

    def content(self, body: bytes) -> bytes:
        """Return the signed body."""
        return body

    def digest(self, key: bytes, content: bytes) -> str:
        """Return the signature."""
        return base64.b64encode(hmac.new(key, content, hashlib.sha256).digest()).decode()

    def is_equal(self, given: str, expected: str) -> bool:
        """Compare two signatures in constant time."""
        return hmac.compare_digest(given.encode("latin-1"), expected.encode())

    # What is done with it

    def take(self, payload: dict[str, Any], identifier: str | None) -> int:
        """Handle an event once."""
        topic, data = payload.get("topic", payload.get("event")), payload.get("data", payload.get("body", payload))
        if topic not in CALLS | MESSAGES:
            return self.other(topic)
        other, own = self.parties(topic, data)
        if own != OWN:
            return self.foreign(topic, other)
        return self.once(identifier or key_of(payload), topic, other)

    def other(self, topic: str) -> int:  # noqa: ARG002 (a mistake uses it)
        """Acknowledge an event that is not used."""
        return 200

    def parties(self, topic: str, data: dict[str, Any]) -> tuple[Any, Any]:
        """Return the other party's number and the account's."""
        source = data.get("from_number", data.get("fromNumber"))
        target = self.called(topic, data)
        outbound = "OUTBOUND" in {data.get("direction"), data.get("type")}
        return (target, source) if outbound else (source, target)

    def called(self, topic: str, data: dict[str, Any]) -> Any:
        """Return the called number."""
        return data.get("to") if topic in CALLS else data.get("to_number")

    def foreign(self, topic: str, other: Any) -> int:  # noqa: ARG002 (a mistake uses them)
        """Refuse an event of another account."""
        return 403

    def once(self, key: str, topic: str, other: Any) -> int:
        """Do the work, unless it was done."""
        with self._lock:
            if key in self._done:
                return 200
            if key in self._busy:
                return 503
            self._busy.add(key)
        try:
            self.work(topic, other)
        except BrokenError:
            return self.broken()
        else:
            self._done.add(key)
            return 200
        finally:
            self._busy.discard(key)

    def broken(self) -> int:
        """Return the status of an event that could not be handled."""
        return 500

    def work(self, topic: str, other: Any) -> None:
        """Do the work."""
        if self.breaks:
            self.breaks = False
            raise BrokenError
        self.handled.append({"topic": topic, "other": other})


def parsed(body: bytes) -> dict[str, Any] | None:
    """Return a JSON object, None for anything else."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def key_of(payload: dict[str, Any]) -> str:
    """Return what identifies an event of version 1."""
    return json.dumps(payload, sort_keys=True)


class FailsOnUnknownTopics(Endpoint):
    """An unknown topic is an error."""

    def other(self, topic):
        return 200 if topic in OTHERS else 500


class HandlesDuplicates(Endpoint):
    """Each delivery is handled."""

    def once(self, key, topic, other):
        return super().once(f"{key}{time.monotonic_ns()}", topic, other)


class MarksBeforeTheWork(Endpoint):
    """An event counts as done before the work."""

    def once(self, key, topic, other):
        if key in self._done:
            return 200
        with self._lock:
            if key in self._done:
                return 200
            self._done.add(key)
        try:
            self.work(topic, other)
        except BrokenError:
            return 500
        return 200


class ParsesBeforeTheCheck(Endpoint):
    """The body is parsed before the signature is checked."""

    def status_of(self, environ, body):
        return 400 if parsed(body) is None else super().status_of(environ, body)


class SignsParsedJson(Endpoint):
    """The signature is that of the body after parsing and writing it."""

    def content(self, body):
        return json.dumps(json.loads(body), separators=(",", ":"), ensure_ascii=False).encode()


class ComparesHex(Endpoint):
    """The signature is expected in hexadecimal."""

    def digest(self, key, content):
        return hmac.new(key, content, hashlib.sha256).hexdigest()


class DoesNotDecodeTheSecret(Endpoint):
    """The characters of the secret are the key."""

    def key(self, secret):
        return secret.encode()


class AcceptsWithoutSecret(Endpoint):
    """If the secret is not set, everything is accepted."""

    def __init__(self) -> None:
        super().__init__(secret=None, token=None)

    def is_authentic(self, environ, body):
        return not self.secret or super().is_authentic(environ, body)


class RaisesOnOtherLengths(Endpoint):
    """The comparison raises on strings of different length, as `timingSafeEqual` does."""

    def is_equal(self, given, expected):
        if len(given) != len(expected):
            raise ValueError("Input buffers must have the same byte length")
        return super().is_equal(given, expected)


class TakesTheTokenFromTheQuery(Endpoint):
    """The token may also be in the query."""

    def has_token(self, environ):
        return super().has_token(environ) or self.token in parse_qs(environ["QUERY_STRING"]).get("token", [])


class HandlesBeforeOwnNumber(Endpoint):
    """An event is handled, and then it is checked whether it is for this account."""

    def foreign(self, topic, other):
        self.work(topic, other)
        return super().foreign(topic, other)


class AcknowledgesFailures(Endpoint):
    """A failure is answered with 200."""

    def broken(self):
        return 200


class ReadsToNumber(Endpoint):
    """The called number of a completed call is read from `to_number`, which it does not have."""

    def called(self, topic, data):
        return data.get("to_number") if topic == "call.completed" else super().called(topic, data)


class AcceptsStaleTimestamps(Endpoint):
    """A delivery may have been signed at any time."""

    def is_recent(self, stamp):
        return stamp.isascii() and stamp.isdigit()


class Blocks(Endpoint):
    """The work takes 25 seconds before the response, or until `released` is set."""

    def work(self, topic, other):
        self.released.wait(25)
        super().work(topic, other)


MISTAKES = {
    "unknown-topic": FailsOnUnknownTopics,
    "duplicates": HandlesDuplicates,
    "repetition": MarksBeforeTheWork,
    "body-before-check": ParsesBeforeTheCheck,
    "raw-body": SignsParsedJson,
    "hex-digest": ComparesHex,
    "undecoded-secret": DoesNotDecodeTheSecret,
    "unsigned": AcceptsWithoutSecret,
    "malformed-signature": RaisesOnOtherLengths,
    "token-in-query": TakesTheTokenFromTheQuery,
    "own-number": HandlesBeforeOwnNumber,
    "failure": AcknowledgesFailures,
    "completed-call": ReadsToNumber,
    "stale-timestamp": AcceptsStaleTimestamps,
    "in-time": Blocks,
}
"""The check that fails, and the endpoint with the mistake."""
