"""A tool: a function, the operation that it calls, and whether it changes anything."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from mcp.server.mcpserver.exceptions import ToolError

from allo_ext import errors
from allo_ext._operations import table
from allo_ext.mcp._failures import sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

Kind = Literal["read", "write", "send"]


class Tool(NamedTuple):
    """A tool.

    Attributes:
        function: The function; its name and docstring are those of the tool.
        title: The name for people.
        operation: API version and id of the operation, such as `v2 list_users`; None for what needs no request.
        kind: "read", or what must be allowed: "write" or "send".
        harmless: True if a repetition changes nothing more.
    """

    function: Callable[..., str]
    title: str
    operation: str | None = None
    kind: Kind = "read"
    harmless: bool = True

    @property
    def name(self) -> str:
        """The name for agents."""
        return self.function.__name__

    @property
    def version(self) -> str | None:
        """The API version that it uses."""
        return None if self.operation is None else self.operation.partition(" ")[0]

    @property
    def scope(self) -> str | None:
        """The scope that the key needs, from the operation table."""
        if self.operation is None:
            return None
        version, _, operation = self.operation.partition(" ")
        found = table(version)
        return None if found is None else found[operation].scope


class Choice(NamedTuple):
    """The tools of a server, and the reason for each of the others."""

    tools: tuple[Tool, ...]
    hidden: dict[str, str]


def choose(tools: Iterable[Tool], scopes: frozenset[str] | None, allowed: frozenset[Kind]) -> Choice:
    """Return the tools for a key. Of several with one name, the first for which the key has the scope.

    Args:
        tools: All tools, the preferred ones first.
        scopes: The scopes of the key; None if it cannot use version 2, and its scopes are not known.
        allowed: The kinds that the user allows.
    """
    chosen: dict[str, Tool] = {}
    hidden: dict[str, str] = {}
    for tool in tools:
        if scopes is None and tool.version == "v2":
            hidden.setdefault(tool.name, "the API key cannot use version 2 of the API.")
        elif scopes is not None and tool.scope is not None and tool.scope not in scopes:
            hidden.setdefault(tool.name, f"the API key lacks the scope {tool.scope}.")
        elif tool.kind not in allowed:
            hidden.setdefault(tool.name, f"the server was started without --allow-{tool.kind}.")
        else:
            chosen.setdefault(tool.name, tool)
    return Choice(tuple(chosen.values()), {name: why for name, why in hidden.items() if name not in chosen})


def answering(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return the function with errors of the package as sentences."""

    @functools.wraps(function)
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        try:
            return function(*args, **kwargs)
        except errors.AlloError as error:
            raise ToolError(sentence(error)) from None

    return wrapper
