"""`allo mock` and `allo demo`, which parse their own arguments."""

from __future__ import annotations

from typing import Any, Final

import typer

PASS_ON: Final[dict[str, Any]] = {"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []}


def mock_help() -> str:
    """Return the help of `allo mock`."""
    from allo_ext.testing._command import help_of

    return help_of("allo mock")


def demo_help() -> str:
    """Return the help of `allo demo`."""
    from allo_ext.demo import parser_of

    return parser_of().format_help()


def mock(ctx: typer.Context) -> None:
    """Run a mock server of the Allo API on this machine until Ctrl-C."""
    from allo_ext.testing._command import main

    raise typer.Exit(main(ctx.args, program="allo mock"))


def demo(ctx: typer.Context) -> None:
    """Run a demo of both clients against the mock server."""
    from allo_ext.demo import main

    raise typer.Exit(main(ctx.args))
