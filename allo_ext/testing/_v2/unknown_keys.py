"""Keys that no operation knows: the API ignores them without a word, and so a misspelt filter filters nothing."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import parse_qsl

from allo_ext.testing._engine.spec import load_spec
from allo_ext.testing._v2.errors import Wrong

if TYPE_CHECKING:
    from collections.abc import Mapping

    from allo_ext.testing._engine.wire import Reply
    from allo_ext.testing._v2.asked import Asked


def unknown_keys(asked: Asked) -> Reply | None:
    """Refuse a request with keys that its operation does not have, if the mock is asked to be that strict."""
    operation = asked.request.operation
    if asked.quirks.ignores_unknown_keys or operation is None:
        return None
    body = asked.request.body
    names = [*_unknown_in_query(asked), *(_unknown(_schema(operation.id), body) if body else ())]
    if not names:
        return None
    errors = [Wrong(name, "INVALID_REQUEST_BODY", "is not known") for name in names]
    status = 422 if 422 in operation.replies else 400  # noqa: PLR2004 — a status
    return asked.error("INVALID_REQUEST_BODY", status, errors=errors)


def _unknown_in_query(asked: Asked) -> list[str]:
    sent = parse_qsl(asked.request.incoming.query, keep_blank_values=True)
    return [name for name, _ in sent if name not in asked.query]


def _unknown(schema: Mapping[str, Any], value: Any, where: str = "") -> list[str]:
    """Return the keys of an object, and of those inside it, that its schema does not have."""
    schema = _resolved(schema)
    if isinstance(value, list):
        entries: list[Any] = value  # pyright: ignore[reportUnknownVariableType] — JSON
        return [name for entry in entries for name in _unknown(schema.get("items", {}), entry, where)]
    known: Mapping[str, Any] = schema.get("properties", {})
    if not isinstance(value, dict) or not known:
        return []
    names = list[str]()
    for key, inner in cast("dict[str, Any]", value).items():
        names.extend(_unknown(known[key], inner, f"{where}{key}.") if key in known else [where + key])
    return names


def _resolved(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """Follow references, and take what is not null of an alternative."""
    while True:
        if "$ref" in schema:
            schema = load_spec("v2").document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
        elif "anyOf" in schema:
            schema = next(branch for branch in schema["anyOf"] if branch.get("type") != "null")
        else:
            return schema


@cache
def _schema(name: str) -> Mapping[str, Any]:
    """Return the schema of the body of an operation; empty for one without a body."""
    for item in load_spec("v2").document["paths"].values():
        for operation in item.values():
            if isinstance(operation, dict) and cast("dict[str, Any]", operation).get("operationId") == name:
                found: dict[str, Any] = cast("dict[str, Any]", operation).get("requestBody", {})
                schema: dict[str, Any] = found.get("content", {}).get("application/json", {}).get("schema", {})
                return schema
    return {}
