"""Records to plain JSON types and back."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from allo_ext import Call, CallResult, Contact, Message, Page, TranscriptLine
from allo_ext.receiver import CallReceived, parse
from allo_ext.v2 import Batch, DateRange, PartnerAccount, Webhook

START = datetime(2026, 1, 15, 10, 30, tzinfo=UTC)


@pytest.mark.slow
def test_any_record_comes_back_equal(record_class, strategy):
    """From its dictionary, from its JSON, and from `attrs.asdict`; the JSON has no type that JSON does not have."""

    @settings(max_examples=60, suppress_health_check=list(HealthCheck))
    @given(strategy(record_class))
    def comes_back(record) -> None:
        written = json.loads(json.dumps(record.to_dict(), allow_nan=False))

        assert written == record.to_dict() == json.loads(record.to_json())
        assert record_class.from_dict(written) == record == record_class.from_dict(attrs.asdict(record))

    comes_back()


@pytest.mark.slow
@settings(max_examples=100)
@given(st.data())
def test_any_page_comes_back_equal(strategy, data):
    """With the class of its items."""
    calls = data.draw(st.lists(strategy(Call), max_size=3))
    numbers = st.none() | st.integers(0, 9)
    page = Page(tuple(calls), 2, data.draw(numbers), data.draw(numbers), data.draw(st.none() | st.booleans()))

    assert Page.from_dict(json.loads(page.to_json()), Call) == page


def test_every_record_has_the_methods(full_records):
    """Also those of webhooks, and of the next version."""
    assert len(full_records) > 60
    assert [record for record in full_records if type(record).from_dict(record.to_dict()) != record] == []


def test_every_field_is_written(full_records):
    """Under its name, in the order of the fields."""
    names = {type(record): [field.name for field in attrs.fields(type(record))] for record in full_records}

    assert [cls for record in full_records if list(record.to_dict()) != names[cls := type(record)]] == []


def test_the_form_of_each_type():
    """Dates, durations, enums, lists, nested records, and `extra`."""
    line = TranscriptLine(text="Hello", start_seconds=1.5)
    call = Call(
        id="cal_1",
        duration=timedelta(minutes=2),
        start_date=START,
        result=CallResult.ANSWERED,
        tags=(),
        transcript=(line,),
        extra={"new": [1]},
    )
    written = call.to_dict()
    given = {name: value for name, value in written.items() if value is not None}

    assert given == {
        "id": "cal_1",
        "duration": 120.0,
        "start_date": "2026-01-15T10:30:00Z",
        "result": "ANSWERED",
        "tags": [],
        "transcript": [line.to_dict()],
        "extra": {"new": [1]},
    }
    assert type(written["result"]) is str
    assert DateRange(from_=date(2026, 1, 15)).to_dict()["from_"] == "2026-01-15"


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (START.replace(microsecond=5), "2026-01-15T10:30:00.000005Z"),
        (START.astimezone(timezone(timedelta(hours=2))), "2026-01-15T10:30:00Z"),
        (START.replace(tzinfo=None), "2026-01-15T10:30:00Z"),
        (datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=2))), "0001-01-01T00:00:00+02:00"),
    ],
    ids=["microseconds", "another-zone", "no-zone", "no-such-time-in-utc"],
)
def test_datetimes_are_in_utc(value, written):
    """To the microsecond; without a zone they are in UTC already, as the API's own."""
    call = Call(id="1", start_date=value)

    assert call.to_dict()["start_date"] == written
    assert Call.from_dict(call.to_dict()).start_date == (value if value.tzinfo else value.replace(tzinfo=UTC))


def test_known_words_are_members_again():
    """And unknown ones stay strings."""
    known, unknown = (Call.from_dict({"id": "1", "result": word}).result for word in ("ANSWERED", "PARKED"))

    assert known is CallResult.ANSWERED
    assert type(unknown) is str


def test_nothing_is_shared():
    """Changing the dictionary does not change the record, in either direction."""
    given: dict[str, Any] = {"id": "1", "extra": {"list": []}}
    contact = Contact.from_dict(given)
    given["extra"]["list"].append(1)
    contact.to_dict()["extra"]["list"].append(2)

    assert contact.extra == {"list": []}


def test_missing_fields_have_their_defaults_and_unknown_ones_are_kept():
    """So that an older version reads what a newer one wrote, and loses nothing."""
    call = Call.from_dict({"id": "1", "mood": "good", "extra": {"more": 1}})

    assert call == Call(id="1", extra=call.extra)
    assert call.extra == {"mood": "good", "more": 1}
    assert Call.from_dict(call.to_dict()).extra == call.extra


