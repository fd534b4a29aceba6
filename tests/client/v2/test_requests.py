"""What the methods of version 2 send, and what they refuse to send."""

from __future__ import annotations

import inspect
import json
from datetime import UTC, date, datetime, timedelta, timezone
from types import SimpleNamespace
from typing import Any

import httpx
import pytest

from allo_ext import AlloClient, InvalidArgumentError
from allo_ext.v2 import DateRange, SummaryTemplateSection

LINE, OTHER = "+12025550143", "+12025550178"
RESOURCES = [
    "analytics",
    "companies",
    "conversations",
    "deals",
    "dialing_queue",
    "items",
    "numbers",
    "partner_accounts",
    "people",
    "summary_templates",
    "tags",
    "users",
    "webhooks",
]
PARIS = timezone(timedelta(hours=2))

SENT: dict[str, tuple[Any, dict[str, Any]]] = {
    "only what was given": (lambda v2: v2.items.search(), {"page": 1, "size": 20}),
    "a transcript": (lambda v2: v2.items.search(transcript=True), {"extend": "transcript", "page": 1, "size": 20}),
    "days as a pair": (
        lambda v2: v2.items.search(date=(date(2026, 3, 1), "2026-03-31")),
        {"date": {"from": "2026-03-01", "to": "2026-03-31"}, "page": 1, "size": 20},
    ),
    "days as a mapping": (
        lambda v2: v2.analytics.overview(date={"from": "2026-03-01", "to": date(2026, 3, 31)}),
        {"date": {"from": "2026-03-01", "to": "2026-03-31"}},
    ),
    "days as a record": (
        lambda v2: v2.analytics.outbound(
            date=DateRange(from_=date(2026, 3, 1), to=date(2026, 3, 31)),
            compare_date=(datetime(2026, 2, 1, 0, 30, tzinfo=PARIS), date(2026, 2, 28)),
            tags=("meeting",),
            extend="items",
            stage="CONNECTED",
        ),
        {
            "date": {"from": "2026-03-01", "to": "2026-03-31"},
            "compare_date": {"from": "2026-01-31", "to": "2026-02-28"},
            "tags": ["meeting"],
            "extend": "items",
            "stage": "CONNECTED",
        },
    ),
    "filters of people": (
        lambda v2: v2.people.search(phone_number=OTHER, name="A", search="x", sort="NAME_ASC", page=2, size=5),
        {"filters": {"name": "A", "phone_number": OTHER}, "search": "x", "sort": "NAME_ASC", "page": 2, "size": 5},
    ),
    "the stage of deals": (
        lambda v2: v2.deals.search(stage="open"),
        {"filters": {"stage": "open"}, "page": 1, "size": 20},
    ),
    "whole lists of a person, and nothing else": (
        lambda v2: v2.people.update("per-1", numbers=(OTHER,), emails=[], company_id="", website=None),
        {"numbers": [OTHER], "emails": [], "company_id": "", "website": None},
    ),
    "the closing date of a deal in UTC": (
        lambda v2: v2.deals.create(name="A", closed_at=datetime(2026, 3, 2, 12, 0, tzinfo=PARIS)),
        {"name": "A", "closed_at": "2026-03-02T10:00:00Z"},
    ),
    "a cleared template": (
        lambda v2: v2.numbers.set_default_summary_template(LINE, template_key=None),
        {"summary_template_id": None},
    ),
    "sections as mappings and records": (
        lambda v2: v2.summary_templates.replace(
            "tst-1",
            name="A",
            call_context=None,
            icon="x",
            sections=[{"title": "One", "order": 0}, SummaryTemplateSection(title="Two", order=1, instructions="Short")],
        ),
        {
            "name": "A",
            "call_context": None,
            "icon": "x",
            "sections": [{"title": "One", "order": 0}, {"title": "Two", "order": 1, "instructions": "Short"}],
        },
    ),
    "an action on every line": (lambda v2: v2.conversations.execute_action(OTHER, "ARCHIVE"), {"action": "ARCHIVE"}),
    "a changed webhook": (
        lambda v2: v2.webhooks.update("ep_1", topics=("call.completed",), enabled=False),
        {"topics": ["call.completed"], "enabled": False},
    ),
}

