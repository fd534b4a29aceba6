"""Fields that a fork adds to the spec: the mock returns a value of their type."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from allo_ext import AlloClient
from allo_ext.testing import MockAllo
from allo_ext.testing._engine.made_up import value_of
from allo_ext.testing._engine.spec import load_spec

ADDED = {
    "sentiment": {"type": ["string", "null"], "enum": ["GOOD", "BAD"]},
    "score": {"type": "number", "minimum": 0.5},
    "topics": {"type": "array", "items": {"$ref": "#/components/schemas/NewTopic"}},
}
TOPIC = {"type": "object", "required": ["name"], "properties": {"name": {"type": "string"}, "x": {"type": "string"}}}


@pytest.fixture
def document(monkeypatch) -> dict[str, Any]:
    """The spec of a fork, for the mocks that are created after it."""
    spec = load_spec("v1")
    changed = copy.deepcopy(dict(spec.document))
    changed["components"]["schemas"]["Call"]["properties"].update(ADDED)
    changed["components"]["schemas"]["NewTopic"] = TOPIC
    monkeypatch.setattr(spec, "document", changed)
    return changed


def test_a_new_field_has_a_value(document):
    """Every call of a list has it; a record without the field keeps it in `extra`."""
    with AlloClient("key", transport=MockAllo(contacts=2, calls=3).transport) as allo:
        found = [call.extra for call in allo.calls.iter()]

    assert found == [{"sentiment": "GOOD", "score": 0.5, "topics": [{"name": "made up"}]}] * 3


def test_a_simulated_call_takes_its_value(document):
    """By the name in the spec."""
    mock = MockAllo(contacts=2, calls=0)
    mock.simulate_call(sentiment="BAD")
    with AlloClient("key", transport=mock.transport) as allo:
        (call,) = allo.calls.iter()

    assert (call.extra["sentiment"], call.extra["score"]) == ("BAD", 0.5)


def test_a_misspelt_argument_is_still_an_error(document):
    """The message lists the fields that were added."""
    with pytest.raises(TypeError, match=r"unexpected keyword argument 'sumary'.*score, sentiment, topics"):
        MockAllo(contacts=1, calls=0).simulate_call(sumary="x")


def test_without_new_fields_nothing_is_added():
    """The calls are those of the spec in this package."""
    mock = MockAllo(contacts=2, calls=3)
    with AlloClient("key", transport=mock.transport) as allo:
        assert [call.extra for call in allo.calls.iter()] == [{}] * 3
    with pytest.raises(TypeError, match="Call has no new fields"):
        mock.simulate_call(sentiment="BAD")


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        pytest.param({"type": "string", "format": "date-time"}, "2026-03-02T12:00:00Z", id="date"),
        pytest.param({"type": "string", "minLength": 9, "maxLength": 9}, "made upxx", id="length"),
        pytest.param({"type": ["integer", "null"]}, 1, id="integer"),
        pytest.param({"type": "boolean"}, True, id="boolean"),
        pytest.param({"type": "number", "example": 0.25}, 0.25, id="example"),
        pytest.param({"anyOf": [{"type": "null"}, {"type": "integer", "minimum": 7}]}, 7, id="choice"),
        pytest.param({"$ref": "#/components/schemas/Loop"}, {"next": None}, id="a schema that contains itself"),
    ],
)
def test_a_value_is_of_its_type(schema, expected):
    """Its example if it has one."""
    loop = {"type": "object", "required": ["next"], "properties": {"next": {"$ref": "#/components/schemas/Loop"}}}
    found = value_of({"components": {"schemas": {"Loop": loop}}}, schema)
    while isinstance(found, dict) and found["next"] is not None:
        found = found["next"]

    assert found == expected
