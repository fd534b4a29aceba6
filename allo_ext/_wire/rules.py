"""Checking arguments against the rules of the operation table before sending."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from allo_ext._wire.formats import problem_with_format
from allo_ext._wire.json import is_array, is_object
from allo_ext.errors import InvalidArgumentError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from allo_ext._operations import Rule

_compiled: Final = cache(re.compile)
_KINDS: Final = {
    "string": "a string",
    "integer": "a whole number",
    "number": "a number",
    "array": "a list",
    "boolean": "True or False",
    "object": "a mapping",
}


class _Problem(NamedTuple):
    """A problem of a value; `where` is the path to the invalid part, `says` does not contain the value."""

    says: str
    where: str = ""


def validate(rules: Mapping[str, Rule], values: Mapping[str, Any], *, additional: bool | Rule = True) -> None:
    """Check parameters, or the fields of a body.

    Args:
        rules: The rules, by the names in the request.
        values: The values by the same names, without those that are not given.
        additional: The rule of values with other names.

    Raises:
        InvalidArgumentError: A value breaks its rule; `field` is the name of the argument.
    """
    for wire, problem in _field_problems(rules, values, additional=additional):
        field = rules[wire].get("name", wire) if wire in rules else wire
        raise InvalidArgumentError(f"{field}{problem.where} {problem.says}.", field=field, problem=problem.says)


def _field_problems(
    rules: Mapping[str, Rule], values: Mapping[str, Any], *, additional: bool | Rule
) -> Iterator[tuple[str, _Problem]]:
    for name, rule in rules.items():
        if name not in values:
            problem = _Problem("must be given") if rule.get("required") else None
        else:
            problem = _problem(values[name], rule)
        if problem is not None:
            yield name, problem
    if additional is not True:
        for name in values.keys() - rules.keys():
            problem = _Problem("is unknown") if additional is False else _problem(values[name], additional)
            if problem is not None:
                yield name, problem


def _problem(value: Any, rule: Rule) -> _Problem | None:
    """Return the problem of a value; None if it is valid."""
    if value is None:
        return None if rule.get("nullable") else _Problem("must not be None")
    if forms := rule.get("anyOf") or rule.get("oneOf"):
        return _choice_problem(value, forms, one="oneOf" in rule)
    if not _is_of(value, rule.get("type")):
        return _Problem(f"must be {_KINDS.get(rule.get('type', ''), 'of another type')}")
    if is_object(value):
        fields = _field_problems(rule.get("properties", {}), value, additional=rule.get("additional", True))
        return next((_Problem(problem.says, f".{name}{problem.where}") for name, problem in fields), None)
    if is_array(value):
        return _list_problem(value, rule)
    says = _value_problem(value, rule)
    return None if says is None else _Problem(says)


def _value_problem(value: Any, rule: Rule) -> str | None:
    if "const" in rule and _written(value) != _written(rule["const"]):
        return f"must be {rule['const']!r}"
    if isinstance(value, str):
        return _string_problem(value, rule)
    return None if isinstance(value, bool) else _number_problem(value, rule)


def _is_of(value: Any, kind: str | None) -> bool:
    """Return whether a value has a JSON type; without a type, whether it has any."""
    match value:
        case bool():
            return kind in {None, "boolean"}
        case str():
            return kind in {None, "string"}
        case int():
            return kind in {None, "integer", "number"}
        case float():
            return kind in {None, "number"}
        case _:
            return (is_array(value) and kind in {None, "array"}) or (is_object(value) and kind in {None, "object"})


def _choice_problem(value: Any, forms: Any, *, one: bool) -> _Problem | None:
    """Check a value that may have several forms; report the problem of the closest form."""
    problems = [_problem(value, form) for form in forms]
    fitting = problems.count(None)
    if fitting == 1 or (fitting and not one):
        return None
    if fitting:
        return _Problem("matches more than one of the forms that it may have")
    near = [problem for problem, form in zip(problems, forms, strict=True) if _is_near(value, form)]
    if len(near) == 1 and near[0] is not None:
        return near[0]
    return _Problem("has none of the forms that it may have")


def _is_near(value: Any, form: Rule) -> bool:
    """Return whether a value has the type of a form and, for objects, all required fields."""
    if not _is_of(value, form.get("type")):
        return False
    demanded = [name for name, rule in form.get("properties", {}).items() if rule.get("required")]
    return not is_object(value) or all(name in value for name in demanded)


def _string_problem(value: str, rule: Rule) -> str | None:
    low, high = rule.get("minLength", 0), rule.get("maxLength")
    if len(value) < low or (high is not None and len(value) > high):
        if high is None:
            return f"must have at least {low} characters"
        return f"must have {high if low == high else f'{low} to {high}'} characters, not {len(value)}"
    # The patterns are anchored. Python's `$` also matches before a trailing newline; a full match does not.
    if "pattern" in rule and not _matches(rule["pattern"], value):
        return rule.get("says") or f"must match {rule['pattern']}"
    if "format" in rule and (problem := problem_with_format(value, rule["format"])) is not None:
        return rule.get("says") or problem
    if "enum" in rule and value not in rule["enum"]:
        return f"must be one of {', '.join(rule['enum'])}"
    return None


def _matches(pattern: str, value: str) -> bool:
    """Return whether a value matches a pattern; an unanchored one may match anywhere, as in JSON Schema."""
    expression = _compiled(pattern)
    if pattern.startswith("^") and pattern.endswith("$"):
        return expression.fullmatch(value) is not None
    return expression.search(value) is not None


def _number_problem(value: float, rule: Rule) -> str | None:
    low, high = rule.get("minimum"), rule.get("maximum")
    if (low is not None and value < low) or (high is not None and value > high):
        if low is None or high is None:
            return f"must be {low} or more" if high is None else f"must be {high} or less"
        return f"must be {low} to {high}"
    above, below = rule.get("exclusiveMinimum"), rule.get("exclusiveMaximum")
    if above is not None and value <= above:
        return f"must be more than {above}"
    if below is not None and value >= below:
        return f"must be less than {below}"
    return None


def _list_problem(value: list[Any], rule: Rule) -> _Problem | None:
    low, high = rule.get("minItems", 0), rule.get("maxItems")
    if len(value) < low:
        return _Problem(f"must have at least {low} items")
    if high is not None and len(value) > high:
        return _Problem(f"must have at most {high} items, not {len(value)}")
    if "items" in rule:
        for index, item in enumerate(value):
            problem = _problem(item, rule["items"])
            if problem is not None:
                is_part = bool(problem.where) or is_object(item)
                where = f"[{index}]{problem.where}"
                return _Problem(problem.says, where) if is_part else _Problem(f"contains an item that {problem.says}")
    if rule.get("uniqueItems") and len(set(map(_written, value))) < len(value):
        return _Problem("must not contain duplicates")
    return None


def _written(value: Any) -> str:
    """Return JSON that is the same for equal values; 1 and True are not equal."""
    return json.dumps(value, sort_keys=True, default=str)