REFUSED: dict[str, tuple[str, Any]] = {
    "two filters that exclude each other": (
        "allo_numbers",
        lambda v2: v2.analytics.overview(date=("2026-03-01", "2026-03-02"), user_ids=["usr-1"], allo_numbers=[LINE]),
    ),
    "the same in the funnel": (
        "allo_numbers",
        lambda v2: v2.analytics.outbound(date=("2026-03-01", "2026-03-02"), user_ids=["usr-1"], allo_numbers=[LINE]),
    ),
    "calls of no stage": (
        "stage",
        lambda v2: v2.analytics.outbound(date=("2026-03-01", "2026-03-02"), extend="items"),
    ),
    "a range that ends before it begins": ("date", lambda v2: v2.items.search(date=("2026-03-02", "2026-03-01"))),
    "a range of one end": ("date", lambda v2: v2.analytics.overview(date={"from": "2026-03-01"})),
    "a range with another key": ("date", lambda v2: v2.items.search(date={"since": "2026-03-01"})),
    "a range that is a string": ("date", lambda v2: v2.items.search(date="2026-03-01")),
    "a day that is none": ("date", lambda v2: v2.items.search(date=("2026-02-30x", "2026-03-01"))),
    "a long summary": ("content", lambda v2: v2.items.update_summary("cll-1", content="x" * 100_001)),
    "http": ("url", lambda v2: v2.webhooks.create(url="http://example.com", topics=["call.completed"])),
    "no topics": ("topics", lambda v2: v2.webhooks.create(url="https://example.com", topics=[])),
    "topics that are a string": ("topics", lambda v2: v2.webhooks.create(url="https://example.com", topics="a")),
    "a fifth action": ("action", lambda v2: v2.conversations.execute_action(OTHER, "DELETE")),
    "page 0": ("page", lambda v2: v2.items.search(page=0)),
    "size 0": ("size", lambda v2: v2.people.search(size=0)),
    "size 101": ("size", lambda v2: v2.companies.search(size=101)),
    "size 101 in a query": ("size", lambda v2: v2.conversations.list(allo_number=LINE, size=101)),
    "size 101 of an iteration": ("size", lambda v2: next(v2.deals.iter(size=101))),
    "no limit": ("limit", lambda v2: next(v2.items.iter(limit=0))),
    "a number of another notation": ("allo_number", lambda v2: v2.items.search(allo_number="202-555-0143")),
    "since after until": ("since", lambda v2: next(v2.items.iter(since=date(2026, 3, 2), until=date(2026, 3, 1)))),
    "one id in place of several": ("ids", lambda v2: v2.items.batch("cll-1")),
    "an empty id": ("ids", lambda v2: v2.items.batch(["cll-1", ""])),
    "no id": ("id", lambda v2: v2.items.get("")),
    "an id that is another path": ("id", lambda v2: v2.people.get("..")),
    "an id that is not a string": ("id", lambda v2: v2.deals.delete(7)),
    "no tags": ("tags", lambda v2: v2.items.add_tags("cll-1", [])),
    "one tag in place of several": ("tags", lambda v2: v2.items.add_tags("cll-1", "call_back")),
    "a person without a number": ("numbers", lambda v2: v2.people.create(numbers=[])),
    "eleven sections": (
        "sections",
        lambda v2: v2.summary_templates.create(name="A", sections=[{"title": "B", "order": n} for n in range(11)]),
    ),
    "a section without its place": (
        "sections",
        lambda v2: v2.summary_templates.create(name="A", sections=[{"title": "B"}]),
    ),
    "sections that are a string": ("sections", lambda v2: v2.summary_templates.create(name="A", sections="B")),
    "a template that is not a string": (
        "template_key",
        lambda v2: v2.numbers.set_default_summary_template(LINE, template_key=7),
    ),
    "another type of number": ("type", lambda v2: v2.numbers.list(type="LINE")),
    "another role": ("role", lambda v2: v2.users.list(role="OWNER")),
    "a currency of four letters": ("currency", lambda v2: v2.deals.create(name="A", currency="EURO")),
    "nothing to clear": ("unassigned", lambda v2: v2.dialing_queue.clear_numbers()),
    "two things to clear": ("unassigned", lambda v2: v2.dialing_queue.clear_numbers(position=1, unassigned=True)),
    "what is not unassigned": ("unassigned", lambda v2: v2.dialing_queue.clear_numbers(unassigned=False)),
    "no numbers to dial": ("numbers", lambda v2: v2.dialing_queue.append_numbers([])),
    "one number in place of several": ("numbers", lambda v2: v2.dialing_queue.append_numbers(OTHER)),
    "what is not a number to dial": ("numbers", lambda v2: v2.dialing_queue.append_numbers([7])),
    "a reseller's customer without a country": (
        "number_preference",
        lambda v2: v2.partner_accounts.create(
            email="a@example.com", name="A", personal_mobile=OTHER, number_preference={"country": "France"}
        ),
    ),
    "what is not a phone number": ("number", lambda v2: v2.people.find("Jean")),
    "a key with a line break": ("idempotency_key", lambda v2: v2.deals.delete("dea-1", idempotency_key="a\nb")),
}


def test_each_operation_goes_to_its_method_and_path(make, spec, scripted, calls):
    """All 48: method and path of the spec, the key in the header, ids encoded."""
    wrong = []
    for name, call in calls.items():
        method, path, _ = spec.operations[name]
        transport = scripted(*spec.script(name))
        call(make(transport).v2)
        request = transport.requests[-1]
        sent = request.url.raw_path.decode().partition("?")[0].removeprefix("/v2/api").split("/")
        template = path.split("/")
        fits = len(sent) == len(template) and all(p[:1] == "{" or p == s for p, s in zip(template, sent, strict=True))
        if (request.method, fits, request.headers["authorization"][:3]) != (method, True, "ak_"):
            wrong.append((name, request.method, str(request.url)))

    assert wrong == []


