"""`allo doctor --shapes`: a report of forms, without a word of the account."""

from __future__ import annotations

import itertools
import json
import random
import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

from allo_ext import AlloClient
from allo_ext.cli._shapes.alternatives import alternatives, constructor, quirks
from allo_ext.cli._shapes.answers import Answers
from allo_ext.cli._shapes.asking import asking
from allo_ext.cli._shapes.reading import read
from allo_ext.cli._shapes.report import markdown, report
from allo_ext.testing import MockAllo, Quirks

VISIBLE: dict[str, tuple[Any, ...]] = {
    "call_metadata": ("flat", "nested", "null", "absent"),
    "page_metadata": ("flat", "nested", "null", "absent"),
    "webhook_ids": (False, True),
    "contact_filter_broken": (False, True),
    "dates": ("naive", "z", "offset", "micros"),
    "null_results": (False, True),
    "call_result": ("sometimes", "always", "never"),
    "contact_not_found": (400, 404),
    "emails_everywhere": (False, True),
    "ignores_unknown_keys": (False, True),
    "ignores_dates": (False, True),
}
INVISIBLE = {"webhook_number", "sms_envelope", "recordings"}


@pytest.fixture
def full(mock) -> MockAllo:
    """An account in which every alternative can be seen: it has a webhook, too."""
    with AlloClient("key", transport=mock.transport, pace=None) as client:
        client.webhooks.create(
            allo_number=mock.numbers[0], url="https://example.com/hooks/wintergreen", topics=["CALL_RECEIVED"]
        )
    return mock


def answers_of(transport: httpx.BaseTransport, key: str = "key") -> Answers:
    with AlloClient(key, transport=transport, pace=None, retry=None) as client, asking(client) as ask:
        return read(ask)


Pair = tuple[tuple[str, Any], tuple[str, Any]]


def pairs(chosen: dict[str, Any]) -> set[Pair]:
    return set(itertools.combinations(chosen.items(), 2))


def combinations() -> list[Quirks]:
    """Few combinations, in which every value of a field meets every value of every other field."""
    chance = random.Random(20)
    left = {
        ((one, value), (other, second))
        for (one, values), (other, others) in itertools.combinations(VISIBLE.items(), 2)
        for value, second in itertools.product(values, others)
    }
    found = []
    while left:
        some = [{name: chance.choice(choices) for name, choices in VISIBLE.items()} for _ in range(60)]
        best = max(some, key=lambda chosen: len(pairs(chosen) & left))
        left -= pairs(best)
        found.append(Quirks(**best))
    return found


def test_every_alternative_is_seen_or_cannot_be():
    """A field that `Quirks` gets is to be judged here, or named as one that only a change shows."""
    assert VISIBLE.keys() | INVISIBLE == {field.name for field in fields(Quirks)}


def test_the_account_shows_the_quirks_of_its_mock(full):
    """Every alternative is tried with every other, and the probe returns what the mock was told."""
    wrong = []
    for told in combinations():
        full.quirks = told
        if (found := quirks(alternatives(answers_of(full.transport)))) != told:
            wrong.append((constructor(told), constructor(found)))

    assert wrong == []


def test_the_line_for_the_mock_is_python(full):
    """It has what differs from the documentation, and makes a mock that answers alike."""
    full.quirks = Quirks(call_metadata="nested", dates="z", ignores_dates=True)
    found = quirks(alternatives(answers_of(full.transport)))

    assert constructor(found) == "Quirks(call_metadata='nested', dates='z', ignores_dates=True)"
    assert eval(constructor(found), {"Quirks": Quirks}) == full.quirks
    assert constructor(Quirks()) == "Quirks()"


@pytest.mark.parametrize("unseen", ["no calls", "no webhooks", "no contacts"])
def test_what_an_account_does_not_have_is_not_known(unseen):
    """No alternative is guessed; the line for the mock has the documented one."""
    empty = MockAllo(contacts=0 if unseen == "no contacts" else 5, calls=0 if unseen == "no calls" else 50)
    unknown = {one.name for one in alternatives(answers_of(empty.transport)) if one.value is None}
    expected = {"no calls": "call_result", "no webhooks": "webhook_ids", "no contacts": "emails_everywhere"}[unseen]

    assert INVISIBLE | {expected} <= unknown


