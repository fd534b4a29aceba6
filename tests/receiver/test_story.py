"""The whole way: registered through the client, told by MockAllo, received over the network, handled."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
import time
from typing import Any

import pytest

from allo_ext import AlloClient
from allo_ext.receiver import CallReceived, ContactCreated, SmsReceived, WebhookReceiver, new_token
from allo_ext.testing import MockAllo, event


def test_what_happens_in_an_account_is_handled_once_each(asgi_server):
    """Register, let things happen, and see four typed events once each, though each is delivered twice."""
    mock = MockAllo(contacts=5, calls=5)
    allo = AlloClient("key", transport=mock.transport)
    token = new_token()
    receiver = WebhookReceiver(token, allo.numbers.owned, trusted_proxies=["127.0.0.1"])
    seen = []

    @receiver.on("CALL_RECEIVED")
    def call(event: CallReceived) -> None:
        seen.append((CallReceived, event.call.direction, event.call.contact_number, bool(event.call.transcript)))

    @receiver.on("SMS_RECEIVED")
    async def message(event: SmsReceived) -> None:
        seen.append((SmsReceived, event.message.direction, event.message.contact_number, event.message.content))

    @receiver.on("CONTACT_CREATED")
    def contact(event: ContactCreated) -> None:
        seen.append((ContactCreated, event.contact.full_name, event.contact.numbers, event.allo_number))

    with asgi_server(receiver.asgi()) as origin:
        mock.forward("https://hooks.example", origin)
        hook = allo.webhooks.create(
            allo_number=mock.numbers[0],
            url=f"https://hooks.example/allo/{token}",
            topics=["CALL_RECEIVED", "SMS_RECEIVED", "CONTACT_CREATED"],
        )
        mock.simulate_call(direction="INBOUND", contact_number="+12125550105")
        mock.simulate_call(direction="OUTBOUND", contact_number="+12125550106")
        mock.simulate_sms(contact_number="+12125550107", content="Bonjour à tous")
        allo.contacts.create(numbers=["+12125550108"], name="Ann", last_name="Lee")
        told = list(mock.deliveries)
        again = [
            mock.deliver(told[n].payload, f"{origin}/allo/{token}", url=f"https://hooks.example/allo/{token}")
            for n in range(4)
        ]
    allo.webhooks.delete(hook.id)
    allo.close()

    assert [delivery.status for delivery in (*told, *again)] == [200] * 8
    assert [
        (CallReceived, "INBOUND", "+12125550105", True),
        (CallReceived, "OUTBOUND", "+12125550106", True),
        (SmsReceived, "INBOUND", "+12125550107", "Bonjour à tous"),
        (ContactCreated, "Ann Lee", ("+12125550108",), None),
    ] == seen


PROGRAM = """
import sys, time
import uvicorn
from allo_ext.receiver import WebhookReceiver

port, notes, hangs = int(sys.argv[1]), sys.argv[2], sys.argv[3] == "hangs"
receiver = WebhookReceiver("a-token-of-22-characters", None, require_https=False)

def note(text):
    with open(notes, "a") as file:
        print(text, file=file)

@receiver.on("CALL_RECEIVED")
def store(event):
    note(f"began {event.id}")
    if hangs:
        time.sleep(60)
    note(f"ended {event.id}")

uvicorn.run(receiver.asgi(), port=port, log_config=None)
"""


@pytest.fixture
def endpoint(tmp_path):
    """Start an endpoint in a process of its own, again and again on one port."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    program, notes, processes = tmp_path / "endpoint.py", tmp_path / "notes.txt", []
    program.write_text(PROGRAM)
    notes.touch()

    def start(mode) -> Any:
        process = subprocess.Popen([sys.executable, program, str(port), notes, mode])
        processes.append(process)
        until(lambda: listens(port))
        return process

    yield start, f"http://127.0.0.1:{port}/a-token-of-22-characters", lambda: notes.read_text().splitlines()
    for process in processes:
        process.kill()
        process.wait()


def listens(port):
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def until(condition):
    for _ in range(1000):
        if condition():
            return
        time.sleep(0.02)
    raise AssertionError("it never came to that")


@pytest.mark.slow
def test_an_endpoint_that_dies_in_a_handler_sees_the_event_again(endpoint):
    """Killed in the middle of a handler and started again, the endpoint handles the event to its end, and then once."""
    start, url, notes = endpoint
    mock, payload = MockAllo(contacts=1, calls=1), event("CALL_RECEIVED", id="call_1")
    first = start("hangs")
    lost = threading.Thread(target=mock.deliver, args=(payload, url))
    lost.start()
    until(lambda: notes() == ["began call_1"])
    first.kill()
    first.wait()
    lost.join()
    start("works")
    again = [mock.deliver(payload, url).status for _ in range(2)]

    assert [mock.deliveries[0].status, *again] == [None, 200, 200]
    assert notes() == ["began call_1", "began call_1", "ended call_1"]
