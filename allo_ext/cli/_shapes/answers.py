"""The answers of an account, as received."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Literal

from allo_ext._wire.json import is_array, is_object

if TYPE_CHECKING:
    from collections.abc import Mapping

Version = Literal["v1", "v2"]

_SUCCESSES: Final = range(200, 300)


@dataclass(frozen=True, slots=True)
class Ask:
    """One read to make.

    Attributes:
        name: Its purpose, such as `calls` or `calls beyond the end`.
        version: The version of the API.
        operation: The id of its operation in the spec.
        parts: Values for the parameters of the path.
        query: The query.
        body: The JSON body; None for a GET.
    """

    name: str
    version: Version
    operation: str
    parts: Mapping[str, str] = field(default_factory=dict[str, str])
    query: Mapping[str, str | int] = field(default_factory=dict[str, "str | int"])
    body: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one read.

    Attributes:
        ask: The read.
        status: The HTTP status; 0 without an answer.
        headers: The header fields, their names in lower case.
        body: The JSON; None if there was none.
    """

    ask: Ask
    status: int
    headers: Mapping[str, str] = field(default_factory=dict[str, str], repr=False)
    body: Any = field(default=None, repr=False)

    @property
    def succeeded(self) -> bool:
        """Return whether the status is 2xx."""
        return self.status in _SUCCESSES

    @property
    def data(self) -> Any:
        """The body without its envelopes; also if it has none, or one inside another."""
        inner = self.body
        while is_object(inner) and "data" in inner:
            inner = inner["data"]
        return inner

    @property
    def entries(self) -> list[Mapping[str, Any]]:
        """The objects of the list; empty if there is no list."""
        data = self.data
        if is_object(data):
            data = data.get("results")
        return [entry for entry in data if is_object(entry)] if is_array(data) else []


class Answers(dict[str, Answer]):
    """The answers by the names of their reads."""

    def entries(self, name: str) -> list[Mapping[str, Any]]:
        """Return the objects of a list; empty if it was not read, or refused."""
        answer = self.get(name)
        return answer.entries if answer is not None and answer.succeeded else []

    def successful(self, name: str) -> Answer | None:
        """Return an answer; None if it was not read, or refused."""
        answer = self.get(name)
        return answer if answer is not None and answer.succeeded else None
