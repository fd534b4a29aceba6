"""The public API of a document, by the names that a changelog would use."""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from scripts.operations import METHODS, PATH_ITEM
from scripts.schemas import resolve
from scripts.spec_changes.shapes import Json, is_object, shape_of, written

# What is compared, or says nothing to callers; whatever else there is, is set against itself as a whole.
DOCUMENT: Final = ("openapi", "info", "servers", "security", "tags", "externalDocs", "paths", "webhooks", "components")
OPERATION: Final = (
    *("operationId", "tags", "summary", "description", "externalDocs", "deprecated"),
    *("parameters", "requestBody", "responses", "security", "servers"),
)
EVENT: Final = tuple(key for key in OPERATION if key not in {"responses", "security", "servers"})
"""The response expected from a webhook receiver is not compared in detail."""
MEDIA_TYPE: Final = ("schema", "example", "examples")
CONTENT: Final = ("description", "content", "headers", "required", "links")
FIELD: Final = ("name", "description", "required", "schema", "example", "examples", "deprecated")
STYLES: Final = {"query": "form", "cookie": "form", "path": "simple", "header": "simple"}


class Way(enum.Flag):
    """The direction of a value, as seen by the caller: sent, read, or both."""

    NONE = 0
    SENT = enum.auto()
    READ = enum.auto()


@dataclass(frozen=True)
class Field:
    """A parameter, a header, or a property of an object."""

    schema: Any
    required: bool
    more: Mapping[str, Any] = field(default_factory=dict[str, Any])
    """Other keywords that affect its encoding: `style`, `explode`."""


@dataclass(frozen=True)
class Content:
    """A body: of a request, of an answer, of a delivery."""

    schemas: Mapping[str, Any]
    """By media type."""
    required: bool = True
    headers: Mapping[str, Field] = field(default_factory=dict[str, Field])
    rest: Mapping[str, Any] = field(default_factory=dict[str, Any])
    """Other keywords that affect its encoding, by media type: `encoding`."""
    beside: Mapping[str, Any] = field(default_factory=dict[str, Any])
    """Keywords that this module does not interpret."""


@dataclass(frozen=True)
class Operation:
    """One thing that can be asked for."""

    at: str
    scope: str | None
    deprecated: bool
    security: Any
    servers: Any
    """The servers of this operation; None means those of the document."""
    parameters: Mapping[str, Field]
    body: Content | None
    answers: Mapping[str, Content]
    rest: Mapping[str, Any]
    """Keywords that this module does not interpret."""


@dataclass(frozen=True)
class Event:
    """One thing that callers are told of."""

    method: str
    parameters: Mapping[str, Field]
    body: Content | None
    rest: Mapping[str, Any]


@dataclass(frozen=True)
class Surface:
    """All of it."""

    document: Json
    whole: Mapping[str, Any]
    """Keywords that apply to every operation: servers, security."""
    operations: Mapping[str, Operation]
    events: Mapping[str, Event]
    schemas: Mapping[str, Json]
    ways: Mapping[str, Way]
    """The directions in which each named schema is used."""


def surface_of(document: Json) -> Surface:
    """Read a document."""
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
            # What a keyword means, such as one beside a reference, depends on it; the third number changes nothing.
            "openapi": ".".join(str(document.get("openapi", "")).split(".")[:2]),
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
    """Return what a reference leads to, and what is beside it: OpenAPI ignores most of that, but tools may not."""
    return {**resolve(document, node), **{key: value for key, value in node.items() if key != "$ref"}}


def _rest(node: Json, known: tuple[str, ...]) -> dict[str, Any]:
    return {key: written(value) for key, value in node.items() if key not in known and not key.startswith("x-")}


def _addresses(servers: list[Json]) -> list[Any]:
    """Return where servers are: a URL alone where it is all that is said."""
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
    # A header may have the name of a query parameter; all but those of the query say where they are.
    return {
        one["name"] if one["in"] in {"query", "path"} else f"{one['name']} ({one['in']})": _field(one, one["in"])
        for one in parameters
    }


def _field(node: Json, place: str) -> Field:
    """Return a parameter or a header; what is not said has its default."""
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
    """Follow every schema from where it is used to all that it refers to."""
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
    """Return whether a named schema is an object, whose fields are compared one by one."""
    return is_object(resolve(document, schema))
