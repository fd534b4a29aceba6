"""Bad input ends in one clear sentence and a non-zero exit, never in a traceback."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a module of this project as a command."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ALLO_")}
    return subprocess.run(
        [sys.executable, *arguments],
        env={**kept, **environment},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.fixture
def taken_port():
    """A port that something listens on."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield str(server.getsockname()[1])


@pytest.fixture
def free_port():
    """A port that nothing listens on."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    return str(port)


def sentence(done: subprocess.CompletedProcess[str]) -> str:
    """Return the one line that stderr holds, once it is sure that the command failed so."""
    assert done.returncode == 1, done
    assert "Traceback" not in done.stdout + done.stderr
    (line,) = done.stderr.strip().splitlines()
    return line


def test_a_missing_key_is_said(free_port):
    """Without a key, the sentence says where to put one."""
    done = run("-m", "allo_ext.demo", "--base-url", f"http://127.0.0.1:{free_port}/v1/api")

    assert "ALLO_API_KEY" in sentence(done)


def test_an_unreachable_host_is_said(free_port):
    """Where nothing answers, the sentence names the host."""
    done = run("-m", "allo_ext.demo", "--base-url", f"http://127.0.0.1:{free_port}/v1/api", ALLO_API_KEY="key")

    assert "could not connect to 127.0.0.1" in sentence(done)


@pytest.mark.parametrize("module", ["allo_ext.demo", "allo_ext.testing"])
def test_a_port_in_use_is_said(module, taken_port):
    """Where the port is taken, the sentence names it."""
    done = run("-m", module, "--port", taken_port)

    assert f"127.0.0.1:{taken_port}" in sentence(done)


def test_the_demo_speaks_to_this_machine_alone():
    """It sends messages, so a real host is refused."""
    done = run("-m", "allo_ext.demo", "--base-url", "https://api.withallo.com/v1/api", ALLO_API_KEY="key")

    assert "on this machine" in sentence(done)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param("openapi: [", "is not YAML", id="no-yaml"),
        pytest.param("openapi: 3.1.0\ninfo: {title: x}\npaths: 7\n", "not valid OpenAPI", id="no-openapi"),
    ],
)
def test_a_broken_spec_is_said(text, said, tmp_path):
    """`make generate` begins with this script, which names the file and what is wrong."""
    spec = tmp_path / "broken.yaml"
    spec.write_text(text)
    done = run("scripts/spec_json.py", "--spec", str(spec), str(tmp_path / "out.json"))

    assert said in sentence(done)


def test_the_demo_tells_its_story():
    """The day ends, with every scene told."""
    done = run("-m", "allo_ext.demo")
    told = [
        word
        for word in ("SENDER_ID_NOT_ACTIVE", "900 calls, each once", "CONTACT_NOT_FOUND", "delivered: CALL_RECEIVED")
        if word in done.stdout
    ]

    assert (done.returncode, done.stderr, len(told)) == (0, "", 4)
