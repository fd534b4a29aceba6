"""`python -m allo_ext.testing`."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading

import httpx
import pytest

from allo_ext.testing import MockAllo
from allo_ext.testing._command import _parser

pytestmark = pytest.mark.slow

COMMAND = [sys.executable, "-m", "allo_ext.testing"]


def run(*options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*COMMAND, *options], capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT], ids=["sigterm", "sigint"])
def test_it_serves_until_it_is_stopped(stop):
    """One line of JSON when ready; keys, sizes and scopes as asked for; exit code 0 and no more output."""
    options = ["--json", "--contacts", "7", "--calls", "10", "--key", "few:SMS_SEND,CONTACTS_READ", "--key", "all"]
    with subprocess.Popen([*COMMAND, *options], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            facts = json.loads(process.stdout.readline())
            answers = [
                httpx.get(f"{facts['base_url']}{path}", headers={"Authorization": key}, trust_env=False)
                for path, key in [("/contacts", "key"), ("/contacts", "few"), ("/numbers", "few"), ("/numbers", "all")]
            ]
        finally:
            process.send_signal(stop)
        out, err = process.communicate(timeout=30)

    assert set(facts) == {"base_url", "origin", "api_key", "sender_id", "numbers"}
    assert facts["base_url"] == f"{facts['origin']}/v1/api"
    assert [answer.status_code for answer in answers] == [200, 200, 403, 200]
    assert len(answers[0].json()["data"]["results"]) == 7
    assert (process.returncode, out, err) == (0, "", "")


def test_without_json_it_speaks_to_people():
    """They are told the address, the key and the numbers, and a line to paste after which a client finds it."""
    program = "from allo_ext import AlloClient; print(len(AlloClient().numbers.list()))"
    with subprocess.Popen(COMMAND, stdout=subprocess.PIPE, text=True) as process:
        try:
            sentence, _, line = (process.stdout.readline() for _ in range(3))
            pasted = ["/bin/sh", "-euc", f'{line}exec "$0" "$@"', sys.executable, "-c", program]
            found = subprocess.run(pasted, capture_output=True, text=True, timeout=60, check=False)
        finally:
            process.terminate()
        process.wait(timeout=30)

    assert sentence.startswith("MockAllo serves http://127.0.0.1:")
    assert line.startswith("export ALLO_BASE_URL=http://127.0.0.1:")
    assert (found.stdout, found.stderr) == ("6\n", "")
    assert process.returncode == 0


@pytest.mark.parametrize("as_json", [False, True], ids=["for people", "for programs"])
def test_the_outcome_of_a_delivery_is_told(as_json):
    """People read on stderr what became of each delivery, and no path, which holds the token; programs read nothing."""
    with MockAllo(contacts=0, calls=0).serve() as receiver:
        utf8 = {**os.environ, "PYTHONIOENCODING": "utf-8"}
        options = ["--json"] if as_json else []
        options += ["--port", "0", "--forward", f"https://user:secret@example.com={receiver.origin}"]
        with subprocess.Popen(
            [*COMMAND, *options], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8", env=utf8
        ) as process:
            try:
                origin = re.search(r"(http://[\w.:]+)/v1/api", process.stdout.readline())[1]
                let_two_be_delivered(origin)
            finally:
                process.terminate()
            _, err = process.communicate(timeout=30)

    expected = {
        "SMS_RECEIVED → https://example.com: 501",
        "SMS_RECEIVED → https://example.org:8443: not posted, because it is on another machine",
    }
    assert (set() if as_json else expected) == set(err.splitlines())


def let_two_be_delivered(origin: str) -> None:
    with httpx.Client(headers={"Authorization": "key"}, trust_env=False) as client:
        for url in ("https://user:secret@example.com/allo/secret?q=secret", "https://example.org:8443/secret"):
            hook = {"allo_number": "+12025550143", "url": url, "topics": ["SMS_RECEIVED"]}
            client.post(f"{origin}/v1/api/webhooks", json=hook).raise_for_status()
        client.post(f"{origin}/_mock/messages").raise_for_status()
        pause = threading.Event()
        for _ in range(1000):
            if client.get(f"{origin}/_mock/deliveries").json()["deliveries"][0]["status"]:
                return
            pause.wait(0.01)
    pytest.fail("nothing was delivered within ten seconds")


def test_a_port_in_use_is_one_sentence():
    """Exit code 1, one line on stderr, no traceback."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = run("--port", str(port))

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"python -m allo_ext.testing: cannot listen on 127.0.0.1:{port}: Address already in use\n"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        pytest.param(["--key", "k:ADMIN"], "unknown scope ADMIN", id="scope"),
        pytest.param(["--key", ":SMS_SEND"], "the key is empty", id="no-key"),
        pytest.param(["--port", "70000"], "between 0 and 65535", id="port"),
        pytest.param(["--calls", "-1"], "must not be negative", id="calls"),
        pytest.param(["--latency", "nan"], "must not be negative", id="latency"),
        pytest.param(["--pace", "fast"], "must be off, or two numbers", id="pace"),
        pytest.param(["--pace", "0,5"], "must be above 0", id="pace-zero"),
        pytest.param(["--forward", "x"], "must be PREFIX=URL", id="forward"),
        pytest.param(["--bogus"], "unrecognized arguments", id="unknown"),
    ],
)
def test_a_bad_option_is_told(options, message, capsys):
    """Exit code 2, with a sentence on what was expected."""
    with pytest.raises(SystemExit) as ended:
        _parser("mock").parse_args(options)

    assert ended.value.code == 2
    assert message in capsys.readouterr().err


def test_a_missing_extra_is_one_sentence():
    """Without jsonschema-rs, exit code 1 and what to install; no traceback."""
    program = (
        "import sys; sys.modules['jsonschema_rs'] = None; "
        "from allo_ext.testing._command import main; sys.exit(main([]))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False)

    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "pip install 'withallo-sdk[mock]'" in done.stderr
