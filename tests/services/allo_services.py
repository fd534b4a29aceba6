"""Redis, RabbitMQ and PostgreSQL for tests: those that answer, or a Redis server of our own.

A pytest plugin that tests/conftest.py loads, and a module for benchmarks/.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import uuid
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

SERVICES = {
    "Redis": ("ALLO_TEST_REDIS_URL", "redis://127.0.0.1:6379/0", "apt-get install redis-server"),
    "RabbitMQ": ("ALLO_TEST_AMQP_URL", "amqp://guest:guest@127.0.0.1:5672//", "apt-get install rabbitmq-server"),
    "PostgreSQL": ("ALLO_TEST_POSTGRES_URL", "postgresql://root@127.0.0.1:5432/test", "apt-get install postgresql"),
}


def answering(name: str) -> str | None:
    """Return the URL of a service if something listens there."""
    variable, default, _ = SERVICES[name]
    url = os.environ.get(variable) or default
    address = urlsplit(url)
    try:
        socket.create_connection((address.hostname or "127.0.0.1", address.port or 0), timeout=2).close()
    except OSError:
        return None
    return url


def why_not(name: str) -> str:
    """Return the reason for skipping a test, in one line."""
    variable, default, install = SERVICES[name]
    return f"{name} does not answer at {default.rpartition('@')[2]}: {install}, or set {variable}"


class RedisServer:
    """A Redis server on a free port, which writes every command to disk and can be killed and started again."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="allo-redis-"))
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the server, with the data that it had."""
        options = {"port": self.port, "bind": "127.0.0.1", "dir": self._folder, "appendonly": "yes"}
        options |= {"appendfsync": "always", "save": ""}
        command = ["redis-server", *(str(part) for name, value in options.items() for part in (f"--{name}", value))]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        for _ in range(200):
            with socket.socket() as client:
                client.settimeout(1)
                if client.connect_ex(("127.0.0.1", self.port)) == 0:
                    client.sendall(b"PING\r\n")
                    if client.recv(7).startswith(b"+PONG"):  # and not -LOADING
                        return
            time.sleep(0.05)
        raise RuntimeError("redis-server does not answer")

    def kill(self) -> None:
        """End the server as a power cut would."""
        if self._process is not None:
            self._process.send_signal(signal.SIGKILL)
            self._process.wait()
            self._process = None

    def remove(self) -> None:
        """End the server and delete its data."""
        self.kill()
        shutil.rmtree(self._folder, ignore_errors=True)


def own_server() -> RedisServer:
    """Start a Redis server of our own, or skip the test."""
    if shutil.which("redis-server") is None:
        pytest.skip("redis-server is not installed: apt-get install redis-server")
    server = RedisServer()
    server.start()
    return server


@pytest.fixture
def redis_server() -> Iterator[RedisServer]:
    """A Redis server of this test alone."""
    server = own_server()
    yield server
    server.remove()


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    """The URL of a Redis server, which others may use too: see `redis_prefix`."""
    found = answering("Redis")
    if found:
        yield found
        return
    if shutil.which("redis-server") is None:
        pytest.skip(why_not("Redis"))
    server = own_server()
    yield server.url
    server.remove()


@pytest.fixture
def redis_prefix(redis_url) -> Iterator[str]:
    """The beginning of the keys of one test, which are deleted after it."""
    import redis

    prefix = f"allo-test-{uuid.uuid4().hex}:"
    yield prefix
    with redis.Redis.from_url(redis_url) as client:
        for key in client.scan_iter(f"{prefix}*"):
            client.delete(key)


@pytest.fixture(scope="session")
def amqp_url() -> str:
    """The URL of a RabbitMQ server; use queues with names of your own, and delete them."""
    return answering("RabbitMQ") or pytest.skip(why_not("RabbitMQ"))


@pytest.fixture(scope="session")
def postgres_url() -> str:
    """The URL of a PostgreSQL database; use a schema with a name of your own, and drop it."""
    return answering("PostgreSQL") or pytest.skip(why_not("PostgreSQL"))
