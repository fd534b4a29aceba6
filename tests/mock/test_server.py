"""The mock on a port."""

from __future__ import annotations

import json
import socket
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import httpx
import pytest
import uvicorn

from allo_ext.receiver import WebhookReceiver
from allo_ext.testing import MissingExtraError, MockAllo, PortInUseError
from allo_ext.testing._engine.core import Answer
from allo_ext.testing._engine.wire import Incoming

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from allo_ext.testing import Served

SMS = {"from": "+12025550143", "to": "+12125550105", "message": "Hello"}


@pytest.fixture
def served(mock: MockAllo) -> Iterator[Served]:
    with mock.serve() as served:
        yield served


@pytest.fixture
def client(served: Served) -> Iterator[httpx.Client]:
    headers = {"Authorization": "key"}
    with httpx.Client(base_url=served.base_url, headers=headers, trust_env=False, timeout=10) as client:
        yield client


def wait_until(is_so: Callable[[], object]) -> None:
    pause = threading.Event()
    for _ in range(1000):
        if is_so():
            return
        pause.wait(0.01)
    pytest.fail("it did not come to that within ten seconds")


def test_all_eleven_operations_work_over_a_socket(mock, client):
    """What a client in any language does works with the base URL alone."""
    line = mock.numbers[0]
    contact = client.post("/contacts", json={"numbers": ["+12125550105"]}).json()["data"]["id"]
    hook = {"allo_number": line, "url": "https://hooks.example.com/", "topics": ["PING"]}
    webhook = client.post("/webhooks", json=hook).json()["data"]["id"]
    answers = [
        client.get("/numbers"),
        client.get("/calls", params={"allo_number": line}),
        client.get("/contacts"),
        client.put(f"/contacts/{contact}", json={"name": "Ann"}),
        client.get(f"/contact/{contact}"),
        client.post("/sms", json=SMS),
        client.get(f"/contact/{contact}/conversation"),
        client.get("/webhooks"),
        client.delete(f"/webhooks/{webhook}"),
    ]

    assert [answer.status_code for answer in answers] == [200] * 8 + [204]


def test_an_unknown_path_is_a_501(client):
    """On a port, a path that the API does not have is answered with a sentence."""
    response = client.get("/nonsense")

    assert response.status_code == 501
    assert "is not a route of the Allo API v1" in response.json()["message"]


@pytest.mark.parametrize(
    ("fault", "raised"),
    [
        pytest.param({"disconnect": True}, httpx.RemoteProtocolError, id="disconnect"),
        pytest.param({"truncate": 10}, httpx.RemoteProtocolError, id="truncate"),
        pytest.param({"content_length": 10_000}, httpx.RemoteProtocolError, id="announced-too-long"),
        pytest.param({"timeout": True}, httpx.ReadTimeout, id="timeout"),
        pytest.param({"drip": 5.0}, httpx.ReadTimeout, id="drip-too-slow"),
        pytest.param({"raises": httpx.ReadError}, httpx.RemoteProtocolError, id="raises-is-a-disconnect"),
    ],
)
def test_faults_break_the_socket(mock, client, fault, raised):
    """Each fault does to the connection what it says, and the next request is answered."""
    mock.faults.next(**fault)
    with pytest.raises(raised):
        client.get("/numbers", timeout=0.3 if raised is httpx.ReadTimeout else 20)

    assert client.get("/numbers").status_code == 200


def test_faults_answer_over_the_socket(mock, client):
    """Statuses, HTML, short lengths and slow bodies arrive as asked for."""
    mock.faults.next(status=502, html=True)
    mock.faults.next(content_length=5)
    mock.faults.next(drip=0.05)
    page, short, slow = (client.get("/numbers") for _ in range(3))

    assert (page.status_code, page.headers["content-type"]) == (502, "text/html")
    assert short.content == b'{"dat'
    assert len(slow.json()["data"]) == 6


def test_many_threads_are_answered(mock, client):
    """Concurrent requests all get their answer, and none is lost from the journal."""
    with ThreadPoolExecutor(8) as pool:
        statuses = list(pool.map(lambda _: client.post("/sms", json=SMS).status_code, range(40)))

    assert statuses == [200] * 40
    assert len(mock.sent) == 40


def test_deliveries_go_over_the_network(mock, client):
    """A registered URL is posted to by the server, whoever caused the event: a request, or the test."""
    arrived: list[tuple[str, str]] = []
    both = threading.Event()

    class Noting(MockAllo):
        def answer(self, request: Incoming) -> Answer:
            arrived.append((request.path, json.loads(request.body)["topic"]))
            if len(arrived) == 2:
                both.set()
            return super().answer(request)

    with Noting(contacts=0, calls=0).serve() as receiver:
        mock.forward("https://hooks.example.com", receiver.origin)
        hook = {"allo_number": mock.numbers[0], "url": "https://hooks.example.com/in", "topics": ["SMS_SENT", "PING"]}
        client.post("/webhooks", json=hook)
        client.post("/sms", json=SMS)
        mock.simulate_ping()
        assert both.wait(10)

    assert sorted(arrived) == [("/in", "PING"), ("/in", "SMS_SENT")]


def test_a_receiver_that_is_not_there_is_noted(mock, client, served):
    """A refused delivery leaves its error, and the server goes on."""
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    mock.forward("https://hooks.example.com", f"http://127.0.0.1:{port}")
    client.post(
        "/webhooks", json={"allo_number": mock.numbers[0], "url": "https://hooks.example.com/", "topics": ["PING"]}
    )
    mock.simulate_ping()
    told = f"{served.origin}/_mock/deliveries"
    wait_until(lambda: client.get(told).json()["deliveries"][0]["error"])

    assert "ConnectError" in client.get(told).json()["deliveries"][0]["error"]
    assert client.get("/numbers").status_code == 200


