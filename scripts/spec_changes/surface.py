"""What a document offers to callers, under the names that a changelog would use."""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from scripts.constraints import resolve
from scripts.spec_changes.shapes import Json, is_object, shape_of

METHODS: Final = ("get", "put", "post", "delete", "patch", "head", "options", "trace")


class Way(enum.Flag):
    """Which way a thing travels, seen from the caller."""

    NONE = 0
    SENT = enum.auto()
    READ = enum.auto()


@dataclass(frozen=True)
class Field:
    """A parameter, a header, or a property of an object."""

    schema: Any
    required: bool
    more: Mapping[str, Any] = field(default_factory=dict[str, Any])
    """What else decides how it travels: `style`, `explode`."""


@dataclass(frozen=True)
class Content:
    """A body: of a request, of an answer, of a delivery."""

    schemas: Mapping[str, Any]
    """By media type."""
    required: bool = True
    headers: Mapping[str, Field] = field(default_factory=dict[str, Field])


@dataclass(frozen=True)
class Operation:
    """One thing that can be asked for."""

    at: str
    scope: str | None
    deprecated: bool
    security: Any
    parameters: Mapping[str, Field]
    body: Content | None
    answers: Mapping[str, Content]


@dataclass(frozen=True)
class Surface:
    """All of it."""

    document: Json
    whole: Mapping[str, Any]
    """What is true of every operation: servers, security."""
    operations: Mapping[str, Operation]
    events: Mapping[str, Content | None]
    schemas: Mapping[str, Json]
    ways: Mapping[str, Way]
    """Which way each named schema travels."""


def surface_of(document: Json) -> Surface:
    """Read a document."""
    components = document.get("components", {})
    operations = {
        operation.get("operationId", f"{method} {path}"): _operation(document, item, operation, f"{method} {path}")
        for path, item in document.get("paths", {}).items()
        for method, operation in item.items()
        if method in METHODS
    }
    events = {
        topic: _content(document, operation.get("requestBody"))
        for topic, item in document.get("webhooks", {}).items()
        for method, operation in item.items()
        if method in METHODS
    }
    return Surface(
        document=document,
        whole={
            "servers": [server.get("url") for server in document.get("servers", [])],
            "security": document.get("security", []),
            "securitySchemes": {
                name: {key: value for key, value in scheme.items() if key in {"type", "in", "name", "scheme", "flows"}}
                for name, scheme in components.get("securitySchemes", {}).items()
            },
        },
        operations=operations,
        events=events,
        schemas=components.get("schemas", {}),
        ways=_ways(document, operations, events),
    )


def _operation(document: Json, item: Json, operation: Json, at: str) -> Operation:
    parameters = [resolve(document, one) for one in (*item.get("parameters", []), *operation.get("parameters", []))]
    body = operation.get("requestBody")
    return Operation(
        at=at,
        scope=operation.get("x-required-scope"),
        deprecated=operation.get("deprecated", False),
        security=operation.get("security"),
        # A header may have the name of a query parameter; all but those of the query say where they are.
        parameters={
            one["name"] if one["in"] in {"query", "path"} else f"{one['name']} ({one['in']})": Field(
                one.get("schema", True),
                one.get("required", False),
                {key: one[key] for key in ("in", "style", "explode", "allowReserved") if key in one},
            )
            for one in parameters
        },
        body=_content(document, body) if body else None,
        answers={
            status: _content(document, response) or Content({})
            for status, response in operation.get("responses", {}).items()
        },
    )


def _content(document: Json, node: Json | None) -> Content | None:
    if node is None:
        return None
    node = resolve(document, node)
    headers = {name: resolve(document, header) for name, header in node.get("headers", {}).items()}
    return Content(
        {kind: media.get("schema", True) for kind, media in node.get("content", {}).items()},
        required=node.get("required", False),
        headers={name: Field(one.get("schema", True), one.get("required", False)) for name, one in headers.items()},
    )


def _ways(
    document: Json, operations: Mapping[str, Operation], events: Mapping[str, Content | None]
) -> Mapping[str, Way]:
    """Follow every schema from where it is used to all that it refers to."""
    ways: dict[str, Way] = {}
    waiting: list[tuple[Any, Way]] = []
    for operation in operations.values():
        waiting += [(one.schema, Way.SENT) for one in operation.parameters.values()]
        waiting += [(schema, Way.SENT) for schema in (operation.body.schemas.values() if operation.body else ())]
        for answer in operation.answers.values():
            waiting += [(schema, Way.READ) for schema in answer.schemas.values()]
            waiting += [(header.schema, Way.READ) for header in answer.headers.values()]
    for event in events.values():
        waiting += [(schema, Way.READ) for schema in (event.schemas.values() if event else ())]
    while waiting:
        schema, way = waiting.pop()
        for name in _referred(document, schema, way):
            if way not in ways.get(name, Way.NONE):
                ways[name] = ways.get(name, Way.NONE) | way
                waiting.append((document["components"]["schemas"][name], way))
    return ways


def _referred(document: Json, schema: Any, way: Way) -> Iterator[str]:
    """Find the named schemas that a schema refers to, those left out that any text may take the place of."""
    if isinstance(schema, list):
        for one in schema:
            yield from _referred(document, one, way)
    if not isinstance(schema, Mapping):
        return
    if (reference := schema.get("$ref", "")).startswith("#/components/schemas/"):
        yield reference.rpartition("/")[2]
    alternatives = schema.get("anyOf", [])
    is_open = way is Way.READ and any(leaf.kind == "string" for leaf in shape_of(document, {"anyOf": alternatives}))
    for key, value in schema.items():
        if key == "properties":
            yield from _referred(document, list(value.values()), way)
        elif key == "anyOf" and is_open:
            enums = [one for one in value if "enum" in resolve(document, one)]
            yield from _referred(document, [one for one in value if one not in enums], way)
        elif not key.startswith("x-") and key not in {"example", "examples", "default", "enum", "const"}:
            yield from _referred(document, value, way)


def fields_of(schema: Json) -> Mapping[str, Field]:
    """Return the properties of an object."""
    required = schema.get("required", [])
    return {name: Field(inner, name in required) for name, inner in schema.get("properties", {}).items()}


def has_fields(document: Json, schema: Json) -> bool:
    """Tell whether a named schema is an object, whose fields are compared one by one."""
    return is_object(resolve(document, schema))
