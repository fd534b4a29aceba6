"""`allo contacts`: list, show, create, update, find, import and export contacts."""

from __future__ import annotations

from itertools import islice
from typing import Annotated, Final

import typer

from allo_ext import PermissionDeniedError
from allo_ext._wire.same_number import keys_of
from allo_ext.cli import _export as export
from allo_ext.cli._commands.crm import (
    Emails,
    FirstName,
    JobTitle,
    LastName,
    NewEmails,
    Numbers,
    Website,
    change_of,
    changes,
    given,
)
from allo_ext.cli._commands.lookup import find_named
from allo_ext.cli._display.columns import ACTIVITY, CONTACTS
from allo_ext.cli._display.output import (
    Format,
    FormatOption,
    chosen,
    show,
    show_one,
)
from allo_ext.cli._display.text import on_one_line, printable
from allo_ext.cli._import import import_contacts
from allo_ext.cli._import.plan import Difference, with_numbers
from allo_ext.cli._program.command import Run, command
from allo_ext.cli._program.options import DryRun, Limit, Region, Yes
from allo_ext.cli._program.writing import write

app = typer.Typer(help="List, show, create, update, find, import and export contacts.", no_args_is_help=True)

Id = Annotated[str, typer.Argument(metavar="CONTACT", help="The contact ID.")]
_EXTENSIONS: Final = ("engagement", "activity")


@app.command("list", epilog="Example: allo contacts list --limit 50 --format csv")
@command
def list_contacts(run: Run, limit: Limit = 20, format: FormatOption = None) -> None:  # noqa: A002 (the option's name)
    """List contacts."""
    with run.client() as allo:
        contacts = allo.contacts.iter(size=min(limit, 100))
        try:
            show(islice(contacts, limit), CONTACTS, format, run.terminal)
        finally:
            contacts.close()


@app.command("show", epilog="Example: allo contacts show cnt_abc123")
@command
def show_contact(run: Run, contact: Id, format: FormatOption = None) -> None:  # noqa: A002 (the option's name)
    """Show one contact with its recent activity."""
    with run.client() as allo:
        found = allo.contacts.get(contact, extend=_EXTENSIONS)
    if chosen(format, run.terminal) is Format.TABLE:
        console = run.terminal.console()
        for column in CONTACTS:
            if text := column.text(found):
                console.print(f"{column.name.replace('_', ' ') + ':':<20}{printable(text)}", soft_wrap=True)
        if found.activity:
            console.print()
            show(found.activity, ACTIVITY, Format.TABLE, run.terminal)
    else:
        show_one(found, CONTACTS, format, run.terminal)


@app.command("create", epilog="Example: allo contacts create --number +33639980001 --name Jean --last-name Dupont")
@command
def create_contact(
    run: Run,
    number: Numbers,
    name: FirstName = None,
    last_name: LastName = None,
    job_title: JobTitle = None,
    website: Website = None,
    email: Emails = None,
    dry_run: DryRun = False,
    format: FormatOption = None,  # noqa: A002 (the option's name)
) -> None:
    """Create a contact."""
    fields = given(name=name, last_name=last_name, job_title=job_title, website=website, emails=email or None)
    change = change_of(
        run, lambda allo: allo.contacts.create(numbers=number, **fields), "contact", "created", CONTACTS, format
    )
    write(run, change, dry_run=dry_run)


@app.command("update", epilog='Example: allo contacts update cnt_abc123 --job-title "Head of purchasing"')
@command
def update_contact(
    run: Run,
    contact: Id,
    number: Annotated[
        list[str] | None,
        typer.Option(
            "--number", "-n", help="A phone number. Replaces all existing numbers, after showing them. Repeatable."
        ),
    ] = None,
    add_number: Annotated[
        list[str] | None, typer.Option("--add-number", help="A phone number to add to the existing ones. Repeatable.")
    ] = None,
    name: FirstName = None,
    last_name: LastName = None,
    job_title: JobTitle = None,
    website: Website = None,
    email: NewEmails = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    format: FormatOption = None,  # noqa: A002 (the option's name)
) -> None:
    """Update a contact. Fields that are not given stay unchanged.

    If a number would be dropped, both lists are shown, and on a terminal --yes or a confirmation is needed.
    """
    numbers, question = _numbers(run, contact, number, add_number)
    fields = changes(
        numbers=numbers, name=name, last_name=last_name, job_title=job_title, website=website,
        emails=email or None,
    )  # fmt: skip
    change = change_of(
        run, lambda allo: allo.contacts.update(contact, **fields), "contact", "changed", CONTACTS, format
    )
    write(run, change, question=question, yes=yes, dry_run=dry_run)


@app.command("find", epilog='Example: allo contacts find "06 39 98 00 01" --region FR')
@command
def find_contacts(
    run: Run,
    who: Annotated[str, typer.Argument(metavar="NUMBER|NAME", help="A phone number in any format, or a name.")],
    region: Region = None,
    format: FormatOption = None,  # noqa: A002 (the option's name)
) -> None:
    """Find contacts by phone number, or by the words of a name or company.

    Reads all contacts. Exit code 1 if there is no match.
    """
    by_name = any(map(str.isalpha, who)) and not keys_of(who, region)
    with run.client() as allo:
        found = find_named(allo, who) if by_name else allo.contacts.find(who, region=region)
    show(found, CONTACTS, format, run.terminal)
    if not found:
        run.terminal.say(f"No contact has the {'name' if by_name else 'number'} {who}.")
        raise typer.Exit(1)


app.command("import", epilog="Example: allo contacts import new-numbers.xlsx --dry-run")(command(import_contacts))
app.command("export", epilog="Example: allo contacts export --out contacts.csv")(command(export.export_contacts))


def _numbers(
    run: Run, contact: str, number: list[str] | None, more: list[str] | None
) -> tuple[list[str] | None, str | None]:
    """Return the numbers to send, and the question to ask if the contact loses one of its numbers."""
    if number and more:
        raise typer.BadParameter("--number replaces all numbers; pass either --number or --add-number.")
    if not number and not more:
        return None, None
    try:
        with run.client() as allo:
            before = allo.contacts.get(contact).numbers or ()
    except PermissionDeniedError:
        if more:
            raise
        run.terminal.warn("The key may not read contacts, so the numbers that are replaced are not shown.")
        return number, "Replace all numbers of this contact?" if run.terminal.can_ask else None
    change = Difference("numbers", before, with_numbers(before, more) if more else tuple(number or ()))
    if change.dropped:
        run.terminal.say(on_one_line(str(change)))
        return list(change.after), "Drop these numbers?" if run.terminal.can_ask else None
    return list(change.after), None
