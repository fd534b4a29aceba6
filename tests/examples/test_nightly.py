"""examples/nightly: the units, the crontab and the program that docs/nightly-job.md shows."""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import socket
import subprocess
import sys
import uuid
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from allo_ext.testing import MockAllo

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "examples" / "nightly"
POSTGRES = os.environ.get("ALLO_TEST_POSTGRES_URL", "postgresql://root:unused@127.0.0.1:5432/test")
"""dlt wants a password; a server that trusts this machine does not ask for it."""


@pytest.fixture
def environment(tmp_path) -> Iterator[dict[str, str]]:
    """What a job finds: a mock in place of the API, and `allo` on the PATH."""
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "allo").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m allo_ext.cli --pace off "$@"\n')
    (tmp_path / "bin" / "allo").chmod(0o755)
    mock = MockAllo(contacts=5, calls=20)
    with mock.serve() as served:
        (tmp_path / "key").write_text(mock.api_key)
        (tmp_path / "key").chmod(0o600)
        yield {
            **os.environ,
            "ALLO_BASE_URL": served.base_url,
            "DLT_DATA_DIR": str(tmp_path / "dlt"),
            "PATH": f"{tmp_path / 'bin'}:{os.environ['PATH']}",
            "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
            "RUNTIME__DLTHUB_TELEMETRY": "false",
        }


def test_the_page_shows_every_file():
    """Whoever copies from docs/nightly-job.md gets what is tested here."""
    page = (ROOT / "docs" / "nightly-job.md").read_text(encoding="utf-8")
    shown = set(re.findall(r"^```\w+\n(.*?)^```$", page, re.DOTALL | re.MULTILINE))

    assert [
        file.name for file in sorted(FOLDER.iterdir()) if file.is_file() and file.read_text("utf-8") not in shown
    ] == []


def test_systemd_accepts_the_units(tmp_path):
    """`systemd-analyze verify` has nothing to say about them."""
    program = shutil.which("systemd-analyze")
    if program is None:
        pytest.skip("systemd-analyze is not installed: apt-get install systemd")
    units = [file for file in sorted(FOLDER.iterdir()) if file.suffix in {".service", ".timer"}]
    for unit in units:  # verify looks for the program, which is only on machines where it was set up
        text = unit.read_text(encoding="utf-8").replace("/opt/allo/bin/allo", "/bin/sh")
        (tmp_path / unit.name).write_text(text, encoding="utf-8")
    done = subprocess.run(
        [program, "verify", *(str(tmp_path / unit.name) for unit in units)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert len(units) == 3
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


@pytest.fixture
def cron(environment, tmp_path) -> Callable[[int], subprocess.CompletedProcess[str]]:
    """Runs a line of the crontab as cron does: the command after the user, in /bin/sh."""
    lines = [line for line in (FOLDER / "crontab").read_text(encoding="utf-8").splitlines() if line[:1].isdigit()]

    def run(number: int) -> subprocess.CompletedProcess[str]:
        command = re.fullmatch(r"(?:\S+ ){5}allo (.*)", lines[number])[1].replace(r"\%", "%")
        command = command.replace("/var/lib/allo", str(tmp_path))
        return subprocess.run(
            ["/bin/sh", "-c", command], env=environment, capture_output=True, text=True, timeout=120, check=False
        )

    return run


@pytest.mark.skipif(shutil.which("flock") is None, reason="flock is not installed: apt-get install util-linux")
def test_cron_syncs_without_a_word(cron, tmp_path):
    """No output means no mail; and while another sync is running, this one says so without touching the file."""
    first = cron(0)
    with (tmp_path / "sync.lock").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        (tmp_path / "allo.db").unlink()
        locked = cron(0)

        assert (first.returncode, first.stdout, first.stderr) == (0, "", "")
        assert (locked.stdout, (tmp_path / "allo.db").exists()) == ("exit code 1\n", False)


def test_cron_writes_a_workbook(cron, tmp_path):
    """Named after the day, without a word."""
    pytest.importorskip("openpyxl", reason="openpyxl is not installed here")
    done = cron(1)

    assert (done.returncode, done.stderr) == (0, "")
    assert [re.fullmatch(r"\d{4}-\d\d-\d\d", file.stem) is not None for file in tmp_path.glob("*.xlsx")] == [True]


def test_the_program_fills_postgresql(environment, tmp_path):
    """Run twice, every call is there once."""
    pytest.importorskip("dlt", reason="dlt is not installed here")
    psycopg2 = pytest.importorskip("psycopg2", reason="psycopg2 is not installed here")
    url = urlsplit(POSTGRES)
    try:
        socket.create_connection((url.hostname or "127.0.0.1", url.port or 5432), timeout=2).close()
    except OSError:
        pytest.skip("PostgreSQL is not running: set ALLO_TEST_POSTGRES_URL")
    schema = f"nightly_{uuid.uuid4().hex[:12]}"
    given = {
        **environment,
        "ALLO_API_KEY": (tmp_path / "key").read_text(),
        "ALLO_SCHEMA": schema,
        "DESTINATION__POSTGRES__CREDENTIALS": POSTGRES,
    }
    connection = psycopg2.connect(POSTGRES)
    connection.autocommit = True
    try:
        for _ in range(2):
            done = subprocess.run(
                [sys.executable, str(FOLDER / "postgres.py")],
                cwd=tmp_path,
                env=given,
                capture_output=True,
                text=True,
                timeout=120,
                check=False,
            )
            assert done.returncode == 0, done.stdout + done.stderr
        with connection.cursor() as cursor:
            cursor.execute(f"select count(*), count(distinct id) from {schema}.calls")
            counted = cursor.fetchone()
    finally:
        with connection.cursor() as cursor:
            for name in (schema, f"{schema}_staging"):
                cursor.execute(f"drop schema if exists {name} cascade")
        connection.close()

    assert "20 calls" in done.stdout
    assert counted == (20, 20)
