"""The file of types covers the public API: whatever is public is mentioned in it."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import allo_ext
from allo_ext import AlloClient, AsyncAlloClient, v2

VERSION_2 = (Path(__file__).parent / "typing" / "v2.py").read_text(encoding="utf-8")
API = (Path(__file__).parent / "typing" / "api.py").read_text(encoding="utf-8")
RESOURCES = ("calls", "contacts", "numbers", "sms", "webhooks")


def public(thing: object) -> list[str]:
    return [name for name in dir(thing) if not name.startswith("_")]


def methods() -> list[str]:
    """Every public method, as it is called on a client."""
    found = []
    for client in (AlloClient("key"), AsyncAlloClient("key")):
        call = "await allo" if isinstance(client, AsyncAlloClient) else "(allo"
        plain = "(allo"
        raw = "await raw" if isinstance(client, AsyncAlloClient) else "(raw"
        for name in RESOURCES:
            resource, beside = getattr(client, name), getattr(client.with_raw_response, name)
            for method in public(resource):
                is_generator = inspect.isasyncgenfunction(getattr(resource, method))
                found.append(f"{plain if is_generator else call}.{name}.{method}(")
            found += [f"{raw}.{name}.{method}(" for method in public(beside)]
        for member in public(client):
            if member not in {*RESOURCES, "with_raw_response"}:
                found.append(f"allo.{member}")
    return found


def test_every_public_method_is_typed():
    """A method that is added needs a line there."""
    lines = re.sub(r"assert_type\(\s+", "assert_type(", API)

    assert [method for method in methods() if method not in lines] == []


def test_every_public_name_is_typed():
    """And so does a name."""
    assert [name for name in allo_ext.__all__ if len(re.findall(rf"\b{name}\b", API)) < 2] == []


def test_there_are_methods():
    """The search finds them: the tests above are not empty."""
    assert len(methods()) >= 60


def test_version_2_is_typed():
    """Every method of `allo.v2`, of both clients, and every name of `allo_ext.v2`."""
    code = re.sub(r"assert_type\(\s+", "assert_type(", VERSION_2)
    missing = [name for name in v2.__all__ if len(re.findall(rf"\b{name}\b", code)) < 2]
    for client in (AlloClient("key"), AsyncAlloClient("key")):
        for resource in public(client.v2):
            owner = getattr(client.v2, resource)
            for method in [""] if callable(owner) else [f".{name}" for name in public(owner)]:
                waits = client.__class__ is AsyncAlloClient and method != ".iter"
                calls = re.findall(rf"(await )?\bv2\.{resource}{re.escape(method)}\(", code)
                missing += [] if ("await " if waits else "") in calls else [f"{resource}{method}"]

    assert missing == []
