"""`allo spec`: write the OpenAPI spec of the API."""

from __future__ import annotations

from enum import StrEnum
from importlib.resources import files
from pathlib import Path
from typing import Annotated

import typer

from allo_ext.cli._display.terminal import Terminal
from allo_ext.cli._program.failures import FAILED


class Api(StrEnum):
    """The versions of the API."""

    V1 = "v1"
    V2 = "v2"


def spec(
    api: Annotated[Api, typer.Option(help="The version of the API.")] = Api.V1,
    out: Annotated[Path | None, typer.Option("--out", "-o", help="The file to write. Default: stdout.")] = None,
    settings: Annotated[
        bool, typer.Option("--settings", help="Write the settings for schemathesis instead, for both versions.")
    ] = False,
) -> None:
    """Write the OpenAPI 3.1 spec that this package was made from, as JSON, which YAML tools read as well."""
    name = "schemathesis.toml" if settings else f"allo-{api}.json"
    text = (files("allo_ext.testing") / name).read_text(encoding="utf-8")
    if out is None:
        typer.echo(text, nl=False)
        return
    try:
        out.write_text(text, encoding="utf-8")
    except OSError as error:
        Terminal().fail(f"{out}: {error.strerror or error}")
        raise typer.Exit(FAILED) from None
