"""Messages and prompts. Data goes to stdout, everything else to stderr."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

from allo_ext import InvalidArgumentError
from allo_ext.cli._display.text import printable
from allo_ext.cli._display.zone import UNIVERSAL
from allo_ext.cli._program.streams import abandon

if TYPE_CHECKING:
    from rich.console import Console


class Terminal:
    """Prints messages and asks for confirmation."""

    def __init__(self, *, quiet: bool = False, raw: bool = False) -> None:
        self.quiet = quiet
        self.raw = raw
        self.zone = UNIVERSAL
        """The time zone of the times in tables, JSON and CSV."""

    @property
    def shows_data(self) -> bool:
        """Return whether stdout is a terminal."""
        return sys.stdout.isatty()

    @property
    def shows_progress(self) -> bool:
        """Return whether to show progress on stderr: it is a terminal, and not quiet."""
        return sys.stderr.isatty() and not self.quiet and os.environ.get("TERM") != "dumb"

    @property
    def can_ask(self) -> bool:
        """Return whether a prompt is possible."""
        return sys.stdin.isatty() and sys.stderr.isatty()

    def console(self, *, stderr: bool = False) -> Console:
        """Return a rich console; it writes no escape codes with NO_COLOR or without a terminal."""
        from rich.console import Console

        class Quiet(Console):
            """A console that does not exit on a broken pipe; the command handles it."""

            def on_broken_pipe(self) -> None:
                raise BrokenPipeError

        plain: dict[str, Any] = {"color_system": None} if os.environ.get("NO_COLOR") else {}
        return Quiet(stderr=stderr, highlight=False, markup=False, emoji=False, **plain)

    def say(self, text: str) -> None:
        """Print a message, unless quiet."""
        if not self.quiet:
            self._write(text)

    def log(self, text: str) -> None:
        """Print a line of the log, for --verbose."""
        self._write(f"allo: {text}")

    def warn(self, text: str) -> None:
        """Print a warning, even if quiet."""
        self._write(f"allo: warning: {text}")

    def fail(self, text: str) -> None:
        """Print an error."""
        self._write(f"allo: {text}")

    def ask(self, question: str, *, instead: str) -> bool:
        """Ask for confirmation.

        Args:
            question: The question to show.
            instead: The option that confirms without a prompt.

        Raises:
            InvalidArgumentError: A prompt is not possible.
        """
        if not self.can_ask:
            raise InvalidArgumentError(
                f"Confirmation needed, but this is not a terminal. Pass {instead}, or --dry-run to see the request."
            )
        sys.stderr.write(f"{printable(question)} [y/N] ")
        sys.stderr.flush()
        try:
            answer = sys.stdin.readline()
        except UnicodeDecodeError:
            answer = "no"
        if not answer:
            sys.stderr.write("\n")
        return answer.strip().lower() in {"y", "yes"}

    def _write(self, text: str) -> None:
        try:
            print(printable(text), file=sys.stderr, flush=True)  # noqa: T201 (the only place that prints messages)
        except OSError:
            abandon(sys.stderr)  # the message cannot be printed; the exit code is still right
