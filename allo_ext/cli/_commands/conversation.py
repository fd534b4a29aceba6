"""`allo conversation`: calls and messages with a contact."""

from __future__ import annotations

from typing import Annotated

import typer

from allo_ext import NOT_GIVEN
from allo_ext._lists.paging import size_for
from allo_ext.cli._commands.lookup import find_contact
from allo_ext.cli._display.columns import ITEMS
from allo_ext.cli._display.output import (
    Format,
    FormatOption,
    chosen,
    show,
)
from allo_ext.cli._program.command import Run
from allo_ext.cli._program.options import Limit, Number, Region


def conversation(
    run: Run,
    contact: Annotated[str, typer.Argument(metavar="CONTACT", help="The contact ID or a phone number of the contact.")],
    number: Number = None,
    region: Region = None,
    limit: Limit = 20,
    format: FormatOption = None,  # noqa: A002 (the option's name)
) -> None:
    """Show the latest calls and messages with a contact.

    Oldest first as a table, newest first in JSON and CSV.
    """
    with run.client() as allo:
        items = allo.contacts.iter_conversation(
            find_contact(allo, contact, region),
            allo_number=number or NOT_GIVEN,
            limit=limit,
            size=size_for(limit),
        )
        try:
            found = list(items)
        finally:
            items.close()
    if chosen(format, run.terminal) is Format.TABLE:
        from allo_ext.cli._display.dialogue import print_conversation

        print_conversation(reversed(found), run.terminal.console(), run.zone)
    else:
        show(found, ITEMS, format, run.terminal)
