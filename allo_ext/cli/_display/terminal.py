"""The person at the other end: data on stdout, everything else on stderr."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

from allo_ext import InvalidArgumentError
from allo_ext.cli._display.text import printable
from allo_ext.cli._program.streams import abandon

if TYPE_CHECKING:
    from rich.console import Console


class Terminal:
    """Says things, and asks."""

    def __init__(self, *, quiet: bool = False, raw: bool = False) -> None:
        self.quiet = quiet
        self.raw = raw

    @property
    def shows_data(self) -> bool:
        """Whether a person reads stdout."""
        return sys.stdout.isatty()

    @property
    def shows_progress(self) -> bool:
        """Whether a person watches stderr, and wants to."""
        return sys.stderr.isatty() and not self.quiet and os.environ.get("TERM") != "dumb"

    @property
    def can_ask(self) -> bool:
        """Whether somebody is there to answer."""
        return sys.stdin.isatty() and sys.stderr.isatty()

    def console(self, *, stderr: bool = False) -> Console:
        """Return a console of rich; with NO_COLOR, or elsewhere than on a terminal, it writes no escape codes."""
        from rich.console import Console

        class Quiet(Console):
            """A console that leaves it to the command to end where nobody reads any more."""

            def on_broken_pipe(self) -> None:
                raise BrokenPipeError

        plain: dict[str, Any] = {"color_system": None} if os.environ.get("NO_COLOR") else {}
        return Quiet(stderr=stderr, highlight=False, markup=False, emoji=False, **plain)

    def say(self, text: str) -> None:
        """Tell something that is not data."""
        if not self.quiet:
            self._write(text)

    def warn(self, text: str) -> None:
        """Tell something that should be known; quiet or not."""
        self._write(f"allo: warning: {text}")

    def fail(self, text: str) -> None:
        """Tell what went wrong."""
        self._write(f"allo: {text}")

    def ask(self, question: str, *, instead: str) -> bool:
        """Ask for a yes.

        Args:
            question: What is about to be done.
            instead: The option that answers beforehand.

        Raises:
            InvalidArgumentError: Nobody is there to ask.
        """
        if not self.can_ask:
            raise InvalidArgumentError(
                f"Nobody is there to be asked, so nothing was done: add {instead} to do it, or --dry-run to look at it."
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
            print(printable(text), file=sys.stderr, flush=True)  # noqa: T201 (the one place where the command speaks)
        except OSError:
            abandon(sys.stderr)  # it cannot be said; the exit code still says it
