"""What only a process of its own shows: pipes, signals, terminals, missing libraries, memory."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time

import pytest
import typer.main

from allo_ext.cli._program.program import app
from allo_ext.testing import MockAllo

pytestmark = pytest.mark.slow

MODULE = [sys.executable, "-m", "allo_ext.cli"]
COMMANDS = [
    (), ("numbers",), ("calls",), ("calls", "list"), ("calls", "show"), ("calls", "export"), ("contacts",),
    ("contacts", "list"), ("contacts", "show"), ("contacts", "create"), ("contacts", "update"), ("contacts", "find"),
    ("contacts", "import"), ("contacts", "export"), ("conversation",), ("sms",), ("sms", "send"),
    ("sms", "send-france"), ("sms", "bulk"), ("sms", "outbox"),
    ("sms", "outbox", "list"), ("sms", "outbox", "retry"), ("sms", "outbox", "confirm"), ("webhooks",),
    ("webhooks", "list"), ("webhooks", "create"), ("webhooks", "delete"), ("webhooks", "check"), ("recordings",),
    ("recordings", "download"), ("sync",), ("search",), ("missed",), ("stats",), ("listen",), ("trigger",), ("events",),
    ("events", "list"), ("events", "show"), ("events", "replay"), ("events", "drop"), ("events", "work"),
    ("events", "resend"), ("panel",), ("mcp",), ("doctor",), ("login",), ("spec",), ("mock",), ("demo",),
    ("people",), ("people", "list"), ("people", "show"), ("people", "find"), ("people", "create"), ("people", "update"),
    ("companies",), ("companies", "list"), ("companies", "show"), ("companies", "create"), ("companies", "update"),
    ("deals",), ("deals", "list"), ("deals", "show"), ("deals", "create"), ("deals", "update"),
    ("users",), ("users", "list"), ("users", "show"), ("tags",), ("tags", "list"),
    ("templates",), ("templates", "list"), ("templates", "show"),
    ("queue",), ("queue", "show"), ("queue", "add"), ("queue", "clear"), ("queue", "reset"),
    ("analytics",), ("analytics", "overview"), ("analytics", "outbound"),
]  # fmt: skip
GROUPS = {("calls",), ("contacts",), ("sms",), ("sms", "outbox"), ("webhooks",),
          ("recordings",), ("events",), ("people",), ("companies",),
          ("deals",), ("users",), ("tags",), ("templates",), ("queue",), ("analytics",)}  # fmt: skip
PASSED_ON = {("mock",), ("demo",)}


def every_command(group=None, path=()):
    group = group or typer.main.get_command(app)
    yield path
    for name, inner in getattr(group, "commands", {}).items():
        yield from every_command(inner, (*path, name))


def test_every_command_is_known():
    """Those of the issue, and no other."""
    assert sorted(every_command()) == sorted(COMMANDS)


@pytest.mark.parametrize("command", [c for c in COMMANDS if c not in GROUPS | PASSED_ON], ids=" ".join)
def test_help_has_an_example_that_is_a_command(allo, command):
    """`--help` explains every command, and shows one that runs."""
    shown = allo(*command, "--help")
    (example,) = re.findall(r"Example: (allo .*)", shown.out)

    assert shown.code == 0
    assert example.split()[1 : 1 + len(command)] == list(command) or command == ()


def test_a_pipe_that_is_closed_early_is_quiet(tmp_path):
    """The reader has had enough: exit code 0, nothing on stderr."""
    script = f"{' '.join(MODULE)} --pace off calls export 2>{tmp_path / 'err'} | head -1; echo ${{PIPESTATUS[0]}}"
    # Far more than a pipe holds: whoever writes it all has to notice that nobody reads.
    with MockAllo(calls=5_000).serve() as served:
        environment = {**os.environ, "ALLO_API_KEY": "key", "ALLO_BASE_URL": served.base_url}
        done = subprocess.run(
            ["bash", "-c", script], env=environment, capture_output=True, text=True, timeout=60, check=False
        )
    line, code = done.stdout.splitlines()

    assert json.loads(line)["id"]
    assert (code, (tmp_path / "err").read_text()) == ("0", "")


@pytest.mark.parametrize("arguments", ["--version", "mock --help", "numbers", "numbers --format table"])
@pytest.mark.usefixtures("served")
def test_a_pipe_that_was_never_open_is_quiet(arguments, tmp_path):
    """Nobody reads at all: the same."""
    script = f"(sleep 0.2; {' '.join(MODULE)} {arguments} 2>{tmp_path / 'err'}) | true; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(
        ["bash", "-c", script],
        env={name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"},
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip

    assert (done.stdout, (tmp_path / "err").read_text()) == ("0\n", "")


@pytest.mark.parametrize(
    ("stop", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)], ids=["int", "term", "hup"]
)
@pytest.mark.parametrize("kind", ["csv", "markdown"])
def test_a_signal_leaves_no_half_file(ended_by_signals, tmp_path, kind, stop, code):
    """Ctrl-C, `docker stop`, a closed terminal: the shell's exit code, no traceback, no file that is not whole."""
    with MockAllo(calls=50_000, latency=0.02).serve() as served:
        process = subprocess.Popen(
            [*ended_by_signals, "calls", "export", "--format", kind, "--out", str(tmp_path / "calls")],
            env={**os.environ, "ALLO_API_KEY": "key", "ALLO_BASE_URL": served.base_url},
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        try:
            while process.poll() is None and not any(tmp_path.rglob("*.part")):
                time.sleep(0.01)
            process.send_signal(stop)
            out, err = process.communicate(timeout=60)
        finally:
            process.kill()

    assert (process.returncode, out, err) == (code, "", "")
    assert [path.name for path in tmp_path.rglob("*") if path.is_file() and path.suffix != ".md"] == []
    assert not (tmp_path / "calls" / "index.md").exists()


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM], ids=["int", "term"])
@pytest.mark.parametrize("apart", [0.0005, 0.004, 0.02], ids="{}s".format)
def test_a_signal_that_comes_several_times_counts_once(ended_by_signals, stop, apart):
    """Ctrl-C pressed twice, a second SIGTERM: the exit code is still 3, and it is said that the message may be out."""
    mock = MockAllo(latency=5)
    with mock.serve() as served:
        process = subprocess.Popen(
            [*ended_by_signals, "sms", "send", "--from", "+12025550143", "--to", "+12025550178", "-m", "Hi", "--yes"],
            env={**os.environ, "ALLO_API_KEY": "key", "ALLO_BASE_URL": served.base_url},
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        try:
            while process.poll() is None and not mock.requests:
                time.sleep(0.01)
            for _ in range(12):
                process.send_signal(stop)
                time.sleep(apart)
            _, err = process.communicate(timeout=60)
        finally:
            process.kill()

    assert (process.returncode, err.count("\n")) == (3, 1)
    assert "may have been sent" in err


def test_a_signal_that_is_ignored_stays_ignored(tmp_path):
    """Under nohup a closed terminal ends nothing."""
    program = "import signal; signal.signal(signal.SIGHUP, signal.SIG_IGN); from allo_ext.cli import main; main()"
    with MockAllo(calls=50_000, latency=0.02).serve() as served:
        process = subprocess.Popen(
            [sys.executable, "-c", program, "calls", "export", "--out", str(tmp_path / "calls.csv")],
            env={**os.environ, "ALLO_API_KEY": "key", "ALLO_BASE_URL": served.base_url},
        )
        try:
            while process.poll() is None and not any(tmp_path.iterdir()):
                time.sleep(0.01)
            process.send_signal(signal.SIGHUP)
            process.send_signal(signal.SIGTERM)
            code = process.wait(60)
        finally:
            process.kill()

    assert code == 143


@pytest.mark.parametrize(
    ("environment", "escapes"), [({}, True), ({"NO_COLOR": "1"}, False)], ids=["colours", "no-color"]
)
@pytest.mark.usefixtures("served")
def test_no_color_is_respected(on_a_terminal, environment, escapes):
    """On a terminal there is a table with styles; with NO_COLOR not one escape code."""
    code, shown = on_a_terminal("numbers", **environment)

    assert code == 0
    assert "Head office" in shown
    assert ("\x1b" in shown) is escapes


@pytest.mark.usefixtures("served")
def test_a_bar_is_drawn_on_a_terminal_and_not_when_quiet(on_a_terminal, tmp_path):
    """Progress with rate and time left is for those who watch; --quiet wants none of it."""
    arguments = ("calls", "export", "--out", str(tmp_path / "calls.csv"))
    _, watched = on_a_terminal(*arguments, columns=120)
    _, quiet = on_a_terminal(*arguments, "--quiet")

    assert re.search(r"of about [\d,]+", watched)
    assert "150 calls written" in watched
    assert quiet == ""


@pytest.mark.parametrize(
    ("library", "command", "says"),
    [
        ("typer", "numbers", "this command needs typer: pip install 'withallo-sdk[cli]'\n"),
        ("rich", "numbers", "this command needs rich: pip install 'withallo-sdk[cli]'\n"),
        ("jsonschema_rs", "mock", "pip install 'withallo-sdk[mock]'\n"),
    ],
    ids=["typer", "rich", "mock"],
)
def test_a_missing_extra_is_one_sentence(library, command, says):
    """Exit code 1 and what to install."""
    program = f"import sys; sys.modules[{library!r}] = None; from allo_ext.cli import main; main([{command!r}])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False)

    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert done.stderr.endswith(says)


@pytest.mark.parametrize(
    ("library", "extra", "arguments"),
    [
        pytest.param("pyarrow", "exports", ["calls", "export", "--out", "x.parquet"], id="parquet"),
        pytest.param("openpyxl", "excel", ["calls", "export", "--out", "x.xlsx"], id="excel"),
        pytest.param("sqlite_utils", "sync", ["sync", "x.db"], id="sync"),
        pytest.param("uvicorn", "mock", ["listen", "--port", "0", "--simulate"], id="listen"),
        pytest.param("mcp", "mcp", ["mcp"], id="mcp"),
        pytest.param("keyring", "keyring", ["login", "--no-check"], id="login"),
    ],
)
def test_other_missing_extras_are_one_sentence(allo_on_a_port, tmp_path, monkeypatch, library, extra, arguments):  # noqa: PLR0917
    """Only the command that needs it says so."""
    monkeypatch.chdir(tmp_path)
    for name in [*sys.modules]:  # other tests may have imported what needs it
        if name.startswith(f"allo_ext.{extra}"):
            monkeypatch.delitem(sys.modules, name)
        elif name.startswith(f"{library}."):
            monkeypatch.setitem(sys.modules, name, None)
    monkeypatch.setitem(sys.modules, library, None)
    done = allo_on_a_port(*arguments, input="k\n")

    assert done.code in {1, 2}
    assert f"pip install 'withallo-sdk[{extra}]'" in done.err
    assert done.err.count("\n") == 1
    assert [*tmp_path.glob("*.parquet"), *tmp_path.glob("*.xlsx")] == []


def test_the_shell_completes(spawn):
    """Typer's completion knows the commands."""
    done = spawn(_ALLO_COMPLETE="complete_bash", COMP_WORDS="allo calls ", COMP_CWORD="2")

    assert done.out.split() == ["list", "show", "export"]


def test_the_version_is_told(spawn):
    """One line."""
    from allo_ext import __version__

    assert spawn("--version").out == f"allo {__version__}\n"


def test_mock_passes_everything_on(spawn):
    """Its help, its options and its exit codes are those of the stand-in."""
    shown, refused = spawn("mock", "--help"), spawn("mock", "--port", "70000")

    assert shown.out.startswith("usage: allo mock")
    assert (refused.code, "between 0 and 65535" in refused.err) == (2, True)


def test_a_traceback_shows_no_key(spawn, served):
    """Not even when something fails that nobody thought of."""
    program = (
        "import allo_ext.cli._display.columns as c, allo_ext.cli._commands.numbers as n; n.show = None; "
        "from allo_ext.cli import main; main(['numbers'])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "ALLO_API_KEY": "secret-key"}, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip

    assert done.returncode != 0
    assert "secret-key" not in done.stderr + done.stdout


def test_memory_stays_flat(tmp_path):
    """Eight thousand calls take within 30 MB of what a thousand take, and each is written once."""
    measure = (
        "import resource, subprocess, sys; done = subprocess.run(sys.argv[1:]); "
        "print(done.returncode, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    peaks = []
    for calls in (1_000, 8_000):
        path = tmp_path / f"{calls}.jsonl"
        with MockAllo(calls=calls).serve() as served:
            done = subprocess.run(
                [sys.executable, "-c", measure, *MODULE, "-q", "--pace", "off", "calls", "export", "--out", str(path)],
                env={**os.environ, "ALLO_API_KEY": "key", "ALLO_BASE_URL": served.base_url},
                capture_output=True, text=True, timeout=120, check=False,
            )  # fmt: skip
        code, kilobytes = done.stdout.split()
        ids = [json.loads(line)["id"] for line in path.read_text(encoding="utf-8").splitlines()]
        peaks.append(int(kilobytes) / 1024)

        assert (code, len(ids), len(set(ids))) == ("0", calls, calls)
    assert peaks[1] - peaks[0] < 30
