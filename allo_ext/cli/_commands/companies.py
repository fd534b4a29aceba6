"""`allo companies`: companies of the CRM, over version 2."""

from __future__ import annotations

from typing import Annotated

import typer

from allo_ext.cli._commands.crm import Industry, Name, Website, change, changes, given, paged, show_all, show_found
from allo_ext.cli._display.newer_columns import COMPANIES
from allo_ext.cli._display.output import FormatOption
from allo_ext.cli._program.command import Run, command
from allo_ext.cli._program.options import DryRun, Limit

app = typer.Typer(help="List, show, create and update companies of the CRM.", no_args_is_help=True)


Id = Annotated[str, typer.Argument(metavar="COMPANY", help="The company's ID.")]


@app.command("list", epilog="Example: allo companies list --name dupont")
@command
def list_companies(
    run: Run,
    name: Annotated[str | None, typer.Option(help="Only companies whose name contains this.")] = None,
    industry: Annotated[str | None, typer.Option(help="Only companies whose industry contains this.")] = None,
    limit: Limit = 20,
    format: FormatOption = None,  # noqa: A002 (the option's name)
) -> None:
    """List companies."""
    filters = given(name=name, industry=industry)
    show_all(run, lambda allo: allo.v2.companies.iter(**filters, **paged(limit)), COMPANIES, format)


@app.command("show", epilog="Example: allo companies show com-abc123")
@command
def show_company(
    run: Run,
    company: Id,
    format: FormatOption = None,  # noqa: A002 (the option's name)
) -> None:
    """Show one company."""
    show_found(run, lambda allo: allo.v2.companies.get(company), COMPANIES, format)


@app.command("create", epilog='Example: allo companies create --name "Dupont SARL" --industry Retail')
@command
def create_company(
    run: Run,
    name: Annotated[str, typer.Option(help="The name.")],
    website: Website = None,
    industry: Industry = None,
    dry_run: DryRun = False,
    format: FormatOption = None,  # noqa: A002 (the option's name)
) -> None:
    """Create a company."""
    fields = given(website=website, industry=industry)
    change(
        run,
        lambda allo: allo.v2.companies.create(name=name, **fields),
        "company",
        "created",
        COMPANIES,
        format,
        dry_run=dry_run,
    )


@app.command("update", epilog="Example: allo companies update com-abc123 --industry Retail")
@command
def update_company(
    run: Run,
    company: Id,
    name: Name = None,
    website: Website = None,
    industry: Industry = None,
    dry_run: DryRun = False,
    format: FormatOption = None,  # noqa: A002 (the option's name)
) -> None:
    """Update a company. Fields that are not given stay unchanged."""
    fields = changes(name=name, website=website, industry=industry)
    change(
        run,
        lambda allo: allo.v2.companies.update(company, **fields),
        "company",
        "changed",
        COMPANIES,
        format,
        dry_run=dry_run,
    )
