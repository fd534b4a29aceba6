"""What README and docs show runs, against MockAllo."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from typing import Any

import pytest

from allo_ext._http.pool import Pool
from allo_ext.testing import MockAllo

pytestmark = pytest.mark.slow

API = "api.withallo.com"
OWN_PROCESS = re.compile(r"set_tracer_provider|basicConfig|settings\.configure|\[\"allo\", ", re.MULTILINE)
"""Blocks that change what a process has only once, or run the command."""


@pytest.fixture
def mock(monkeypatch, tmp_path) -> MockAllo:
    """An account, whose key is in the environment, and an empty folder to work in."""
    mock = MockAllo(contacts=20, calls=300, validate_replies=True)
    monkeypatch.setenv("ALLO_API_KEY", mock.api_key)
    monkeypatch.setenv("ALLO_WEBHOOK_TOKEN", "a-token-for-the-documentation")
    monkeypatch.setenv("DLT_DATA_DIR", str(tmp_path / ".dlt-data"))
    monkeypatch.setenv("RUNTIME__DLTHUB_TELEMETRY", "false")
    monkeypatch.chdir(tmp_path)
    return mock


@pytest.fixture
def no_network(mock, monkeypatch) -> None:
    """Clients of the real API get the mock; those that are told another place go there."""
    for name in ("_new_sync", "_new_async"):
        real = getattr(Pool, name)

        def new(pool, real=real) -> Any:
            return mock.transport if pool._given is None and pool._config.base_url.host == API else real(pool)

        monkeypatch.setattr(Pool, name, new)


@pytest.fixture
def shell(mock, monkeypatch, tmp_path, tmp_path_factory):
    """Runs a program in the folder, in which `allo` and `python` are this environment's, against the mock on a port."""
    bin_folder = tmp_path_factory.mktemp("bin")
    for name, command in {"allo": "-m allo_ext.cli --pace off", "python": ""}.items():
        (bin_folder / name).write_text(f'#!/bin/sh\nexec "{sys.executable}" {command} "$@"\n')
        (bin_folder / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{bin_folder}:{os.environ['PATH']}")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, sys.path)))
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    monkeypatch.setenv("HOME", str(tmp_path))

    def run(*command: str) -> str:
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    with mock.serve() as served:
        monkeypatch.setenv("ALLO_BASE_URL", served.base_url)
        yield run


@pytest.mark.does_not_raise("a block may run without an error and print nothing")
def test_every_python_block_runs(python_block, tally, tmp_path, request, monkeypatch):
    """Each block is a program of its own that ends without an error."""
    if "REDIS_URL" in python_block.text:
        monkeypatch.setenv("REDIS_URL", request.getfixturevalue("redis_server").url)
    file = tmp_path / "block.py"
    file.write_text(python_block.text, encoding="utf-8")
    if OWN_PROCESS.search(python_block.text):
        request.getfixturevalue("shell")(sys.executable, "-W", "error", str(file))
    else:
        request.getfixturevalue("no_network")
        exec(compile(python_block.text, file, "exec"), {"__name__": "__main__"})
    tally["Python blocks run"] += 1


def test_every_block_with_tests_passes_them(test_blocks, tally, tmp_path, shell):
    """Each is a file of tests of its own; they run in one process, as a project's tests do."""
    for number, block in enumerate(test_blocks):
        (tmp_path / f"test_{block.page.stem}_{number}.py").write_text(block.text, encoding="utf-8")
        tally["Python blocks run"] += 1

    options = ("-q", "-p", "no:cacheprovider", "--hypothesis-profile", "ci")  # which allows for a busy machine
    shell(sys.executable, "-W", "error", "-m", "pytest", *options, str(tmp_path))


def test_every_shell_block_runs(commands, shell, tally):
    """Each command ends well, and prints what is shown below it; what is not run has a reason in `NOT_RUN`."""
    for command in commands:
        if command.why_not:
            tally["shell commands not run, each for a reason"] += 1
            continue
        printed = shell("/bin/sh", "-euc", command.line).splitlines()

        assert command.shown in ([], printed)
        tally["shell commands run"] += 1


def test_the_pages_have_blocks(blocks):
    """The pattern finds the blocks: none found would pass everything."""
    languages = [block.language for block in blocks]

    assert languages.count("python") >= 60
    assert languages.count("console") >= 10


def test_no_block_has_a_language_that_is_not_looked_at(blocks):
    """A program in a fence of another name would be shown and never run."""
    assert {"console", "diff", "ini", "nginx", "python", "text"} >= {block.language for block in blocks}
