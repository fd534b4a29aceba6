"""Webhooks: which events go where, and how they get there in process."""

from __future__ import annotations

import json

import anyio
import httpx
import pytest

from allo_ext.testing import MockAllo
from allo_ext.testing._engine.spec import load_spec

URL = "https://hooks.example.com/allo"
EVERYTHING = ["PING", "CALL_RECEIVED", "SMS_RECEIVED", "SMS_SENT", "CONTACT_CREATED", "CONTACT_UPDATED"]


class Receiver:
    """Keeps what is posted to it; an ASGI app, a WSGI app, and an httpx transport's handler."""

    def __init__(self, status: int = 200) -> None:
        self.status = status
        self.received: list[tuple[str, dict]] = []

    async def asgi(self, scope, receive, send) -> None:
        body = (await receive())["body"]
        self.received.append((scope["path"], json.loads(body)))
        await send({"type": "http.response.start", "status": self.status, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    def wsgi(self, environ, start_response) -> list[bytes]:
        body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
        self.received.append((environ["PATH_INFO"], json.loads(body)))
        start_response(f"{self.status} -", [])
        return [b""]

    def http(self, request: httpx.Request) -> httpx.Response:
        self.received.append((request.url.path, json.loads(request.content)))
        return httpx.Response(self.status)


def register(http: httpx.Client, mock: MockAllo, *, topics=EVERYTHING, line=0, enabled=True) -> str:
    body = {"allo_number": mock.numbers[line], "url": URL, "topics": topics, "enabled": enabled}
    return http.post("/webhooks", json=body).json()["data"]["id"]


def topics(mock: MockAllo) -> list[str]:
    return [delivery.topic for delivery in mock.deliveries]


def test_everything_that_happens_is_told(mock, http):
    """Contacts, SMS, calls and pings give one delivery each, of a shape that the document has."""
    register(http, mock)
    contact = http.post("/contacts", json={"numbers": ["+12125550105"], "name": "Ann"}).json()["data"]["id"]
    http.put(f"/contacts/{contact}", json={"job_title": "CEO"})
    http.post("/sms", json={"from": mock.numbers[0], "to": "+12125550105", "message": "Hi"})
    mock.simulate_sms(contact_number="+12125550105")
    mock.simulate_call(contact_number="+12125550105")
    mock.simulate_ping()

    told = ["CONTACT_CREATED", "CONTACT_UPDATED", "SMS_SENT", "SMS_RECEIVED", "CALL_RECEIVED", "PING"]
    assert topics(mock) == told
    assert {delivery.url for delivery in mock.deliveries} == {URL}
    for delivery in mock.deliveries:
        assert load_spec().event(delivery.topic).is_valid(delivery.payload)


def test_a_delivery_speaks_its_own_dialect(mock, http):
    """The call has `to`, transcriptions and a Z, no allo_number; the contact's company is a string."""
    register(http, mock)
    listed = http.get("/contacts", params={"size": 60}).json()["data"]["results"]
    contact = next(entry for entry in listed if entry["company"])
    http.put(f"/contacts/{contact['id']}", json={"job_title": "CEO"})
    call = mock.simulate_call(direction="OUTBOUND", contact_number=contact["numbers"][0])
    person, told = (delivery.payload["data"] for delivery in mock.deliveries)

    assert person["company"] == contact["company"]["name"]
    assert (told["id"], told["from_number"], told["to"]) == (call.id, mock.numbers[0], contact["numbers"][0])
    assert (told["type"], told["from_name"]) == ("OUTBOUND", "Head office")
    assert told["start_date"].endswith("Z")
    assert told["transcriptions"]
    assert not {"allo_number", "to_number", "transcript"} & set(told)


def test_a_webhook_hears_of_its_own_number_and_topics_only(mock, http):
    """Other lines, other topics, and webhooks that are off or gone give nothing; contacts concern all."""
    register(http, mock, line=1, topics=["CALL_RECEIVED", "CONTACT_CREATED"])
    register(http, mock, line=1, enabled=False)
    http.delete(f"/webhooks/{register(http, mock, line=1)}")
    mock.simulate_call(mock.numbers[0])
    mock.simulate_sms(mock.numbers[1])
    http.post("/contacts", json={"numbers": ["+33639981234"]})
    mock.simulate_call(mock.numbers[1])

    assert topics(mock) == ["CONTACT_CREATED", "CALL_RECEIVED"]


def test_an_sms_under_a_sender_id_belongs_to_no_number(mock, http):
    """No webhook hears of it."""
    register(http, mock, line=3)
    http.post("/sms", json={"sender_id": "MyCompany", "to": "+33639981234", "message": "Salut"})

    assert topics(mock) == []


def test_deliveries_are_only_noted_unless_there_is_somewhere_to_go(mock, http):
    """Without a target, no status and no error."""
    register(http, mock)
    mock.simulate_ping()

    assert [(delivery.status, delivery.error) for delivery in mock.deliveries] == [(None, None)]


@pytest.mark.parametrize("kind", ["asgi", "wsgi", "http"])
def test_deliveries_reach_an_application(kind):
    """Whatever kind the receiver is, it has the payload when `simulate_call` returns, and its answer is noted."""
    receiver = Receiver(202)
    target = httpx.MockTransport(receiver.http) if kind == "http" else getattr(receiver, kind)
    mock = MockAllo(contacts=5, calls=0, deliver_to=target)
    with httpx.Client(
        transport=mock.transport, base_url="https://x.example/v1/api", headers={"Authorization": "key"}
    ) as http:
        register(http, mock, topics=["CALL_RECEIVED", "CONTACT_CREATED"])
        call = mock.simulate_call()
        http.post("/contacts", json={"numbers": ["+33639981234"]})

    assert [path for path, _ in receiver.received] == ["/allo", "/allo"]
    assert [payload["topic"] for _, payload in receiver.received] == ["CALL_RECEIVED", "CONTACT_CREATED"]
    assert receiver.received[0][1]["data"]["id"] == call.id
    assert [delivery.status for delivery in mock.deliveries] == [202, 202]


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_deliveries_reach_an_application_from_within_a_loop(backend):
    """An async client that causes an event does not hang, whichever loop it runs on."""
    receiver = Receiver()
    mock = MockAllo(contacts=5, calls=0, deliver_to=receiver.asgi)

    async def create() -> None:
        headers = {"Authorization": "key"}
        async with httpx.AsyncClient(
            transport=mock.transport, base_url="https://x.example/v1/api", headers=headers
        ) as http:
            await http.post("/webhooks", json={"allo_number": mock.numbers[0], "url": URL, "topics": EVERYTHING})
            await http.post("/contacts", json={"numbers": ["+33639981234"]})
            assert len(receiver.received) == 1
            mock.simulate_ping()

    anyio.run(create, backend=backend)

    assert [payload["topic"] for _, payload in receiver.received] == ["CONTACT_CREATED", "PING"]


def test_a_url_can_lead_somewhere_else(mock, http):
    """What is meant for a public URL goes to a receiver of the test; the longest beginning decides."""
    public, other = Receiver(), Receiver()
    mock.forward("https://hooks.example.com", httpx.MockTransport(public.http))
    mock.forward(URL, httpx.MockTransport(other.http))
    for url in (URL, "https://hooks.example.com/else"):
        http.post("/webhooks", json={"allo_number": mock.numbers[0], "url": url, "topics": ["PING"]})
    mock.simulate_ping()

    assert [path for path, _ in public.received] == ["/else"]
    assert [path for path, _ in other.received] == ["/allo"]


def test_a_receiver_that_fails_is_noted(mock, http):
    """An application that raises does not disturb whoever caused the event."""

    async def broken(scope, receive, send) -> None:
        raise RuntimeError("no")

    mock.forward(URL, broken)
    register(http, mock)
    mock.simulate_ping()

    assert [(delivery.status, delivery.error) for delivery in mock.deliveries] == [(None, "RuntimeError: no")]


def test_a_payload_can_be_posted_by_hand(mock):
    """`deliver` posts anything to an application, and returns what it answered."""
    receiver = Receiver(401)
    delivery = mock.deliver({"topic": "NEW_TOPIC", "data": {}}, receiver.asgi)

    assert (delivery.topic, delivery.status) == ("NEW_TOPIC", 401)
    assert receiver.received == [("/", {"topic": "NEW_TOPIC", "data": {}})]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param({"allo_number": "+12125550105"}, "allo_number must be one of", id="not-own"),
        pytest.param({"direction": "SIDEWAYS"}, "INBOUND or OUTBOUND", id="direction"),
        pytest.param({"contact_number": "0639981234"}, "must be in E.164", id="number"),
    ],
)
def test_what_cannot_happen_is_refused(mock, arguments, message):
    """A call that the account could not have had is a mistake of the test."""
    with pytest.raises(ValueError, match=message):
        mock.simulate_call(**arguments)


def test_a_call_can_be_told_in_detail(mock, http):
    """What is given is used, in the list and in the payload alike."""
    register(http, mock)
    call = mock.simulate_call(
        direction="OUTBOUND",
        result="VOICEMAIL",
        length_in_minutes=1.5,
        summary="Left a message.",
        tag="follow_up",
        transcript=[("USER", "Call me back.")],
        recording=False,
    )
    query = {"allo_number": mock.numbers[0], "size": 1}
    (listed,) = http.get("/calls", params=query).json()["data"]["results"]

    assert (listed["id"], listed["type"], listed["result"]) == (call.id, "OUTBOUND", "VOICEMAIL")
    assert (listed["length_in_minutes"], listed["summary"], listed["tag"]) == (1.5, "Left a message.", "follow_up")
    assert [line["text"] for line in listed["transcript"]] == ["Call me back."]
    assert listed["recording_url"] is None
    assert mock.deliveries[0].payload["data"]["length"] == "1m 30s"
