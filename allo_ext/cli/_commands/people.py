"""`allo people`: people of the CRM, over version 2."""

from __future__ import annotations

from typing import Annotated

import typer

from allo_ext.cli._commands.crm import (
    CompanyId,
    Emails,
    FirstName,
    JobTitle,
    LastName,
    NewEmails,
    Numbers,
    Search,
    Website,
    change,
    changes,
    given,
    paged,
    show_all,
    show_found,
)
from allo_ext.cli._display.newer_columns import PEOPLE
from allo_ext.cli._display.output import FormatOption, show
from allo_ext.cli._program.command import Run, command
from allo_ext.cli._program.generation import only_v2
from allo_ext.cli._program.options import DryRun, Limit, Region

app = typer.Typer(help="List, show, find, create and update people of the CRM.", no_args_is_help=True)


Id = Annotated[str, typer.Argument(metavar="PERSON", help="The person's ID.")]


@app.command("list", epilog="Example: allo people list --search dupont --limit 50")
@command
def list_people(run: Run, search: Search = None, limit: Limit = 20, format: FormatOption = None) -> None:  # noqa: A002 (the option's name)
    """List people."""
    show_all(run, lambda allo: allo.v2.people.iter(**given(search=search), **paged(limit)), PEOPLE, format)


@app.command("show", epilog="Example: allo people show per-abc123")
@command
def show_person(
    run: Run,
    person: Id,
    format: FormatOption = None,  # noqa: A002 (the option's name)
) -> None:
    """Show one person."""
    show_found(run, lambda allo: allo.v2.people.get(person), PEOPLE, format)


@app.command("find", epilog='Example: allo people find "06 39 98 00 01" --region FR')
@command
def find_people(
    run: Run,
    number: Annotated[str, typer.Argument(metavar="NUMBER", help="A phone number in any format.")],
    region: Region = None,
    format: FormatOption = None,  # noqa: A002 (the option's name)
) -> None:
    """Find people by phone number. Exit code 1 if there is no match."""
    only_v2(run.settings.api)
    with run.client() as allo:
        found = allo.v2.people.find(number, region=region)
    show(found, PEOPLE, format, run.terminal)
    if not found:
        run.terminal.say(f"Nobody has the number {number}.")
        raise typer.Exit(1)


@app.command("create", epilog="Example: allo people create --number +33639980001 --name Jean --last-name Dupont")
@command
def create_person(
    run: Run,
    number: Numbers,
    name: FirstName = None,
    last_name: LastName = None,
    job_title: JobTitle = None,
    website: Website = None,
    email: Emails = None,
    company: CompanyId = None,
    dry_run: DryRun = False,
    format: FormatOption = None,  # noqa: A002 (the option's name)
) -> None:
    """Create a person."""
    fields = given(
        name=name, last_name=last_name, job_title=job_title, website=website, emails=email or None, company_id=company
    )
    change(
        run,
        lambda allo: allo.v2.people.create(numbers=number, **fields),
        "person",
        "created",
        PEOPLE,
        format,
        dry_run=dry_run,
    )


@app.command("update", epilog='Example: allo people update per-abc123 --job-title "Head of purchasing"')
@command
def update_person(
    run: Run,
    person: Id,
    number: Annotated[
        list[str] | None,
        typer.Option("--number", "-n", help="A phone number. Replaces all existing numbers. Repeatable."),
    ] = None,
    name: FirstName = None,
    last_name: LastName = None,
    job_title: JobTitle = None,
    website: Website = None,
    email: NewEmails = None,
    company: CompanyId = None,
    dry_run: DryRun = False,
    format: FormatOption = None,  # noqa: A002 (the option's name)
) -> None:
    """Update a person. Fields that are not given stay unchanged."""
    fields = changes(
        numbers=number or None, name=name, last_name=last_name, job_title=job_title, website=website,
        emails=email or None, company_id=company,
    )  # fmt: skip
    change(
        run,
        lambda allo: allo.v2.people.update(person, **fields),
        "person",
        "changed",
        PEOPLE,
        format,
        dry_run=dry_run,
    )
