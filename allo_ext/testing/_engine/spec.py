"""An OpenAPI spec, compiled for the mock: routes, parameters, bodies and responses.

Each version has its own, in JSON (`make generate` writes it from `openapi/`), so YAML is not needed here, and a field
added to the spec is supported without other changes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Literal, cast
from urllib.parse import unquote

from allo_ext._extras import MissingExtraError, needs
from allo_ext._operations import table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from importlib.resources.abc import Traversable

    from jsonschema_rs import Draft202012Validator

    from allo_ext._operations import Table

_METHODS = ("get", "put", "post", "delete", "patch", "head", "options", "trace")


Bucket = Literal["read", "write"]


class SpecError(RuntimeError):
    """The OpenAPI spec in this package is missing or invalid."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter in a query or a path."""

    name: str
    required: bool
    kind: str
    """Its JSON type: integer, string, …"""
    default: Any
    schema: Draft202012Validator


@dataclass(frozen=True, slots=True)
class BodyForm:
    """One form of a body, identified by its required fields."""

    required: frozenset[str]
    schema: Draft202012Validator


@dataclass(frozen=True, slots=True)
class Operation:
    """One method on one path."""

    id: str
    method: str
    template: str
    scope: str | None
    """The required scope; None if any key is accepted."""
    bucket: Bucket
    """The rate limit that counts it."""
    query: Mapping[str, Parameter]
    path: Mapping[str, Parameter]
    body: Draft202012Validator | None
    body_required: bool
    forms: tuple[BodyForm, ...]
    """The forms of the body."""
    replies: Mapping[int, Draft202012Validator | None]
    """The documented statuses; None for a response without a body."""


@dataclass(frozen=True, slots=True)
class Route:
    """One path and the operations on it."""

    segments: tuple[str, ...]
    operations: Mapping[str, Operation]

    @property
    def has_parameters(self) -> bool:
        """True if the path has parameters."""
        return any(segment.startswith("{") for segment in self.segments)

    def match(self, segments: Sequence[str]) -> dict[str, str] | None:
        """Return the path parameters if the path matches, otherwise None."""
        if len(segments) != len(self.segments):
            return None
        found = dict[str, str]()
        for pattern, actual in zip(self.segments, segments, strict=True):
            if pattern.startswith("{"):
                if not actual:
                    return None
                found[pattern[1:-1]] = unquote(actual)
            elif pattern != actual:
                return None
        return found


