"""Record the terminal session in docs/cli.md: every line that begins with `$ ` is run, and what it prints put below.

    python -m scripts.record_cli            # writes docs/cli.md
    python -m scripts.record_cli --check    # exits with 1 where running again gives another text

The commands run one after the other in one folder, on a terminal of 100 columns, against MockAllo with a fixed seed.
What differs from run to run (a port, a rate, milliseconds) is shown as `…`.
"""

from __future__ import annotations

import argparse
import difflib
import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import sys
import tempfile
import termios
import time
from pathlib import Path

from allo_ext.testing import MockAllo
from scripts.warm_cli import warm_cli

PAGE = Path(__file__).parents[1] / "docs" / "cli.md"
COLUMNS, LINES = 100, 50
WITHIN = 60.0
ASKED = "[y/N] "

_BLOCK = re.compile(r"(^```console\n)(.*?)(^```$)", re.DOTALL | re.MULTILINE)
_VARYING = (
    (re.compile(r"[\d,]+ per second"), "… per second"),
    (re.compile(r"in \d+ ms"), "in … ms"),
    (re.compile(r"127\.0\.0\.1:\d+"), "127.0.0.1:…"),
    (re.compile(r"accurate to \d+ s"), "accurate to … s"),
)


def main() -> int:
    """Record, or compare."""
    parser = argparse.ArgumentParser(description="Record the terminal session in docs/cli.md.")
    parser.add_argument("--check", action="store_true", help="compare instead of writing")
    options = parser.parse_args()
    before = PAGE.read_text(encoding="utf-8")
    after = recorded(before)
    if not options.check:
        PAGE.write_text(after, encoding="utf-8")
        return 0
    if before != after:
        difference = difflib.unified_diff(before.splitlines(), after.splitlines(), "docs/cli.md", "run again", n=1)
        print("\n".join(difference))
        return 1
    return 0


def recorded(text: str) -> str:
    """Return a page with the output of its commands as they print it now."""
    mock = MockAllo(contacts=40, calls=400, seed=7)
    mock.add_key("reads-no-contacts", scopes=["CONVERSATIONS_READ", "WEBHOOKS_READ_WRITE"])
    with tempfile.TemporaryDirectory() as name, mock.serve() as served:
        folder = Path(name)
        work = folder / "work"
        work.mkdir()
        (folder / "bin").mkdir()
        (work / "other-key").write_text("reads-no-contacts")
        (work / "other-key").chmod(0o600)
        environment = _environment(folder, served.base_url)

        def run_block(match: re.Match[str]) -> str:
            commands = [line[2:] for line in match[2].splitlines() if line.startswith("$ ")]
            shown = (f"$ {command}\n{_plain(_run(command, work, environment))}" for command in commands)
            return match[1] + "\n".join(shown) + match[3]

        # The mock has no rate limit, and recording should be fast.
        with warm_cli(folder / "bin", environment, "--pace", "off", first=["numbers", "users list"]):
            return _BLOCK.sub(run_block, text)


def _environment(folder: Path, base_url: str) -> dict[str, str]:
    """Return an environment in which `allo` is this package, and nothing of the machine shows."""
    return {
        "PATH": f"{folder / 'bin'}:{os.environ.get('PATH', '/usr/bin:/bin')}",
        "HOME": str(folder),
        "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
        "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
        "ALLO_BASE_URL": base_url,
        "ALLO_API_KEY": "key",
        "NO_COLOR": "1",
        "TERM": "dumb",
        "COLUMNS": str(COLUMNS),
        "LINES": str(LINES),
        "LANG": "C.UTF-8",
        "TZ": "Europe/Paris",
    }


def _run(command: str, folder: Path, environment: dict[str, str]) -> str:
    """Run a command in its own terminal and return everything that it printed."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
    with subprocess.Popen(
        ["/bin/sh", "-c", command],
        cwd=folder, env=environment, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True,
    ) as process:  # fmt: skip
        os.close(theirs)
        printed = b""
        deadline = time.monotonic() + WITHIN
        while time.monotonic() < deadline:
            if not select.select([ours], [], [], 1.0)[0]:
                continue
            try:
                some = os.read(ours, 65_536)
            except OSError:  # Linux says so when the last program has left the terminal
                break
            if not some:
                break
            printed += some
            if printed.endswith(ASKED.encode()):
                os.write(ours, b"y\n")
        else:
            process.kill()
            raise TimeoutError(command)
        os.close(ours)
    return printed.decode()


def _plain(printed: str) -> str:
    text = "".join(f"{line.rstrip()}\n" for line in printed.replace("\r\n", "\n").splitlines())
    for pattern, shown in _VARYING:
        text = pattern.sub(shown, text)
    return text


if __name__ == "__main__":
    sys.exit(main())
