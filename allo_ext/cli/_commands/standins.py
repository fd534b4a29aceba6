"""`allo mock` and `allo demo`: everything after the name goes to what has been there before."""

from __future__ import annotations

from typing import Any, Final

import typer

PASS_ON: Final[dict[str, Any]] = {"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []}


def mock(ctx: typer.Context) -> None:
    """Serve a stand-in for the Allo API on a port of this machine, until it is stopped."""
    from allo_ext.testing._command import main

    raise typer.Exit(main(ctx.args, program="allo mock"))


def demo(ctx: typer.Context) -> None:
    """Tell the day of a small sales team, against the stand-in."""
    from allo_ext.demo import main

    raise typer.Exit(main(ctx.args))
