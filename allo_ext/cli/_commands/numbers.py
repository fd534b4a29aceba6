"""`allo numbers`."""

from __future__ import annotations

from allo_ext.cli._display.columns import NUMBERS
from allo_ext.cli._display.output import FormatOption, show
from allo_ext.cli._program.command import Run


def list_numbers(run: Run, format: FormatOption = None) -> None:  # noqa: A002 (the option's name)
    """List the account's phone numbers and sender IDs."""
    with run.client() as allo:
        show(allo.numbers.list(), NUMBERS, format, run.terminal)
