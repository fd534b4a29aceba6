"""The interface that a spec offers to callers, under the names used in the changelog."""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from scripts.operations import METHODS, PATH_ITEM
from scripts.schemas import resolve
from scripts.spec_changes.shapes import Json, is_object, shape_of, written

# Keywords that are compared, or do not matter to callers; all others are compared as a whole.
DOCUMENT: Final = ("openapi", "info", "servers", "security", "tags", "externalDocs", "paths", "webhooks", "components")
OPERATION: Final = (
    *("operationId", "tags", "summary", "description", "externalDocs", "deprecated"),
    *("parameters", "requestBody", "responses", "security", "servers"),
)
EVENT: Final = tuple(key for key in OPERATION if key not in {"responses", "security", "servers"})
"""The responses of webhook receivers are not compared in detail."""
MEDIA_TYPE: Final = ("schema", "example", "examples")
CONTENT: Final = ("description", "content", "headers", "required", "links")
FIELD: Final = ("name", "description", "required", "schema", "example", "examples", "deprecated")
STYLES: Final = {"query": "form", "cookie": "form", "path": "simple", "header": "simple"}


class Way(enum.Flag):
    """The direction of data, seen from the caller."""

    NONE = 0
    SENT = enum.auto()
    READ = enum.auto()


@dataclass(frozen=True)
class Field:
    """A parameter, a header, or a property of an object."""

    schema: Any
    required: bool
    more: Mapping[str, Any] = field(default_factory=dict[str, Any])
    """The serialization: `style`, `explode`."""


@dataclass(frozen=True)
class Content:
    """A body of a request, a response or a delivery."""

    schemas: Mapping[str, Any]
    """By media type."""
    required: bool = True
    headers: Mapping[str, Field] = field(default_factory=dict[str, Field])
    rest: Mapping[str, Any] = field(default_factory=dict[str, Any])
    """The serialization, `encoding`, by media type."""
    beside: Mapping[str, Any] = field(default_factory=dict[str, Any])
    """Unknown keywords."""


@dataclass(frozen=True)
class Operation:
    """An operation."""

    at: str
    scope: str | None
    deprecated: bool
    security: Any
    servers: Any
    """Its servers; None for those of the whole spec."""
    parameters: Mapping[str, Field]
    body: Content | None
    answers: Mapping[str, Content]
    rest: Mapping[str, Any]
    """Unknown keywords."""


@dataclass(frozen=True)
class Event:
    """A webhook event."""

    method: str
    parameters: Mapping[str, Field]
    body: Content | None
    rest: Mapping[str, Any]


@dataclass(frozen=True)
class Surface:
    """The whole interface."""

    document: Json
    whole: Mapping[str, Any]
    """Settings of all operations: servers, security."""
    operations: Mapping[str, Operation]
    events: Mapping[str, Event]
    schemas: Mapping[str, Json]
    ways: Mapping[str, Way]
    """The direction of each named schema."""


def surface_of(document: Json) -> Surface:
    """Return the interface of a spec."""
    components = document.get("components", {})
    paths = {path: _followed(document, item) for path, item in document.get("paths", {}).items()}
    operations = {
        operation.get("operationId", f"{method} {path}"): _operation(document, item, operation, f"{method} {path}")
        for path, item in paths.items()
        for method, operation in item.items()
        if method in METHODS
    }
    topics = {topic: _followed(document, item) for topic, item in document.get("webhooks", {}).items()}
    events = {
        topic if len(told) == 1 else f"{topic} {method}": _event(document, item, item[method], method)
        for topic, item in topics.items()
        for told in [[method for method in METHODS if method in item]]
        for method in told
    }
    return Surface(
        document=document,
        whole={
            "servers": _addresses(document.get("servers", [])),
            "security": document.get("security", []),
            "securitySchemes": {
                name: written(resolve(document, scheme))
                for name, scheme in components.get("securitySchemes", {}).items()
            },
            **_rest(document, DOCUMENT),
            **{
                f"{name} {key}": value
                for name, item in [*paths.items(), *topics.items()]
                for key, value in _rest(item, PATH_ITEM).items()
            },
        },
        operations=operations,
        events=events,
        schemas=components.get("schemas", {}),
        ways=_ways(document, operations, events),
    )


