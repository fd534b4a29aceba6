"""The example applications in `examples/` pass `check_endpoint` for both versions."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from allo_ext.receiver import MemoryStore, WebhookReceiver
from allo_ext.testing import check_endpoint

EXAMPLES = Path(__file__).parents[2] / "examples"
OWN = "+12025550143"
SECRET = "whsec_YSBzaWduaW5nIHNlY3JldCBmb3IgdGVzdHM="
TOKEN = "a-token-for-tests-only-22"
FRAMEWORKS = ["asgi", "wsgi", "fastapi", "flask", "django"]


@contextmanager
def running(framework: str, port: int) -> Iterator[list[str]]:
    """Run an example in its own process, and yield the lines that its handlers print."""
    given = {"ALLO_WEBHOOK_SECRET": SECRET, "ALLO_WEBHOOK_TOKEN": TOKEN, "ALLO_NUMBERS": OWN, "PORT": str(port)}
    process = subprocess.Popen(
        [sys.executable, str(EXAMPLES / f"receive_{framework}.py")],
        env={**os.environ, **given, "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdout is not None
    lines: list[str] = []
    reader = threading.Thread(target=lambda: lines.extend(iter(process.stdout.readline, "")), daemon=True)
    try:
        assert process.stdout.readline().startswith("POST http://127.0.0.1:")
        reader.start()
        until = time.monotonic() + 30
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                assert time.monotonic() < until
                time.sleep(0.05)
        yield lines
    finally:
        process.kill()
        process.wait()
        if reader.ident is not None:
            reader.join()
        process.stdout.close()


@pytest.mark.slow
@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_an_example_passes_for_both_versions(framework, free_tcp_port):
    """Behind its own server. Only the checks that make a handler fail are skipped."""
    with running(framework, free_tcp_port) as lines:
        report = check_endpoint(
            f"http://127.0.0.1:{free_tcp_port}/allo/{TOKEN}",
            secret=SECRET,
            token=TOKEN,
            number=OWN,
            handled=lambda: lines,
        )

    assert report.ok, report
    assert [result.name for result in report.skipped] == ["failure", "repetition"]


@pytest.mark.parametrize("kind", ["asgi", "wsgi"])
@pytest.mark.parametrize("versions", ["1 and 2", "1", "2"])
def test_a_receiver_passes_every_check(kind, versions):
    """In this process, where its handler can be made to fail."""
    handled: list[object] = []
    broken: list[bool] = []
    given = {
        "token": TOKEN if "1" in versions else None,
        "secret": SECRET if "2" in versions else None,
    }
    receiver = WebhookReceiver(**given, numbers={OWN}, store=MemoryStore())

    @receiver.on("CALL_RECEIVED", "SMS_RECEIVED")
    def handle(event) -> None:
        if broken:
            raise ValueError(broken.pop())
        handled.append((event.call if hasattr(event, "call") else event.message).contact_number)

    report = check_endpoint(
        getattr(receiver, kind)(),
        **given,
        number=OWN,
        handled=lambda: handled,
        break_next=lambda: broken.append(True),
        settle=0.2,
    )

    assert report.ok, report
    assert all("needs" in result.received for result in report.skipped)
    assert bool(report.skipped) == (versions != "1 and 2")