def test_the_control_plane_lets_things_happen(mock, client, served):
    """Programs in other languages can simulate calls and messages, and ask for faults."""
    call = client.post(f"{served.origin}/_mock/calls", json={"direction": "OUTBOUND", "summary": "x"}).json()
    message = client.post(f"{served.origin}/_mock/messages", json={"content": "Hi"}).json()
    fault = client.post(f"{served.origin}/_mock/faults", json={"status": 503}).json()
    newest = {"allo_number": mock.numbers[0], "size": 1}

    assert (call["from_number"], message["content"], fault) == (mock.numbers[0], "Hi", {"pending": 1})
    assert client.get("/numbers").status_code == 503
    assert client.get("/calls", params=newest).json()["data"]["results"][0]["id"] == call["id"]


def test_a_served_mock_reaches_a_receiver_that_wants_https(mock, client, served):
    """What is forwarded from https to http says so, as a proxy that ends TLS would; the outcome can be asked for."""
    receiver, seen = WebhookReceiver("a-token-of-22-characters", set(mock.numbers), trusted_proxies=["127.0.0.1"]), []
    receiver.on("SMS_RECEIVED")(seen.append)
    app = uvicorn.Config(receiver.asgi(), port=0, log_config=None, access_log=False, proxy_headers=False)
    server = uvicorn.Server(app)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    wait_until(lambda: server.started)
    mock.forward("https://example.com", f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}")
    for path in ("a-token-of-22-characters", "another"):
        hook = {"allo_number": mock.numbers[0], "url": f"https://example.com/allo/{path}", "topics": ["SMS_RECEIVED"]}
        client.post("/webhooks", json=hook).raise_for_status()
    try:
        client.post(f"{served.origin}/_mock/messages", json={"content": "Hello"}).raise_for_status()
        told = f"{served.origin}/_mock/deliveries"
        wait_until(lambda: all(delivery["status"] for delivery in client.get(told).json()["deliveries"]))
        deliveries = client.get(told).json()["deliveries"]
    finally:
        server.should_exit = True
        thread.join()

    assert [event.message.content for event in seen] == ["Hello"]
    assert deliveries == [
        {
            "topic": "SMS_RECEIVED",
            "url": "https://example.com/allo/a-token-of-22-characters",
            "status": 200,
            "error": None,
        },
        {"topic": "SMS_RECEIVED", "url": "https://example.com/allo/another", "status": 404, "error": None},
    ]


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "message"),
    [
        pytest.param("POST", "calls", b'{"bogus":1}', 422, "unexpected keyword argument", id="unknown-argument"),
        pytest.param("POST", "calls", b'{"transcript":7}', 422, "not iterable", id="wrong-type"),
        pytest.param("POST", "calls", b"[]", 422, "must be a JSON object", id="list"),
        pytest.param("POST", "calls", b"{", 422, "Expecting", id="not-json"),
        pytest.param("POST", "faults", b"{}", 422, "say how to fail", id="no-fault"),
        pytest.param("POST", "faults", b'{"raises":"x"}', 422, "in process only", id="in-process"),
        pytest.param("GET", "calls", b"", 405, "/_mock/calls only accepts POST", id="get"),
        pytest.param("POST", "deliveries", b"", 405, "/_mock/deliveries only accepts GET", id="post"),
        pytest.param("POST", "other", b"", 404, "/_mock/calls", id="unknown"),
    ],
)
def test_the_control_plane_says_what_is_wrong(client, served, method, path, body, status, message):  # noqa: PLR0917 — a table of five columns
    """One sentence for each mistake, never a 500."""
    response = client.request(method, f"{served.origin}/_mock/{path}", content=body)

    assert response.status_code == status
    assert message in response.json()["message"]


def test_a_body_beyond_reason_is_refused(client):
    """The mock does not take in what the API would not."""
    assert client.post("/contacts", content=b"x" * (9 * 1024 * 1024)).status_code == 413


def test_a_port_in_use_is_one_sentence(mock, served):
    """The error names the address and the reason."""
    with pytest.raises(PortInUseError, match=rf"cannot listen on 127\.0\.0\.1:{served.port}: Address already in use"):  # noqa: SIM117
        with MockAllo(contacts=0, calls=0).serve(served.port):
            pass


def test_nothing_is_left_when_it_stops(mock):
    """After the context neither thread nor listener is there, though a client kept its connection open."""
    before = set(threading.enumerate())
    with mock.serve() as served, httpx.Client(base_url=served.base_url, trust_env=False) as client:
        client.get("/numbers")
    with socket.socket() as probe:
        refused = probe.connect_ex(("127.0.0.1", served.port))

    assert set(threading.enumerate()) <= before
    assert refused != 0


def test_a_served_mock_can_be_used_in_process_afterwards(mock, http):
    """Deliveries are noted as before once the server is gone."""
    with mock.serve():
        pass
    http.post(
        "/webhooks", json={"allo_number": mock.numbers[0], "url": "https://hooks.example.com/", "topics": ["PING"]}
    )
    mock.simulate_ping()

    assert [delivery.topic for delivery in mock.deliveries] == ["PING"]


def test_a_missing_extra_is_one_sentence(mock, monkeypatch):
    """Without uvicorn, the error says what to install."""
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    with pytest.raises(MissingExtraError, match=r"needs uvicorn: pip install 'withallo-sdk\[mock\]'"):  # noqa: SIM117
        with mock.serve():
            pass