@pytest.mark.parametrize(
    ("cls", "data", "problem"),
    [
        (Call, {}, "Call.id is missing"),
        (Call, {"id": None}, "Call.id must not be null"),
        (Call, {"id": 5}, "Call.id must be a string"),
        (Call, {"id": "1", "duration": "PT2M"}, "Call.duration must be a number of seconds"),
        (Call, {"id": "1", "duration": 1e30}, "Call.duration must be a number of seconds"),
        (Call, {"id": "1", "start_date": "yesterday"}, "Call.start_date must be an ISO 8601 datetime"),
        (Call, {"id": "1", "start_date": 5}, "Call.start_date must be an ISO 8601 datetime"),
        (Call, {"id": "1", "tags": "sales"}, "Call.tags must be a list"),
        (Call, {"id": "1", "extra": {"set": {1}}}, "Call.extra must contain JSON types only"),
        (Call, {"id": "1", "extra": []}, "Call.extra must be an object"),
        (Call, {"id": "1", "transcript": [None]}, "Call.transcript must not be null"),
        (Call, {"id": "1", "transcript": ["Hi"]}, "Call.transcript must be an object"),
        (Call, {"id": "1", "transcript": [{"time": 5}]}, "TranscriptLine.time must be an ISO 8601 datetime"),
        (Call, {"id": "1", "transcript": [{"start_seconds": True}]}, "TranscriptLine.start_seconds must be a number"),
        (Webhook, {"id": "1", "enabled": "yes"}, "Webhook.enabled must be true or false"),
        (DateRange, {"to": "soon"}, "DateRange.to must be an ISO 8601 date"),
        (Batch, {"found": []}, "Batch has no field 'found'"),
    ],
    ids=lambda value: str(value) if isinstance(value, str) else "",
)
def test_a_wrong_value_is_a_value_error(cls, data, problem):
    """The message names the field."""
    with pytest.raises(ValueError, match=problem):
        cls.from_dict(data)


def test_a_value_is_not_in_the_message():
    """It may be a secret, or a number."""
    with pytest.raises(ValueError, match="id must be a string") as caught:
        PartnerAccount.from_dict({"id": ["plain words"], "api_key": "ak_not_for_logs"})

    assert "words" not in str(caught.value) + repr(caught.value.__cause__)


@pytest.mark.parametrize("data", ["{}", [], None], ids=["text", "list", "none"])
def test_anything_but_a_mapping_is_a_type_error(data):
    """JSON must be parsed first."""
    with pytest.raises(TypeError, match=r"Call\.from_dict takes a mapping"):
        Call.from_dict(data)


def test_a_page_names_what_is_wrong_with_it():
    """Its items are of the class that was given."""
    with pytest.raises(ValueError, match=r"Page.results is not valid: Call.id is missing"):
        Page.from_dict({"results": [{}]}, Call)
    with pytest.raises(ValueError, match="Page has no field 'items'"):
        Page.from_dict({"items": []}, Call)


def test_an_empty_page_knows_its_class():
    """As one that a client returned."""
    assert "start_date" in Page.from_dict(Page().to_dict(), Call).to_frame().columns


def test_what_json_cannot_contain_is_replaced():
    """NaN and infinite numbers, and half of an emoji, which servers do send: any encoder accepts the result."""
    message = Message(content="cut \ud83d", extra={"a": float("nan"), "b": [float("inf")], "c": "\ud83d"})
    line = TranscriptLine(start_seconds=float("inf"))

    assert line.to_dict()["start_seconds"] is None
    assert message.to_dict()["extra"] == {"a": None, "b": [None], "c": "\ufffd"}
    assert message.to_json().encode().decode() == json.dumps(message.to_dict(), ensure_ascii=False)
    assert message.to_dict()["content"] == "cut \ufffd"


def test_letters_are_not_escaped():
    """On one line, or with an indent."""
    assert '"content": "Été 📞"' in Message(content="Été 📞").to_json()
    assert '\n  "content": null,' in Message().to_json(indent=2)


def test_an_object_that_no_answer_contains_is_a_type_error():
    """In `extra` of a record that a program made."""
    with pytest.raises(TypeError, match="Object of type set is not JSON serializable"):
        Call(id="1", extra={"a": {1}}).to_dict()


def test_secrets_are_written_and_not_shown():
    """`create` returns a secret once: what is stored must have it. A repr does not."""
    account = PartnerAccount(id="1", api_key="ak_plain_words")
    hook = Webhook(id="2", signing_secret="whsec_cGxhaW4gd29yZHM=")

    assert (account.to_dict()["api_key"], hook.to_dict()["signing_secret"]) == ("ak_plain_words", hook.signing_secret)
    assert attrs.evolve(hook, signing_secret=None).to_dict()["signing_secret"] is None
    assert "words" not in repr(account)


def test_an_event_comes_back_with_its_delivery():
    """As its own class, and as whatever `parse` makes of the delivery."""
    event = parse(b'{"topic": "CALL_RECEIVED", "data": {"id": "c1", "from_number": "+12025550178"}}')
    written = json.loads(event.to_json())
    back = CallReceived.from_dict(written)

    assert back == event == parse(json.dumps(written["raw"]))
    assert (back.raw, back.received_at) == (event.raw, event.received_at)


@attrs.frozen(kw_only=True)
class Scored(Call):
    """A user's own record."""

    score: int | None = None


class Named(Call):
    """A user's own class, without attrs."""


@pytest.mark.parametrize("cls", [Scored, Named], ids=["attrs", "plain"])
def test_a_subclass_has_the_methods(cls):
    """With its own fields, if it has some."""
    record = attrs.evolve(cls(id="1"), **({"score": 3} if cls is Scored else {}))

    assert type(cls.from_dict(record.to_dict())) is cls
    assert cls.from_dict(record.to_dict()) == record
