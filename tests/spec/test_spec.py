"""The OpenAPI documents of both versions: valid, complete, and honest about the oddities."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from openapi_spec_validator import OpenAPIV31SpecValidator

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER = Path(__file__).parents[2] / "openapi"
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
    "transcript as list, null or text": (f"{S}/Call/properties/transcript", "string"),
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
    """The oddities described at one place, as a list."""
    told = node.get("x-quirk", [])
    return told if isinstance(told, list) else [told]


class Document:
    """One version's document, with what the tests look up in it."""

    def __init__(self, version: str) -> None:
        self.version = version
        self.spec = yaml.safe_load((FOLDER / f"allo-{version}.yaml").read_text(encoding="utf-8"))
        self.nodes = dict(walk(self.spec))
        self.operations = {
            operation["operationId"]: (operation, item)
            for item in self.spec["paths"].values()
            for method, operation in item.items()
            if method in METHODS
        }
        self.quirks = {f"{at}[{i}]": one for at, node in self.nodes.items() for i, one in enumerate(quirks(node))}

    def resolve(self, node: dict[str, Any]) -> dict[str, Any]:
        """Follow one reference, if it is one."""
        return self.nodes[node["$ref"].removeprefix("#/")] if "$ref" in node else node

    def parameters(self, name: str) -> list[dict[str, Any]]:
        """The parameters of an operation, those of its path included."""
        operation, item = self.operations[name]
        return [self.resolve(one) for one in [*item.get("parameters", []), *operation.get("parameters", [])]]

    def alternatives(self, at: str) -> list[Any]:
        """The alternatives beside the one at a pointer, if it is one of several."""
        owner, _, last = at.rpartition("/")[0].rpartition("/")
        return self.nodes[owner]["anyOf"] if last == "anyOf" else []


V1, V2 = Document("v1"), Document("v2")


@pytest.fixture(params=[V1, V2], ids=["v1", "v2"])
def document(request: pytest.FixtureRequest) -> Document:
    """Each version's document in turn."""
    found: Document = request.param
    return found


def test_the_document_is_valid_openapi(document: Document) -> None:
    """The validator of OpenAPI 3.1 has nothing to say."""
    complaints = [error.message for error in OpenAPIV31SpecValidator(document.spec).iter_errors()]

    assert complaints == []
    assert document.spec["openapi"].startswith("3.1.")


def test_there_are_eleven_operations_with_their_scopes() -> None:
    """Every operation of v1 is there, under its name, with the scope that it needs."""
    scopes = {name: operation["x-required-scope"] for name, (operation, _) in V1.operations.items()}

    assert scopes == SCOPES


def test_a_description_names_the_scope(document: Document) -> None:
    """The description names the scope, for readers who do not know our extension."""
    silent = [
        name
        for name, (operation, _) in document.operations.items()
        if f"Scope: {operation['x-required-scope'] or 'none'}." not in operation["description"].splitlines()
    ]

    assert silent == []


def test_statuses_are_those_that_can_be_reached() -> None:
    """No status is documented that the operation cannot answer with, and none is forgotten."""
    documented = {name: " ".join(sorted(operation["responses"])) for name, (operation, _) in V1.operations.items()}

    assert documented == STATUSES


def test_everything_has_an_example(document: Document) -> None:
    """Parameters, request bodies and response bodies all show what they look like."""
    bare = []
    for name, (operation, _) in document.operations.items():
        contents = [document.resolve(one).get("content", {}) for one in operation["responses"].values()]
        contents.append(operation.get("requestBody", {}).get("content", {}))
        bare += [(name, one["name"]) for one in document.parameters(name) if "example" not in one]
        bare += [(name, kind) for one in contents for kind, media in one.items() if not media.get("examples")]

    assert bare == []


def test_every_topic_has_a_payload_with_examples(document: Document) -> None:
    """All topics that a webhook can subscribe to say what they deliver."""
    shown = [
        topic
        for topic, item in document.spec["webhooks"].items()
        if item["post"]["requestBody"]["content"]["application/json"]["examples"]
    ]

    assert sorted(shown) == sorted(document.spec["components"]["schemas"]["WebhookTopic"]["enum"])
    assert len(shown) == {"v1": 6, "v2": 11}[document.version]


def test_every_object_has_a_name(document: Document) -> None:
    """No object is described inside another: the generator names such classes badly or breaks on them."""
    nameless = [
        at
        for at, node in document.nodes.items()
        if "properties" in node and "type" in node and not re.fullmatch(r"components/schemas/\w+", at)
    ]

    assert nameless == []


def test_enumerations_in_answers_are_open(document: Document) -> None:
    """Where an answer refers to an enumeration, any other text is let in too."""
    schemas = document.spec["components"]["schemas"]
    enums = {f"#/components/schemas/{name}" for name, schema in schemas.items() if "enum" in schema}
    sent = requested(document)
    closed = [
        at
        for at, node in document.nodes.items()
        if at.startswith("components/schemas/") and at.split("/")[2] not in sent
        if node.get("$ref") in enums and {"type": "string"} not in document.alternatives(at)
    ]

    assert closed == []


