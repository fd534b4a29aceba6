"""The root group: a command is imported when it is used, so that --version and completion are fast."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

import typer
from typer.core import TyperCommand, TyperGroup

if TYPE_CHECKING:
    from collections.abc import Mapping


class Entry(NamedTuple):
    """A command or a group of commands.

    Attributes:
        module: The module, below `allo_ext.cli`.
        name: Its function, or its group.
        help: The first sentence of its help, for completion.
        epilog: The example below its help.
        passes_on: Whether unknown arguments are passed on to the command's own parser.
        plain: Whether the function has none of the shared options, and is a command as it is.
    """

    module: str
    name: str
    help: str
    epilog: str | None = None
    passes_on: bool = False
    plain: bool = False


def load(name: str, entry: Entry) -> Any:
    """Import a command or a group."""
    module = import_module(f"allo_ext.cli.{entry.module}")
    found: Any = getattr(module, entry.name)
    root = typer.Typer()
    if isinstance(found, typer.Typer):
        root.add_typer(found, name=name)
    elif entry.passes_on:
        from allo_ext.cli._commands.local import PASS_ON
        from allo_ext.cli._program.completing import options_of

        own_options = options_of(getattr(module, f"{entry.name}_help"))
        root.command(name, cls=own_options, epilog=entry.epilog, context_settings=PASS_ON)(found)
    elif entry.plain:
        root.command(name, epilog=entry.epilog)(found)
    else:
        from allo_ext.cli._program.command import command

        root.command(name, epilog=entry.epilog)(command(found))
    root.callback()(lambda: None)  # otherwise a single command is not in a group
    group: Any = typer.main.get_command(root)
    return group.commands[name]


class _Commands(dict[str, Any]):
    """The commands of a group by name; one is imported when it is read."""

    def __init__(self, entries: Mapping[str, Entry]) -> None:
        super().__init__(dict.fromkeys(entries))
        self.entries = entries

    def __getitem__(self, name: str) -> Any:
        found = super().__getitem__(name)
        if found is None:
            found = self[name] = load(name, self.entries[name])
        return found

    def get(self, name: str, default: Any = None) -> Any:
        return self[name] if name in self else default  # noqa: SIM401 (this is `get`)

    def values(self) -> Any:
        return [self[name] for name in self]

    def items(self) -> Any:
        return [(name, self[name]) for name in self]


def lazy_group(entries: Mapping[str, Entry]) -> type[TyperGroup]:
    """Return the class of a group that has these commands."""

    class LazyGroup(TyperGroup):
        """Imports a command when it is used."""

        is_completing = False

        def __init__(self, **options: Any) -> None:
            super().__init__(**options)
            self.commands = _Commands(entries)

        def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 (the method's signature)
            """Return the names, without importing anything."""
            return list(self.commands)

        def get_command(self, ctx: Any, cmd_name: str) -> Any:
            """Return a command; import its module if needed."""
            if self.is_completing and cmd_name in entries:
                return TyperCommand(cmd_name, help=entries[cmd_name].help)
            return super().get_command(ctx, cmd_name)

        def shell_complete(self, ctx: Any, incomplete: str) -> list[Any]:
            """Return the names and options that begin with some characters, without importing a command."""
            self.is_completing = True
            try:
                return super().shell_complete(ctx, incomplete)
            finally:
                self.is_completing = False

    return LazyGroup
