"""The OpenAPI document: valid, complete, and honest about the oddities."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from openapi_spec_validator import OpenAPIV31SpecValidator

if TYPE_CHECKING:
    from collections.abc import Iterator

SPEC = yaml.safe_load((Path(__file__).parents[2] / "openapi" / "allo-v1.yaml").read_text(encoding="utf-8"))
METHODS = {"get", "put", "post", "delete", "patch"}

SCOPES = {
    "list_webhooks": "WEBHOOKS_READ_WRITE",
    "create_webhook": "WEBHOOKS_READ_WRITE",
    "delete_webhook": "WEBHOOKS_READ_WRITE",
    "search_calls": "CONVERSATIONS_READ",
    "search_contacts": "CONTACTS_READ",
    "create_contact": "CONTACTS_READ_WRITE",
    "update_contact": "CONTACTS_READ_WRITE",
    "get_contact": "CONTACTS_READ",
    "get_contact_conversation": "CONVERSATIONS_READ",
    "send_sms": "SMS_SEND",
    "list_numbers": "CONVERSATIONS_READ",
}
STATUSES = {
    "list_webhooks": "200 401 403 429",
    "create_webhook": "201 401 403 422 429",
    "delete_webhook": "204 401 403 404 429",
    "search_calls": "200 401 403 422 429",
    "search_contacts": "200 401 403 422 429",
    "create_contact": "200 401 403 422 429",
    "update_contact": "200 400 401 403 422 429",
    "get_contact": "200 400 401 403 422 429",
    "get_contact_conversation": "200 400 401 403 422 429",
    "send_sms": "200 400 401 403 422 429",
    "list_numbers": "200 401 403 429",
}
TOPICS = ["CALL_RECEIVED", "SMS_RECEIVED", "SMS_SENT", "CONTACT_CREATED", "CONTACT_UPDATED", "PING"]

# Where an oddity must be told, and a word that its sentence cannot do without.
S = "components/schemas"
ODDITIES = {
    "singular and plural paths": ("paths/~1contacts", "plural"),
    "singular path": ("paths/~1contact~1{contact_id}", "singular"),
    "alloNumber and allo_number": (f"{S}/CreatedWebhook/properties/alloNumber", "allo_number"),
    "flat and nested paging metadata": (f"{S}/PageMetadata", "pagination"),
    "nullable lists": (f"{S}/ContactPageData/properties/results", "null"),
    "400 CONTACT_NOT_FOUND": ("components/responses/ContactNotFound", "404"),
    "error as text": ("paths/~1webhooks~1{webhook_id}/delete/responses/404", '{"error":"WEBHOOK_NOT_FOUND"}'),
    "naive timestamps": (f"{S}/Call/properties/start_date", "zone"),
    "naive timestamps everywhere": ("info", "zone"),
    "anonymous as a number": (f"{S}/Call/properties/from_number", "anonymous"),
    "webhooks listed without id": (f"{S}/Webhook/properties/id", "no id"),
    "SMS body in two forms": ("paths/~1sms/post", "two bodies"),
    "SMS to France as a fragment": ("paths/~1sms", "#france"),
    "to where REST says to_number": (f"{S}/CallReceivedData/properties/to", "to_number"),
    "daily quota in a string": ("components/responses/TooManyRequests", "quota"),
    "RATE_LIMITED is hearsay": ("components/responses/TooManyRequests", "RATE_LIMITED"),
    "Retry-After": ("components/responses/TooManyRequests/headers/Retry-After", "date"),
    "forms of the Authorization header": ("components/securitySchemes/ApiKey", "Bearer"),
    "raw key": ("components/securitySchemes/ApiKey", "raw"),
    "a scope that vanished": ("components/responses/Forbidden", "CONTACTS_READ"),
    "e-mails missing": (f"{S}/Contact/properties/emails", "missing"),
    "contact shapes differ": (f"{S}/Contact", "status"),
    "lists replace": (f"{S}/UpdateContactRequest", "replaces"),
    "null or absent": (f"{S}/UpdateContactRequest", "null"),
    "addresses": (f"{S}/UpdateContactRequest", "addresses"),
    "company on create": (f"{S}/CreateContactRequest", "company"),
    "200 or 201": ("paths/~1contacts/post", "201"),
    "duplicate numbers": ("paths/~1contacts/post", "409"),
    "201 for a webhook": ("paths/~1webhooks/post/responses/201", "201"),
    "204 for a webhook": ("paths/~1webhooks~1{webhook_id}/delete/responses/204", "status"),
    "messages have no id": (f"{S}/Message", "id"),
    "answer without envelope": (f"{S}/MessageEnvelope", "envelope"),
    "contact_number filter": ("paths/~1calls/get/parameters/1", "filter"),
    "plus sign": ("paths/~1calls/get/parameters/0", "space"),
    "order of calls": ("paths/~1calls/get", "newest first"),
    "duplicates between pages": ("paths/~1calls/get", "two pages"),
    "one call on two lines": ("paths/~1calls/get", "both Allo numbers"),
    "who was on the call": ("paths/~1calls/get", "member"),
    "direction called type": (f"{S}/Call/properties/type", "direction"),
    "result absent": (f"{S}/Call/properties/result", "none of its examples"),
    "results are open": (f"{S}/CallResult", "values"),
    "transcript as list, null or text": (f"{S}/Call/properties/transcript", "text"),
    "tags": (f"{S}/Call/properties/tags", "tags"),
    "recordings": (f"{S}/Call/properties/recording_url", "host"),
    "data in data": (f"{S}/CallPage/properties/data", "data inside data"),
    "AGENT is no human": (f"{S}/TranscriptSource", "AI"),
    "number is null": (f"{S}/Number/properties/number", "sender ID"),
    "numbers as text": (f"{S}/Contact/properties/numbers", "objects"),
    "conversation_url": (f"{S}/Contact/properties/conversation_url", "host"),
    "no search in the search": ("paths/~1contacts/get", "search term"),
    "allo_number of a conversation": ("paths/~1contact~1{contact_id}~1conversation/get/parameters/0", "SDKs"),
    "comma list": ("paths/~1contact~1{contact_id}/get/parameters/0", "commas"),
    "v1 webhooks gone from the document": ("paths/~1webhooks", "v2"),
    "topics by age": (f"{S}/WebhookTopic", "grew"),
    "sent or received": ("webhooks/SMS_RECEIVED/post", "sent or received"),
    "fires after the end": ("webhooks/CALL_RECEIVED/post", "ended"),
    "unsigned": ("webhooks/CALL_RECEIVED/post", "signature"),
    "no allo_number": ("webhooks/CALL_RECEIVED/post", "allo_number"),
    "company as text": (f"{S}/ContactEventData/properties/company", "name"),
    "PING": ("webhooks/PING/post", "guess"),
    "camelCase": (f"{S}/CallReceivedCamelCaseData", "camelCase"),
    "body envelope": (f"{S}/CallReceivedBodyEvent", "body"),
    "event envelope": (f"{S}/DottedEvent", "event"),
    "call_category": (f"{S}/CallReceivedBody/properties/call_category", "tag"),
    "length twice": (f"{S}/CallReceivedData/properties/length", "5m 30s"),
    "transcriptions": (f"{S}/CallReceivedData/properties/transcriptions", "transcript"),
    "422 is hearsay": ("components/responses/Invalid", "not document"),
    "5xx": ("info", "5xx"),
    "sizes outside the bounds": ("components/parameters/Size", "not documented"),
    "highest page": ("components/parameters/Page", "highest"),
    "Idempotency-Key": ("paths/~1sms/post", "Idempotency-Key"),
    "X-RateLimit": ("info", "X-RateLimit"),
    "bulk SMS": ("info", "bulk"),
    "no delete, no update": ("info", "deletes"),
    "sender ID rules": (f"{S}/SenderId", "letter"),
    "error of v2": (f"{S}/NestedErrorResponse", "object under"),
    "error details": (f"{S}/ErrorResponse/properties/details", "null"),
}


def walk(node: Any, at: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every mapping of the document with its pointer."""
    if isinstance(node, dict):
        yield at, node
        for key, inner in node.items():
            yield from walk(inner, f"{at}/{str(key).replace('~', '~0').replace('/', '~1')}".removeprefix("/"))
    elif isinstance(node, list):
        for index, inner in enumerate(node):
            yield from walk(inner, f"{at}/{index}")


