"""Version 2's deliveries in MockAllo: signed, repeated on schedule, late, twice and out of order on demand."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import httpx
import pytest
from standardwebhooks.webhooks import Webhook

from allo_ext import AlloClient
from allo_ext.testing import MissingExtraError, MockAllo

URL = "https://hooks.example.com/v2"
HOUR = 3_600
SCHEDULE = [0, 5, 300, 1_800, 7_200, 18_000, 36_000, 36_000]


class Endpoint:
    """A WSGI endpoint that notes what arrives and when, and answers as it is told."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self.status = 200
        self.clock = clock
        self.received: list[tuple[datetime, dict[str, str], bytes]] = []

    def __call__(self, environ: dict, start_response: Callable) -> list[bytes]:
        body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
        headers = {name: environ[f"HTTP_WEBHOOK_{name.upper()}"] for name in ("id", "timestamp", "signature")}
        self.received.append((self.clock(), headers, body))
        start_response(f"{self.status} -", [])
        return [b""]

    @property
    def topics(self) -> list[str]:
        return [json.loads(body)["topic"] for _, _, body in self.received]

    @property
    def times(self) -> list[datetime]:
        return [at for at, _, _ in self.received]

    @property
    def ids(self) -> list[str]:
        return [headers["id"] for _, headers, _ in self.received]


@pytest.fixture
def mock() -> MockAllo:
    return MockAllo(contacts=20, calls=60, validate_replies=True)


@pytest.fixture
def allo(mock: MockAllo) -> Iterator[AlloClient]:
    with AlloClient("key", transport=mock.transport, pace=None) as allo:
        yield allo


@pytest.fixture
def endpoint(mock: MockAllo) -> Endpoint:
    endpoint = Endpoint(lambda: mock.clock.now)
    mock.forward(URL, endpoint)
    return endpoint


def test_a_delivery_is_signed_with_the_secret_of_its_endpoint(mock, allo, endpoint):
    """The library that receivers use accepts what the mock sends, with the secret that `create` returned."""
    secret = allo.v2.webhooks.create(url=URL, topics=["call.completed"]).signing_secret
    mock.simulate_call(summary="Échange très cordial")
    ((_, headers, body),) = endpoint.received

    named = {f"webhook-{name}": value for name, value in headers.items()}
    assert Webhook(secret).verify(body, named)["data"]["summary"] == "Échange très cordial"
    assert secret not in repr(mock.deliveries)


def test_a_failed_delivery_is_repeated_on_the_documented_schedule(mock, allo, endpoint, monkeypatch):
    """Eight attempts in 27.5 hours: the same id and body, and a fresh time and signature for each attempt."""
    real = iter(range(1_800_000_000, 1_900_000_000, 7))
    monkeypatch.setattr(time, "time", lambda: next(real))
    allo.v2.webhooks.create(url=URL, topics=["call.completed"])
    endpoint.status = 503
    mock.simulate_call()
    mock.clock.advance(timedelta(days=3))

    waits = [(later - earlier).total_seconds() for earlier, later in pairwise(endpoint.times)]
    assert waits == SCHEDULE[1:]
    assert len(set(endpoint.ids)) == len({body for _, _, body in endpoint.received}) == 1
    for name in ("timestamp", "signature"):
        assert len({headers[name] for _, headers, _ in endpoint.received}) == len(SCHEDULE)
    assert [(one.attempt, one.status) for one in mock.deliveries] == [(n + 1, 503) for n in range(len(SCHEDULE))]
    assert mock.scheduled == []


@pytest.mark.parametrize("status", [204, 299], ids=str)
def test_a_success_ends_the_attempts(mock, allo, endpoint, status):
    """Any 2xx acknowledges."""
    allo.v2.webhooks.create(url=URL, topics=["call.completed"])
    endpoint.status = 500
    mock.simulate_call()
    endpoint.status = status
    mock.clock.advance(5)
    mock.clock.advance(timedelta(days=2))

    assert [delivery.status for delivery in mock.deliveries] == [500, status]


@pytest.mark.parametrize("status", [301, 307, 400, 404, 410, 500], ids=str)
def test_every_other_status_is_a_failure(mock, allo, endpoint, status):
    """Redirects too: they are not followed."""
    allo.v2.webhooks.create(url=URL, topics=["call.completed"])
    endpoint.status = status
    mock.simulate_call()

    (again,) = mock.scheduled
    assert (again.attempt, again.due - mock.clock.now.timestamp()) == (2, 5)


def test_version_1_does_not_repeat(mock, allo, endpoint):
    """A redelivery of version 1 is not documented, so the mock does not invent one."""
    mock.forward("https://hooks.example.com/v1", httpx.MockTransport(lambda _: httpx.Response(500)))
    allo.webhooks.create(allo_number=mock.numbers[0], url="https://hooks.example.com/v1", topics=["CALL_RECEIVED"])
    mock.simulate_call()
    mock.clock.advance(timedelta(days=2))

    assert [delivery.status for delivery in mock.deliveries] == [500]


