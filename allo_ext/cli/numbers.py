"""`allo numbers`."""

from __future__ import annotations

from allo_ext.cli.columns import NUMBERS
from allo_ext.cli.command import Run
from allo_ext.cli.output import FormatOption, show


def list_numbers(run: Run, format: FormatOption = None) -> None:  # noqa: A002 (the option's name)
    """Show the account's lines; sender ids have no number."""
    with run.client() as allo:
        show(allo.numbers.list(), NUMBERS, format, run.terminal)