def quirks(node: dict[str, Any]) -> list[dict[str, str]]:
    """The oddities told at one place, as a list."""
    told = node.get("x-quirk", [])
    return told if isinstance(told, list) else [told]


NODES = dict(walk(SPEC))
OPERATIONS = {
    operation["operationId"]: (operation, item)
    for item in SPEC["paths"].values()
    for method, operation in item.items()
    if method in METHODS
}
QUIRKS = {f"{at}[{index}]": quirk for at, node in NODES.items() for index, quirk in enumerate(quirks(node))}


def resolve(node: dict[str, Any]) -> dict[str, Any]:
    """Follow one reference, if it is one."""
    return NODES[node["$ref"].removeprefix("#/")] if "$ref" in node else node


def alternatives(at: str) -> list[Any]:
    """The alternatives beside the one at a pointer, if it is one of several."""
    owner, _, last = at.rpartition("/")[0].rpartition("/")
    return NODES[owner]["anyOf"] if last == "anyOf" else []


def test_the_document_is_valid_openapi() -> None:
    """The validator of OpenAPI 3.1 has nothing to say."""
    complaints = [error.message for error in OpenAPIV31SpecValidator(SPEC).iter_errors()]

    assert complaints == []
    assert SPEC["openapi"].startswith("3.1.")


