"""Whatever comes in, `handle` answers. ALLO_FUZZ sets how many requests are tried, 50000 unless given."""

from __future__ import annotations

import gc
import json
import os
import random
import time
from collections.abc import Iterable

import pytest

from allo_ext.receiver import Reply, Request, WebhookReceiver
from allo_ext.testing import event

pytestmark = pytest.mark.slow

COUNT = int(os.environ.get("ALLO_FUZZ", "50000"))
TOKEN = "0123456789abcdefABCDEF"
OWN = "+12025550143"
TOPICS = ("CALL_RECEIVED", "SMS_RECEIVED", "SMS_SENT", "CONTACT_CREATED", "CONTACT_UPDATED", "PING", "call.received")
GENERATIONS = ("event", "body", "camel", "snake", "v2")
PATHS = (f"/{TOKEN}/", "/", "", "//", f"/{TOKEN}%", "/é\udcff\x00")
CLIENTS = ("203.0.113.7", "10.0.0.1", "::ffff:10.0.0.1", "fe80::1%eth0", None, "", "testclient", "\udcff")
STATUSES = {200, 400, 403, 404, 405, 413}
NASTY = (
    None, True, False, 0, -1, 10**30, 1e308, -0.0, "", " ", "anonymous", "\ud800", "\x00", "\u202e", "9" * 400, "null",
    "2026-02-30T00:00:00Z", "0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59", "20260101", "T", "12:00", "-0-0",
    "99999h 99999m 99999s", "h", [], {}, [[]], [None], [{}], {"": {}}, {"transcripts": 7}, {"number": {}}, [1, "a", {}],
    "https://example.com", "+33199000042", "INBOUND", "OUTBOUND", "SIDEWAYS", {"id": None, "name": []}, float("nan"),
    float("inf"),
)  # fmt: skip
PIECES = (
    b"{", b"}", b"[", b"]", b'"', b":", b",", b"\\", b"\\u", b"\\ud83d", b"\x00", b"\xff", b"\xed\xa0\x80",
    b"\xef\xbb\xbf", b"NaN", b"Infinity", b"-", b"1e999", b"1" * 5000, b"[" * 2000, b'{"a":' * 2000, b"null", b"true",
    b'"topic":"PING"', b'"data":{}', b'"event":7', b"\r\n", b"0x10", b"'", b"//",
)  # fmt: skip


