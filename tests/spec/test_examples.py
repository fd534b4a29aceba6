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

FOLDER = Path(__file__).parents[2] / "openapi"

# Ranges that regulators keep free for fiction and documentation.
RESERVED = [r"\+1[2-9]\d{2}55501\d{2}", r"\+33(19900|26191|35301|46571|53649|63998)\d{4}", r"\+447700900\d{3}"]


class Document:
    """One version's document, with the examples in it."""

    def __init__(self, version: str) -> None:
        self.spec = yaml.safe_load((FOLDER / f"allo-{version}.yaml").read_text(encoding="utf-8"))
        self.registry: Registry[Any] = Registry().with_resource("urn:allo", DRAFT202012.create_resource(self.spec))
        self.examples = {at: (schema, value) for at, schema, value in self.below(self.spec)}
        self.texts = [text for _, value in self.examples.values() for text in texts(value)]

    def pointer(self, reference: str) -> Any:
        """The node that a reference inside the document leads to."""
        node = self.spec
        for part in reference.removeprefix("#/").split("/"):
            node = node[part.replace("~1", "/").replace("~0", "~")]
        return node

    def below(self, node: Any, at: str = "#") -> Iterator[tuple[str, str, Any]]:
        """Every example that stands beside a schema: where, the schema's pointer, the value."""
        if isinstance(node, dict):
            if "schema" in node:
                if "example" in node:
                    yield f"{at}/example", f"{at}/schema", node["example"]
                for name, one in node.get("examples", {}).items():
                    value = self.pointer(one["$ref"]) if "$ref" in one else one
                    yield f"{at}/examples/{name}", f"{at}/schema", value["value"]
            for key, inner in node.items():
                yield from self.below(inner, f"{at}/{str(key).replace('~', '~0').replace('/', '~1')}")
        elif isinstance(node, list):
            for index, inner in enumerate(node):
                yield from self.below(inner, f"{at}/{index}")

    def complaints(self, schema: str, value: Any) -> list[str]:
        """What a value does wrong in the eyes of a schema of the document."""
        validator = Draft202012Validator({"$ref": f"urn:allo{schema}"}, registry=self.registry)
        return [error.message for error in validator.iter_errors(value)]


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


V1, V2 = Document("v1"), Document("v2")


@pytest.fixture(params=[V1, V2], ids=["v1", "v2"])
def document(request: pytest.FixtureRequest) -> Document:
    """Each version's document in turn."""
    found: Document = request.param
    return found


def test_examples_fit_their_schemas(document: Document) -> None:
    """Parameters, request bodies, answers and deliveries are shown as they are described."""
    wrong = {
        at: complaints
        for at, (schema, value) in document.examples.items()
        if (complaints := document.complaints(schema, value))
    }

    assert wrong == {}
    assert document.examples


def test_no_shared_example_is_forgotten(document: Document) -> None:
    """Every example under components is shown somewhere."""
    shown = re.findall(r"#/components/examples/(\w+)", str(document.spec))

    assert sorted(document.spec["components"]["examples"]) == sorted(set(shown))


def test_phone_numbers_belong_to_no_one(document: Document) -> None:
    """No example could make anybody's phone ring."""
    numbers = {number for text in document.texts for number in re.findall(r"\+\d{4,}", text)}
    foreign = sorted(number for number in numbers if not any(re.fullmatch(range_, number) for range_ in RESERVED))

    assert foreign == []
    assert numbers != set()


def test_addresses_belong_to_no_one(document: Document) -> None:
    """Hosts of examples are reserved for examples."""
    hosts = {host for text in document.texts for host in re.findall(r"(?:https?://|@)([\w.-]+)", text)}
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

    assert V1.complaints(f"#/components/schemas/{schema}", value) != []


@pytest.mark.parametrize("case", ACCEPTED)
def test_what_some_source_shows_does_fit(case: str) -> None:
    """What any source shows, or is not known to be refused, passes."""
    schema, value = ACCEPTED[case]

    assert V1.complaints(f"#/components/schemas/{schema}", value) == []


DAYS = {"from": "2026-04-01", "to": "2026-04-14"}
REFUSED_V2 = [
    ("SearchAllConversationsRequest", {"size": 0}),
    ("SearchAllConversationsRequest", {"size": 101}),
    ("SearchAllConversationsRequest", {"page": 0}),
    ("SearchAllConversationsRequest", {"date": {"from": "yesterday"}}),
    ("SearchAllConversationsRequest", {"extend": "engagement"}),
    ("BatchGetConversationItemsRequest", {"ids": ["cll-1"] * 101}),
    ("ExecuteConversationActionRequest", {"action": "DELETE"}),
    ("UpdateCallSummaryRequest", {"content": "x" * 100_001}),
    ("AddTagsRequest", {"tags": []}),
    ("CreateSummaryTemplateRequest", {"name": "x", "call_context": "x" * 4001}),
    ("CreateSummaryTemplateRequest", {"name": "x", "sections": [{"title": "x", "order": 0}] * 11}),
    ("GetTeamMetricsRequest", {"date": {"from": "2026-04-01"}}),
    ("GetAnalyticsOutboundRequest", {"date": DAYS, "granularity": "HOUR"}),
    ("CreatePersonRequest", {"name": "Noor"}),
    ("CreatePersonRequest", {"numbers": ["0202 555 0187"]}),
    ("CreateDealRequest", {"name": "x", "currency": "EURO"}),
    ("UpsertCurrentDialingQueueRequest", {"name": ""}),
    ("AppendDialingQueueNumbersRequest", {"numbers": []}),
    ("CreateWebhookRequest", {"url": "http://hooks.example.com/", "topics": ["call.completed"]}),
    ("CreateWebhookRequest", {"url": "https://hooks.example.com/", "topics": []}),
    ("CreatePartnerAccountRequest", {"email": "mia@example.org", "name": "Mia"}),
]
ACCEPTED_V2 = [
    ("SearchAllConversationsRequest", {}),
    ("SearchAllConversationsRequest", {"date": {"from": "2026-04-01"}, "start_date": "2026-04-01"}),
    ("UpdateCallSummaryRequest", {"content": "é" * 100_000, "template_key": None}),
    ("UpdatePersonRequest", {"company_id": "", "numbers": None}),
    (
        "ConversationItem",
        {"id": "cll-1", "type": "FAX", "result": "ABDUCTED", "user": None, "transcript": "Hello", "x": 1},
    ),
    ("ConversationItem", {"id": "cll-1", "transcript": {"transcripts": []}, "date": "2026-04-14T08:32:05.123456"}),
    ("ItemPage", {"data": None}),
    ("Webhook", {"id": "ep_1", "topics": ["partner.esim.ready"]}),
    ("ErrorResponse", {"error": {"code": "NEW_CODE"}}),
    ("CallCompletedEvent", {"topic": "call.completed"}),
    ("TagAddedEvent", {"topic": "tag.added", "data": {"anything": ["at", "all"]}}),
]


def test_version_2_is_strict_in_requests_and_tolerant_in_answers() -> None:
    """Known bounds are in the schemas of requests, and what any source shows in an answer passes."""
    refused = [case for case in REFUSED_V2 if V2.complaints(f"#/components/schemas/{case[0]}", case[1])]
    accepted = [case for case in ACCEPTED_V2 if not V2.complaints(f"#/components/schemas/{case[0]}", case[1])]

    assert refused == REFUSED_V2
    assert accepted == ACCEPTED_V2
