"""The generated package: it reads every answer that the document shows, and what the future may bring."""

from __future__ import annotations

import contextlib
import importlib
import re
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

from allo_v1 import Client, models

SPEC = yaml.safe_load((Path(__file__).parents[2] / "openapi" / "allo-v1.yaml").read_text(encoding="utf-8"))
OPERATIONS = {
    operation["operationId"]: operation
    for item in SPEC["paths"].values()
    for operation in item.values()
    if isinstance(operation, dict) and "operationId" in operation
}


def pointer(node: dict[str, Any]) -> dict[str, Any]:
    """Follow one reference, if it is one."""
    if "$ref" not in node:
        return node
    found = SPEC
    for part in node["$ref"].removeprefix("#/").split("/"):
        found = found[part]
    return found


def media(node: dict[str, Any]) -> dict[str, Any]:
    """The JSON of a response or a request body."""
    return pointer(node).get("content", {}).get("application/json", {"examples": {}})


ANSWERS = {
    f"{name}-{status}-{label}": (name, int(status), pointer(example)["value"])
    for name, operation in OPERATIONS.items()
    for status, response in operation["responses"].items()
    for label, example in media(response)["examples"].items()
}
EVENTS = {
    f"{topic}-{label}": (
        [one["$ref"].rpartition("/")[2] for one in content["schema"].get("anyOf", [content["schema"]])],
        pointer(example)["value"],
    )
    for topic, item in SPEC["webhooks"].items()
    for content in [media(item["post"]["requestBody"])]
    for label, example in content["examples"].items()
}
REQUESTS = {
    f"{name}-{label}": (
        "SendSmsFranceRequest" if "sender_id" in example["value"] else f"{name.title().replace('_', '')}Request",
        example["value"],
    )
    for name, operation in OPERATIONS.items()
    for label, example in media(operation.get("requestBody", {}))["examples"].items()
}


def module(name: str) -> Any:
    """The generated module of an operation."""
    return importlib.import_module(f"allo_v1.api.{OPERATIONS[name]['tags'][0]}.{name}")


def parse(name: str, status: int, body: Any) -> Any:
    """What the generated module of an operation makes of an answer."""
    response = httpx.Response(status, json=body)
    return module(name)._parse_response(client=Client(base_url="https://api.example.com"), response=response)


def test_every_shown_answer_is_read_without_loss() -> None:
    """Reading an example and writing it again gives the example."""
    expected = {label: body for label, (_, _, body) in ANSWERS.items()}

    assert {label: parse(*answer).to_dict() for label, answer in ANSWERS.items()} == expected


def test_every_shown_request_is_written_without_loss() -> None:
    """A request body keeps what it holds, null included, and adds nothing but a documented default."""
    expected = {label: body for label, (_, body) in REQUESTS.items()}
    written = {label: getattr(models, schema).from_dict(body).to_dict() for label, (schema, body) in REQUESTS.items()}

    assert written == expected


def test_every_shown_event_is_read_without_loss() -> None:
    """Each generation of a webhook's payload has a class that reads it."""
    unread = []
    for label, (names, body) in EVENTS.items():
        read = []
        for name in names:
            with contextlib.suppress(KeyError, ValueError):
                read.append(getattr(models, name).from_dict(body).to_dict())
        if body not in read:
            unread.append(label)

    assert unread == []


UNKNOWN = {
    "result": ("search_calls", {"data": {"results": [{"id": "c", "result": "ABDUCTED", "type": "SIDEWAYS"}]}}),
    "source": ("search_calls", {"data": {"results": [{"id": "c", "transcript": [{"source": "CAT"}]}]}}),
    "engagement": ("get_contact", {"data": {"id": "c", "engagement": "BOILING", "activity": [{"type": "FAX"}]}}),
    "item": ("get_contact_conversation", {"data": {"results": [{"type": "FAX"}]}}),
    "topic": ("list_webhooks", {"data": [{"url": "https://hooks.example.com", "topics": ["FAX_RECEIVED"]}]}),
    "field": ("list_numbers", {"data": [{"number": None, "colour": "blue"}]}),
}


@pytest.mark.parametrize("what", UNKNOWN)
def test_a_value_of_the_future_is_kept(what: str) -> None:
    """An unknown value of an enumeration, or an unknown field, is read and kept."""
    name, body = UNKNOWN[what]

    assert parse(name, 200, body).to_dict() == body


def test_both_forms_of_an_sms_go_to_one_path() -> None:
    """The two bodies share a path, and `from` is sent under its own name."""
    forms = [
        models.SendSmsRequest(from_="+12025550143", to="+14155550187", message="Hello"),
        models.SendSmsFranceRequest(sender_id="MyCompany", to="+33639981234", message="Bonjour"),
    ]
    sent = [module("send_sms")._get_kwargs(body=form) for form in forms]

    assert [one["url"] for one in sent] == ["/sms", "/sms"]
    assert [sorted(one["json"]) for one in sent] == [["from", "message", "to"], ["message", "sender_id", "to"]]


def test_every_schema_of_an_object_has_its_class() -> None:
    """Classes are named like their schemas, so that one name serves in the document and in the code."""
    schemas = SPEC["components"]["schemas"]
    expected = {name for name, schema in schemas.items() if schema["type"] == "object" or "enum" in schema}

    assert set(models.__all__) == expected


def test_nothing_generated_has_an_invented_name() -> None:
    """No class carries the suffix that the generator gives to what has no name."""
    invented = [
        name for name in models.__all__ if re.search(r"Type\d|Item$(?<!ActivityItem)(?<!ConversationItem)", name)
    ]

    assert invented == []