class Source(random.Random):
    """Makes requests from a seed."""

    def payload(self):
        return event(self.choice(TOPICS), generation=self.choice(GENERATIONS))

    def mutate(self, value, depth=0):
        """Change something in a payload, anywhere."""
        if depth > 4 or self.random() < 0.15:
            return self.choice(NASTY)
        if isinstance(value, dict) and value:
            key = self.choice(list(value))
            change = self.randrange(5)
            if change == 0:
                return {name: item for name, item in value.items() if name != key}
            if change == 1:
                return {
                    **value,
                    self.choice(("to", "toNumber", "id", "x" * 99, "", "é", key.upper())): self.choice(NASTY),
                }
            return {**value, key: self.mutate(value[key], depth + 1)}
        if isinstance(value, list) and value:
            return [*value[1:], self.mutate(value[0], depth + 1)] * self.choice((1, 1, 2, 30))
        return self.choice(NASTY)

    def body(self):
        kind = self.randrange(8)
        if kind == 0:
            return self.randbytes(self.choice((0, 1, 2, 16, 300, 5000)))
        if kind == 1:
            return b"".join(self.choices(PIECES, k=self.randrange(12)))
        payload = self.payload()
        for _ in range(self.randrange(4)):
            payload = self.mutate(payload)
        body = json.dumps(payload, ensure_ascii=self.random() < 0.9).encode("utf-8", "surrogatepass")
        if kind == 2:
            return body[: self.randrange(len(body) + 1)]
        if kind == 3:
            at = self.randrange(len(body) + 1)
            return body[:at] + self.choice(PIECES) + body[at + self.randrange(4) :]
        if kind == 4:
            flipped = bytearray(body)
            for _ in range(self.randrange(1, 6)):
                flipped[self.randrange(len(flipped))] = self.randrange(256)
            return bytes(flipped)
        return body

    def text(self):
        words = (
            "",
            "https",
            "http",
            "https, http",
            "203.0.113.7",
            "10.0.0.1",
            "::1",
            "[",
            "é",
            "\udcff",
            "9" * 5000,
            "-5",
        )
        return self.choice((*words, "10.0.0.1, " * 40, str(self.randrange(10**7)), self.randbytes(8).decode("latin-1")))

    def headers(self):
        names = ("X-Forwarded-For", "x-forwarded-proto", "Content-Length", "CONTENT-LENGTH", "", "é", "Host", "\x00")
        pairs = [(self.choice(names), self.text()) for _ in range(self.randrange(6))]
        kind = self.randrange(6)
        if kind == 0:
            return dict(pairs)
        if kind == 1:
            return [
                (name.encode("utf-8", "surrogatepass"), text.encode("utf-8", "surrogatepass")) for name, text in pairs
            ]
        if kind == 2:
            return [*pairs, self.choice((None, 7, "ab", ("a",), ("a", "b", "c"), (None, None), [b"a", 7], {}))]
        if kind == 3:
            return self.choice(({}, [], (), None, 7, "x-forwarded-proto", iter(pairs), {b"a": 7, None: None}))
        return pairs

    def request(self):
        whole = self.random() < 0.7
        return Request(
            method="POST" if whole else self.choice(("POST", "GET", "", "post", "\udcff", "P\n")),
            path=f"/allo/{TOKEN}" if whole else self.choice(PATHS),
            headers={} if whole and self.random() < 0.5 else self.headers(),
            body=self.body(),
            client=self.choice(CLIENTS),
            scheme="https" if whole else self.choice(("https", "http", "", "ws")),
        )  # fmt: skip


def receivers():
    for settings in (
        {"numbers": {OWN, "+33199000042"}},
        {
            "numbers": None,
            "require_https": False,
            "token": None,
            "dangerously_accept_unauthenticated": True,
            "trusted_proxies": ["10.0.0.0/8", "unix"],
        },
        {
            "numbers": {OWN},
            "networks": ["203.0.113.0/24", "fe80::/10"],
            "trusted_proxies": ["0.0.0.0/0"],
            "max_body": 900,
        },
    ):
        receiver = WebhookReceiver(**{"token": TOKEN, "max_per_minute": None, **settings})
        # What a handler would do: look at everything.
        receiver.on("*")(lambda event: (repr(event), event.allo_number, hash(event.received_at)))
        yield receiver


SIGNATURE_HEADERS = ("webhook-id", "webhook-timestamp", "webhook-signature")
HOSTILE = (
    "", " ", ",", "v1", "v1,", "v1,a", "v1,a,b", "v1,%%%", "v1,é", "v1,\udcff", "v1a,AAAA", "v2,AAAA", "v1,AAAA " * 900,
    "x" * 5000, "nan", "inf", "-inf", "-1", "1e400", "0x10", "9" * 400, "1_0", "٣", "\x00", "msg.1", ".", "1.0", "None",
    "v1," + "A" * 44, "v1," + "=" * 44,
)  # fmt: skip


