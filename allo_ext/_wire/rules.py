"""Refusing what the API would refuse, before it is sent: the spec's own constraints, as `make generate` writes them."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from allo_ext._wire.json import is_array
from allo_ext.errors import InvalidArgumentError

if TYPE_CHECKING:
    from collections.abc import Mapping

PYTHON_NAMES: Final = {"from": "from_"}
_compiled: Final = cache(re.compile)


def validate(operation: str, values: Mapping[str, Any]) -> None:
    """Check what is about to be sent.

    Args:
        operation: The operation's id in the spec, such as `create_contact`.
        values: Parameters and body fields, by their names on the wire; those not given are left out.

    Raises:
        InvalidArgumentError: A value breaks a constraint; `field` says which argument.
    """
    from allo_ext._constraints import CONSTRAINTS

    for name, rule in CONSTRAINTS.get(operation, {}).items():
        missing = "must be given" if rule.get("required") else None
        problem = _problem(values[name], rule) if name in values else missing
        if problem:
            field = PYTHON_NAMES.get(name, name)
            raise InvalidArgumentError(field=field, problem=problem)


def _problem(value: Any, rule: Mapping[str, Any]) -> str | None:
    """Say what is wrong with a value, without showing it; None when nothing is."""
    if value is None:
        return None if rule.get("nullable") else "must not be None"
    if isinstance(value, str):
        return _text_problem(value, rule)
    if isinstance(value, bool):
        return None if rule.get("type") in {None, "boolean"} else f"must be {_kind(rule)}"
    if isinstance(value, (int, float)):
        return _number_problem(value, rule)
    if is_array(value):
        return _list_problem(value, rule)
    return f"must be {_kind(rule)}"


def _kind(rule: Mapping[str, Any]) -> str:
    names = {
        "string": "a string",
        "integer": "a whole number",
        "number": "a number",
        "array": "a list",
        "boolean": "True or False",
    }
    return names.get(rule.get("type", ""), "of another type")


def _text_problem(value: str, rule: Mapping[str, Any]) -> str | None:
    if rule.get("type") not in {None, "string"}:
        return f"must be {_kind(rule)}"
    low, high = rule.get("minLength", 0), rule.get("maxLength")
    if len(value) < low or (high is not None and len(value) > high):
        return (
            f"must have {low} to {high} characters, not {len(value)}"
            if high
            else f"must have at least {low} characters"
        )
    # The patterns are anchored. `$` of Python also matches before a last line break; a full match does not.
    if "pattern" in rule and not _compiled(rule["pattern"]).fullmatch(value):
        return rule.get("says") or f"must match {rule['pattern']}"
    if "enum" in rule and value not in rule["enum"]:
        return f"must be one of {', '.join(rule['enum'])}"
    return None


def _number_problem(value: float, rule: Mapping[str, Any]) -> str | None:
    if rule.get("type") == "integer" and not isinstance(value, int):
        return "must be a whole number"
    if rule.get("type") not in {None, "integer", "number"}:
        return f"must be {_kind(rule)}"
    low, high = rule.get("minimum"), rule.get("maximum")
    if (low is not None and value < low) or (high is not None and value > high):
        return f"must be {low} to {high}" if high is not None and low is not None else f"must be {low} or more"
    return None


def _list_problem(value: list[Any], rule: Mapping[str, Any]) -> str | None:
    if rule.get("type") not in {None, "array"}:
        return f"must be {_kind(rule)}"
    if len(value) < rule.get("minItems", 0):
        return f"must hold at least {rule['minItems']}"
    problems = (_problem(item, rule.get("items", {})) for item in value)
    problem = next(filter(None, problems), None)
    return f"holds one that {problem}" if problem else None