def test_a_running_clock_makes_repeats_due_too(mock):
    """With `now=` a function, repeats are due by its time."""
    hands = [datetime(2026, 11, 25, 14, 7, tzinfo=UTC)]
    mock = MockAllo(contacts=0, calls=0, now=lambda: hands[0])
    endpoint = Endpoint(lambda: mock.clock.now)
    endpoint.status = 500
    mock.forward(URL, endpoint)
    with AlloClient("key", transport=mock.transport) as allo:
        allo.v2.webhooks.create(url=URL, topics=["sms.received"])
    mock.simulate_sms(contact_number="+12025550178")
    for seconds in (4, 1, 299, 1):
        hands[0] += timedelta(seconds=seconds)
        mock.deliver_waiting()

    assert [at.second for at in endpoint.times] == [0, 5, 5]


def fail_for(mock: MockAllo, endpoint: Endpoint, hours: float, *, every: float = 1.0) -> None:
    """Let a call happen every so many hours, which the endpoint refuses."""
    endpoint.status = 500
    passed = 0.0
    while passed < hours:
        mock.simulate_call(contact_number="+12025550178")
        mock.clock.advance(every * HOUR)
        passed += every


@pytest.mark.parametrize(
    ("hours", "enabled"),
    [
        pytest.param(11, True, id="not-twelve-hours-apart"),
        pytest.param(12 + 119, True, id="less-than-five-days"),
        pytest.param(12 + 121, False, id="five-days"),
    ],
)
def test_an_endpoint_that_fails_for_five_days_is_disabled(mock, allo, endpoint, hours, enabled):
    """The five days start when failures are at least twelve hours apart within a day."""
    hook = allo.v2.webhooks.create(url=URL, topics=["call.completed"])
    fail_for(mock, endpoint, hours)

    assert allo.v2.webhooks.get(hook.id).enabled is enabled
    assert [one.enabled for one in allo.v2.webhooks.list()] == [enabled]


def test_one_success_starts_the_count_again(mock, allo, endpoint):
    """Five days without any success are needed."""
    hook = allo.v2.webhooks.create(url=URL, topics=["call.completed"])
    fail_for(mock, endpoint, 120)
    endpoint.status = 200
    mock.simulate_call()
    fail_for(mock, endpoint, 120)

    assert allo.v2.webhooks.get(hook.id).enabled


def test_a_disabled_endpoint_gets_nothing_until_it_is_enabled(mock, allo, endpoint):
    """Its waiting attempts are dropped, new events are not sent; after an update new events arrive again."""
    hook = allo.v2.webhooks.create(url=URL, topics=["call.completed"])
    fail_for(mock, endpoint, 134)
    tried = len(endpoint.received)
    mock.simulate_call()
    mock.clock.advance(timedelta(days=2))
    assert (len(endpoint.received), mock.scheduled) == (tried, [])

    endpoint.status = 200
    assert allo.v2.webhooks.update(hook.id, enabled=True).enabled
    mock.simulate_call()
    assert len(endpoint.received) == tried + 1
    assert mock.deliveries[-1].status == 200


def test_attempts_follow_a_change_of_the_endpoint(mock, allo, endpoint):
    """The next attempt goes to the new URL, and none goes to a deleted webhook."""
    hook = allo.v2.webhooks.create(url="https://hooks.example.com/old", topics=["call.completed"])
    mock.forward("https://hooks.example.com/old", httpx.MockTransport(lambda _: httpx.Response(500)))
    mock.simulate_call()
    allo.v2.webhooks.update(hook.id, url=URL)
    mock.simulate_call()
    mock.clock.advance(5)
    assert endpoint.topics == ["call.completed"]

    mock.clock.advance(300)
    endpoint.status = 500
    mock.simulate_call()
    allo.v2.webhooks.delete(hook.id)
    seen = len(endpoint.received)
    mock.clock.advance(timedelta(days=2))
    assert len(endpoint.received) == seen


def test_deliveries_are_late_on_demand(mock, allo, endpoint):
    """`deliver_next` delays a topic: the call was triggered 22 minutes after it was completed."""
    allo.v2.webhooks.create(url=URL, topics=["call.triggered", "call.answered", "call.completed"])
    mock.deliver_next("call.triggered", late=timedelta(minutes=22))
    mock.simulate_call(direction="OUTBOUND")
    assert endpoint.topics == ["call.answered", "call.completed"]

    mock.clock.advance(timedelta(minutes=22))
    assert endpoint.topics == ["call.answered", "call.completed", "call.triggered"]
    mock.simulate_call(direction="OUTBOUND")
    assert endpoint.topics[3:] == ["call.triggered", "call.answered", "call.completed"]


def test_deliveries_come_twice_on_demand(mock, allo, endpoint):
    """With the same id; and `redeliver` posts one again later."""
    allo.v2.webhooks.create(url=URL, topics=["call.completed"])
    mock.deliver_next(copies=3)
    mock.simulate_call()
    mock.simulate_call()
    again = mock.redeliver(mock.deliveries[0])

    first, second = endpoint.ids[0], endpoint.ids[3]
    assert endpoint.ids == [first, first, first, second, first]
    assert (again.status, again.attempt) == (200, 2)