def test_there_are_eleven_operations_with_their_scopes() -> None:
    """Every operation of v1 is there, under its name, with the scope that it needs."""
    scopes = {name: operation["x-required-scope"] for name, (operation, _) in OPERATIONS.items()}

    assert scopes == SCOPES


@pytest.mark.parametrize("name", SCOPES)
def test_a_description_names_the_scope(name: str) -> None:
    """Who reads the description learns the scope without knowing our extension."""
    operation, _ = OPERATIONS[name]

    assert f"Scope: {SCOPES[name]}." in operation["description"].splitlines()


@pytest.mark.parametrize("name", STATUSES)
def test_statuses_are_those_that_can_be_reached(name: str) -> None:
    """No status is documented that the operation cannot answer with, and none is forgotten."""
    operation, _ = OPERATIONS[name]

    assert " ".join(sorted(operation["responses"])) == STATUSES[name]


@pytest.mark.parametrize("name", SCOPES)
def test_everything_has_an_example(name: str) -> None:
    """Parameters, request bodies and response bodies all show what they look like."""
    operation, item = OPERATIONS[name]
    parameters = [resolve(one) for one in [*item.get("parameters", []), *operation.get("parameters", [])]]
    contents = [resolve(one).get("content", {}) for one in operation["responses"].values()]
    contents.append(operation.get("requestBody", {}).get("content", {}))
    bare = [one["name"] for one in parameters if "example" not in one]
    bare += [kind for content in contents for kind, media in content.items() if not media.get("examples")]

    assert bare == []


def test_every_topic_has_a_payload_with_examples() -> None:
    """All six topics that a webhook can subscribe to say what they deliver."""
    shown = [
        topic
        for topic, item in SPEC["webhooks"].items()
        if item["post"]["requestBody"]["content"]["application/json"]["examples"]
    ]

    assert shown == TOPICS
    assert sorted(shown) == sorted(SPEC["components"]["schemas"]["WebhookTopic"]["enum"])


def test_every_object_has_a_name() -> None:
    """No object is described inside another: the generator names such classes badly or breaks on them."""
    nameless = [
        at
        for at, node in NODES.items()
        if "properties" in node and "type" in node and not re.fullmatch(r"components/schemas/\w+", at)
    ]

    assert nameless == []


def test_enumerations_in_answers_are_open() -> None:
    """Where an answer refers to an enumeration, any other text is let in too."""
    schemas = SPEC["components"]["schemas"]
    enums = {f"#/components/schemas/{name}" for name, schema in schemas.items() if "enum" in schema}
    closed = [
        at
        for at, node in NODES.items()
        if node.get("$ref") in enums and "Request/" not in at and {"type": "string"} not in alternatives(at)
    ]

    assert closed == []


@pytest.mark.parametrize("quirk", QUIRKS.values(), ids=QUIRKS.keys())
def test_a_quirk_is_a_sentence_with_evidence(quirk: dict[str, str]) -> None:
    """What is odd stands in one sentence, and its evidence names at least one source that the document explains."""
    words = set(re.findall(r"[\w-]+", quirk["evidence"]))

    assert set(quirk) == {"what", "evidence"}
    assert quirk["what"].endswith(".")
    assert "\n" not in quirk["what"]
    assert words & set(SPEC["info"]["x-evidence"])


@pytest.mark.parametrize("oddity", ODDITIES)
def test_an_oddity_is_told_where_it_happens(oddity: str) -> None:
    """Each thing that trips people is written at the place where they would trip."""
    at, word = ODDITIES[oddity]
    told = [quirk["what"] for quirk in quirks(NODES[at])]

    assert [sentence for sentence in told if word in sentence] != []


def test_every_explained_source_is_used() -> None:
    """The list of sources holds no leftovers."""
    used = {word for quirk in QUIRKS.values() for word in re.findall(r"[\w-]+", quirk["evidence"])}

    assert sorted(set(SPEC["info"]["x-evidence"]) - used) == []


CHAIN = {
    "create_contact": {"get_contact", "update_contact", "get_contact_conversation"},
    "get_contact": {"update_contact", "get_contact_conversation"},
    "update_contact": {"get_contact", "get_contact_conversation"},
    "create_webhook": {"delete_webhook"},
    "list_numbers": {"search_calls"},
}


@pytest.mark.parametrize("name", CHAIN)
def test_links_lead_from_creation_to_use(name: str) -> None:
    """What an operation makes can be handed to the next, by links that name real operations and parameters."""
    operation, _ = OPERATIONS[name]
    links = [
        resolve(link) for response in operation["responses"].values() for link in response.get("links", {}).values()
    ]
    for link in links:
        target, item = OPERATIONS[link["operationId"]]
        parameters = {resolve(one)["name"] for one in [*item.get("parameters", []), *target.get("parameters", [])]}
        assert set(link["parameters"]) <= parameters

    assert {link["operationId"] for link in links} >= CHAIN[name]