def _followed(document: Json, node: Json) -> Json:
    """Resolve a reference and add the keywords next to it: OpenAPI ignores most of them, but tools may not."""
    return {**resolve(document, node), **{key: value for key, value in node.items() if key != "$ref"}}


def _rest(node: Json, known: tuple[str, ...]) -> dict[str, Any]:
    return {key: written(value) for key, value in node.items() if key not in known and not key.startswith("x-")}


def _addresses(servers: list[Json]) -> list[Any]:
    """Return the servers, simplified to URLs if they have no other fields."""
    said = [written(server) for server in servers]
    return [server["url"] if [*server] == ["url"] else server for server in said]


def _operation(document: Json, item: Json, operation: Json, at: str) -> Operation:
    body = operation.get("requestBody")
    servers = operation.get("servers", item.get("servers"))
    return Operation(
        at=at,
        scope=operation.get("x-required-scope"),
        deprecated=operation.get("deprecated", False),
        security=operation.get("security"),
        servers=None if servers is None or servers == document.get("servers") else _addresses(servers),
        parameters=_parameters(document, item, operation),
        body=_content(document, body) if body else None,
        answers={
            status: _content(document, response) or Content({})
            for status, response in operation.get("responses", {}).items()
        },
        rest=_rest(operation, OPERATION),
    )


def _event(document: Json, item: Json, operation: Json, method: str) -> Event:
    return Event(
        method=method,
        parameters=_parameters(document, item, operation),
        body=_content(document, operation.get("requestBody")),
        rest=_rest(operation, EVENT),
    )


def _parameters(document: Json, item: Json, operation: Json) -> dict[str, Field]:
    parameters = [_followed(document, one) for one in (*item.get("parameters", []), *operation.get("parameters", []))]
    # A header may have the name of a query parameter, so other parameters have their place in the name.
    return {
        one["name"] if one["in"] in {"query", "path"} else f"{one['name']} ({one['in']})": _field(one, one["in"])
        for one in parameters
    }


def _field(node: Json, place: str) -> Field:
    """Return a parameter or a header, with defaults."""
    style = node.get("style", STYLES.get(place))
    usual = {"style": style, "explode": style == "form"}
    return Field(node.get("schema", True), node.get("required", False), {**usual, **_rest(node, FIELD)})


def _content(document: Json, node: Json | None) -> Content | None:
    if node is None:
        return None
    node = _followed(document, node)
    media = node.get("content", {})
    headers = {name: _followed(document, header) for name, header in node.get("headers", {}).items()}
    return Content(
        {kind: one.get("schema", True) for kind, one in media.items()},
        required=node.get("required", False),
        headers={name: _field(one, "header") for name, one in headers.items()},
        rest={kind: _rest(one, MEDIA_TYPE) for kind, one in media.items()},
        beside=_rest(node, CONTENT),
    )


def _ways(document: Json, operations: Mapping[str, Operation], events: Mapping[str, Event]) -> Mapping[str, Way]:
    """Return the direction of every named schema, following references."""
    ways: dict[str, Way] = {}
    waiting: list[tuple[Any, Way]] = []
    for operation in operations.values():
        waiting += [(one.schema, Way.SENT) for one in operation.parameters.values()]
        waiting += [(one.more.get("content"), Way.SENT) for one in operation.parameters.values()]
        waiting += [(schema, Way.SENT) for schema in (operation.body.schemas.values() if operation.body else ())]
        for answer in operation.answers.values():
            waiting += [(schema, Way.READ) for schema in answer.schemas.values()]
            waiting += [(header.schema, Way.READ) for header in answer.headers.values()]
    for event in events.values():
        waiting += [(one.schema, Way.READ) for one in event.parameters.values()]
        waiting += [(schema, Way.READ) for schema in (event.body.schemas.values() if event.body else ())]
    while waiting:
        schema, way = waiting.pop()
        for name in _referred(document, schema, way):
            if way not in ways.get(name, Way.NONE):
                ways[name] = ways.get(name, Way.NONE) | way
                waiting.append((document["components"]["schemas"][name], way))
    return ways


def _referred(document: Json, schema: Any, way: Way) -> Iterator[str]:
    """Yield the named schemas that a schema refers to, without string enums that accept any string."""
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
    """Return whether a named schema is an object, whose fields are compared one by one."""
    return is_object(resolve(document, schema))