def requested(document: Document) -> set[str]:
    """The schemas that only requests use: their bodies, and what these refer to."""
    schemas = document.spec["components"]["schemas"]
    found = {name for name in schemas if name.endswith("Request")}
    while (
        more := {
            reference.rpartition("/")[2]
            for name in found
            for _, node in walk(schemas[name])
            if (reference := node.get("$ref"))
        }
        - found
    ):
        found |= more
    return found


def test_a_quirk_is_a_sentence_with_evidence(document: Document) -> None:
    """What is odd stands in one sentence, and its evidence names at least one source that the document explains."""
    broken = [
        at
        for at, quirk in document.quirks.items()
        if quirk.keys() - {"id"} != {"what", "evidence"}
        or not quirk["what"].endswith(".")
        or "\n" in quirk["what"]
        or not set(re.findall(r"[\w-]+", quirk["evidence"])) & set(document.spec["info"]["x-evidence"])
    ]

    assert broken == []


def test_an_oddity_is_told_where_it_happens() -> None:
    """Each thing that trips people is written at the place where they would trip."""
    untold = [
        oddity
        for oddity, (at, word) in ODDITIES.items()
        if not any(word in quirk["what"] for quirk in quirks(V1.nodes[at]))
    ]

    assert untold == []


def test_every_explained_source_is_used(document: Document) -> None:
    """The list of sources holds no leftovers."""
    used = {word for quirk in document.quirks.values() for word in re.findall(r"[\w-]+", quirk["evidence"])}

    assert sorted(set(document.spec["info"]["x-evidence"]) - used) == []


CHAIN = {
    "create_contact": {"get_contact", "update_contact", "get_contact_conversation"},
    "get_contact": {"update_contact", "get_contact_conversation"},
    "update_contact": {"get_contact", "get_contact_conversation"},
    "create_webhook": {"delete_webhook"},
    "list_numbers": {"search_calls"},
}
CHAIN_V2 = {
    "create_person": {"get_person", "update_person"},
    "create_company": {"get_company", "update_company"},
    "create_deal": {"get_deal", "update_deal", "delete_deal"},
    "create_summary_template": {"get_summary_template", "update_summary_template", "delete_summary_template"},
    "create_webhook": {"get_webhook", "update_webhook", "delete_webhook"},
    "create_partner_account": {"get_partner_account", "delete_partner_account"},
    "search_all_conversations": {"get_conversation_item"},
    "list_users": {"get_user"},
    "list_numbers": {"list_conversations"},
}


def test_links_lead_from_creation_to_use(document: Document) -> None:
    """What an operation makes can be handed to the next, by links that name real operations and parameters."""
    links = {
        name: [
            document.resolve(link)
            for response in operation["responses"].values()
            for link in response.get("links", {}).values()
        ]
        for name, (operation, _) in document.operations.items()
    }
    stray = [
        link
        for found in links.values()
        for link in found
        if not set(link["parameters"]) <= {one["name"] for one in document.parameters(link["operationId"])}
    ]
    chain = {"v1": CHAIN, "v2": CHAIN_V2}[document.version]
    missing = {name: wanted - {link["operationId"] for link in links[name]} for name, wanted in chain.items()}

    assert stray == []
    assert not any(missing.values())


