"""`allo trigger`, `allo listen --save` and `allo events resend`: a day with webhooks on one machine."""

from __future__ import annotations

import base64
import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn

from allo_ext.receiver import WebhookReceiver, verify
from allo_ext.testing import GENERATIONS, event, sign

MODULE = [sys.executable, "-m", "allo_ext.cli"]
SECRET = f"whsec_{base64.b64encode(b'words for a test secret').decode()}"
TOKEN = "the-token-of-this-test"


class Elsewhere:
    """A program on a port that keeps what is posted to it."""

    def __init__(self) -> None:
        self.status = 200
        self.url = ""
        self.received: list[tuple[str, dict[str, str], bytes]] = []

    async def app(self, scope, receive, send) -> None:
        body, message = b"", {"more_body": True}
        while message.get("more_body"):
            message = await receive()
            body += message.get("body", b"")
        headers = {name.decode(): value.decode() for name, value in scope["headers"]}
        self.received.append((scope["path"], headers, body))
        await send({"type": "http.response.start", "status": self.status, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    @property
    def bodies(self) -> list[bytes]:
        return [body for _, _, body in self.received]


@contextmanager
def on_a_port(app: Any) -> Iterator[str]:
    config = uvicorn.Config(app, port=0, lifespan="off", log_config=None, ws="none", interface="asgi3")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        thread.join(0.01)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}/hooks"
    finally:
        server.should_exit = True
        thread.join(30)


@pytest.fixture
def elsewhere() -> Iterator[Elsewhere]:
    program = Elsewhere()
    with on_a_port(program.app) as program.url:
        yield program


@pytest.mark.parametrize("topic", GENERATIONS)
def test_every_topic_can_be_triggered(allo, elsewhere, topic):
    """In each of its formats; the line has the topic and the status of the response."""
    for generation in GENERATIONS[topic]:
        done = allo("trigger", topic, "--to", elsewhere.url, "--generation", generation)
        assert (done.code, done.out.split()[-1], done.err) == (0, "200", "")

    payloads = [json.loads(body) for body in elsewhere.bodies]
    assert [sorted(one) for one in payloads] == [sorted(event(topic, generation=name)) for name in GENERATIONS[topic]]


def test_version_2_is_signed_and_version_1_has_a_token(allo, elsewhere):
    """The signature is valid for the bytes that arrived; the token is the last part of the path."""
    allo("trigger", "call.completed", "--to", elsewhere.url, "--secret", SECRET, "--set", "summary=Ça va")
    allo("trigger", "CALL_RECEIVED", "--to", elsewhere.url, "--token", TOKEN, "--set", "length_in_minutes=1.5")
    (_, headers, body), (path, bare, other) = elsewhere.received

    verify(body, headers, SECRET)
    assert json.loads(body)["data"]["summary"] == "Ça va"
    assert path == f"/hooks/{TOKEN}"
    assert "webhook-signature" not in bare
    assert json.loads(other)["data"]["length_in_minutes"] == 1.5


def test_the_secret_may_be_in_the_environment(allo, elsewhere, monkeypatch):
    """It signs version 2's events only."""
    monkeypatch.setenv("ALLO_WEBHOOK_SECRET", SECRET)
    allo("trigger", "tag.added", "--to", elsewhere.url)
    allo("trigger", "PING", "--to", elsewhere.url)

    assert ["webhook-id" in headers for _, headers, _ in elsewhere.received] == [True, False]


def test_a_receiver_of_this_library_takes_what_is_triggered(allo):
    """With its token or its secret, also where it insists on https behind a proxy of this machine."""
    receiver = WebhookReceiver(TOKEN, None, secret=SECRET, trusted_proxies=["127.0.0.1"])
    seen = []
    receiver.on("*")(seen.append)
    with on_a_port(receiver.asgi()) as url:
        signed = allo("trigger", "sms.received", "--to", f"{url}/{TOKEN}", "--secret", SECRET)
        unsigned = allo("trigger", "SMS_RECEIVED", "--to", url, "--token", TOKEN)
        wrong = allo("trigger", "SMS_RECEIVED", "--to", url, "--token", "another-token-of-this-test")

    assert (signed.code, unsigned.code, len(seen)) == (0, 0, 2)
    assert (wrong.code, "another-token" in wrong.err + wrong.out) == (1, False)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param(["PING", "--to", "ftp://x"], "--to must be an http or https URL", id="url"),
        pytest.param(["PING", "--to", "http://127.0.0.1:1/", "--set", "x"], "--set must be FIELD=VALUE", id="set"),
        pytest.param(["PING", "--to", "http://127.0.0.1:1/", "--secret", SECRET], "are not signed", id="v1-secret"),
        pytest.param(
            ["tag.added", "--to", "http://127.0.0.1:1/", "--secret", "whsec_x"], "signature cannot be made", id="secret"
        ),
    ],
)
def test_a_wrong_argument_is_exit_code_2(allo, arguments, message):
    """And one sentence, without the secret."""
    done = allo("trigger", *arguments)

    assert (done.code, message in done.err, SECRET in done.err) == (2, True, False)


