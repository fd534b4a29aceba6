"""The records of version 2: what they read, and what they tolerate."""

from __future__ import annotations

import copy
import json
import pickle
import re
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Any, get_args, get_type_hints

import attrs
import httpx
import pytest

from allo_ext import v2 as public
from allo_ext._wire.envelope import one
from allo_ext._wire.fields import decoder

RECORDS = {
    "AppendedNumbers": "AppendResult",
    "ClearedNumbers": "Cleared",
    "ContactCompany": "CompanyRef",
    "ConversationItem": "Item",
    "ConversationSummary": "Conversation",
    "DialingQueueMeta": "DialingQueue",
    "ExtractedData": None,
    "MeEndpoint": "Endpoint",
    "MeRateLimits": "RateLimits",
    "MeTeam": "Team",
    "NumberDefaultSummaryTemplate": "NumberDefault",
    "OutboundFunnel": "Funnel",
    "OutboundHeatmap": "Heatmap",
    "OutboundLeader": "Leader",
    "OutboundTimeSeries": "TimeSeries",
    "OutboundTimeSpent": "TimeSpent",
    "SkippedQueueNumber": "SkippedNumber",
    "TeamMetricsSummary": "TeamSummary",
    "TranscriptLine": None,
    "WebhookEventType": "EventType",
    "DataCollected": None,
    "Transcript": None,
    "ErrorBody": None,
    "ErrorField": None,
}
"""Schemas whose record has another name, or none of version 2's own."""
ITEM = {"id": "cll-1", "type": "CALL", "date": "2026-03-02T09:15:00Z"}


def answered(spec) -> dict[str, dict[str, Any]]:
    """The objects that answers can hold, by name."""
    waiting = [
        json.dumps(response)
        for _, _, operation in spec.operations.values()
        for response in (node for status, node in operation["responses"].items() if status.startswith("2"))
    ]
    found: dict[str, dict[str, Any]] = {}
    while waiting:
        for name in re.findall(r"#/components/schemas/(\w+)", waiting.pop()):
            if name not in found:
                found[name] = spec.schemas[name]
                waiting.append(json.dumps(found[name]))
    return {name: node for name, node in found.items() if not name.endswith(("Envelope", "List", "Page"))}


def words(hint: Any) -> list[str]:
    """The values of the open enum in an annotation."""
    kinds = [
        kind for part in get_args(hint) for kind in (part, *get_args(part), *sum(map(get_args, get_args(part)), ()))
    ]
    return [str(word) for kind in kinds if isinstance(kind, type) and issubclass(kind, StrEnum) for word in kind]


def test_every_object_of_an_answer_has_a_record_with_all_its_members(spec):
    """What the spec knows is a field of the record, and the values that it lists are members of an open enum."""
    missing = []
    for name, schema in answered(spec).items():
        record = RECORDS.get(name, name)
        cls = getattr(public, record) if record is not None else None
        parts = attrs.fields(cls) if cls else ()
        fields = {wire: field.name for field in parts for wire in field.metadata.get("wire", (field.name,))}
        for member, node in schema.get("properties", {}).items() if cls else ():
            if member not in fields:
                missing.append(f"{name}.{member}")
                continue
            known = words(get_type_hints(cls)[fields[member]])
            listed = node.get("x-known-values") or node.get("items", {}).get("x-known-values") or []
            missing += [f"{name}.{member}: {value}" for value in listed if known and value not in known]

    assert missing == []


def leftovers(value: Any, path: str = "") -> list[str]:
    """Return what a record and its parts could not read."""
    if isinstance(value, tuple):
        return [left for index, part in enumerate(value) for left in leftovers(part, f"{path}[{index}]")]
    if not attrs.has(type(value)):
        return []
    found = [f"{path}.extra.{name}" for name in getattr(value, "extra", {})]
    for field in attrs.fields(type(value)):
        found += leftovers(getattr(value, field.name), f"{path}.{field.name}")
    return found


def test_every_answer_of_the_spec_is_read_without_loss(make, spec, scripted, calls):
    """All examples of all 48 operations: nothing is left unread, and each member has its value."""
    left = {}
    for name, call in calls.items():
        for status, body in spec.answers(name):
            response = httpx.Response(status, json=body) if body is not None else httpx.Response(status)
            record = call(make(scripted(*spec.script(name, response))).v2)
            record = (
                record.results if hasattr(record, "results") else tuple(record) if isinstance(record, list) else record
            )
            if leftovers(record, name):
                left[name] = leftovers(record, name)

    assert left == {}
    assert calls.keys() == spec.operations.keys()


