"""What every command has: the settings as options, a terminal, and an ending for everything that can go wrong."""

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
from typing import Annotated, Any, Concatenate, Final, ParamSpec

import typer

from allo_ext import AlloClient, AlloError
from allo_ext.cli._display.terminal import Terminal
from allo_ext.cli._display.text import encodable
from allo_ext.cli._program.failures import FAILED, explain
from allo_ext.cli._program.settings import Given, Settings, settle
from allo_ext.cli._program.streams import abandon, settle_stdout
from allo_ext.errors import UnreadableLineWarning

P = ParamSpec("P")
PANEL: Final = "Settings"


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a command."""

    settings: Settings
    terminal: Terminal

    def client(self, **options: Any) -> AlloClient:
        """Return a client with the settings of this run.

        Raises:
            ConfigurationError: There is no key.
        """
        key = self.settings.require_key()
        return AlloClient(key.value.reveal(), base_url=self.settings.base_url, pace=self.settings.pace, **options)


def _shared(
    *,
    api_key: Annotated[
        str | None,
        typer.Option(help="The key; better in ALLO_API_KEY or a file, other users see this.", rich_help_panel=PANEL),
    ] = None,
    key_file: Annotated[
        Path | None, typer.Option(help="A file that holds the key and nothing else.", rich_help_panel=PANEL)
    ] = None,
    base_url: Annotated[
        str | None, typer.Option(help="Where the API is, instead of ALLO_BASE_URL.", rich_help_panel=PANEL)
    ] = None,
    pace: Annotated[
        str | None,
        typer.Option(metavar="off|N", help="At most N reads a second (20); off for no bound.", rich_help_panel=PANEL),
    ] = None,
    raw: Annotated[
        bool,
        typer.Option(
            "--raw", help="CSV cells as they are, also those that a spreadsheet computes.", rich_help_panel=PANEL
        ),
    ] = False,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="Nothing on stderr but what went wrong.", rich_help_panel=PANEL)
    ] = False,
) -> None:
    """Lend its parameters to every command."""


_SHARED: Final = inspect.signature(_shared, eval_str=True).parameters
_CONTEXT: Final = inspect.Parameter("ctx", inspect.Parameter.KEYWORD_ONLY, annotation=typer.Context)


def command(function: Callable[Concatenate[Run, P], None]) -> Callable[..., None]:
    """Make a command of a function whose first parameter is the `Run`."""

    @functools.wraps(function)
    def wrapper(ctx: typer.Context, **values: Any) -> None:
        given = Given(**{name: values.pop(name) for name in _SHARED}).over(ctx.find_object(Given))
        terminal = Terminal(quiet=given.quiet, raw=given.raw)
        _check_texts({**values, "api_key": given.api_key, "base_url": given.base_url, "pace": given.pace})
        try:
            with _named_by(terminal):
                function(Run(settle(given, terminal), terminal), **values)  # type: ignore[call-arg] # pyright: ignore[reportCallIssue]
            sys.stdout.flush()
        except BrokenPipeError:
            abandon(sys.stdout)  # the program that read our output has had enough
            raise typer.Exit(0) from None
        except AlloError as error:
            raise typer.Exit(explain(error, terminal)) from None
        except OSError as error:
            settle_stdout()  # it may be what cannot be written
            terminal.fail(f"{error.filename or 'a file or connection'}: {error.strerror or error}")
            raise typer.Exit(FAILED) from None

    own = list(inspect.signature(function, eval_str=True).parameters.values())[1:]
    return _signed(wrapper, [*own, *_SHARED.values()])


@contextmanager
def _named_by(terminal: Terminal) -> Generator[None]:
    """Let the terminal say which lines the API refuses, in place of Python's own form of a warning."""
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


def hold(function: Callable[P, None]) -> Callable[..., None]:
    """Make a group of a function: the settings before a command's name hold for the command."""

    @functools.wraps(function)
    def wrapper(ctx: typer.Context, **values: Any) -> None:
        ctx.obj = Given(**{name: values.pop(name) for name in _SHARED})
        function(**values)  # type: ignore[call-arg] # pyright: ignore[reportCallIssue]

    return _signed(wrapper, [*inspect.signature(function, eval_str=True).parameters.values(), *_SHARED.values()])


def _signed(wrapper: Callable[..., None], parameters: list[inspect.Parameter]) -> Callable[..., None]:
    """Show typer these parameters."""
    keywords = [parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY) for parameter in (_CONTEXT, *parameters)]
    wrapper.__signature__ = inspect.Signature(keywords)  # type: ignore[attr-defined] # pyright: ignore[reportFunctionMemberAccess]
    # One line a paragraph: the terminal breaks them where it ends.
    paragraphs = inspect.cleandoc(wrapper.__doc__ or "").split("\n\n")
    wrapper.__doc__ = "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs)
    wrapper.__annotations__ = {parameter.name: parameter.annotation for parameter in keywords}
    return wrapper


def _check_texts(values: dict[str, Any]) -> None:
    """Refuse an argument that is not text in the encoding of this system; a path may be any bytes.

    Raises:
        typer.BadParameter: One is not.
    """
    for name, value in values.items():
        for text in value if isinstance(value, list) else [value]:  # pyright: ignore[reportUnknownVariableType]
            if isinstance(text, str) and not isinstance(text, Enum) and encodable(text) != text:
                encoding = sys.getfilesystemencoding().upper()
                raise typer.BadParameter(f"{name.strip('_').replace('_', '-')} is not valid {encoding}.")
