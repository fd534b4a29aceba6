"""The command decorator: shared options, the terminal, and error handling."""

from __future__ import annotations

import copy
import functools
import inspect
import os
import sys
import warnings
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Annotated, Any, Concatenate, ParamSpec, get_args

import typer

from allo_ext.cli._display.terminal import Terminal
from allo_ext.cli._display.text import encodable
from allo_ext.cli._display.zone import UNIVERSAL, Zone, local
from allo_ext.cli._program.earlier import earlier_options, merged
from allo_ext.cli._program.failures import FAILED, explain
from allo_ext.cli._program.generation import uses_v2
from allo_ext.cli._program.settings import Settings, resolve
from allo_ext.cli._program.shared import SHARED, Options, signed
from allo_ext.cli._program.streams import abandon, settle_stdout
from allo_ext.cli._program.verbose import logged
from allo_ext.errors import AlloError, UnreadableLineWarning

if TYPE_CHECKING:
    from allo_ext import AlloClient

P = ParamSpec("P")


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


def command(function: Callable[Concatenate[Run, P], None]) -> Callable[..., None]:
    """Turn a function into a command. Its first parameter is the `Run`."""

    @functools.wraps(function)
    def wrapper(ctx: typer.Context, **values: Any) -> None:
        values = merged(values)
        given = Options(**{name: values.pop(name) for name in SHARED}).over(ctx.find_object(Options))
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
            with _named_by(terminal), logged(terminal, verbose=given.verbose):
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
    wrapper.__doc__ = f"{wrapper.__doc__}\n\nSettings such as --tz, --quiet and --verbose: see `allo --help`."
    return signed(wrapper, [*own, *earlier_options(own), *(_unlisted(one) for one in SHARED.values())])


def _unlisted(parameter: inspect.Parameter) -> inspect.Parameter:
    """Return a setting without a line in the help of a command: that of `allo` lists it. The shell completes it."""
    kind, option = get_args(parameter.annotation)
    hidden = copy.copy(option)
    hidden.hidden = "_ALLO_COMPLETE" not in os.environ
    return parameter.replace(annotation=Annotated[kind, hidden])


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