def words_of_the_specs() -> set[str]:
    """Names of fields, objects and topics, values of enumerations, and paths."""
    from importlib.resources import files

    found: set[str] = set()

    def collect(node: Any) -> None:
        if isinstance(node, dict):
            for key, inner in node.items():
                found.add(key)
                if key in {"enum", "x-known-values"}:
                    found.update(map(str, inner))
                elif key in {"type", "format", "name", "summary"} and isinstance(inner, str):
                    found.add(inner)
                if key not in {"example", "examples", "x-quirk", "description"}:
                    collect(inner)
        elif isinstance(node, list):
            for inner in node:
                collect(inner)

    for version in ("v1", "v2"):
        document = json.loads((files("allo_ext.testing") / f"allo-{version}.json").read_text(encoding="utf-8"))
        collect(document)
        found.update(f"/{version}/api{path}" for path in document["paths"])
    return found


def strings_of(node: Any) -> Iterator[str]:
    """Every string in JSON, and every key: which of them are documented is known from the specs."""
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict):
        for key, inner in node.items():
            yield key
            yield from strings_of(inner)
    elif isinstance(node, list):
        for inner in node:
            yield from strings_of(inner)


def leaks(answers: Answers, shown: str, but: set[str] = frozenset()) -> set[str]:
    """The strings of an account that are in its report, as whole words."""
    account = {text for answer in answers.values() for text in strings_of(answer.body)}
    account -= words_of_the_specs() | but
    return {text for text in account if re.search(rf"(?<!\w){re.escape(text)}(?!\w)", shown)}


@pytest.mark.parametrize("seed", [3, 4, 5])
def test_no_string_of_the_account_is_in_the_report(seed):
    """Neither in Markdown nor in JSON, whatever people and companies are called."""
    mock = MockAllo(contacts=60, calls=300, seed=seed, quirks=Quirks(emails_everywhere=True, call_result="always"))
    answers = answers_of(mock.transport)
    found = report(answers)
    allowed = {"BLOCKED", "CLOSED", "FAILED_EXTERNAL", "MISSED", "RECEIVED", "TRANSFERRED", "CONTACT_NOT_FOUND"}

    assert leaks(answers, "\n".join(markdown(found)), allowed) == set()
    assert leaks(answers, json.dumps(found), allowed) == set()


class Rewriting(httpx.BaseTransport):
    """A mock whose answers contain what the spec does not know."""

    def __init__(self, mock: MockAllo, rewrite: Any) -> None:
        self._mock, self._rewrite = mock, rewrite

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        response = self._mock.transport.handle_request(request)
        response.read()
        body = response.json()
        self._rewrite(request.url.path, body)
        return httpx.Response(response.status_code, json=body)


def objects_of(found: dict[str, Any], name: str, operation: str) -> dict[str, Any]:
    return next(one for one in found["objects"] if (one["name"], one["operation"]) == (name, operation))


def test_new_fields_and_values_are_named_and_private_ones_are_counted(mock):
    """A name is shown if it looks like the API's; not if it has a word of the account, is rare, or is a map's key."""

    def rewrite(path: str, body: Any) -> None:
        if path == "/v1/api/calls":
            for number, call in enumerate(body["data"]["results"]):
                call |= {
                    "handled_by": "Odalys Quimby",
                    "wrapUpCode": 7,
                    "result": ("RESCHEDULED", "ODALYS")[number % 2],
                }
        if path == "/v1/api/contacts":
            results = body["data"]["results"]
            for contact in results:
                contact |= {"name": "Odalys", "custom_properties": {"allergies": "peanuts"}, "allergies": "peanuts"}
                contact |= {"notes_odalys": 1, "Favourite Dish": "x", "+33639980001": 1, "badge_4711": 1}
                contact["company"] = {"+33639980001": "Quimby"}
                contact["engagement"] = "met in Lisbon"
            if results:
                results[0]["birthmark"] = True

    found = report(answers_of(Rewriting(mock, rewrite)))
    calls = objects_of(found, "Call", "GET /v1/api/calls")
    contacts = objects_of(found, "Contact", "GET /v1/api/contacts")

    assert calls["not_in_the_spec"] == {"shown": ["handled_by", "wrapUpCode"], "hidden": 0}
    assert calls["values"]["result"] == {"known": [], "shown": ["RESCHEDULED"], "hidden": 1}
    assert contacts["not_in_the_spec"] == {"shown": [], "hidden": 6}
    assert contacts["values"]["engagement"] == {"known": [], "shown": [], "hidden": 1}
    assert objects_of(found, "Company", "GET /v1/api/contacts")["others"] == 12
    shown = "\n".join(markdown(found)).casefold()
    assert [
        word for word in ("odalys", "quimby", "peanuts", "allergies", "33639980001", "lisbon") if word in shown
    ] == []


