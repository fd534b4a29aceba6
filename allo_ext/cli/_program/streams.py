"""stdin, stdout and stderr, as whoever started the command left them."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path
from typing import IO, Final

_STANDARD: Final = 2
"""The highest descriptor of the three."""


def open_all() -> None:
    """Give a closed stream a stand-in: an empty stdin, a stdout that cannot be written, a stderr that shows nothing."""
    if sys.stdin and sys.stdout and sys.stderr:  # Python has None for those that are closed
        return
    # No socket or file may become number 1, where a library that prints would write into it.
    while (spare := os.open(os.devnull, os.O_RDONLY)) <= _STANDARD:
        pass
    os.close(spare)
    if sys.stdin is None:  # pyright: ignore[reportUnnecessaryComparison] (typeshed leaves None out)
        sys.stdin = Path(os.devnull).open(encoding="utf-8")  # noqa: SIM115 (for as long as the process runs)
    if sys.stdout is None:  # pyright: ignore[reportUnnecessaryComparison]
        sys.stdout = os.fdopen(os.open(os.devnull, os.O_RDONLY), "w", encoding="utf-8")
    if sys.stderr is None:  # pyright: ignore[reportUnnecessaryComparison]
        sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115


def take_every_text() -> None:
    """Let stdout bear what its encoding cannot carry: the API's texts may hold anything."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # pyright: ignore[reportUnknownMemberType] (of typeshed)


def settle_stdout() -> None:
    """Write out what stdout holds, or drop it where it cannot be written."""
    try:
        sys.stdout.flush()
    except OSError:
        abandon(sys.stdout)


def abandon(stream: IO[str]) -> None:
    """Drop what stdout or stderr still holds: it cannot be written, and would fail again when Python ends."""
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        try:
            os.dup2(nowhere, stream.fileno())
        finally:
            os.close(nowhere)
    except OSError:  # no descriptor behind it: nothing fails later
        return