def test_a_failure_of_the_endpoint_is_exit_code_1(allo, elsewhere):
    """The status is printed; without a response, the reason."""
    elsewhere.status = 503
    refused = allo("trigger", "PING", "--to", elsewhere.url)
    absent = allo("trigger", "PING", "--to", "http://127.0.0.1:1/hooks/a-token-of-this-test")

    assert (refused.code, refused.out, refused.err.endswith("returned 503\n")) == (1, "PING - 503\n", True)
    assert (absent.code, absent.out, "a-token" in absent.err) == (1, "", False)


def test_a_dry_run_shows_the_event(allo, elsewhere):
    """Nothing is sent."""
    done = allo("trigger", "sms.sent", "--to", elsewhere.url, "--variant", "sparse", "--dry-run")

    assert json.loads(done.out)["topic"] == "sms.sent"
    assert elsewhere.received == []


@pytest.mark.slow
def test_what_listen_saved_is_sent_again(allo, elsewhere, tmp_path):
    """The same bytes and ids; with the secret, a new signature."""
    file = tmp_path / "events.jsonl"
    done = allo("listen", "--port", 0, "--simulate-v2", "--limit", 12, "--save", file, "--forward", elsewhere.url)
    forwarded = list(elsewhere.received)
    saved = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    again = allo("events", "resend", saved[2]["id"], "--from", file, "--to", elsewhere.url, "--secret", SECRET)
    unchanged = allo("events", "resend", saved[2]["id"], "--from", file, "--to", elsewhere.url)
    everything = allo("events", "resend", "--from", file, "--to", elsewhere.url)

    assert (done.code, again.code, unchanged.code, everything.code) == (0, 0, 0, 0)
    assert {one["topic"] for one in saved} == {topic for topic in GENERATIONS if "." in topic}
    assert [one["body"].encode() for one in saved] == [body for _, _, body in forwarded]
    assert [one["headers"] for one in saved] == [kept(headers) for _, headers, _ in forwarded]
    (_, signed, body), (_, same, _), *rest = elsewhere.received[len(forwarded) :]
    verify(body, signed, SECRET)
    assert (body, signed["webhook-id"], kept(same)) == (forwarded[2][2], saved[2]["id"], saved[2]["headers"])
    assert [body for _, _, body in rest] == [body for _, _, body in forwarded]
    assert file.stat().st_mode & 0o077 == 0


def kept(headers: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in headers.items() if name.startswith(("webhook-", "content-type", "x-forw"))}


@pytest.mark.slow
def test_listen_verifies_signatures_and_shows_repeated_deliveries(tmp_path):
    """A wrong signature gets 401; both versions' events of one call are shown, and each repetition."""
    command = [*MODULE, "listen", "--port", "0", "--number", "+12025550143", "--limit", "3"]
    environment = {**os.environ, "ALLO_WEBHOOK_SECRET": SECRET, "ALLO_WEBHOOK_TOKEN": TOKEN}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    ) as process:
        try:
            said = ""
            while (match := re.search(r"Listening on (http\S+),", said)) is None:
                said += process.stderr.readline()
            body = json.dumps(event("call.completed", allo_number="+12025550143"))
            old = json.dumps(event("CALL_RECEIVED", allo_number="+12025550143"))
            wrong = sign(body, f"whsec_{base64.b64encode(b'another secret').decode()}")
            right = sign(body, SECRET)
            answers = [
                httpx.post(match[1], content=content, headers=headers, trust_env=False).status_code
                for content, headers in ((body, wrong), (body, right), (body, right), (old, {}))
            ]
            out, _ = process.communicate(timeout=30)
        finally:
            process.kill()

    assert answers == [401, 200, 200, 200]
    assert [json.loads(line)["topic"] for line in out.splitlines()] == ["call.completed"] * 2 + ["CALL_RECEIVED"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param("", "is empty", id="empty"),
        pytest.param("{}\n", "line 1, is not a delivery", id="other-json"),
        pytest.param("x\n", "line 1, is not a delivery", id="not-json"),
        pytest.param('{"headers":{},"body_base64":"!"}\n', "line 1, is not a delivery", id="not-base64"),
        pytest.param('{"headers":{},"body_base64":7}\n', "line 1, is not a delivery", id="a-number"),
        pytest.param('{"headers":{},"body":"{}"}\n', "no delivery with the id msg_1", id="unknown-id"),
    ],
)
def test_a_file_that_cannot_be_sent_again_is_named(allo, tmp_path: Path, content, message):
    """Exit code 2."""
    file = tmp_path / "events.jsonl"
    file.write_text(content, encoding="utf-8")
    identifier = [] if not content else ["msg_1"]
    done = allo("events", "resend", *identifier, "--from", file, "--to", "http://127.0.0.1:1/")

    assert (done.code, message in done.err) == (2, True)
