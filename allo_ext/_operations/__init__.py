"""The operation table: method, path, scope, pace, retry and argument rules of every operation, from the specs.

`make generate` writes a module per API version here (`v1.py`). It is loaded at the first call, not with the client.
"""

from __future__ import annotations

import re
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, TypedDict

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
    from types import ModuleType

Repeat = Literal["always", "with_key", "never"]
"""The condition under which a request may be retried even if the server may have acted on it."""

EXTENSION: Final = "allo_ext.operation"
"""The request extension with the operation, if it is known."""

_IMPLIED: Final = {"CONTACTS_READ_WRITE": "CONTACTS_READ"}
"""Scopes that include another scope."""

_VERSIONED: Final = re.compile(r"/(v[0-9]{1,3})/api(/.*)")
_SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_IDEMPOTENT_METHODS: Final = frozenset({*_SAFE_METHODS, "DELETE", "PUT"})


class Rule(TypedDict, total=False):
    """The rule for a value: keywords of JSON Schema, and `required`, `nullable`, `additional`, `says`, `name`."""

    type: str
    required: bool
    nullable: bool
    format: str
    pattern: str
    minLength: int
    maxLength: int
    minimum: float
    maximum: float
    exclusiveMinimum: float
    exclusiveMaximum: float
    enum: Sequence[str]
    const: Any
    items: Rule
    minItems: int
    maxItems: int
    uniqueItems: bool
    properties: Mapping[str, Rule]
    additional: bool | Rule  # the rule for other properties; False: not allowed
    anyOf: Sequence[Rule]
    oneOf: Sequence[Rule]
    says: str  # the error message for a value that does not match the pattern or format
    name: str  # the Python name of the argument, if it differs from the name in the request


_NOTHING: Final[Mapping[str, Any]] = {}


class Operation(NamedTuple):
    """One operation of the API.

    Attributes:
        id: The id in the spec, such as `create_contact`; the generated module has the same name.
        method: The HTTP method.
        path: The path template below the version's root, such as `/contacts/{contact_id}`.
        path_parameters: The names in the template.
        scope: The scope that a key needs; None if it needs none.
        bucket: The rate limit that counts the request.
        reads: True if it only reads. A POST that only reads is paced as a write and retried as a read.
        repeat: Whether it may be retried even if the server may have acted on it.
        rules: The rules for parameters, by their names in the request.
        forms: The rules for bodies, by the name of the schema; most operations have at most one.
        repeat_without: A parameter, and the value of `repeat` for requests without it.
    """

    id: str
    method: str
    path: str
    path_parameters: tuple[str, ...]
    scope: str | None
    bucket: Literal["read", "write"]
    reads: bool
    repeat: Repeat
    rules: Mapping[str, Rule] = _NOTHING
    forms: Mapping[str, Rule] = _NOTHING
    repeat_without: Mapping[str, Repeat] = _NOTHING

    @property
    def name(self) -> str:
        """Method and path, as in `PUT /contacts/{contact_id}`: for logs and messages, without ids."""
        return f"{self.method} {self.path}"

    def repeat_with(self, parameters: Container[str]) -> Repeat:
        """Return `repeat` for a request with these query parameters."""
        for parameter, repeat in self.repeat_without.items():
            if parameter not in parameters:
                return repeat
        return self.repeat


RECORDING: Final = Operation("recording", "GET", "recording", (), None, "read", reads=True, repeat="always")
"""The download of a recording, which is not in any spec."""


class Table:
    """The operations of one API version.

    Args:
        root: The common prefix of the paths, such as `/v1/api`.
        operations: The operations, in the order of the spec.
    """

    def __init__(self, root: str, operations: Sequence[Operation]) -> None:
        self.root = root
        self._by_id = {operation.id: operation for operation in operations}
        self._by_path = {(operation.method, operation.path): operation for operation in operations}
        # Literal segments before parameters: /webhooks/event_types is not /webhooks/{webhook_id}.
        self._templates = [
            (operation, operation.path.split("/"))
            for operation in sorted(operations, key=lambda one: [part.startswith("{") for part in one.path.split("/")])
            if operation.path_parameters
        ]

    def __iter__(self) -> Iterator[Operation]:
        return iter(self._by_id.values())

    def __getitem__(self, operation_id: str) -> Operation:
        return self._by_id[operation_id]

    def find(self, method: str, path: str) -> Operation | None:
        """Return the operation of a request; None if there is none.

        Args:
            method: The HTTP method.
            path: The path below the root, as sent.
        """
        found = self._by_path.get((method, path))
        if found is not None and not found.path_parameters:
            return found
        segments = path.split("/")
        return next((one for one, parts in self._templates if one.method == method and _fits(parts, segments)), None)


def _fits(template: list[str], segments: list[str]) -> bool:
    return len(template) == len(segments) and all(
        segment if part.startswith("{") else part == segment for part, segment in zip(template, segments, strict=True)
    )


def scopes(version: str) -> tuple[str, ...]:
    """Return the scopes that the operations of an API version need, sorted."""
    return tuple(sorted({one.scope for one in table(version) or () if one.scope}))


def granted(scopes: Iterable[str]) -> frozenset[str]:
    """Return the scopes of a key with those that they include."""
    given = frozenset(scopes)
    return given | {other for scope, other in _IMPLIED.items() if scope in given}


@cache
def table(version: str) -> Table | None:
    """Return the table of an API version, such as `v1`; None if there is no such version."""
    name = f"{__name__}.{version}"
    try:
        found: Table = import_module(name).TABLE
    except ModuleNotFoundError as error:
        if error.name != name:
            raise
        return None
    return found


@cache
def of(endpoint: ModuleType) -> tuple[Operation, str]:
    """Return the operation of a generated endpoint module, and its URL path template from the API's root."""
    package, _, rest = endpoint.__name__.partition(".")
    found = table(package.removeprefix("allo_"))
    if found is None:
        raise LookupError(package)
    return found[rest.rpartition(".")[2]], found.root


def find(method: str, path: str) -> Operation:
    """Return the operation of any request; for one that is not in a spec, defaults by its method.

    Args:
        method: The HTTP method.
        path: The path below the API's root, as sent, such as `/v1/api/calls`.
    """
    _, found = _find(method, path)
    return found or Operation(
        id="",
        method=method,
        path="/{path}",
        path_parameters=(),
        scope=None,
        bucket="read" if method == "GET" else "write",
        reads=method in _SAFE_METHODS,
        repeat="always" if method in _IDEMPOTENT_METHODS else "never",
    )


def template(method: str, path: str) -> str:
    """Return the path of a request without ids: `/v1/api/contacts/cnt_1` becomes `/v1/api/contacts/{contact_id}`.

    Args:
        method: The HTTP method.
        path: The path below the API's root, as sent.
    """
    root, found = _find(method, path)
    return root + (found.path if found else "/{path}")


def _find(method: str, path: str) -> tuple[str, Operation | None]:
    match = _VERSIONED.fullmatch(path)
    versioned = table(match[1]) if match else None
    return ("", None) if match is None or versioned is None else (versioned.root, versioned.find(method, match[2]))
