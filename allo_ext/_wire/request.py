"""From arguments to what httpx sends, by way of the generated endpoint: the one seam between the two layers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from allo_ext._wire.given import NOT_GIVEN, NotGiven
from allo_ext._wire.json import is_array
from allo_ext._wire.rules import PYTHON_NAMES, validate
from allo_ext.errors import InvalidArgumentError

if TYPE_CHECKING:
    from types import ModuleType

_LONGEST_IN_A_URL: Final = 2_000
_LARGEST_NUMBER: Final = 2**63 - 1
_LONGEST_KEY: Final = 255


def given(value: Any) -> Any:
    """Translate "not given" to the generated code's word for it."""
    from allo_v1.types import UNSET

    return UNSET if value is NOT_GIVEN else value


def listed(values: Any, field: str) -> Any:
    """Return the items of an iterable as a list that can be sent; a string and None are left for validation to judge.

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
    """Return an idempotency key that a header can carry.

    Raises:
        InvalidArgumentError: It cannot.
    """
    is_text = isinstance(key, str)  # pyright: ignore[reportUnnecessaryIsInstance]
    if not (is_text and key.isascii() and key.isprintable() and key == key.strip() and 0 < len(key) <= _LONGEST_KEY):
        raise InvalidArgumentError(
            field="idempotency_key",
            problem=f"must be 1 to {_LONGEST_KEY} printable ASCII characters, without spaces around them",
        )
    return key


def of(endpoint: ModuleType, arguments: dict[str, Any], rules: str | None) -> dict[str, Any]:
    """Return the keyword arguments for httpx.

    The generated `_get_kwargs` knows method, path, parameters and body. What the module does beyond that (sending, and
    parsing by the letter of the spec) is done by our transport and `_normalise`, which cope with every form of answer.

    Args:
        endpoint: A generated endpoint module.
        arguments: What it takes; `NOT_GIVEN` is left out.
        rules: Under which name the spec's constraints are; None to send whatever it is.

    Raises:
        InvalidArgumentError: An argument breaks a constraint, or has a type that cannot be sent.
    """
    # As they were given: the generated code drops a None from the query, and an id is no longer seen in the path.
    named = {name: value for name, value in arguments.items() if name != "body" and value is not NOT_GIVEN}
    for name in ("contact_id", "webhook_id"):
        if name in named and (not isinstance(named[name], str) or named[name].strip(".") == ""):
            # An empty id, or one of dots, would name another path.
            raise InvalidArgumentError(field=name, problem="must be a string that is not empty")
    for name, value in named.items():
        if isinstance(value, str) and len(value) > _LONGEST_IN_A_URL:
            raise InvalidArgumentError(field=name, problem=f"must not have more than {_LONGEST_IN_A_URL:,} characters")
        _check_sendable(name, value)
    try:
        request: dict[str, Any] = endpoint._get_kwargs(  # noqa: SLF001 (see above)
            **{name: given(value) for name, value in arguments.items()}
        )
    except (AttributeError, TypeError, ValueError):
        raise InvalidArgumentError("An argument has a type that cannot be sent.") from None
    body: dict[str, Any] = request.get("json", {})
    if rules is not None:
        validate(rules, {**named, **body})
    for name, value in body.items():
        _check_sendable(name, value)
    return request


def _check_sendable(name: str, value: object) -> None:
    if not _is_sendable(value):
        field = PYTHON_NAMES.get(name, name)
        raise InvalidArgumentError(field=field, problem="has a value that cannot be sent")


def _is_sendable(value: object) -> bool:
    """Tell whether JSON and URLs can carry a value: lone surrogates, NaN and endless integers they cannot."""
    if isinstance(value, str):
        return not any("\ud800" <= character <= "\udfff" for character in value) if not value.isascii() else True
    if isinstance(value, (int, float)):
        return -_LARGEST_NUMBER <= value <= _LARGEST_NUMBER
    if is_array(value):
        return all(map(_is_sendable, value))
    return value is None
