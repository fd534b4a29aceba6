"""A webhook may lead to a receiver on this machine."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from allo_ext import AlloClient, BadRequestError
from allo_ext.testing import MockAllo


@pytest.fixture
def receiver():
    """A receiver on a free port: its URL, and what it was told."""
    told: list[bytes] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            told.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Stay quiet."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/hook", told
        server.shutdown()
        thread.join()


def test_events_reach_a_receiver_on_this_machine_unasked(receiver):
    """Its plain http URL is accepted, and what it is told is posted without further settings."""
    url, told = receiver
    mock = MockAllo(contacts=3, calls=0)
    with AlloClient("key", transport=mock.transport, validate=False, pace=None) as allo:
        allo.webhooks.create(allo_number=mock.numbers[0], url=url, topics=["CALL_RECEIVED"])
        mock.simulate_call(mock.numbers[0])

    assert [delivery.status for delivery in mock.deliveries] == [204]
    assert len(told) == 1


@pytest.mark.parametrize(
    "url",
    [
        pytest.param("http://example.com/hook", id="elsewhere"),
        pytest.param("http://127.0.0.1.example.com/hook", id="a-name-that-looks-like-it"),
        pytest.param("http://localhost@example.com/", id="a-user-that-looks-like-it"),
    ],
)
def test_plain_http_to_elsewhere_is_refused(url):
    """The document asks for https, and only this machine is let off."""
    mock = MockAllo(contacts=0, calls=0)
    with (
        AlloClient("key", transport=mock.transport, validate=False, pace=None) as allo,
        pytest.raises(BadRequestError) as caught,
    ):
        allo.webhooks.create(allo_number=mock.numbers[0], url=url, topics=["CALL_RECEIVED"])

    assert caught.value.field_errors[0].field == "url"
