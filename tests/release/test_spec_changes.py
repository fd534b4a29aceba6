"""What changed in a document, in words, and whom it hurts."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from scripts.spec_changes.changelog import admitted, entry
from scripts.spec_changes.compare import changes


def content(schema: dict[str, Any]) -> dict[str, Any]:
    return {"application/json": {"schema": schema}}


def ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


SMALL: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Small", "version": "1"},
    "servers": [{"url": "https://api.example.com"}],
    "paths": {
        "/things": {
            "get": {
                "operationId": "list_things",
                "x-required-scope": "THINGS_READ",
                "parameters": [
                    {"name": "size", "in": "query", "schema": {"type": "integer", "maximum": 100, "default": 20}},
                    {"name": "kind", "in": "query", "required": True, "schema": ref("Kind")},
                ],
                "responses": {
                    "200": {
                        "description": "A list.",
                        "headers": {"X-Total": {"schema": {"type": "integer"}}},
                        "content": content({"anyOf": [ref("Thing"), ref("ThingList")]}),
                    },
                    "429": {"description": "Too many."},
                },
            },
            "post": {
                "operationId": "make_thing",
                "requestBody": {"content": content(ref("NewThing"))},
                "responses": {"201": {"description": "Made.", "content": content(ref("Thing"))}},
            },
        }
    },
    "webhooks": {
        "THING_MADE": {
            "post": {"requestBody": {"content": content(ref("ThingMade"))}, "responses": {"200": {"description": "."}}}
        }
    },
    "components": {
        "schemas": {
            "Kind": {"type": "string", "enum": ["BIG", "SMALL"]},
            "Colour": {"type": "string", "enum": ["RED", "BLUE"]},
            "Name": {"type": "string", "minLength": 1, "maxLength": 20},
            "Thing": {
                "type": "object",
                "required": ["id"],
                "properties": {
                    "id": {"type": "string"},
                    "name": {"type": ["string", "null"]},
                    "kind": {"anyOf": [ref("Kind"), {"type": "string"}, {"type": "null"}]},
                    "colour": ref("Colour"),
                    "weight": {"type": "number"},
                    "parts": {"type": "array", "items": ref("Thing")},
                },
            },
            "ThingList": {"type": "object", "properties": {"results": {"type": "array", "items": ref("Thing")}}},
            "NewThing": {
                "type": "object",
                "required": ["name"],
                "properties": {"name": ref("Name"), "weight": {"type": "number"}, "note": {"type": ["string", "null"]}},
            },
            "ThingMade": {"type": "object", "required": ["topic"], "properties": {"topic": {"const": "THING_MADE"}}},
        }
    },
}


def schema(document: dict[str, Any], name: str) -> dict[str, Any]:
    found: dict[str, Any] = document["components"]["schemas"][name]
    return found


def operation(document: dict[str, Any], method: str) -> dict[str, Any]:
    found: dict[str, Any] = document["paths"]["/things"][method]
    return found


def fields(document: dict[str, Any], name: str) -> dict[str, Any]:
    found: dict[str, Any] = schema(document, name)["properties"]
    return found


Edit = Callable[[dict[str, Any]], Any]
# What is done to the document, and what is said: key, what, breaks.
EDITS: dict[str, tuple[Edit, list[tuple[str, str, bool]]]] = {
    "a field in answers": (
        lambda d: fields(d, "Thing").update(mood={"type": "string"}),
        [("Thing.mood", "added", False)],
    ),
    "a required field in answers": (
        lambda d: (fields(d, "Thing").update(mood={"type": "string"}), schema(d, "Thing")["required"].append("mood")),
        [("Thing.mood", "added", False)],
    ),
    "a field gone from answers": (lambda d: fields(d, "Thing").pop("name"), [("Thing.name", "removed", True)]),
    "a field of answers that may be missing": (
        lambda d: schema(d, "Thing").update(required=[]),
        [("Thing.id", "changed", True)],
    ),
    "a field of answers that is always there": (
        lambda d: schema(d, "Thing")["required"].append("name"),
        [("Thing.name", "changed", False)],
    ),
    "null in answers": (
        lambda d: fields(d, "Thing")["id"].update(type=["string", "null"]),
        [("Thing.id", "changed", True)],
    ),
    "no null in answers": (
        lambda d: fields(d, "Thing")["name"].update(type="string"),
        [("Thing.name", "changed", False)],
    ),
    "another type in answers": (
        lambda d: fields(d, "Thing")["id"].update(type="integer"),
        [("Thing.id", "changed", True)],
    ),
    "whole numbers where there were any": (
        lambda d: fields(d, "Thing")["weight"].update(type="integer"),
        [("Thing.weight", "changed", False)],
    ),
    "a format in answers": (
        lambda d: fields(d, "Thing")["id"].update(format="date-time"),
        [("Thing.id", "changed", True)],
    ),
    "other items in answers": (
        lambda d: fields(d, "Thing")["parts"].update(items={"type": "string"}),
        [("Thing.parts", "changed", True)],
    ),
    "a word where any text may come": (
        lambda d: schema(d, "Kind")["enum"].append("HUGE"),
        [("Kind", "changed", False)],
    ),
    "a word gone that may be sent": (lambda d: schema(d, "Kind")["enum"].pop(), [("Kind", "changed", True)]),
    "a word where only these came": (
        lambda d: schema(d, "Colour")["enum"].append("GREEN"),
        [("Colour", "changed", True)],
    ),
    "a word gone from answers": (lambda d: schema(d, "Colour")["enum"].pop(), [("Colour", "changed", False)]),
    "an optional field in requests": (
        lambda d: fields(d, "NewThing").update(mood={"type": "string"}),
        [("NewThing.mood", "added", False)],
    ),
    "a required field in requests": (
        lambda d: (
            fields(d, "NewThing").update(mood={"type": "string"}),
            schema(d, "NewThing")["required"].append("mood"),
        ),
        [("NewThing.mood", "added", True)],
    ),
    "a field gone from requests": (lambda d: fields(d, "NewThing").pop("note"), [("NewThing.note", "removed", True)]),
    "a field of requests that must be sent": (
        lambda d: schema(d, "NewThing")["required"].append("note"),
        [("NewThing.note", "changed", True)],
    ),
    "a field of requests that may be left out": (
        lambda d: schema(d, "NewThing").update(required=[]),
        [("NewThing.name", "changed", False)],
    ),
    "no null in requests": (
        lambda d: fields(d, "NewThing")["note"].update(type="string"),
        [("NewThing.note", "changed", True)],
    ),
    "null in requests": (
        lambda d: fields(d, "NewThing")["weight"].update(type=["number", "null"]),
        [("NewThing.weight", "changed", False)],
    ),
    "whole numbers alone in requests": (
        lambda d: fields(d, "NewThing")["weight"].update(type="integer"),
        [("NewThing.weight", "changed", True)],
    ),
    "shorter texts in requests": (lambda d: schema(d, "Name").update(maxLength=10), [("Name", "changed", True)]),
    "longer texts in requests": (lambda d: schema(d, "Name").update(maxLength=30), [("Name", "changed", False)]),
    "a pattern in requests": (lambda d: schema(d, "Name").update(pattern="^a"), [("Name", "changed", True)]),
    "a type behind a name": (
        lambda d: fields(d, "NewThing").update(name={"type": "string"}),
        [("NewThing.name", "changed", False)],
    ),
    "other objects are refused": (
        lambda d: schema(d, "NewThing").update(additionalProperties=False),
        [("NewThing", "changed", True)],
    ),
    "a keyword nobody knows": (lambda d: schema(d, "Thing").update(minProperties=2), [("Thing", "changed", True)]),
    "a schema": (lambda d: d["components"]["schemas"].update(New={"type": "object"}), [("New", "added", False)]),
    "an operation": (
        lambda d: d["paths"].update({"/new": {"get": {"operationId": "new", "responses": {}}}}),
        [("new", "added", False)],
    ),
    "an operation gone": (lambda d: d["paths"]["/things"].pop("post"), [("make_thing", "removed", True)]),
    "another address": (
        lambda d: d["paths"].update({"/stuff": d["paths"].pop("/things")}),
        [("list_things", "changed", True), ("make_thing", "changed", True)],
    ),
    "another scope": (
        lambda d: operation(d, "get").update({"x-required-scope": "ALL"}),
        [("list_things", "changed", True)],
    ),
    "deprecated": (lambda d: operation(d, "get").update(deprecated=True), [("list_things", "changed", False)]),
    "a parameter": (
        lambda d: operation(d, "get")["parameters"].append({"name": "q", "in": "query", "schema": {"type": "string"}}),
        [("list_things.q", "added", False)],
    ),
    "a required parameter": (
        lambda d: operation(d, "get")["parameters"].append(
            {"name": "q", "in": "query", "required": True, "schema": {"type": "string"}}
        ),
        [("list_things.q", "added", True)],
    ),
    "a parameter gone": (lambda d: operation(d, "get")["parameters"].pop(0), [("list_things.size", "removed", True)]),
    "a parameter that must be sent": (
        lambda d: operation(d, "get")["parameters"][0].update(required=True),
        [("list_things.size", "changed", True)],
    ),
    "a lower maximum": (
        lambda d: operation(d, "get")["parameters"][0]["schema"].update(maximum=50),
        [("list_things.size", "changed", True)],
    ),
    "another default": (
        lambda d: operation(d, "get")["parameters"][0]["schema"].update(default=10),
        [("list_things.size", "changed", True)],
    ),
    "a list that travels otherwise": (
        lambda d: operation(d, "get")["parameters"][0].update(explode=False),
        [("list_things.size", "changed", True)],
    ),
    "a body that must be sent": (
        lambda d: operation(d, "post")["requestBody"].update(required=True),
        [("make_thing body", "changed", True)],
    ),
    "no body any more": (lambda d: operation(d, "post").pop("requestBody"), [("make_thing body", "removed", True)]),
    "another form of body": (
        lambda d: operation(d, "post")["requestBody"].update(
            content=content({"anyOf": [ref("NewThing"), ref("Thing")]})
        ),
        [("make_thing body", "changed", False)],
    ),
    "an error more": (
        lambda d: operation(d, "get")["responses"].update({"503": {"description": "."}}),
        [("list_things 503", "added", False)],
    ),
    "an error less": (lambda d: operation(d, "get")["responses"].pop("429"), [("list_things 429", "removed", False)]),
    "success gone": (lambda d: operation(d, "get")["responses"].pop("200"), [("list_things 200", "removed", True)]),
    "another media type": (
        lambda d: operation(d, "post")["requestBody"].update(content={"text/csv": {"schema": ref("NewThing")}}),
        [("make_thing body", "changed", True), ("make_thing body", "changed", False)],
    ),
    "one form of answer less": (
        lambda d: operation(d, "get")["responses"]["200"].update(content=content(ref("Thing"))),
        [("list_things 200", "changed", False)],
    ),
    "one form of answer more": (
        lambda d: operation(d, "get")["responses"]["200"]["content"]["application/json"]["schema"]["anyOf"].append(
            ref("ThingMade")
        ),
        [("list_things 200", "changed", True)],
    ),
    "a header gone": (
        lambda d: operation(d, "get")["responses"]["200"]["headers"].clear(),
        [("list_things 200.X-Total", "removed", True)],
    ),
    "an event": (lambda d: d["webhooks"].update(NEW=d["webhooks"]["THING_MADE"]), [("NEW", "added", False)]),
    "an event gone": (lambda d: d["webhooks"].clear(), [("THING_MADE", "removed", True)]),
    "an event that says something else": (
        lambda d: fields(d, "ThingMade").update(topic={"const": "THING_DONE"}),
        [("ThingMade.topic", "changed", True)],
    ),
    "another server": (lambda d: d["servers"][0].update(url="https://new.example.com"), [("servers", "changed", True)]),
    "null beside the fields of answers": (
        lambda d: schema(d, "Thing").update(type=["object", "null"]),
        [("Thing", "changed", True)],
    ),
    "null beside the fields of requests": (
        lambda d: schema(d, "NewThing").update(type=["object", "null"]),
        [("NewThing", "changed", False)],
    ),
    "an answer that may be null": (
        lambda d: operation(d, "post")["responses"]["201"].update(
            content=content({"anyOf": [ref("Thing"), {"type": "null"}]})
        ),
        [("make_thing 201", "changed", True)],
    ),
    "another type beside the fields": (lambda d: schema(d, "Thing").update(type="array"), [("Thing", "changed", True)]),
    "shorter beside a reference": (
        lambda d: fields(d, "NewThing")["name"].update(maxLength=10),
        [("NewThing.name", "changed", True)],
    ),
    "no shorter beside a reference": (lambda d: fields(d, "NewThing")["name"].update(maxLength=30), []),
    "words beside a reference": (
        lambda d: fields(d, "NewThing")["name"].update(enum=["Ann"]),
        [("NewThing.name", "changed", True)],
    ),
    "a keyword beside a reference to an object": (
        lambda d: fields(d, "Thing")["parts"]["items"].update(minProperties=2, unevaluatedProperties=False),
        [("Thing.parts", "changed", True)],
    ),
    "two that contradict each other": (
        lambda d: fields(d, "Thing")["colour"].update(pattern="^R"),
        [("Thing.colour", "changed", False)],
    ),
    "all of two": (
        lambda d: fields(d, "NewThing").update(weight={"allOf": [{"type": "number"}, {"maximum": 9}]}),
        [("NewThing.weight", "changed", True)],
    ),
    "no field of another name": (
        lambda d: schema(d, "Thing").update(patternProperties={"^x": {"type": "string"}}),
        [("Thing", "changed", True)],
    ),
    "the fields of an object without a name": (
        lambda d: fields(d, "Thing").update(id={"type": "object", "properties": {"a": {"type": "string"}}}),
        [("Thing.id", "changed", True)],
    ),
    "exactly one form of body": (
        lambda d: operation(d, "post")["requestBody"].update(content=content({"oneOf": [ref("NewThing")]})),
        [("make_thing body", "changed", True)],
    ),
    "another version of OpenAPI": (lambda d: d.update(openapi="3.0.3"), [("openapi", "changed", True)]),
    "a later correction of OpenAPI": (lambda d: d.update(openapi="3.1.7"), []),
    "another server for one operation": (
        lambda d: operation(d, "get").update(servers=[{"url": "https://new.example.com"}]),
        [("list_things", "changed", True)],
    ),
    "another server for one path": (
        lambda d: d["paths"]["/things"].update(servers=[{"url": "https://new.example.com"}]),
        [("list_things", "changed", True), ("make_thing", "changed", True)],
    ),
    "the same server for one path": (
        lambda d: d["paths"]["/things"].update(servers=[{"url": "https://api.example.com"}]),
        [],
    ),
    "another method": (
        lambda d: d["paths"]["/things"].update(put=d["paths"]["/things"].pop("post")),
        [("make_thing", "changed", True)],
    ),
    "an event by another method": (
        lambda d: d["webhooks"]["THING_MADE"].update(put=d["webhooks"]["THING_MADE"].pop("post")),
        [("THING_MADE", "changed", True)],
    ),
    "an event with a header": (
        lambda d: d["webhooks"]["THING_MADE"]["post"].update(
            parameters=[{"name": "X-Id", "in": "header", "schema": {"type": "string"}}]
        ),
        [("THING_MADE.X-Id (header)", "added", False)],
    ),
    "an event without a body": (
        lambda d: d["webhooks"]["THING_MADE"]["post"].pop("requestBody"),
        [("THING_MADE body", "removed", True)],
    ),
    "an event that wants another answer": (
        lambda d: d["webhooks"]["THING_MADE"]["post"].update(responses={"201": {"description": "."}}),
        [("THING_MADE", "changed", True)],
    ),
    "the style that was meant anyway": (
        lambda d: operation(d, "get")["parameters"][0].update(style="form", explode=True),
        [],
    ),
    "a required parameter of the path": (
        lambda d: d["paths"]["/things"].update(
            parameters=[{"name": "X-Team", "in": "header", "required": True, "schema": {"type": "string"}}]
        ),
        [("list_things.X-Team (header)", "added", True), ("make_thing.X-Team (header)", "added", True)],
    ),
    "another encoding": (
        lambda d: operation(d, "post")["requestBody"]["content"]["application/json"].update(encoding={"name": {}}),
        [("make_thing body application/json", "changed", True)],
    ),
    "security of one operation": (
        lambda d: operation(d, "get").update(security=[{"Key": []}]),
        [("list_things", "changed", True)],
    ),
    "words and examples": (
        lambda d: (
            fields(d, "Thing")["name"].update(description="What it is called.", examples=["x"], title="Name"),
            operation(d, "get").update(summary="List them", description="All of them."),
            schema(d, "Thing").update({"x-quirk": {"what": "It is odd.", "evidence": "unknown"}}),
        ),
        [],
    ),
}


@pytest.mark.parametrize("edit", EDITS)
def test_a_change_is_told_and_judged(edit: str) -> None:
    """Each kind of change has its key, and breaks callers or not by the way in which it travels."""
    change, expected = EDITS[edit]
    new = copy.deepcopy(SMALL)
    change(new)

    assert [(one.key, one.what.value, one.breaks) for one in changes(SMALL, new)] == expected


# What the changelog is to say of the breaking ones.
ENTRIES = {
    "a field gone from answers": "`Thing.name` is gone (it was text or null, optional); …",
    "a required parameter": "`list_things.q` is new and required (text); …",
    "another type in answers": "`Thing.id` was text, is whole number; …",
    "a parameter that must be sent": "`list_things.size` is now required; …",
    "another address": "`list_things` was at get /things, is at get /stuff; …",
    "another scope": "`list_things` needed the scope THINGS_READ, needs ALL; …",
    "another default": "`list_things.size` had the default 20, has 10; …",
    "another server": "`servers` was ['https://api.example.com'], is ['https://new.example.com']; …",
    "an operation gone": "`make_thing` is gone (it was an operation, post /things); …",
    "another media type": "`make_thing body` no longer has the form application/json; …",
    "a keyword nobody knows": "`Thing` had minProperties None, has 2; …",
}


@pytest.mark.parametrize("edit", ENTRIES)
def test_what_breaks_callers_is_put_into_a_sentence(edit: str) -> None:
    """The proposed entry can be read in a changelog, but for its end, and counts as one."""
    change, _ = EDITS[edit]
    new = copy.deepcopy(SMALL)
    change(new)
    first = next(one for one in changes(SMALL, new) if one.breaks)

    assert entry(first) == f"- **Breaking:** {ENTRIES[edit]}"
    assert admitted(f"## [Unreleased]\n\n{entry(first)}\n") == {first.key}


def nodes(node: Any, at: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Find every object of a document in which OpenAPI or JSON Schema would take a keyword."""
    if isinstance(node, list):
        for place, one in enumerate(node):
            yield from nodes(one, f"{at}/{place}")
    elif isinstance(node, dict):
        # Maps of names, whose keys are not keywords.
        if at.rpartition("/")[2] not in {
            "properties",
            "schemas",
            "responses",
            "headers",
            "content",
            "webhooks",
            "paths",
        }:
            yield at, node
        for key, one in node.items():
            if key not in {"info", "components"} or at:
                yield from nodes(one, f"{at}/{key}")
            elif key == "components":
                yield from nodes(one["schemas"], "/components/schemas")


def test_a_keyword_that_nobody_knows_is_seen_wherever_it_is() -> None:
    """What cannot be judged is named, and counts as breaking: beside references too."""
    unseen = []
    for at, _ in nodes(SMALL):
        new = copy.deepcopy(SMALL)
        dict(nodes(new))[at]["unheardOf"] = {"is": "new"}
        if not any(one.breaks for one in changes(SMALL, new) if "unheardOf" in f"{one.key} {one.says}"):
            unseen.append(at)

    assert unseen == []
