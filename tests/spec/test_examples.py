"""The examples of the document: they fit their schemas, and belong to no one."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from jsonschema import Draft202012Validator
from referencing import Registry
from referencing.jsonschema import DRAFT202012

if TYPE_CHECKING:
    from collections.abc import Iterator

SPEC = yaml.safe_load((Path(__file__).parents[2] / "openapi" / "allo-v1.yaml").read_text(encoding="utf-8"))
REGISTRY: Registry[Any] = Registry().with_resource("urn:allo", DRAFT202012.create_resource(SPEC))

# Ranges that regulators keep free for fiction and documentation.
RESERVED = [r"\+1[2-9]\d{2}55501\d{2}", r"\+33(19900|26191|35301|46571|53649|63998)\d{4}", r"\+447700900\d{3}"]


def pointer(reference: str) -> Any:
    """What a reference inside the document leads to."""
    node = SPEC
    for part in reference.removeprefix("#/").split("/"):
        node = node[part.replace("~1", "/").replace("~0", "~")]
    return node


def examples(node: Any, at: str = "#") -> Iterator[tuple[str, str, Any]]:
    """Every example that stands beside a schema: where, the schema's pointer, the value."""
    if isinstance(node, dict):
        if "schema" in node:
            if "example" in node:
                yield f"{at}/example", f"{at}/schema", node["example"]
            for name, one in node.get("examples", {}).items():
                value = pointer(one["$ref"]) if "$ref" in one else one
                yield f"{at}/examples/{name}", f"{at}/schema", value["value"]
        for key, inner in node.items():
            yield from examples(inner, f"{at}/{str(key).replace('~', '~0').replace('/', '~1')}")
    elif isinstance(node, list):
        for index, inner in enumerate(node):
            yield from examples(inner, f"{at}/{index}")


def texts(node: Any) -> Iterator[str]:
    """Every text inside a value."""
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict):
        for key, inner in node.items():
            yield key
            yield from texts(inner)
    elif isinstance(node, list):
        for inner in node:
            yield from texts(inner)


EXAMPLES = {at: (schema, value) for at, schema, value in examples(SPEC)}
TEXT = [text for _, value in EXAMPLES.values() for text in texts(value)]


def complaints(schema: str, value: Any) -> list[str]:
    """What a value does wrong in the eyes of a schema of the document."""
    validator = Draft202012Validator({"$ref": f"urn:allo{schema}"}, registry=REGISTRY)
    return [error.message for error in validator.iter_errors(value)]


@pytest.mark.parametrize("at", EXAMPLES)
def test_an_example_fits_its_schema(at: str) -> None:
    """Parameters, request bodies, answers and deliveries are shown as they are described."""
    schema, value = EXAMPLES[at]

    assert complaints(schema, value) == []


def test_no_shared_example_is_forgotten() -> None:
    """Every example under components is shown somewhere."""
    shown = re.findall(r"#/components/examples/(\w+)", str(SPEC))

    assert sorted(SPEC["components"]["examples"]) == sorted(set(shown))


def test_phone_numbers_belong_to_no_one() -> None:
    """No example could make anybody's phone ring."""
    numbers = {number for text in TEXT for number in re.findall(r"\+\d{4,}", text)}
    foreign = sorted(number for number in numbers if not any(re.fullmatch(range_, number) for range_ in RESERVED))

    assert foreign == []
    assert numbers != set()


def test_addresses_belong_to_no_one() -> None:
    """Hosts of examples are reserved for examples."""
    hosts = {host for text in TEXT for host in re.findall(r"(?:https?://|@)([\w.-]+)", text)}
    foreign = sorted(host for host in hosts if not re.search(r"(^|\.)example(\.com|\.org)?$", host))

    assert foreign == []
    assert hosts != set()


REFUSED = {
    "sms without text": ("SendSmsRequest", {"from": "+12025550143", "to": "+14155550187", "message": ""}),
    "sms too long": ("SendSmsRequest", {"from": "+12025550143", "to": "+14155550187", "message": "x" * 1001}),
    "sms to a national number": ("SendSmsRequest", {"from": "+12025550143", "to": "4155550187", "message": "x"}),
    "french sms abroad": ("SendSmsFranceRequest", {"sender_id": "MyCompany", "to": "+447700900123", "message": "x"}),
    "sender id of two letters": ("SenderId", "My"),
    "sender id of twelve letters": ("SenderId", "MyCompanyLtd"),
    "sender id with a space": ("SenderId", "My Company"),
    "sender id of many digits": ("SenderId", "12345678"),
    "contact without numbers": ("CreateContactRequest", {"name": "Jean"}),
    "contact with an empty list": ("CreateContactRequest", {"numbers": []}),
    "webhook without topics": (
        "CreateWebhookRequest",
        {"allo_number": "+12025550143", "url": "https://hooks.example.com/", "topics": []},
    ),
    "webhook in the clear": (
        "CreateWebhookRequest",
        {"allo_number": "+12025550143", "url": "http://hooks.example.com/", "topics": ["PING"]},
    ),
    "webhook with an unknown topic": (
        "CreateWebhookRequest",
        {"allo_number": "+12025550143", "url": "https://hooks.example.com/", "topics": ["CALL_RINGING"]},
    ),
}
ACCEPTED = {
    "sender id of letters": ("SenderId", "MyCompany"),
    "sender id with one letter": ("SenderId", "123a"),
    "short code": ("SenderId", "38123"),
    "sms of a thousand characters": (
        "SendSmsRequest",
        {"from": "+12025550143", "to": "+14155550187", "message": "é" * 1000},
    ),
    "contact with a field of another client": (
        "CreateContactRequest",
        {"numbers": ["+14155550187"], "company": "Acme", "name": None, "emails": None},
    ),
    "update of nothing": ("UpdateContactRequest", {}),
    "update with nulls": ("UpdateContactRequest", {"numbers": None, "website": None}),
    "flat metadata": ("PageMetadata", {"total_pages": 5, "current_page": 0}),
    "nested metadata": ("PageMetadata", {"pagination": {"total_pages": 5, "current_page": 0}}),
    "metadata of nothing": ("PageMetadata", {}),
    "page without metadata": ("CallPage", {"data": {"results": [{"id": "cll-1"}]}}),
    "page with null": ("CallPage", {"data": {"results": None, "metadata": None}}),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_the_api_refuses_does_not_fit(case: str) -> None:
    """The constraints that the API is known to have are in the schemas."""
    schema, value = REFUSED[case]

    assert complaints(f"#/components/schemas/{schema}", value) != []


@pytest.mark.parametrize("case", ACCEPTED)
def test_what_some_source_shows_does_fit(case: str) -> None:
    """What any source shows, or is not known to be refused, passes."""
    schema, value = ACCEPTED[case]

    assert complaints(f"#/components/schemas/{schema}", value) == []