class SignedSource(Source):
    """The same with signature headers: valid ones, mutated ones, parts of them."""

    def __init__(self, seed, sign) -> None:
        super().__init__(seed)
        self.sign = sign

    def topics(self):
        return self.choice((*TOPICS, "call.triggered", "call.answered", "tag.added", "summary.updated", "new.topic"))

    def payload(self):
        return event(self.topics(), generation=self.choice((*GENERATIONS, "v2", "v2", "v2")))

    def signed(self, body):
        sent = int(time.time()) + self.choice((*[0] * 12, 290, -290, 310, -310, 10**6, 10**11))
        headers = self.sign(body, message_id=self.choice(("msg_1", f"msg_{self.random()}", "a.b")), timestamp=sent)
        kind = self.randrange(9)
        if kind == 0:
            headers[self.choice(SIGNATURE_HEADERS)] = self.choice(HOSTILE)
        elif kind == 1:
            del headers[self.choice(SIGNATURE_HEADERS)]
        elif kind == 2:
            parts = [headers["webhook-signature"], *self.choices(HOSTILE, k=self.randrange(4))]
            headers["webhook-signature"] = " ".join(self.sample(parts, len(parts)))
        pairs = [(self.choice((name, name.title(), name.upper())), value) for name, value in headers.items()]
        if kind == 3:
            pairs.append((self.choice(SIGNATURE_HEADERS), self.choice(HOSTILE)))
        if self.random() < 0.2:
            return [
                (name.encode("utf-8", "surrogatepass"), text.encode("utf-8", "surrogatepass")) for name, text in pairs
            ]
        more = self.headers()
        return [*pairs, *more] if isinstance(more, list) and self.random() < 0.3 else pairs

    def request(self):
        request = super().request()
        headers = self.signed(request.body if self.random() < 0.9 else self.body())
        path = request.path if self.random() < 0.5 else self.choice(PATHS)
        return Request(request.method, path, headers, request.body, request.client, request.scheme)


@pytest.fixture
def frozen_heap():
    """Keep the collector off what pytest and other tests have left: going through that is not the receiver's time."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


def tally(source: Source, endpoints: list[WebhookReceiver], allowed: Iterable[int]) -> dict[int, int]:
    """Send requests to each endpoint in turn, and return how often each status was the reply."""
    statuses = dict.fromkeys(allowed, 0)
    slowest = 0.0
    for number in range(COUNT):
        request = source.request()
        began = time.process_time()
        reply = endpoints[number % len(endpoints)].handle(request)
        slowest = max(slowest, time.process_time() - began)
        assert isinstance(reply, Reply), request
        assert reply.status in statuses, (reply, request.body, request.headers, request.path)
        statuses[reply.status] += 1
    print(f"\n{COUNT} requests: {statuses}; the slowest took {slowest * 1000:.1f} ms of CPU")  # noqa: T201 (shown with -s)
    return statuses


@pytest.mark.usefixtures("frozen_heap")
def test_whatever_comes_in_is_answered(caplog):
    """Random bodies and header sets, and real ones mutated, are answered with a status that has a meaning."""
    source = Source(4)
    endpoints = list(receivers())
    statuses = tally(source, endpoints, STATUSES)

    assert caplog.messages == []
    assert all(count > COUNT / 1000 for count in statuses.values())


@pytest.mark.usefixtures("frozen_heap")
def test_whatever_is_signed_is_answered(signed, secret, caplog):
    """Hostile signature headers, over bodies of every kind, are answered too; nothing is raised or logged."""
    source = SignedSource(16, signed)
    other = "whsec_b3RoZXIgcGxhaW4gd29yZHM="
    endpoints = [
        WebhookReceiver(secret=secret, max_per_minute=None),
        WebhookReceiver(TOKEN, None, secret=[other, secret], max_per_minute=None),
        WebhookReceiver(TOKEN, {OWN}, secret=secret, max_per_minute=None, trusted_proxies=["0.0.0.0/0"], max_body=900),
    ]
    for endpoint in endpoints:
        endpoint.on("*")(lambda event: (repr(event), event.allo_number, hash(event.received_at)))
    statuses = tally(source, endpoints, (*STATUSES, 401))

    assert caplog.messages == []
    assert all(count > COUNT / 1000 for status, count in statuses.items() if status != 404)


@pytest.mark.parametrize("body", ["text", None, 7, [], {}], ids=repr)
def test_even_an_adapter_that_is_wrong_is_answered(body):
    """What is no request at all is answered too; it is the adapter's fault, hence 500."""
    receiver = next(receivers())

    assert receiver.handle(Request("POST", f"/{TOKEN}", {}, body, "203.0.113.7")).status in {400, 500}
    assert receiver.handle(body).status == 500
