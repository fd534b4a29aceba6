"""The Celery example: deliveries through the receiver into real workers."""

from __future__ import annotations

import importlib.util
import json
import os
import socket
import sqlite3
import subprocess
import sys
import time
import uuid
from contextlib import closing
from pathlib import Path

import pytest

from allo_ext.receiver import MemoryStore, Request
from allo_ext.testing import event

EXAMPLES = Path(__file__).parents[2] / "examples"
TOKEN, OWN = "0123456789abcdefABCDEF", "+12025550143"


def load(monkeypatch, tmp_path, broker):
    """Load the example with the settings of this test, which workers inherit."""
    settings = {
        "ALLO_NUMBERS": OWN,
        "ALLO_WEBHOOK_TOKEN": TOKEN,
        "CALLS_DB": str(tmp_path / "calls.db"),
        "CELERY_BROKER_URL": broker,
        "CELERY_QUEUE": f"allo-test-{uuid.uuid4().hex}",
    }
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    spec = importlib.util.spec_from_file_location("receive_celery", EXAMPLES / "receive_celery.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(params=["RabbitMQ", "Redis"])
def example(request, monkeypatch, tmp_path):
    if request.param == "RabbitMQ":
        broker = request.getfixturevalue("amqp_url")
    else:  # a server of its own, because Celery leaves keys behind whose names it shares with every other program
        broker = request.getfixturevalue("redis_server").url
    module = load(monkeypatch, tmp_path, broker)
    yield module
    with module.queue.connection_for_write() as connection:
        connection.default_channel.queue_delete(os.environ["CELERY_QUEUE"])
    module.queue.close()


@pytest.fixture
def start():
    """Start a worker as the example says."""
    running = []

    def worker() -> subprocess.Popen[bytes]:
        command = [
            sys.executable,
            "-W",
            "ignore",
            "-m",
            "celery",
            "--app",
            "receive_celery:queue",
            "--workdir",
            EXAMPLES,
        ]
        options = ["worker", "--pool", "solo", "--loglevel", "ERROR", "--without-gossip", "--without-mingle"]
        options += ["--hostname", f"{uuid.uuid4().hex}@test"]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        running.append(subprocess.Popen([*command, *options], stdout=subprocess.DEVNULL, env=environment))
        return running[-1]

    yield worker
    for process in running:
        process.kill()
        process.wait()


def deliveries(count):
    bodies = [json.dumps(event("CALL_RECEIVED", id=f"call_{number}", to=OWN)).encode() for number in range(count)]
    return [Request("POST", f"/allo/{TOKEN}", {}, body, "203.0.113.7") for body in bodies]


def stored():
    """Return the number of calls in the database."""
    with closing(sqlite3.connect(os.environ["CALLS_DB"], timeout=30)) as database:
        if not database.execute("SELECT 1 FROM sqlite_master WHERE name = 'calls'").fetchone():
            return 0
        return database.execute("SELECT count(*) FROM calls").fetchone()[0]


def wait_for(count):
    """Wait until so many calls are stored, for at most a minute and a half."""
    for _ in range(900):
        if stored() >= count:
            break
        time.sleep(0.1)
    return stored()


@pytest.mark.slow
def test_a_delivery_is_handled_by_a_worker_and_a_second_run_changes_nothing(example, start):
    """What was acknowledged is in the queue; a task that is run twice stores one call."""
    requests = deliveries(10)
    statuses = [example.receiver.handle(request).status for request in requests]
    for request in requests[:3]:  # as after a restart of the endpoint, which forgets what it has handled
        example.receiver._store = MemoryStore()
        assert example.receiver.handle(request).status == 200
    start()

    assert statuses == [200] * 10
    assert wait_for(10) == 10


@pytest.mark.slow
def test_a_killed_worker_loses_nothing(amqp_url, monkeypatch, tmp_path, start):
    """A worker takes an event off the queue when it has handled it; another one handles what it left."""
    example = load(monkeypatch, tmp_path, amqp_url)
    requests = deliveries(90)
    worker = start()
    statuses = {example.receiver.handle(request).status for request in requests[:45]}
    wait_for(10)
    worker.kill()
    worker.wait()
    statuses |= {example.receiver.handle(request).status for request in requests[45:]}
    start()

    assert statuses == {200}
    assert wait_for(90) == 90
    with example.queue.connection_for_write() as connection:
        connection.default_channel.queue_delete(os.environ["CELERY_QUEUE"])
    example.queue.close()


@pytest.mark.parametrize("scheme", ["amqp", "redis"])
def test_without_a_broker_no_delivery_is_acknowledged(scheme, monkeypatch, tmp_path, caplog):
    """500, so Allo sends the delivery again; the log contains no address."""
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    example = load(monkeypatch, tmp_path, f"{scheme}://someone:pa55word@127.0.0.1:{port}/")
    (request,) = deliveries(1)

    assert example.receiver.handle(request).status == 500
    assert "pa55word" not in caplog.text
    example.queue.close()