def test_bodies(make, scripted):
    """A body holds what was given, in the API's words."""
    wrong = {}
    for name, (call, body) in SENT.items():
        transport = scripted({"data": {"id": "1", "number": LINE, "summary": {}, "funnel": {}}})
        listing = scripted({"data": [], "pagination": {"page": 1, "has_more": False}})
        asked = listing if "filters" in body or "page" in body else transport
        call(make(asked).v2)
        if json.loads(asked.requests[-1].content) != body:
            wrong[name] = json.loads(asked.requests[-1].content)

    assert wrong == {}


def test_wrong_arguments_are_refused_before_anything_is_sent(make, scripted):
    """Each with the name of the argument."""
    transport = scripted({"data": []})
    v2, wrong = make(transport).v2, {}
    for name, (field, call) in REFUSED.items():
        try:
            call(v2)
        except InvalidArgumentError as error:
            if not (error.field or "").startswith(field):
                wrong[name] = f"{error.field}: {error}"
        else:
            wrong[name] = "not refused"

    assert (wrong, transport.requests) == ({}, [])


def test_a_misspelt_argument_is_a_type_error(make, scripted):
    """Unknown keys are silently ignored by the API and would return everything."""
    v2 = make(scripted({"data": []})).v2

    for call in (lambda: v2.items.search(date_from="2026-03-01"), lambda: v2.people.search(phone=OTHER)):
        with pytest.raises(TypeError, match="unexpected keyword"):
            call()


def test_every_write_takes_a_key_and_no_read_does(spec):
    """`idempotency_key` is an argument of the writes alone; methods take their arguments by name."""
    v2 = AlloClient("key").v2
    methods = {f"{name}.{verb}": method for name in RESOURCES for verb, method in _methods(getattr(v2, name))}
    writes = {name for name, method in methods.items() if "idempotency_key" in inspect.signature(method).parameters}
    writing = {
        f"{method} {path}"
        for method, path, operation in spec.operations.values()
        if method != "GET" and not operation.get("x-reads")
    }

    assert {name for name, method in methods.items() if set(_wrapped(method)) & writing} == writes
    assert len(methods) == len(spec.operations) - len({"me"}) + len({"find"}) + 5  # which can be iterated over


def _methods(resource: Any) -> list[tuple[str, Any]]:
    return [(name, method) for name, method in inspect.getmembers(resource, inspect.ismethod) if name[0] != "_"]


def _wrapped(method: Any) -> list[str]:
    line = next(line for line in (method.__doc__ or "").splitlines() if line.strip().startswith("Wraps"))
    return [part for part in line.split("`") if part[:4] in {"GET ", "POST", "PUT ", "PATC", "DELE"}]


def test_a_client_has_one_of_each_resource():
    """So that tests can patch them; a copy with other options has its own."""
    allo = AlloClient("key")

    assert allo.v2 is allo.v2
    assert all(getattr(allo.v2, name) is getattr(allo.v2, name) for name in RESOURCES)
    assert allo.with_options(timeout=1).v2 is not allo.v2


def test_numbers_are_filtered_by_type(make, scripted):
    """The API has no such filter."""
    lines = [{"number": LINE, "type": "NUMBER"}, {"number": None, "name": "ACME", "type": "SENDER_ID"}]
    v2 = make(scripted({"data": lines})).v2

    assert [line.number for line in v2.numbers.list(type="NUMBER")] == [LINE]
    assert [line.name for line in v2.numbers.list(type="SENDER_ID")] == ["ACME"]
    assert len(v2.numbers.list()) == 2


def test_what_is_missing_is_named(make, scripted):
    """1,000 ids are ten requests; ids that the API does not know, or returns in another order, are no trouble."""

    def found(request: httpx.Request) -> SimpleNamespace | httpx.Response:
        ids = json.loads(request.content)["ids"]
        assert len(ids) <= 100
        return httpx.Response(200, json={"data": [{"id": one} for one in reversed(ids) if not one.endswith("7")]})

    transport = scripted(found)
    ids = [f"cll-{number}" for number in range(1_000)]
    batch = make(transport).v2.items.batch([*ids, *ids])

    assert [item.id for item in batch.items] == [one for one in ids if not one.endswith("7")]
    assert (batch.missing, len(transport.requests)) == (tuple(one for one in ids if one.endswith("7")), 10)
    assert not any("idempotency-key" in request.headers for request in transport.requests)


def test_an_activity_time_is_sent_in_utc(make, scripted):
    """A datetime of any zone."""
    transport = scripted({"data": []})
    since = datetime(2026, 3, 2, 12, 0, tzinfo=PARIS)
    for when in (since, since.astimezone(UTC), since.astimezone(UTC).replace(tzinfo=None), "2026-03-02T10:00:00Z"):
        make(transport).v2.conversations.list(allo_number=LINE, last_activity_since=when)

    assert {request.url.params["last_activity_since"] for request in transport.requests} == {"2026-03-02T10:00:00Z"}
