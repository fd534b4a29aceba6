"""`allo users`, `allo tags` and `allo templates`: the team, over version 2."""

from __future__ import annotations

from typing import Annotated

import typer

from allo_ext import NOT_GIVEN
from allo_ext.cli._display.newer_columns import TAGS, TEMPLATES, USERS
from allo_ext.cli._display.output import FormatOption, show, show_one, wrote_whole
from allo_ext.cli._program.command import Run, command
from allo_ext.cli._program.generation import only_v2
from allo_ext.cli._reading.calls import user_id

users = typer.Typer(help="List and show the members of the team.", no_args_is_help=True)
tags = typer.Typer(help="List the tags of the team.", no_args_is_help=True)
templates = typer.Typer(help="List and show summary templates.", no_args_is_help=True)


@users.command("list", epilog="Example: allo users list --role ADMIN")
@command
def list_users(
    run: Run,
    role: Annotated[
        str | None,
        typer.Option(help="Only ADMIN, MANAGER or MEMBER.", autocompletion=lambda: ["ADMIN", "MANAGER", "MEMBER"]),
    ] = None,
    blocked: Annotated[bool, typer.Option("--blocked", help="Blocked members instead of active ones.")] = False,
    format: FormatOption = None,  # noqa: A002 (the option's name)
) -> None:
    """List the members of the team."""
    only_v2(run.settings.api)
    with run.client() as allo:
        found = allo.v2.users.list(
            role=role.upper() if role else NOT_GIVEN,  # type: ignore[arg-type]
            status="BLOCKED" if blocked else "ACTIVE",
        )
        show(found, USERS, format, run.terminal)


@users.command("show", epilog="Example: allo users show usr-abc123")
@command
def show_user(
    run: Run,
    user: Annotated[str, typer.Argument(metavar="USER", help="The ID, email address or name of a member.")],
    format: FormatOption = None,  # noqa: A002 (the option's name)
) -> None:
    """Show one member of the team."""
    only_v2(run.settings.api)
    with run.client() as allo:
        show_one(allo.v2.users.get(user_id(allo, user)), USERS, format, run.terminal)


@tags.command("list", epilog="Example: allo tags list")
@command
def list_tags(run: Run, format: FormatOption = None) -> None:  # noqa: A002 (the option's name)
    """List the tags of the team."""
    only_v2(run.settings.api)
    with run.client() as allo:
        show(allo.v2.tags.list(), TAGS, format, run.terminal)


@templates.command("list", epilog="Example: allo templates list")
@command
def list_templates(run: Run, format: FormatOption = None) -> None:  # noqa: A002 (the option's name)
    """List the summary templates of the team."""
    only_v2(run.settings.api)
    with run.client() as allo:
        show(allo.v2.summary_templates.list(), TEMPLATES, format, run.terminal)


@templates.command("show", epilog="Example: allo templates show tpl-abc123")
@command
def show_template(
    run: Run,
    template: Annotated[str, typer.Argument(metavar="TEMPLATE", help="The ID of the template.")],
    format: FormatOption = None,  # noqa: A002 (the option's name)
) -> None:
    """Show one summary template with its sections."""
    only_v2(run.settings.api)
    with run.client() as allo:
        found = allo.v2.summary_templates.get(template)
    if not wrote_whole(found, format, run.terminal):
        show_one(found, TEMPLATES, format, run.terminal)
