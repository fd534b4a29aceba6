"""Building requests for httpx from arguments, with the generated endpoints."""

from __future__ import annotations

import sys
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from allo_ext import _operations
from allo_ext._wire.given import NOT_GIVEN, NotGiven
from allo_ext._wire.json import is_array, is_object
from allo_ext._wire.rules import validate
from allo_ext.errors import InvalidArgumentError

if TYPE_CHECKING:
    from types import ModuleType

    from allo_ext._operations import Operation, Rule

_LONGEST_IN_A_URL: Final = 2_000
_LARGEST_NUMBER: Final = 2**63 - 1
_LONGEST_KEY: Final = 255


def given(value: Any) -> Any:
    """Replace NOT_GIVEN by the generated code's UNSET."""
    from allo_v1.types import UNSET

    return UNSET if value is NOT_GIVEN else value


def listed(values: Any, field: str) -> Any:
    """Return the items of an iterable as a list; strings and None are returned unchanged, for validation.

    Raises:
        InvalidArgumentError: It is not iterable.
    """
    if values is None or isinstance(values, (NotGiven, str)):
        return given(values)
    try:
        return list(values)
    except TypeError:
        raise InvalidArgumentError(field=field, problem="must be a list") from None


def checked_key(key: str) -> str:
    """Return an idempotency key that is valid in a header.

    Raises:
        InvalidArgumentError: The key is not valid.
    """
    is_text = isinstance(key, str)  # pyright: ignore[reportUnnecessaryIsInstance]
    if not (is_text and key.isascii() and key.isprintable() and key == key.strip() and 0 < len(key) <= _LONGEST_KEY):
        raise InvalidArgumentError(
            field="idempotency_key",
            problem=f"must be 1 to {_LONGEST_KEY} printable ASCII characters, without spaces around them",
        )
    return key


def of(
    endpoint: ModuleType, arguments: dict[str, Any], *, validated: bool, headers: dict[str, str] | None = None
) -> dict[str, Any]:
    """Return the keyword arguments for httpx; the URL is relative to the API's root.

    The generated `_get_kwargs` provides method, path, parameters and body. Our transport and `_wire` replace the rest
    of the generated module (sending, and parsing strictly by the spec), because they accept all forms of responses.

    Args:
        endpoint: A generated endpoint module.
        arguments: Its arguments; `NOT_GIVEN` values are omitted.
        validated: True to check arguments against the rules of the spec.
        headers: Headers to send.

    Raises:
        InvalidArgumentError: An argument breaks a rule, or has a type that cannot be sent.
    """
    operation, root = _operations.of(endpoint)
    # The original arguments: the generated code drops None from the query, and ids are hidden in the path.
    named = {name: value for name, value in arguments.items() if name != "body" and value is not NOT_GIVEN}
    if operation.path_parameters:
        _check_ids(operation, named)
    for name, value in named.items():
        if isinstance(value, str) and len(value) > _LONGEST_IN_A_URL:
            raise InvalidArgumentError(field=name, problem=f"must not have more than {_LONGEST_IN_A_URL:,} characters")
        _check_sendable(name, value)
    unset = sys.modules[endpoint.__name__.partition(".")[0] + ".types"].UNSET  # left out, a parameter has its default
    try:
        request: dict[str, Any] = endpoint._get_kwargs(  # noqa: SLF001 (see above)
            **{name: unset if value is NOT_GIVEN else value for name, value in arguments.items()}
        )
    except (AttributeError, TypeError, ValueError):
        raise InvalidArgumentError("An argument has a type that cannot be sent.") from None
    if validated:
        rules = operation.rules
        values = {
            wire: _as_sent(named[name]) for wire, rule in rules.items() if (name := rule.get("name", wire)) in named
        }
        validate(rules, values)
    if "json" in request:
        check_body(_form(operation, arguments["body"]), request["json"], validated=validated)
    return {
        **request,
        "url": root + request["url"],
        "headers": {**request.get("headers", {}), **headers} if headers else request.get("headers"),
        "extensions": {_operations.EXTENSION: operation},
    }


def check_arguments(endpoint: ModuleType, body: Any) -> None:
    """Check a body that is sent in several requests, before the first one.

    Raises:
        InvalidArgumentError: It breaks a rule of the spec.
    """
    operation, _ = _operations.of(endpoint)
    check_body(_form(operation, body), body.to_dict(), validated=True)


def check_body(form: Rule, body: dict[str, Any], *, validated: bool) -> None:
    """Check a body.

    Args:
        form: The rule of the body.
        body: The body.
        validated: True to check it against the rule, False to check only for values that JSON cannot represent.

    Raises:
        InvalidArgumentError: A field breaks a rule, or cannot be sent.
    """
    rules = form.get("properties", {})
    if validated:
        validate(rules, body, additional=form.get("additional", True))
    for wire, value in body.items():
        _check_sendable(rules[wire].get("name", wire) if wire in rules else wire, value)


def _check_ids(operation: Operation, named: dict[str, Any]) -> None:
    """Reject ids that would change the path: empty ones, and ones of dots.

    Raises:
        InvalidArgumentError: An id is not valid.
    """
    for wire in operation.path_parameters:
        rule = operation.rules[wire]
        name = rule.get("name", wire)
        if name not in named:
            continue
        value = named[name]
        is_whole = isinstance(value, int) and not isinstance(value, bool) and rule.get("type") == "integer"
        if not is_whole and (not isinstance(value, str) or value.strip(".") == ""):
            raise InvalidArgumentError(field=name, problem="must be a non-empty string")


def _form(operation: Operation, body: Any) -> Rule:
    """Return the rule of a body: that of its class, or the only one; empty without a body."""
    forms = operation.forms
    if not forms or not hasattr(body, "to_dict"):
        return {}
    return forms.get(type(body).__name__) or next(iter(forms.values()))


def _as_sent(value: Any) -> Any:
    """Return a value as the generated code puts it into a URL."""
    return value.isoformat() if isinstance(value, (date, datetime)) else value


def _check_sendable(name: str, value: object) -> None:
    if not _is_sendable(_as_sent(value)):
        raise InvalidArgumentError(field=name, problem="has a value that cannot be sent")


def _is_sendable(value: object) -> bool:
    """Return whether JSON and URLs can represent a value; not lone surrogates, NaN or huge integers."""
    if isinstance(value, str):
        return not any("\ud800" <= character <= "\udfff" for character in value) if not value.isascii() else True
    if isinstance(value, (int, float)):
        return -_LARGEST_NUMBER <= value <= _LARGEST_NUMBER
    if is_array(value):
        return all(map(_is_sendable, value))
    if is_object(value):
        return all(_is_sendable(name) and _is_sendable(inner) for name, inner in value.items())
    return value is None
