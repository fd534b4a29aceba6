"""The options that all commands have. Imports little, because --version and completion import it."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Annotated, Any, Final, ParamSpec, Self

import typer

from allo_ext.cli._program.completing import zones

P = ParamSpec("P")
PANEL: Final = "Settings"


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Settings from the command line, not yet validated."""

    api_key: str | None = None
    key_file: Path | None = None
    base_url: str | None = None
    pace: str | None = None
    raw: bool = False
    tz: str | None = None
    quiet: bool = False
    verbose: bool = False
    api: str | None = None

    def over(self, wider: Any) -> Self:
        """Return these settings; options missing here are taken from those before the command name."""
        if not isinstance(wider, Options):
            return self
        missing = {f.name: getattr(wider, f.name) for f in fields(self) if not getattr(self, f.name)}
        return replace(self, **missing)


def _shared(
    *,
    api_key: Annotated[
        str | None,
        typer.Option(help="The API key. Visible to other users; prefer ALLO_API_KEY or a file.", rich_help_panel=PANEL),
    ] = None,
    key_file: Annotated[
        Path | None, typer.Option(help="A file that contains only the API key.", rich_help_panel=PANEL)
    ] = None,
    base_url: Annotated[
        str | None, typer.Option(help="The base URL of the API. Overrides ALLO_BASE_URL.", rich_help_panel=PANEL)
    ] = None,
    pace: Annotated[
        str | None,
        typer.Option(
            metavar="off|N", help="Maximum reads per second (default 20); off for no limit.", rich_help_panel=PANEL
        ),
    ] = None,
    raw: Annotated[
        bool,
        typer.Option("--raw", help="Do not escape CSV cells that a spreadsheet would evaluate.", rich_help_panel=PANEL),
    ] = False,
    tz: Annotated[
        str | None,
        typer.Option(
            metavar="ZONE",
            help="Time zone of times and days, such as Europe/Paris; local for this machine's. Default: local in files "
            "for people (xlsx, html, markdown), otherwise UTC.",
            show_default=False,
            rich_help_panel=PANEL,
            autocompletion=zones,
        ),
    ] = None,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="Print only warnings and errors on stderr.", rich_help_panel=PANEL)
    ] = False,
    verbose: Annotated[
        bool,
        typer.Option(
            "--verbose",
            help="Print each request, retry and failure on stderr, with request ids.",
            rich_help_panel=PANEL,
        ),
    ] = False,
    api: Annotated[
        str | None,
        typer.Option(
            metavar="v1|v2|auto",
            help="Version of the API, where both have the data; auto prefers v2 if the key has its scopes. Overrides "
            "ALLO_API. Default: v1.",
            autocompletion=lambda: ["v1", "v2", "auto"],
            show_default=False,
            rich_help_panel=PANEL,
        ),
    ] = None,
) -> None:
    """Define the parameters that all commands have."""


SHARED: Final = inspect.signature(_shared, eval_str=True).parameters
_CONTEXT: Final = inspect.Parameter("ctx", inspect.Parameter.KEYWORD_ONLY, annotation=typer.Context)


def group(function: Callable[P, None]) -> Callable[..., None]:
    """Turn a function into a group. Settings given before the command name apply to the command."""

    @functools.wraps(function)
    def wrapper(ctx: typer.Context, **values: Any) -> None:
        ctx.obj = Options(**{name: values.pop(name) for name in SHARED})
        function(**values)  # type: ignore[call-arg] # pyright: ignore[reportCallIssue]

    return signed(wrapper, [*inspect.signature(function, eval_str=True).parameters.values(), *SHARED.values()])


def signed(wrapper: Callable[..., None], parameters: list[inspect.Parameter]) -> Callable[..., None]:
    """Give a wrapper the signature that typer reads."""
    keywords = [parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY) for parameter in (_CONTEXT, *parameters)]
    wrapper.__signature__ = inspect.Signature(keywords)  # type: ignore[attr-defined] # pyright: ignore[reportFunctionMemberAccess]
    # One line per paragraph: typer wraps it to the terminal width.
    paragraphs = inspect.cleandoc(wrapper.__doc__ or "").split("\n\n")
    wrapper.__doc__ = "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs)
    wrapper.__annotations__ = {parameter.name: parameter.annotation for parameter in keywords}
    return wrapper