def test_deliveries_come_out_of_order_on_demand(mock, allo, endpoint):
    """The newest first."""
    allo.v2.webhooks.create(url=URL, topics=["call.received", "call.answered", "call.completed", "sms.received"])
    with mock.out_of_order():
        mock.simulate_call()
        mock.simulate_sms()
        assert endpoint.topics == []

    assert endpoint.topics == ["sms.received", "call.completed", "call.answered", "call.received"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param({"late": -1}, "late must not be negative", id="late"),
        pytest.param({"late": "1h"}, "late must be a number", id="late-as-string"),
        pytest.param({"times": 0}, "times must be at least 1", id="times"),
        pytest.param({"copies": 1000}, "copies must be at most 100", id="copies"),
        pytest.param({"topic": ""}, "topic must not be empty", id="topic"),
    ],
)
def test_what_cannot_be_planned_is_refused(mock, arguments, message):
    """With a sentence."""
    with pytest.raises(ValueError, match=message):
        mock.deliver_next(**arguments)


@pytest.mark.parametrize("by", [-1, float("nan"), float("inf"), "1", None, timedelta(seconds=-1), 10**12], ids=repr)
def test_time_does_not_go_back(mock, by):
    """Or in any other direction than forward."""
    with pytest.raises(ValueError, match="by must"):
        mock.clock.advance(by)


def test_advancing_is_the_time_of_everything(mock, allo):
    """Calls, quotas and idempotency keys are in the same time."""
    before = mock.clock.now
    mock.add_key("small", daily_quota=1, quota_reset=600)
    with AlloClient("small", transport=mock.transport) as small:
        small.numbers.list()
        mock.clock.advance(timedelta(minutes=10))
        small.numbers.list()
    call = mock.simulate_call()

    assert mock.clock.now - before == timedelta(minutes=10)
    assert before + timedelta(minutes=10) <= datetime.fromtimestamp(call.start, UTC) <= before + timedelta(minutes=11)


def test_other_programs_advance_the_clock_of_a_mock_on_a_port(mock, endpoint):
    """The control routes repeat, delay and duplicate deliveries."""
    with mock.serve() as served, httpx.Client(base_url=served.origin, trust_env=False) as http:

        def tell(route: str, **arguments: object) -> dict:
            return http.post(f"/_mock/{route}", json=arguments).raise_for_status().json()

        with AlloClient("key", base_url=served.base_url, pace=None) as allo:
            allo.v2.webhooks.create(url=URL, topics=["sms.received"])
        endpoint.status = 500
        mock.simulate_sms(contact_number="+12025550178")
        deadline = time.monotonic() + 20
        while not mock.scheduled and time.monotonic() < deadline:
            time.sleep(0.01)
        endpoint.status = 200
        now = tell("clock", by=5)["now"]
        told = http.get("/_mock/deliveries").json()["deliveries"]
        again = tell("redeliver", id=told[0]["id"])
        tell("deliver_next", late=60)
        unknown = http.post("/_mock/redeliver", json={"id": "msg_none"})

    assert datetime.fromisoformat(now) == mock.clock.now
    assert [(one["status"], one["attempt"]) for one in told] == [(500, 1), (200, 2)]
    assert (again["status"], again["id"]) == (200, told[0]["id"])
    assert (unknown.status_code, list(unknown.json())) == (422, ["message"])
    assert len(endpoint.received) == 3


def test_on_a_port_repeats_need_no_help_while_the_clock_runs():
    """As with `allo mock`: here ten minutes pass in a second."""
    began, start = datetime(2026, 11, 25, 14, 7, tzinfo=UTC), time.monotonic()
    mock = MockAllo(contacts=0, calls=0, now=lambda: began + timedelta(minutes=10 * (time.monotonic() - start)))
    endpoint = Endpoint(lambda: mock.clock.now)
    endpoint.status = 500
    mock.forward(URL, endpoint)
    with mock.serve() as served, AlloClient("key", base_url=served.base_url, pace=None) as allo:
        allo.v2.webhooks.create(url=URL, topics=["sms.received"])
        mock.simulate_sms(contact_number="+12025550178")
        deadline = time.monotonic() + 30
        while len(endpoint.received) < 3 and time.monotonic() < deadline:
            time.sleep(0.01)

    assert [delivery.attempt for delivery in mock.deliveries[:3]] == [1, 2, 3]
    assert len(set(endpoint.ids)) == 1


def test_a_mock_without_the_library_says_what_to_install(mock, allo, endpoint, monkeypatch):
    """Only when a delivery must be signed: version 1 works without it."""
    monkeypatch.setitem(sys.modules, "standardwebhooks", None)
    monkeypatch.setitem(sys.modules, "standardwebhooks.webhooks", None)
    allo.webhooks.create(allo_number=mock.numbers[0], url="https://other.example/", topics=["SMS_RECEIVED"])
    mock.simulate_sms()
    allo.v2.webhooks.create(url=URL, topics=["call.completed"])

    with pytest.raises(MissingExtraError, match=r"needs standardwebhooks: pip install 'withallo-sdk\[webhooks\]'"):
        mock.simulate_call()
