"""A file of received deliveries, one JSON object per line, for `allo events resend`."""

from __future__ import annotations

import os
from pathlib import Path

from allo_ext import ConfigurationError
from allo_ext.cli._listen.delivery import Delivery


class Recording:
    """Appends deliveries to a file. Only the user can read it, because it contains what customers said."""

    def __init__(self, path: Path) -> None:
        """Create the file if it does not exist.

        Raises:
            OSError: The file cannot be written.
        """
        self._path = path
        self._append("")

    def add(self, delivery: Delivery) -> None:
        """Append a delivery."""
        self._append(delivery.to_line())

    def _append(self, line: str) -> None:
        # One write per line: lines of several listeners do not mix.
        descriptor = os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(descriptor, line.encode())
        finally:
            os.close(descriptor)


def recorded(path: Path) -> list[Delivery]:
    """Return the deliveries in a file, oldest first.

    Raises:
        ConfigurationError: A line is not a recorded delivery.
        OSError: The file cannot be read.
    """
    found = list[Delivery]()
    with path.open(encoding="utf-8", errors="replace") as lines:
        for number, line in enumerate(lines, 1):
            try:
                found.append(Delivery.from_line(line))
            except (ValueError, RecursionError):
                raise ConfigurationError(f"{path}, line {number}, is not a delivery of `allo listen --save`.") from None
    return found
