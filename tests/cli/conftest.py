"""A stand-in on a port, and `allo` against it: in this process, in one of its own, or on a terminal."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import struct
import subprocess
import sys
import termios
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from typer.testing import CliRunner

from allo_ext import AlloClient
from allo_ext.cli._commands import login
from allo_ext.cli._program import command
from allo_ext.cli._program.program import app
from allo_ext.testing import MockAllo

MODULE = [sys.executable, "-m", "allo_ext.cli"]
# Whoever started the tests may ignore SIGINT (`make test &` in a script), and every process below would inherit that.
ENDED_BY_SIGNALS = [
    sys.executable,
    "-c",
    (
        "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
        "[signal.signal(name, signal.SIG_DFL) for name in (signal.SIGTERM, signal.SIGHUP)]; "
        "from allo_ext.cli import main; main()"
    ),
]


@dataclass
class Done:
    """What became of a command."""

    code: int
    out: str
    err: str


@pytest.fixture(autouse=True)
def _no_keyring(monkeypatch) -> None:
    """The keyring of whoever runs the tests is left alone."""
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "ALLO_WEBHOOK_TOKEN"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def mock() -> MockAllo:
    return MockAllo(contacts=12, calls=150, seed=3)


@pytest.fixture
def served(mock, monkeypatch) -> Iterator[str]:
    """The address of the stand-in, which the environment names as well, with its key."""
    with mock.serve() as served:
        monkeypatch.setenv("ALLO_BASE_URL", served.base_url)
        monkeypatch.setenv("ALLO_API_KEY", "key")
        yield served.base_url


def _invoke(*arguments: object, input: str | None = None) -> Done:  # noqa: A002 (the runner's word)
    """Run a command in this process, where nobody is at a terminal."""
    result = CliRunner().invoke(app, ["--pace", "off", *map(str, arguments)], input=input, prog_name="allo")
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Done(result.exit_code, result.stdout, result.stderr)


@pytest.fixture
def allo(mock, monkeypatch) -> Callable[..., Done]:
    """`allo` against the stand-in, without a port: most tests need none, and stopping one takes its time."""

    def client(key: str, **options: Any) -> AlloClient:
        return AlloClient(key, **{"transport": mock.transport, **options})

    for module in (command, login):
        monkeypatch.setattr(module, "AlloClient", client)
    monkeypatch.setenv("ALLO_BASE_URL", "https://stand-in.example/v1/api")
    monkeypatch.setenv("ALLO_API_KEY", "key")
    return _invoke


@pytest.fixture
def allo_on_a_port(served) -> Callable[..., Done]:
    return _invoke


def environment(**over: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in {"NO_COLOR", "FORCE_COLOR", "COLUMNS"}}
    return {**kept, **over}


def _spawn(*arguments: object, **over: str) -> Done:
    """Run a command in a process of its own, without a terminal."""
    done = subprocess.run(
        [*MODULE, *map(str, arguments)],
        env=environment(**over), stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    return Done(done.returncode, done.stdout, done.stderr)


def _on_a_terminal(*arguments: str, columns: int = 80, answer: str = "", **env: str) -> tuple[int, str]:
    """Run `allo` on a terminal, answer when it asks, and return the exit code and all that stands there."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
    # A shell in between would make the terminal the one that Ctrl-C comes from; setsid -c does no more than that.
    with subprocess.Popen(
        ["setsid", "--ctty", "--wait", *ENDED_BY_SIGNALS, *arguments],
        env=environment(TERM="xterm-256color", **env), stdin=theirs, stdout=theirs, stderr=theirs,
    ) as process:  # fmt: skip
        os.close(theirs)
        printed = b""
        while select.select([ours], [], [], 60)[0]:
            try:
                some = os.read(ours, 65_536)
            except OSError:  # Linux says so when the last program has left the terminal
                break
            if not some:
                break
            printed += some
            if printed.endswith(b"[y/N] "):
                os.write(ours, answer.encode())
        os.close(ours)
        code = process.wait(timeout=60)
    return code, printed.decode().replace("\r\n", "\n")


@pytest.fixture
def spawn():
    return _spawn


@pytest.fixture
def ended_by_signals() -> list[str]:
    """The command, as a process that signals end however the tests were started."""
    return ENDED_BY_SIGNALS


@pytest.fixture
def on_a_terminal():
    return _on_a_terminal
