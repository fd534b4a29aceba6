"""`allo` for scripts that run it often: each command is a fork of a process that has imported it already.

A command has the working directory, the arguments and the standard streams of whoever runs it, and the environment with
which the first process was started. Importing takes most of the time of a command.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import pkgutil
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager, redirect_stdout, suppress
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

ROOT = Path(__file__).parents[1]
_STREAMS = (0, 1, 2)
_LONGEST = 65_536
# Without site-packages: it only passes on its streams.
_COMMAND = """
import json, os, socket, sys
with socket.socket(socket.AF_UNIX) as link:
    link.connect({address!r})
    socket.send_fds(link, [json.dumps([os.getcwd(), sys.argv[1:]]).encode()], [0, 1, 2])
    sys.exit(int(link.recv(16) or 70))
"""


@contextmanager
def warm_cli(folder: Path, environment: Mapping[str, str], *options: str, first: Sequence[str]) -> Iterator[None]:
    """Put a program `allo` into a folder, which works inside the context.

    Args:
        folder: An existing folder.
        environment: The environment of all commands.
        options: Arguments before those of the caller.
        first: Commands that the first process runs, so that what they import is there for all.
    """
    address = str(folder / "allo.socket")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(address)
        listener.listen()
        command = [sys.executable, "-m", "scripts.warm_cli", str(listener.fileno()), json.dumps(first), *options]
        process = subprocess.Popen(command, cwd=ROOT, env=dict(environment), pass_fds=[listener.fileno()])
    with process:
        (folder / "allo.py").write_text(_COMMAND.format(address=address))
        program = folder / "allo"
        program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -IS "{folder / "allo.py"}" "$@"\n')
        program.chmod(0o755)
        try:
            yield
        finally:
            process.terminate()


def _serve(listener: socket.socket, first: list[str], options: list[str]) -> None:
    import allo_ext.cli

    for module in pkgutil.walk_packages(allo_ext.cli.__path__, "allo_ext.cli."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    for command in first:
        with redirect_stdout(StringIO()), suppress(SystemExit):
            allo_ext.cli.main([*options, *command.split()])
    gc.freeze()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for the children
    while True:
        link, _ = listener.accept()
        if os.fork() == 0:
            listener.close()
            _answer(link, options)
        link.close()


def _answer(link: socket.socket, options: list[str]) -> None:
    """Run a command in another fork, and report its exit code."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    message, streams, _, _ = socket.recv_fds(link, _LONGEST, len(_STREAMS))
    folder, arguments = json.loads(message)
    process = os.fork()
    if process == 0:
        link.close()
        for ours, theirs in zip(_STREAMS, streams, strict=True):
            os.dup2(theirs, ours)
            os.close(theirs)
        os.chdir(folder)
        _run([*options, *arguments])
    _, status = os.waitpid(process, 0)
    link.sendall(str(os.waitstatus_to_exitcode(status) % 256).encode())
    os._exit(0)


def _run(arguments: list[str]) -> None:
    """Run a command with new objects for its standard streams, because those of this process belong to others."""
    from allo_ext.cli import main

    sys.stdin = os.fdopen(0, closefd=False)
    sys.stdout = os.fdopen(1, "w", closefd=False)
    sys.stderr = os.fdopen(2, "w", buffering=1, errors="backslashreplace", closefd=False)
    sys.argv = ["allo", *arguments]
    main()


if __name__ == "__main__":
    _serve(socket.socket(fileno=int(sys.argv[1])), json.loads(sys.argv[2]), sys.argv[3:])