class Spec:
    """A compiled spec."""

    def __init__(self, document: Mapping[str, Any], table: Table) -> None:
        """Compile the schemas of requests and responses; scope and rate limit are from the operation table."""
        with needs("MockAllo", "jsonschema_rs", extra="mock"):
            import jsonschema_rs
        self.document, self.root = document, table.root
        self._table = table
        self._uri = f"urn:withallo:{table.root.strip('/').replace('/', ':')}"
        self._compile = jsonschema_rs.Draft202012Validator
        self._registry = jsonschema_rs.Registry([(self._uri, dict(document))], draft=jsonschema_rs.Draft202012)
        self.routes = tuple(self._route(path, item) for path, item in document["paths"].items())
        self._plain = {f"/{'/'.join(route.segments)}": route for route in self.routes if not route.has_parameters}
        self.operations = {op.id: op for route in self.routes for op in route.operations.values()}
        self.errors = dict(reversed(list(self._errors())))
        """The documented error codes: the status of each, and a body that shows it; the first example decides."""

    def find(self, path: str) -> tuple[Route, dict[str, str]] | None:
        """Return the route of a path (percent-encoded, from the root of the host) and its parameters."""
        if not path.startswith(self.root + "/"):
            return None
        template = path[len(self.root) :]
        if template in self._plain:
            return self._plain[template], {}
        segments = template[1:].split("/")
        for route in self.routes:
            found = route.match(segments)
            if found is not None:
                return route, found
        return None

    def event(self, topic: str) -> Draft202012Validator:
        """Return the validator of a topic's webhook payload."""
        return self._validator(_json_schema(self.document["webhooks"][topic]["post"]["requestBody"]))

    def _route(self, path: str, item: Mapping[str, Any]) -> Route:
        template = path.removeprefix(self.root)
        operations = {
            method.upper(): self._operation(method.upper(), template, item[method], item.get("parameters", []))
            for method in _METHODS
            if method in item
        }
        return Route(tuple(template.removeprefix("/").split("/")), operations)

    def _operation(self, method: str, template: str, raw: Mapping[str, Any], shared: Sequence[Any]) -> Operation:
        parameters = [self._resolve(entry) for entry in (*shared, *raw.get("parameters", []))]
        name, listed = raw["operationId"], self._table.find(method, template)
        if listed is None:
            raise SpecError(f"The operation table has no {method} {template}; run `make generate`.")
        body = self._resolve(raw["requestBody"]) if "requestBody" in raw else None
        schema = _json_schema(body) if body else None
        return Operation(
            id=name,
            method=method,
            template=template,
            scope=listed.scope,
            bucket=listed.bucket,
            query={entry["name"]: self._parameter(entry) for entry in parameters if entry["in"] == "query"},
            path={entry["name"]: self._parameter(entry) for entry in parameters if entry["in"] == "path"},
            body=self._validator(schema) if schema else None,
            body_required=bool(body and body.get("required", False)),
            forms=self._forms(schema) if schema else (),
            replies={int(status): self._reply(reply) for status, reply in raw["responses"].items()},
        )

    def _parameter(self, raw: Mapping[str, Any]) -> Parameter:
        schema = self._resolve(raw["schema"])
        return Parameter(
            name=raw["name"],
            required=raw.get("required", False),
            kind=schema.get("type", "string"),
            default=schema.get("default"),
            schema=self._validator(raw["schema"]),
        )

    def _forms(self, schema: Mapping[str, Any]) -> tuple[BodyForm, ...]:
        resolved = self._resolve(schema)
        branches = resolved.get("anyOf") or resolved.get("oneOf") or [schema]
        return tuple(
            BodyForm(frozenset(self._resolve(branch).get("required", ())), self._validator(branch))
            for branch in branches
        )

    def _reply(self, raw: Mapping[str, Any]) -> Draft202012Validator | None:
        reply = self._resolve(raw)
        return self._validator(_json_schema(reply)) if "content" in reply else None

    def _errors(self) -> Iterator[tuple[str, tuple[int, Any]]]:
        """Find the error codes in the examples of responses."""
        for item in self.document["paths"].values():
            for method in _METHODS:
                for status, raw in item.get(method, {}).get("responses", {}).items():
                    media = self._resolve(raw).get("content", {}).get("application/json", {})
                    for example in media.get("examples", {}).values():
                        value: dict[str, Any] = self._resolve(example).get("value") or {}
                        code = _code(value)
                        if code is not None:
                            yield code, (int(status), value)

    def _resolve(self, raw: Mapping[str, Any]) -> Mapping[str, Any]:
        while "$ref" in raw:
            target: Any = self.document
            for step in raw["$ref"].removeprefix("#/").split("/"):
                target = target[step]
            raw = cast(Mapping[str, Any], target)
        return raw

    def _validator(self, schema: Mapping[str, Any]) -> Draft202012Validator:
        return self._compile(_anchored(schema, self._uri), registry=self._registry, validate_formats=True)


def _code(body: Mapping[str, Any]) -> str | None:
    """Return the code of an error in any format: `{"code"}`, `{"error"}`, `{"error": {"code"}}`."""
    error = body.get("error")
    code = body.get("code") or (cast("dict[str, Any]", error).get("code") if isinstance(error, dict) else error)
    return code if isinstance(code, str) else None


def _json_schema(raw: Mapping[str, Any]) -> Mapping[str, Any]:
    return cast(Mapping[str, Any], raw["content"]["application/json"]["schema"])


def _anchored(schema: Any, uri: str) -> Any:
    """Make references in a schema absolute, so that it can be compiled on its own."""
    if isinstance(schema, dict):
        return {
            key: uri + value if key == "$ref" else _anchored(value, uri)
            for key, value in schema.items()  # pyright: ignore[reportUnknownVariableType] — JSON
        }
    return [_anchored(entry, uri) for entry in schema] if isinstance(schema, list) else schema  # pyright: ignore[reportUnknownVariableType] — JSON


@cache
def load_spec(name: str = "v1") -> Spec:
    """Return the spec of a version in this package, compiled once per process.

    Raises:
        SpecError: It is missing or cannot be read.
    """
    return read_spec(files("allo_ext.testing") / f"allo-{name}.json", table(name))


def read_spec(source: Traversable, listed: Table | None) -> Spec:
    """Return the spec in a file, with the operation table of its version.

    Raises:
        SpecError: It is missing, not JSON, or incomplete.
    """
    if listed is None:
        message = f"There is no operation table for {source}; run `make generate`."
        raise SpecError(message)
    try:
        return Spec(json.loads(source.read_text(encoding="utf-8")), listed)
    except MissingExtraError:
        raise  # it is also a ValueError
    except (OSError, ValueError, KeyError, AttributeError, TypeError) as error:
        what = f"{type(error).__name__}: {error}"
        message = f"{source} is not a spec that MockAllo can use ({what}). Run `make generate`"
        raise SpecError(message) from None
