"""Handling of closed or limited standard streams."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path
from typing import IO, Final

_STANDARD: Final = 2
"""The file descriptor of stderr, the highest of the three."""


def open_all() -> None:
    """Replace closed streams: an empty stdin, a stdout that cannot be written, a stderr that discards its input."""
    if sys.stdin and sys.stdout and sys.stderr:  # Python sets closed streams to None
        return
    # No socket or file may get descriptor 1: a library that prints would write into it.
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
    """Escape characters that stdout cannot encode: strings from the API may contain any character."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # pyright: ignore[reportUnknownMemberType] (of typeshed)


def settle_stdout() -> None:
    """Flush stdout; discard its buffer if it cannot be written."""
    try:
        sys.stdout.flush()
    except OSError:
        abandon(sys.stdout)


def abandon(stream: IO[str]) -> None:
    """Discard the buffer of stdout or stderr: otherwise writing it would fail again when Python exits."""
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        try:
            os.dup2(nowhere, stream.fileno())
        finally:
            os.close(nowhere)
    except OSError:  # no file descriptor, so nothing fails at exit
        return
