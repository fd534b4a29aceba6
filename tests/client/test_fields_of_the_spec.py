"""The records and the document name the same fields: a field added there is one line here."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import attrs
import pytest

from allo_ext import enums, records

SCHEMAS: dict[str, Any] = json.loads(
    (Path(__file__).parents[2] / "allo_ext" / "testing" / "allo-v1.json").read_text(encoding="utf-8")
)["components"]["schemas"]
RECORDS = {
    "Call": records.Call,
    "TranscriptLine": records.TranscriptLine,
    "Contact": records.Contact,
    "Company": records.Company,
    "ActivityItem": records.Activity,
    "ConversationItem": records.ConversationItem,
    "Message": records.Message,
    "Number": records.Number,
    "Webhook": records.Webhook,
    "CreatedWebhook": records.Webhook,
}
ENUMS = {
    "CallDirection": enums.Direction,
    "CallResult": enums.CallResult,
    "TranscriptSource": enums.TranscriptSource,
    "Engagement": enums.Engagement,
    "ActivityType": enums.ActivityType,
    "ConversationItemType": enums.ConversationItemType,
    "WebhookTopic": enums.Topic,
}
NOT_RECORDS = {
    "ErrorResponse": "becomes an exception",
    "ErrorDetail": "a FieldError of the exception",
    "WebhookError": "becomes an exception",
    "NestedErrorResponse": "becomes an exception",
    "NestedError": "becomes an exception",
    "PageMetadata": "read by page_of",
    "Pagination": "read by page_of",
    "CallPage": "an envelope",
    "CallPageData": "an envelope",
    "ContactPage": "an envelope",
    "ContactPageData": "an envelope",
    "ContactEnvelope": "an envelope",
    "ConversationPage": "an envelope",
    "ConversationPageData": "an envelope",
    "MessageEnvelope": "an envelope",
    "NumberList": "an envelope",
    "WebhookList": "an envelope",
    "CreatedWebhookEnvelope": "an envelope",
    "IntegrationData": "the customer's own keys",
    "CustomProperties": "the customer's own keys",
}


def of_responses() -> set[str]:
    """The objects among the schemas, without those of requests and of deliveries, which belong to the receiver."""
    objects = {name for name, schema in SCHEMAS.items() if "properties" in schema or schema.get("type") == "object"}
    elsewhere: set[str] = set()
    ends = ("Event", "Data", "Body", "Request")
    waiting = [name for name in objects if name.endswith(ends) and name not in NOT_RECORDS]
    while waiting:
        name = waiting.pop()
        if name not in elsewhere and name not in RECORDS:
            elsewhere.add(name)
            text = json.dumps(SCHEMAS[name])
            waiting += [other for other in objects if f'schemas/{other}"' in text]
    return objects - elsewhere


@pytest.mark.parametrize(("schema", "cls"), RECORDS.items(), ids=list(RECORDS))
def test_every_property_has_a_field(schema, cls):
    """What the document knows is a field of the record, under one of its names."""
    read = {name for f in attrs.fields(cls) for name in f.metadata.get("wire", (f.name,))}

    missing = set(SCHEMAS[schema]["properties"]) - read

    assert set() == missing, f"new in {schema}: add it to the record {cls.__name__} in allo_ext/records.py"


def test_every_object_of_a_response_has_a_record():
    """A new object in the document needs a record, or a reason to have none."""
    missing = of_responses() - RECORDS.keys() - NOT_RECORDS.keys()

    assert set() == missing, "add a record to allo_ext/records.py and to RECORDS here, or a reason to NOT_RECORDS"


@pytest.mark.parametrize(("schema", "cls"), ENUMS.items(), ids=list(ENUMS))
def test_every_word_of_the_document_is_a_member(schema, cls):
    """The open enums hold the words of the document."""
    missing = set(SCHEMAS[schema]["enum"]) - {member.value for member in cls}

    assert set() == missing, f"new in {schema}: add it to {cls.__name__} in allo_ext/enums.py"
