"""Options and steps that the commands of contacts and of the CRM share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Protocol, TypeVar

import typer

from allo_ext.cli._display.output import show, show_one
from allo_ext.cli._program.generation import only_v2
from allo_ext.cli._program.writing import Change, write

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from allo_ext import AlloClient
    from allo_ext.cli._display.column import Column
    from allo_ext.cli._display.output import Format
    from allo_ext.cli._program.command import Run


class Identified(Protocol):
    """A record with an id."""

    @property
    def id(self) -> str:
        """The id."""
        ...


T = TypeVar("T", bound=Identified)

Search = Annotated[str | None, typer.Option("--search", "-s", help="Only those that match these words.")]
Name = Annotated[str | None, typer.Option(help="The name.")]
FirstName = Annotated[str | None, typer.Option("--name", help="The first name.")]
LastName = Annotated[str | None, typer.Option(help="The last name.")]
JobTitle = Annotated[str | None, typer.Option(help="The job title.")]
Website = Annotated[str | None, typer.Option(help="The website URL.")]
Industry = Annotated[str | None, typer.Option(help="The industry.")]
Status = Annotated[str | None, typer.Option(help="The stage, as the CRM names it.")]
Amount = Annotated[float | None, typer.Option(help="The amount.")]
Currency = Annotated[str | None, typer.Option(help="The currency, such as EUR.")]
CompanyId = Annotated[str | None, typer.Option("--company", metavar="ID", help="The ID of the company.")]
Emails = Annotated[list[str] | None, typer.Option("--email", help="An email address. Repeatable.")]
NewEmails = Annotated[
    list[str] | None, typer.Option("--email", help="An email address. Replaces all existing addresses. Repeatable.")
]
Numbers = Annotated[list[str], typer.Option("--number", "-n", help="A phone number in E.164 format. Repeatable.")]


def given(**fields: Any) -> dict[str, Any]:
    """Return the arguments that were given."""
    return {name: value for name, value in fields.items() if value is not None}


def changes(**fields: Any) -> dict[str, Any]:
    """Return the fields to change.

    Raises:
        typer.BadParameter: No field was given.
    """
    found = given(**fields)
    if not found:
        raise typer.BadParameter("Nothing to change. Pass at least one field, such as --name.")
    return found


def paged(limit: int) -> dict[str, Any]:
    """Return the arguments for a list with at most so many records."""
    return {"limit": limit, "size": min(limit, 100)}


def show_all(
    run: Run,
    read: Callable[[AlloClient], Generator[Any]],
    columns: tuple[Column[Any], ...],
    format: Format | None,  # noqa: A002 (the option's name)
) -> None:
    """Read and print a list."""
    only_v2(run.settings.api)
    with run.client() as allo:
        found = read(allo)
        try:
            show(found, columns, format, run.terminal)
        finally:
            found.close()


def show_found(
    run: Run,
    read: Callable[[AlloClient], Any],
    columns: tuple[Column[Any], ...],
    format: Format | None,  # noqa: A002 (the option's name)
) -> None:
    """Read and print one record."""
    only_v2(run.settings.api)
    with run.client() as allo:
        show_one(read(allo), columns, format, run.terminal)


def change(
    run: Run,
    send: Callable[[AlloClient], Any],
    noun: str,
    verb: str,
    columns: tuple[Column[Any], ...],
    format: Format | None,  # noqa: A002 (the option's name)
    *,
    dry_run: bool,
) -> None:
    """Create or change a record of the CRM, and print it."""
    only_v2(run.settings.api)
    write(run, change_of(run, send, noun, verb, columns, format), dry_run=dry_run)


def change_of(
    run: Run,
    send: Callable[[AlloClient], T],
    noun: str,
    verb: str,
    columns: tuple[Column[T], ...],
    format: Format | None,  # noqa: A002 (the option's name)
) -> Change[T]:
    """Return the change that creates or changes a record, and prints it."""
    return Change(
        send=send,
        show=lambda record: show_one(record, columns, format, run.terminal),
        noun=noun,
        verb=verb,
        identify=lambda record: f"id {record.id}",
    )
