"""Public classes and functions name the module that users import them from."""

from __future__ import annotations

import inspect
import pickle
import typing
from importlib import import_module
from typing import Any

import attrs
import pytest

import allo_ext
from allo_ext import AlloClient, testing
from allo_ext.receiver import CallReceived, parse
from allo_ext.testing import MockAllo

PACKAGES = (
    "allo_ext",
    "allo_ext.client",
    "allo_ext.durable",
    "allo_ext.receiver",
    "allo_ext.testing",
    "allo_ext.hooks",
    "allo_ext.v2",
    "allo_ext.dlt",
    "allo_ext.mcp",
)


def public() -> list[tuple[str, Any]]:
    found = [
        (package, getattr(import_module(package), name))
        for package in PACKAGES
        for name in import_module(package).__all__
    ]
    return [(package, value) for package, value in found if inspect.isclass(value) or inspect.isroutine(value)]


def test_the_module_is_public_and_has_it():
    """No part of its name begins with an underscore, and it is found there."""
    for _, value in public():
        module = value.__module__
        assert not any(part.startswith("_") for part in module.split(".")), (module, value)
        assert getattr(import_module(module), value.__name__) is value


def test_clients_and_packages_are_named():
    """Those that are defined in private modules name the package."""
    assert AlloClient.__module__ == allo_ext.AsyncAlloClient.__module__ == "allo_ext"
    assert CallReceived.__module__ == parse.__module__ == "allo_ext.receiver"
    assert MockAllo.__module__ == testing.Delivery.__module__ == "allo_ext.testing"


@pytest.mark.parametrize(
    "value", [value for _, value in public() if attrs.has(value)], ids=lambda value: value.__name__
)
def test_annotations_can_still_be_resolved(value):
    """By `typing` and attrs, as cattrs, msgspec and FastAPI do."""
    hints = typing.get_type_hints(value)

    assert {field.name for field in attrs.fields(value)} <= hints.keys()
    assert not any(isinstance(hint, str) for hint in hints.values())


def test_the_source_of_records_and_methods_is_found():
    """Where an editor or IPython's `??` looks for it."""
    for value in (allo_ext.Call, allo_ext.NotFoundError, AlloClient.with_options, MockAllo.simulate_call, parse):
        assert inspect.getsource(value)


def test_what_is_pickled_comes_back():
    """By its public name."""
    event = parse(b'{"topic": "CALL_RECEIVED", "data": {"id": "c1"}}')
    written = pickle.dumps(event)

    assert pickle.loads(written) == event
    assert b"allo_ext.receiver" in written
    assert b"_events" not in written
    assert pickle.loads(pickle.dumps(testing.Quirks())) == testing.Quirks()
    assert pickle.loads(pickle.dumps(allo_ext.NOT_GIVEN)) is allo_ext.NOT_GIVEN
