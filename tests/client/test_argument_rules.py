"""The rules of the specs for arguments, read as JSON Schema reads them."""

from __future__ import annotations

from contextlib import nullcontext
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allo_ext import InvalidArgumentError
from allo_ext._wire.rules import validate

TEXTS = st.sampled_from(["", "a", "b", "ab", "ba", "aa", "abc", "a\n", "bab"])
NUMBERS = st.integers(-2, 3) | st.sampled_from([-0.5, 0.5, 1.5])
SCALARS = TEXTS | NUMBERS | st.booleans()
VALUES = st.recursive(
    SCALARS | st.none(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["p", "q", "r"]), inner, max_size=3),
    max_leaves=6,
)
SIZES, BOUNDS = st.integers(0, 3), NUMBERS


def keywords(kind: str | None, **optional: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Return rules of a type with some of these keywords."""
    fixed = {} if kind is None else {"type": st.just(kind)}
    return st.fixed_dictionaries(fixed, optional={"nullable": st.booleans(), **optional})


def rules_around(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Return rules for lists, for objects, and for a choice of others."""
    fields = st.builds(lambda rule, required: {**rule, "required": required}, inner, st.booleans())
    several = st.lists(inner, min_size=1, max_size=3)
    return st.one_of(
        keywords("array", items=inner, minItems=SIZES, maxItems=SIZES, uniqueItems=st.booleans()),
        keywords(
            "object",
            properties=st.dictionaries(st.sampled_from(["p", "q"]), fields, max_size=2),
            additional=st.booleans() | inner,
        ),
        keywords(None, anyOf=several),
        keywords(None, oneOf=several),
    )


LEAVES = st.one_of(
    keywords(None),
    keywords(
        "string",
        minLength=SIZES,
        maxLength=SIZES,
        pattern=st.sampled_from(["a", "^a", "^a$", "b$", "^[ab]{2}$"]),
        enum=st.lists(st.sampled_from(["a", "b", "ab"]), min_size=1, unique=True),
    ),
    keywords("number", minimum=BOUNDS, maximum=BOUNDS, exclusiveMinimum=BOUNDS, exclusiveMaximum=BOUNDS),
    keywords("integer", minimum=BOUNDS, maximum=BOUNDS, exclusiveMinimum=BOUNDS, exclusiveMaximum=BOUNDS),
    keywords("boolean", const=st.booleans()),
    keywords("string", const=TEXTS),
    keywords("integer", const=st.integers(-2, 3)),
)
RULES = st.recursive(LEAVES, rules_around, max_leaves=4)


def schema_of(rule: Any) -> dict[str, Any]:
    """Return the schema of a rule; in a schema, what is required is a list beside the properties."""
    schema = {name: value for name, value in rule.items() if name not in {"nullable", "required", "additional"}}
    if "pattern" in rule:  # in Python, $ matches before a line end, too
        schema["pattern"] = rule["pattern"].replace("$", r"\Z")
    if "items" in rule:
        schema["items"] = schema_of(rule["items"])
    for name in {"anyOf", "oneOf"} & rule.keys():
        schema[name] = [schema_of(form) for form in rule[name]]
    if "properties" in rule:
        schema["properties"] = {name: schema_of(each) for name, each in rule["properties"].items()}
        schema["required"] = [name for name, each in rule["properties"].items() if each.get("required")]
    if "additional" in rule:
        more = rule["additional"]
        schema["additionalProperties"] = more if isinstance(more, bool) else schema_of(more)
    null = {"type": "null"}
    return {"anyOf": [schema, null]} if rule.get("nullable") else {"allOf": [schema, {"not": null}]}


@settings(max_examples=500)
@given(rule=RULES, value=VALUES)
def test_what_a_schema_refuses_is_refused_and_nothing_else(rule, value):
    """A rule means what JSON Schema means by it, whatever is nested in what."""
    accepted = jsonschema.Draft202012Validator(schema_of(rule)).is_valid(value)
    with nullcontext() if accepted else pytest.raises(InvalidArgumentError):
        validate({"x": rule}, {"x": value})


FORMATS: dict[str, tuple[list[str], list[str]]] = {
    "date": (["2026-03-05"], ["2026-3-5", "2026-02-30", "20260305", "2026-03-05T00:00:00Z", "x2026-03-05"]),
    "date-time": (
        ["2026-03-05T09:15:00Z", "2026-03-05t09:15:00.5Z", "2026-03-05T09:15:00+02:00", "2026-03-05T09:15:00-11:30"],
        ["2026-03-05", "2026-03-05T09:15:00", "2026-03-05T25:15:00Z", "2026-03-05 09:15:00Z", "2026-03-05T09:15Z"],
    ),
    "email": (["a@example.com"], ["a", "@example.com", "a@", "a b@example.com", "a@b@example.com"]),
    "uri": (["https://example.com/x?y=1#z", "mailto:a@example.com"], ["example.com", "https:", "1:x", "https://a b"]),
    "uuid": (
        ["01234567-89ab-cdef-ABCD-EF0123456789"],
        ["0123456789abcdefabcdef0123456789", "01234567-89ab-cdef-abcd-ef012345678", "{01234567}"],
    ),
}


@pytest.mark.parametrize("name", FORMATS)
def test_a_format_takes_its_forms_and_no_others(name):
    """In full: nothing before or after it. The message has an example, or is the one of the rule."""
    right, wrong = FORMATS[name]
    for value in right:
        validate({"x": {"type": "string", "format": name}}, {"x": value})
    for value in [*wrong, "", f"{right[0]}\n", f" {right[0]}"]:
        with pytest.raises(InvalidArgumentError, match=r"^x must be an? [A-Za-z]") as caught:
            validate({"x": {"type": "string", "format": name}}, {"x": value})
        assert len(value) < 5 or value.strip() not in str(caught.value)
        with pytest.raises(InvalidArgumentError, match=r"^x must be mine\.$"):
            validate({"x": {"type": "string", "format": name, "says": "must be mine"}}, {"x": value})


PERSON = {"type": "object", "properties": {"name": {"type": "string", "required": True}, "age": {"type": "integer"}}}
CASES: list[tuple[Any, Any, str]] = [
    ({"type": "string"}, None, "x must not be None."),
    ({"type": "string"}, 1, "x must be a string."),
    ({"type": "integer"}, "1", "x must be a whole number."),
    ({"type": "number"}, True, "x must be a number."),
    ({"type": "array"}, {}, "x must be a list."),
    ({"type": "boolean"}, 1, "x must be True or False."),
    ({"type": "object"}, [], "x must be a mapping."),
    ({}, {1}, "x must be of another type."),
    ({"const": 1}, True, "x must be 1."),
    ({"const": "a"}, "b", "x must be 'a'."),
    ({"minLength": 2}, "a", "x must have at least 2 characters."),
    ({"minLength": 2, "maxLength": 2}, "abc", "x must have 2 characters, not 3."),
    ({"maxLength": 2}, "abc", "x must have 0 to 2 characters, not 3."),
    ({"pattern": "^a$"}, "b", "x must match ^a$."),
    ({"pattern": "^a$", "says": "must be an a"}, "b", "x must be an a."),
    ({"enum": ["a", "b"]}, "c", "x must be one of a, b."),
    ({"minimum": 1}, 0, "x must be 1 or more."),
    ({"maximum": 1}, 2, "x must be 1 or less."),
    ({"minimum": 1, "maximum": 2}, 3, "x must be 1 to 2."),
    ({"exclusiveMinimum": 1}, 1, "x must be more than 1."),
    ({"exclusiveMaximum": 1}, 1, "x must be less than 1."),
    ({"minItems": 1}, [], "x must have at least 1 items."),
    ({"maxItems": 1}, [1, 2], "x must have at most 1 items, not 2."),
    ({"uniqueItems": True}, [{"a": 1, "b": 2}, {"b": 2, "a": 1}], "x must not contain duplicates."),
    ({"items": {"type": "string"}}, ["a", 1], "x contains an item that must be a string."),
    ({"items": PERSON}, [{"name": "a"}, {}], "x[1].name must be given."),
    ({"items": {"items": PERSON}}, [[{"name": 1}]], "x[0][0].name must be a string."),
    ({"items": {"type": "object", "additional": False}}, [{"a": 1}], "x[0].a is unknown."),
    ({"properties": {"p": PERSON}}, {"p": {}}, "x.p.name must be given."),
    ({"type": "object", "additional": {"type": "string"}}, {"a": 1}, "x.a must be a string."),
    ({"anyOf": [{"type": "string", "minLength": 2}, {"type": "integer"}]}, "a", "x must have at least 2 characters."),
    ({"anyOf": [PERSON, {"type": "string"}]}, {"name": 1}, "x.name must be a string."),
    ({"anyOf": [PERSON, {"type": "string"}]}, {"age": 1}, "x has none of the forms that it may have."),
    ({"anyOf": [{"minLength": 2}, {"enum": ["b"]}]}, "a", "x has none of the forms that it may have."),
    ({"oneOf": [{"type": "integer"}, {"minimum": 1}]}, 1, "x matches more than one of the forms that it may have."),
]


def test_a_problem_names_the_part_and_what_it_must_be():
    """The message is for people; `field` and `problem` are for programs, and `field` is the name in Python."""
    found = []
    for rule, value, _ in CASES:
        with pytest.raises(InvalidArgumentError) as caught:
            validate({"x": rule}, {"x": value})
        found.append((rule, value, str(caught.value)))

    assert found == CASES
    with pytest.raises(InvalidArgumentError) as caught:
        validate({"from": {"name": "from_", "items": PERSON}}, {"from": [{}]})
    assert (str(caught.value), caught.value.field) == ("from_[0].name must be given.", "from_")
    assert caught.value.problem == "must be given"


@pytest.mark.parametrize("additional", [True, False, {"type": "string"}], ids=repr)
def test_values_without_a_rule_follow_the_one_for_others(additional):
    """Allowed unless it says otherwise; what is required must be there."""
    rules: Any = {"a": {"type": "integer", "required": True}, "b": {"type": "integer"}}
    for values, ok in [
        ({"a": 1}, True),
        ({"b": 1}, False),
        ({"a": 1, "c": 2}, additional is True),
        ({"a": 1, "c": "2"}, additional is not False),
    ]:
        if ok:
            validate(rules, values, additional=additional)
            continue
        with pytest.raises(InvalidArgumentError) as caught:
            validate(rules, values, additional=additional)
        assert caught.value.field == ("c" if "c" in values else "a")