def test_new_endpoints_and_topics_are_named(mock):
    """They are the provider's words; a path with an id in it is not shown."""

    def rewrite(path: str, body: Any) -> None:
        if path == "/v2/api/me":
            body["data"]["endpoints"] += [
                {"method": "GET", "path": "/v2/api/dialing-queues/{queue_id}"},
                {"method": "GET", "path": "/v2/api/users/usr-4711"},
            ]
        if path == "/v2/api/webhooks/event_types":
            body["data"].append({"name": "call.transferred", "description": "A call was transferred"})

    found = report(answers_of(Rewriting(mock, rewrite)))

    assert found["endpoints"] == {"shown": ["/v2/api/dialing-queues/{queue_id}"], "hidden": 1}
    assert found["topics"] == {"shown": ["call.transferred"], "hidden": 0}


@pytest.mark.parametrize(
    ("name", "change", "answer"),
    [
        ("envelope inside the envelope", lambda body: body.update(data={"data": body["data"]}), "yes"),
        ("ordered by start date", lambda body: body["data"]["results"].reverse(), "oldest first"),
    ],
    ids=["double envelope", "oldest first"],
)
def test_questions_are_answered(mock, name, change, answer):
    """Beyond the quirks of the mock, with the words of this package."""

    def rewrite(path: str, body: Any) -> None:
        if path == "/v1/api/calls":
            change(body)

    found = report(answers_of(Rewriting(mock, rewrite)))

    assert [one["answer"] for one in found["questions"] if name in one["question"]] == [answer]


def test_a_key_with_few_scopes_shows_what_it_can(mock):
    """Reads that are refused have their status and code, and what they would show is not known."""
    mock.add_key("few", scopes=["CONVERSATIONS_READ"])
    found = report(answers_of(mock.transport, "few"))
    refused = {one["read"]: one["codes"]["shown"] for one in found["reads"] if one["status"] == 403}
    value = {one["name"]: one["value"] for one in found["alternatives"]}

    assert refused["contacts"] == ["API_KEY_INSUFFICIENT_SCOPE"]
    assert (value["call_metadata"], value["emails_everywhere"]) == ("flat", None)


@pytest.mark.parametrize(
    "body", [None, [], {}, 7, "text", {"data": None}, {"data": []}, {"data": [[], None, 3]}, {"data": {"results": 4}}],
    ids=str,
)  # fmt: skip
def test_any_json_makes_a_report(body):
    """Nothing in an answer makes the command fail."""
    found = report(answers_of(httpx.MockTransport(lambda _: httpx.Response(200, json=body))))

    assert "\n".join(markdown(found)).startswith("# What an account shows")


@pytest.mark.parametrize(
    "content", [b"", b"<html>", b"[" * 5000, b'{"data":' * 500], ids=["empty", "html", "deep", "cut"]
)
def test_what_is_not_json_makes_a_report(content):
    """It is an answer without anything to see."""
    found = report(answers_of(httpx.MockTransport(lambda _: httpx.Response(200, content=content))))

    assert {one["status"] for one in found["reads"]} <= {0, 200}


def test_the_command_only_reads(allo, mock):
    """At most 30 requests: GET, and POST where the API searches by POST."""
    done = allo("doctor", "--shapes")

    assert (done.code, done.out.splitlines()[0]) == (0, "# What an account shows (withallo-sdk 0.1.0)")
    assert "MockAllo(quirks=Quirks())" in done.out
    assert done.err == f"{len(mock.requests)} reads, nothing was changed. Read the report before you post it.\n"
    assert len(mock.requests) <= 30
    assert {request.path.rpartition("/")[2] for request in mock.requests if request.method != "GET"} == {"search"}


def test_the_command_writes_json(allo):
    """One object, for programs."""
    found = json.loads(allo("doctor", "--shapes", "--json").out)

    assert found["quirks"] == "Quirks()"


def test_a_wrong_key_is_an_error(allo, monkeypatch):
    """No report is written."""
    monkeypatch.setenv("ALLO_API_KEY", "wrong")
    done = allo("doctor", "--shapes")

    assert (done.code, done.out) == (1, "")
    assert "API_KEY_INVALID" in done.err


def test_an_issue_template_asks_for_the_report():
    """It names the command, requires the report, and that it was read before."""
    path = Path(__file__).parents[2] / ".github" / "ISSUE_TEMPLATE" / "account-shapes.yml"
    template = yaml.safe_load(path.read_text(encoding="utf-8"))
    parts = {part.get("id", part["type"]): part for part in template["body"]}

    assert "allo doctor --shapes" in parts["markdown"]["attributes"]["value"]
    assert parts["report"]["validations"] == {"required": True}
    assert [option["required"] for option in parts["checked"]["attributes"]["options"]] == [True]