EVERYWHERE = {"401", "403", "429", "500"}
# Operation: scope, statuses beside 401, 403, 429 and 500, and what may happen after a lost answer.
OPERATIONS_V2 = """
get_me                              none                     200                  -
list_users                          USERS_READ               200 400              -
get_user                            USERS_READ               200 404              -
list_numbers                        PHONE_NUMBERS_READ       200                  -
set_number_default_summary_template SUMMARY_TEMPLATES_WRITE  200 400 404 409      true
list_tags                           TAGS_READ                200                  -
list_conversations                  CONVERSATIONS_READ       200 400              -
execute_conversation_action         CONVERSATIONS_WRITE      200 400 404 409      true
search_all_conversations            CONVERSATIONS_READ       200 400              reads
batch_get_conversation_items        CONVERSATIONS_READ       200 400              reads
get_conversation_item               CONVERSATIONS_READ       200 400 404          -
update_call_summary                 CONVERSATIONS_WRITE      200 400 404          false
add_tags                            TAGS_WRITE               200 400 404 409      key
remove_tag                          TAGS_WRITE               200 400 404 409      key
list_summary_templates              SUMMARY_TEMPLATES_READ   200                  -
create_summary_template             SUMMARY_TEMPLATES_WRITE  201 400 409          key
get_summary_template                SUMMARY_TEMPLATES_READ   200 404              -
update_summary_template             SUMMARY_TEMPLATES_WRITE  200 400 404 409      true
delete_summary_template             SUMMARY_TEMPLATES_WRITE  204 404 409          key
get_team_metrics                    CONVERSATIONS_READ       200 400              reads
get_analytics_outbound              CONVERSATIONS_READ       200 400              reads
search_people                       CRM_READ                 200 422              reads
create_person                       CRM_WRITE                200 409 422          key
get_person                          CRM_READ                 200 404              -
update_person                       CRM_WRITE                200 404 409 422      true
search_companies                    CRM_READ                 200 422              reads
create_company                      CRM_WRITE                201 409 422          key
get_company                         CRM_READ                 200 404              -
update_company                      CRM_WRITE                200 404 409 422      true
search_deals                        CRM_READ                 200 422              reads
create_deal                         CRM_WRITE                201 409 422          key
get_deal                            CRM_READ                 200 404              -
update_deal                         CRM_WRITE                200 404 422          false
delete_deal                         CRM_DELETE               204 404 409          key
get_current_dialing_queue           DIALING_QUEUE_READ_WRITE 200 400 404          -
reset_current_dialing_queue         DIALING_QUEUE_READ_WRITE 200 400 404 409      key
upsert_current_dialing_queue        DIALING_QUEUE_READ_WRITE 200 400 404          false
append_dialing_queue_numbers        DIALING_QUEUE_READ_WRITE 200 400 404 409      false
clear_dialing_queue_numbers         DIALING_QUEUE_READ_WRITE 200 400 404 409      false
list_webhooks                       WEBHOOKS_READ_WRITE      200                  -
create_webhook                      WEBHOOKS_READ_WRITE      201 400 409          key
list_webhook_event_types            WEBHOOKS_READ_WRITE      200                  -
get_webhook                         WEBHOOKS_READ_WRITE      200 404              -
update_webhook                      WEBHOOKS_READ_WRITE      200 400 404 409      true
delete_webhook                      WEBHOOKS_READ_WRITE      204 404 409          key
create_partner_account              PARTNER                  201 400 402 409      key
get_partner_account                 PARTNER                  200 404              -
delete_partner_account              PARTNER                  204 404 409          key
"""


def test_version_2_has_its_48_operations() -> None:
    """Every operation has its scope, its statuses, and its place in the table of retries."""
    rows = []
    for name, (operation, _) in V2.operations.items():
        statuses = [status for status in operation["responses"] if status not in EVERYWHERE]
        repeat = "reads" if operation.get("x-reads") else str(operation.get("x-repeatable", "-")).lower()
        rows.append([name, operation["x-required-scope"] or "none", *statuses, repeat])

    assert rows == [line.split() for line in OPERATIONS_V2.strip().splitlines()]
    assert all(set(operation["responses"]) > EVERYWHERE for operation, _ in V2.operations.values())


def test_every_write_of_version_2_says_whether_it_may_be_repeated() -> None:
    """A write says so and takes an Idempotency-Key unless it is a PATCH; a read does neither, and no answer is 409."""
    wrong = []
    for item in V2.spec["paths"].values():
        for method in METHODS & item.keys():
            operation = item[method]
            name = operation["operationId"]
            writes = method != "get" and not operation.get("x-reads")
            keyed = "Idempotency-Key" in {one["name"] for one in V2.parameters(name)}
            conflicts = "409" in operation["responses"]
            if ("x-repeatable" in operation) != writes or {keyed, conflicts} != {writes and method != "patch"}:
                wrong.append(name)

    assert wrong == []
    assert len([name for name, (operation, _) in V2.operations.items() if operation.get("x-reads")]) == 7


def test_every_answer_of_version_2_has_its_headers() -> None:
    """The rate limit is in every answer, Retry-After in a 429, and the replay mark in the success of a keyed write."""
    wrong = []
    for name, (operation, _) in V2.operations.items():
        keyed = "Idempotency-Key" in {one["name"] for one in V2.parameters(name)}
        for status, response in operation["responses"].items():
            wanted = {"X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset"}
            wanted |= {"Retry-After"} if status == "429" else set()
            wanted |= {"Idempotency-Key", "Idempotency-Replayed"} if keyed and status < "300" else set()
            if set(V2.resolve(response)["headers"]) != wanted:
                wrong.append((name, status))

    assert wrong == []


def test_all_contradictions_of_version_2_are_described() -> None:
    """Each of Q01 to Q56 is in the document."""
    ids = {quirk["id"] for quirk in V2.quirks.values() if "id" in quirk}

    assert sorted(ids) == [f"Q{number:02}" for number in range(1, 57)]


def test_request_bodies_are_named_after_their_operations() -> None:
    """The table of constraints finds the fields of a body under the name of the operation."""
    misnamed = [
        name
        for name, (operation, _) in V2.operations.items()
        if "requestBody" in operation
        if operation["requestBody"]["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
        != f"{name.title().replace('_', '')}Request"
    ]

    assert misnamed == []


def test_answers_of_version_2_require_little() -> None:
    """A response requires its envelope and at most an id; everything else may be missing."""
    schemas = V2.spec["components"]["schemas"]
    demanding = {
        name: schema["required"]
        for name, schema in schemas.items()
        if name not in requested(V2) and set(schema.get("required", [])) - {"id", "data", "error", "topic"}
    }

    assert demanding == {}
    assert [at for at, node in V2.nodes.items() if node.get("additionalProperties") is False] == []
