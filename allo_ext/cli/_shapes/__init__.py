"""`allo doctor --shapes`: which alternatives of the API an account shows, without a value of the account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allo_ext import RetryPolicy
from allo_ext.cli._display.output import as_json

if TYPE_CHECKING:
    from allo_ext.cli._program.command import Run


def show(run: Run, *, json: bool) -> None:
    """Read a sample of the account and write the report to stdout.

    Args:
        run: The run of the command.
        json: True for one JSON object, False for Markdown.

    Raises:
        AlloError: There is no key, it is not valid, or there was no answer.
    """
    from allo_ext.cli._shapes.asking import asking
    from allo_ext.cli._shapes.reading import read
    from allo_ext.cli._shapes.report import markdown, report

    with run.client(retry=RetryPolicy(attempts=2)) as allo, asking(allo) as ask:
        answers = read(ask)
    found = report(answers)
    file = run.terminal.console().file
    file.write((as_json(found, file, indent=2) if json else "\n".join(markdown(found))) + "\n")
    run.terminal.say(f"{len(answers)} reads, nothing was changed. Read the report before you post it.")