def test_an_item_is_read(make, scripted):
    """Moments in UTC with or without a zone, a duration from seconds, lists as tuples, unknown words as they are."""
    wire = {**ITEM, "duration": 150, "result": "MISSED_BY_ALL", "tags": [], "contacts": None, "new": {"a": 1}}
    item = make(scripted({"data": wire})).v2.items.get("cll-1")
    naive = make(scripted({"data": {**ITEM, "date": "2026-03-02T09:15:00"}})).v2.items.get("cll-1")

    assert item.date == naive.date == datetime(2026, 3, 2, 9, 15, tzinfo=UTC)
    assert item.duration == timedelta(minutes=2, seconds=30)
    assert (item.result, item.tags, item.contacts, item.extra) == ("MISSED_BY_ALL", (), None, {"new": {"a": 1}})
    assert item.type is public.ItemType.CALL


@pytest.mark.parametrize(
    ("wire", "texts"),
    [
        (None, None),
        ([], []),
        ([{"source": "USER", "time": "2026-03-02T09:15:05Z", "text": "Hello"}], ["Hello"]),
        ({"transcripts": [{"text": "Hello"}]}, ["Hello"]),
        ("Hello", ["Hello"]),
    ],
    ids=["not-requested", "nothing-said", "lines", "object", "text"],
)
def test_a_transcript_has_three_states(make, scripted, wire, texts):
    """None, nothing said, or lines; whichever form the API chose."""
    transcript = make(scripted({"data": {**ITEM, "transcript": wire}})).v2.items.get("cll-1").transcript

    assert (None if transcript is None else [line.text for line in transcript]) == texts


def test_placeholders_of_the_ai_are_none():
    """Words for nothing are None in any spelling, and what is only like one stays."""
    nothing = ["null", "Null", ".NULL", "N/A", "n/a", "NOT AVAILABLE", "Not available", "JOB_TITLE", "COMPANY", "", " "]
    read = decoder(public.ExtractedContact)

    assert {read({"name": word, "job_title": word}).name for word in nothing} == {None}
    assert read({"emails": nothing}).emails == ()
    assert [read({"company": word}).company for word in ("Null & Sons", "Company of One", " Acme ")] == [
        "Null & Sons",
        "Company of One",
        "Acme",
    ]


def test_joined_addresses_are_split(make, scripted):
    """One address each, in order, each once; unknown members stay."""
    emails = ["a@example.com,b@example.com; c@example.com", "a@example.com", "d@example.com e@example.com", "null"]
    wire = {**ITEM, "extracted_data": {"contact": {"emails": emails, "age": 3}, "mood": "good"}}
    extracted = make(scripted({"data": wire})).v2.items.get("cll-1").extracted

    assert extracted.contact.emails == tuple(f"{letter}@example.com" for letter in "abcde")
    assert (extracted.contact.extra, extracted.extra) == ({"age": 3}, {"mood": "good"})


def test_days_of_analytics_are_dates():
    """A range has two dates, a figure its value."""
    metrics = one(public.TeamMetrics)({"data": {"date": {"from": "2026-03-01", "to": "2026-03-31"}, "breakdown": []}})

    assert (metrics.date.from_, metrics.date.to) == (date(2026, 3, 1), date(2026, 3, 31))


def test_a_record_survives_copies():
    """Copies and pickles are equal, secrets included."""
    hook = decoder(public.Webhook)({"id": "ep_1", "topics": ["call.completed", "new.topic"], "signing_secret": "x"})

    for other in (copy.deepcopy(hook), pickle.loads(pickle.dumps(hook)), attrs.evolve(hook)):
        assert (other, hash(other), other.signing_secret) == (hook, hash(hook), "x")


def test_names_load_when_they_are_used():
    """`import allo_ext.v2` defines no records; `__all__` is what it has, sorted."""
    code = (
        "import sys, allo_ext.v2 as v2\n"
        "assert not [name for name in sys.modules if name.startswith(('allo_ext.v2._', 'allo_v'))]\n"
        "assert v2.__all__ == sorted(v2.__all__) == dir(v2)\n"
        "assert all(getattr(v2, name).__name__ == name for name in v2.__all__)\n"
        "try: v2.Nothing\n"
        "except AttributeError: pass\n"
        "else: raise SystemExit('Nothing is there')\n"
    )
    done = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
