"""The values that the shell completes, for options that take one of a list."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any, Final

import typer.core

from allo_ext.enums import Topic

_OPTION: Final = re.compile(r"(?<![\w-])--[a-z][a-z-]*")


def topics(incomplete: str) -> list[str]:
    """Return the topics of version 1 that begin with a string."""
    return _beginning(incomplete.upper(), map(str, Topic))


def all_topics(incomplete: str) -> list[str]:
    """Return the topics of both versions of the API that begin with a string."""
    from allo_ext import v2

    return topics(incomplete) + _beginning(incomplete.lower(), map(str, v2.Topic))


def scopes(incomplete: str) -> list[str]:
    """Return the scopes that a key can have."""
    from allo_ext import _operations

    return _beginning(incomplete.upper(), sorted({*_operations.scopes("v1"), *_operations.scopes("v2")}))


def zones(incomplete: str) -> list[str]:
    """Return the time zones."""
    from zoneinfo import available_timezones

    return _beginning(incomplete, ["local", *sorted(available_timezones())])


def regions(incomplete: str) -> list[str]:
    """Return the codes of countries."""
    import phonenumbers

    return _beginning(incomplete.upper(), sorted(phonenumbers.SUPPORTED_REGIONS))


def options_of(parser_help: Callable[[], str]) -> type[typer.core.TyperCommand]:
    """Return the class of a command that parses its own arguments, whose options the shell completes.

    Args:
        parser_help: Returns the help of the command's own parser.
    """

    class PassedOn(typer.core.TyperCommand):
        def shell_complete(self, ctx: Any, incomplete: str) -> list[Any]:  # noqa: ARG002 (the method's signature)
            own = dict.fromkeys(_OPTION.findall(parser_help()))
            item: Any = typer.core.CompletionItem  # type: ignore[attr-defined]
            return [item(option) for option in _beginning(incomplete, own)]

    return PassedOn


def _beginning(incomplete: str, values: Iterable[str]) -> list[str]:
    return [value for value in values if value.startswith(incomplete)]
