"""`allo deals`: deals of the CRM, over version 2."""

from __future__ import annotations

from typing import Annotated

import typer

from allo_ext.cli._commands.crm import (
    Amount,
    CompanyId,
    Currency,
    Name,
    Search,
    Status,
    change,
    changes,
    given,
    paged,
    show_all,
    show_found,
)
from allo_ext.cli._display.newer_columns import DEALS
from allo_ext.cli._display.output import FormatOption
from allo_ext.cli._program.command import Run, command
from allo_ext.cli._program.options import DryRun, Limit

app = typer.Typer(help="List, show, create and update deals of the CRM.", no_args_is_help=True)


Id = Annotated[str, typer.Argument(metavar="DEAL", help="The deal's ID.")]


@app.command("list", epilog="Example: allo deals list --search dupont")
@command
def list_deals(
    run: Run,
    search: Search = None,
    status: Annotated[str | None, typer.Option(help="Only deals in exactly this stage.")] = None,
    limit: Limit = 20,
    format: FormatOption = None,  # noqa: A002 (the option's name)
) -> None:
    """List deals."""
    filters = given(search=search, stage=status)
    show_all(run, lambda allo: allo.v2.deals.iter(**filters, **paged(limit)), DEALS, format)


@app.command("show", epilog="Example: allo deals show dea-abc123")
@command
def show_deal(
    run: Run,
    deal: Id,
    format: FormatOption = None,  # noqa: A002 (the option's name)
) -> None:
    """Show one deal."""
    show_found(run, lambda allo: allo.v2.deals.get(deal), DEALS, format)


@app.command("create", epilog="Example: allo deals create --name Extension --amount 7600 --currency EUR")
@command
def create_deal(
    run: Run,
    name: Annotated[str, typer.Option(help="The name.")],
    status: Status = None,
    amount: Amount = None,
    currency: Currency = None,
    company: CompanyId = None,
    dry_run: DryRun = False,
    format: FormatOption = None,  # noqa: A002 (the option's name)
) -> None:
    """Create a deal."""
    fields = given(status=status, amount=amount, currency=currency, company_id=company)
    change(
        run,
        lambda allo: allo.v2.deals.create(name=name, **fields),
        "deal",
        "created",
        DEALS,
        format,
        dry_run=dry_run,
    )


@app.command("update", epilog="Example: allo deals update dea-abc123 --status WON")
@command
def update_deal(
    run: Run,
    deal: Id,
    name: Name = None,
    status: Status = None,
    amount: Amount = None,
    currency: Currency = None,
    company: CompanyId = None,
    dry_run: DryRun = False,
    format: FormatOption = None,  # noqa: A002 (the option's name)
) -> None:
    """Update a deal. Fields that are not given stay unchanged."""
    fields = changes(name=name, status=status, amount=amount, currency=currency, company_id=company)
    change(
        run,
        lambda allo: allo.v2.deals.update(deal, **fields),
        "deal",
        "changed",
        DEALS,
        format,
        dry_run=dry_run,
    )
