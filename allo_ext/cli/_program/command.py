"""The command decorator: shared options, the terminal, and error handling."""

from __future__ import annotations

import functools
import inspect
import sys
import warnings
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Concatenate, Final, ParamSpec

import typer

from allo_ext.cli._display.terminal import Terminal
from allo_ext.cli._display.text import encodable
from allo_ext.cli._display.zone import UNIVERSAL, Zone, local
from allo_ext.cli._program.failures import FAILED, explain
from allo_ext.cli._program.generation import Api, uses_v2
from allo_ext.cli._program.settings import Options, Settings, resolve
from allo_ext.cli._program.streams import abandon, settle_stdout
from allo_ext.errors import AlloError, UnreadableLineWarning

if TYPE_CHECKING:
    from allo_ext import AlloClient

P = ParamSpec("P")
PANEL: Final = "Settings"


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a command."""

    settings: Settings
    terminal: Terminal

    @property
    def zone(self) -> Zone:
        """The time zone of --tz. Default: UTC."""
        return self.settings.zone or UNIVERSAL

    @property
    def zone_for_people(self) -> Zone:
        """The time zone of --tz. Default: this machine's."""
        return self.settings.zone or local()

    def uses_v2(self, allo: AlloClient, *scopes: str, only_v2: bool = False) -> bool:
        """Return whether the command reads from version 2; see `generation.uses_v2`."""
        return uses_v2(self.settings.api, allo, *scopes, only_v2=only_v2)

    def client(self, **options: Any) -> AlloClient:
        """Return a client with these settings.

        Raises:
            ConfigurationError: The API key is missing.
        """
        key = self.settings.require_key()
        return client_class(__name__)(
            key.value.reveal(), base_url=self.settings.base_url, pace=self.settings.pace, **options
        )


def __getattr__(name: str) -> Any:
    """Import the client when it is first used: --version and completion are faster without httpx."""
    if name != "AlloClient":
        raise AttributeError(name)
    from allo_ext import AlloClient

    return AlloClient


def client_class(module: str) -> type[AlloClient]:
    """Return a module's attribute `AlloClient`, which is imported when it is first used."""
    found: type[AlloClient] = getattr(sys.modules[module], "AlloClient")  # noqa: B009 (the attribute is dynamic)
    return found


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
        ),
    ] = None,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="Print only warnings and errors on stderr.", rich_help_panel=PANEL)
    ] = False,
    api: Annotated[
        str | None,
        typer.Option(
            metavar="v1|v2|auto",
            help="Version of the API, where both have the data; auto prefers v2 if the key has its scopes. Overrides "
            "ALLO_API. Default: v1.",
            autocompletion=lambda: [*Api],
            show_default=False,
            rich_help_panel=PANEL,
        ),
    ] = None,
) -> None:
    """Define the parameters that all commands have."""


_SHARED: Final = inspect.signature(_shared, eval_str=True).parameters
_CONTEXT: Final = inspect.Parameter("ctx", inspect.Parameter.KEYWORD_ONLY, annotation=typer.Context)


def command(function: Callable[Concatenate[Run, P], None]) -> Callable[..., None]:
    """Turn a function into a command. Its first parameter is the `Run`."""

    @functools.wraps(function)
    def wrapper(ctx: typer.Context, **values: Any) -> None:
        given = Options(**{name: values.pop(name) for name in _SHARED}).over(ctx.find_object(Options))
        terminal = Terminal(quiet=given.quiet, raw=given.raw)
        _check_texts(
            {
                **values,
                "api_key": given.api_key,
                "base_url": given.base_url,
                "pace": given.pace,
                "tz": given.tz,
                "api": given.api,
            }
        )
        try:
            with _named_by(terminal):
                settings = resolve(given, terminal)
                terminal.zone = settings.zone or UNIVERSAL
                function(Run(settings, terminal), **values)  # type: ignore[call-arg] # pyright: ignore[reportCallIssue]
            sys.stdout.flush()
        except BrokenPipeError:
            abandon(sys.stdout)  # the program reading the output has exited
            raise typer.Exit(0) from None
        except AlloError as error:
            raise typer.Exit(explain(error, terminal)) from None
        except OSError as error:
            settle_stdout()  # stdout may be the file that cannot be written
            terminal.fail(f"{error.filename or 'a file or connection'}: {error.strerror or error}")
            raise typer.Exit(FAILED) from None

    own = list(inspect.signature(function, eval_str=True).parameters.values())[1:]
    return _signed(wrapper, [*own, *_SHARED.values()])


@contextmanager
def _named_by(terminal: Terminal) -> Generator[None]:
    """Print warnings about unreadable lines as messages, not in Python's format."""
    with warnings.catch_warnings():
        warnings.simplefilter("always", UnreadableLineWarning)
        others = warnings.showwarning

        def show(message: Warning | str, category: type[Warning], *where: Any, **more: Any) -> None:
            if issubclass(category, UnreadableLineWarning):
                terminal.warn(str(message))
            else:
                others(message, category, *where, **more)

        warnings.showwarning = show
        yield


def group(function: Callable[P, None]) -> Callable[..., None]:
    """Turn a function into a group. Settings given before the command name apply to the command."""

    @functools.wraps(function)
    def wrapper(ctx: typer.Context, **values: Any) -> None:
        ctx.obj = Options(**{name: values.pop(name) for name in _SHARED})
        function(**values)  # type: ignore[call-arg] # pyright: ignore[reportCallIssue]

    return _signed(wrapper, [*inspect.signature(function, eval_str=True).parameters.values(), *_SHARED.values()])


def _signed(wrapper: Callable[..., None], parameters: list[inspect.Parameter]) -> Callable[..., None]:
    """Give a wrapper the signature that typer reads."""
    keywords = [parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY) for parameter in (_CONTEXT, *parameters)]
    wrapper.__signature__ = inspect.Signature(keywords)  # type: ignore[attr-defined] # pyright: ignore[reportFunctionMemberAccess]
    # One line per paragraph: typer wraps it to the terminal width.
    paragraphs = inspect.cleandoc(wrapper.__doc__ or "").split("\n\n")
    wrapper.__doc__ = "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs)
    wrapper.__annotations__ = {parameter.name: parameter.annotation for parameter in keywords}
    return wrapper


def _check_texts(values: dict[str, Any]) -> None:
    """Check that string arguments are valid in the system's encoding. Paths may be any bytes.

    Raises:
        typer.BadParameter: An argument is not valid.
    """
    for name, value in values.items():
        for text in value if isinstance(value, list) else [value]:  # pyright: ignore[reportUnknownVariableType]
            if isinstance(text, str) and not isinstance(text, Enum) and encodable(text) != text:
                encoding = sys.getfilesystemencoding().upper()
                raise typer.BadParameter(f"{name.strip('_').replace('_', '-')} is not valid {encoding}.")
