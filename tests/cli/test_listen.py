"""`allo listen`."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import httpx
import pytest

pytestmark = pytest.mark.slow

MODULE = [sys.executable, "-m", "allo_ext.cli"]
TOPICS = ["CALL_RECEIVED", "CALL_RECEIVED", "SMS_RECEIVED", "SMS_SENT", "CONTACT_CREATED", "CONTACT_UPDATED"]


@pytest.fixture
def elsewhere():
    """A program that events are passed on to; it answers what `status` says."""
    received: list[dict] = []

    class Handler(BaseHTTPRequestHandler):
        status = 200

        def do_POST(self) -> None:
            received.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(type(self).status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/hook", received, Handler
        server.shutdown()
        thread.join()


def test_simulated_events_come_over_the_network(allo):
    """One of each kind, as they came; --limit ends it."""
    done = allo("listen", "--port", 0, "--simulate", "--limit", len(TOPICS))

    assert done.code == 0
    assert [json.loads(line)["topic"] for line in done.out.splitlines()] == TOPICS


def test_people_get_a_line_each(allo):
    """Topic, who, what."""
    done = allo("listen", "--port", 0, "--simulate", "--limit", 3, "--format", "table")

    assert [line.split()[0] for line in done.out.splitlines()] == TOPICS[:3]
    assert "Thanks, see you tomorrow!" in done.out


def test_events_are_passed_on(allo, elsewhere):
    """As they came, to the program that was named."""
    url, received, _ = elsewhere
    done = allo("listen", "--port", 0, "--simulate", "--limit", 2, "--forward", url)

    assert received[:2] == [json.loads(line) for line in done.out.splitlines()]


def test_a_refusal_elsewhere_fails_the_delivery(elsewhere, monkeypatch):
    """What the program answers counts: the sender hears that the event was not taken."""
    url, received, handler = elsewhere
    handler.status = 500
    answer, err = _deliver(["--forward", url], "+12025550143")

    assert (answer, len(received)) == (500, 1)
    assert err.splitlines()[-1].endswith("returned 500")


@pytest.mark.parametrize(
    ("number", "status"), [("+12025550143", 200), ("+14155550187", 403)], ids=["own-line", "another-line"]
)
def test_only_events_of_the_lines_that_were_named_are_taken(number, status):
    """The path holds a secret, and a line that was not named is refused."""
    answer, _ = _deliver(["--number", "+12025550143"], number)

    assert answer == status


def _deliver(arguments: list[str], to: str) -> tuple[int, str]:
    """Start a listener, post an SMS to the address that it tells, and return the answer and what was said."""
    with subprocess.Popen(
        [*MODULE, "listen", "--port", "0", *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            said = ""
            while (match := re.search(r"Listening on (http\S+),", said)) is None:
                said += process.stderr.readline()
            data = {
                "id": "msg_1",
                "direction": "INBOUND",
                "content": "x",
                "from_number": "+12025550178",
                "to_number": to,
            }
            answer = httpx.post(match[1], json={"topic": "SMS_RECEIVED", "data": data}, trust_env=False)
            wrong = httpx.post(match[1][:-4] + "zzzz", json={"topic": "SMS_RECEIVED", "data": data}, trust_env=False)
        finally:
            process.terminate()
        _, err = process.communicate(timeout=30)

    assert wrong.status_code == 404
    return answer.status_code, said + err


@pytest.mark.parametrize("url", ["ftp://x", "no url", "http://"])
def test_a_forward_that_is_no_url_is_refused(allo, url):
    """Exit code 2."""
    done = allo("listen", "--port", 0, "--simulate", "--forward", url)

    assert (done.code, done.err) == (2, "allo: --forward must be an http or https URL.\n")
