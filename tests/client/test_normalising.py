"""Every shape that the API has been seen in becomes the same record."""

from __future__ import annotations

import copy
import operator
import pickle
from datetime import UTC, datetime, timedelta
from typing import Any

import attrs
import pytest

from allo_ext import CallResult, Direction, TranscriptSource, UnexpectedResponseError, records
from allo_ext.records import Call, Company, Contact, Message, Number, TranscriptLine, Webhook

CALL: dict[str, Any] = {
    "id": "call_1",
    "from_number": "+12025550143",
    "to_number": "+33639980001",
    "length_in_minutes": 5.5,
    "type": "INBOUND",
    "result": "ANSWERED",
    "summary": "Asked for the invoice.",
    "tag": "support",
    "recording_url": "https://storage.example/1.mp3",
    "start_date": "2026-01-15T10:30:00",
    "transcript": [{"source": "EXTERNAL", "text": "Hello", "time": "2026-01-15T10:30:05", "start_seconds": 5}],
}
AT = datetime(2026, 1, 15, 10, 30, tzinfo=UTC)
SAME = Call(
    id="call_1",
    from_number="+12025550143",
    to_number="+33639980001",
    duration=timedelta(minutes=5, seconds=30),
    type=Direction.INBOUND,
    result=CallResult.ANSWERED,
    summary="Asked for the invoice.",
    tag="support",
    recording_url="https://storage.example/1.mp3",
    start_date=AT,
    transcript=(
        TranscriptLine(
            source=TranscriptSource.EXTERNAL, text="Hello", time=AT + timedelta(seconds=5), start_seconds=5.0
        ),
    ),
)


@pytest.mark.parametrize(
    ("body", "total"),
    [
        pytest.param({"data": {"results": [CALL], "metadata": {"total_pages": 4, "current_page": 0}}}, 4, id="flat"),
        pytest.param(
            {"data": {"results": [CALL], "metadata": {"pagination": {"total_pages": 4, "current_page": 0}}}},
            4,
            id="nested",
        ),
        pytest.param(
            {
                "data": {
                    "results": [CALL],
                    "total_pages": 1,
                    "metadata": {"total_pages": 2, "pagination": {"total_pages": 4}},
                }
            },
            4,
            id="the innermost",
        ),
        pytest.param({"data": {"results": [CALL], "metadata": None}}, None, id="null-metadata"),
        pytest.param({"data": {"results": [CALL], "metadata": {"pagination": None}}}, None, id="null-pagination"),
        pytest.param({"data": {"results": [CALL]}}, None, id="no-metadata"),
        pytest.param({"data": {"data": {"results": [CALL], "metadata": {"total_pages": 4}}}}, 4, id="data-twice"),
        pytest.param({"results": [CALL], "total_pages": 4}, 4, id="flat-results"),
        pytest.param({"data": [CALL], "metadata": {"total_pages": 4}}, 4, id="metadata-beside-data"),
        pytest.param({"data": [CALL]}, None, id="data-is-the-list"),
        pytest.param([CALL], None, id="bare-list"),
        pytest.param({"data": {"results": [CALL], "metadata": {"total_pages": "4"}}}, 4, id="total-as-text"),
        pytest.param({"data": {"results": [CALL], "metadata": {"total_pages": 4.0}}}, 4, id="total-as-float"),
        pytest.param({"data": {"results": [CALL], "metadata": {"total_pages": "many"}}}, None, id="total-as-a-word"),
        pytest.param({"data": {"results": [CALL], "metadata": {"total_pages": "9" * 5000}}}, None, id="endless-total"),
        pytest.param({"data": {"results": [CALL], "metadata": {"total_pages": -1}}}, None, id="negative-total"),
        pytest.param({"data": {"results": [CALL], "metadata": {"total_pages": True}}}, None, id="total-true"),
        pytest.param({"data": {"results": [CALL], "metadata": [1]}}, None, id="metadata-a-list"),
    ],
)
def test_every_envelope_gives_the_same_page(make, scripted, body, total):
    """However a page is wrapped, it holds the same call, and believes no total that is none; 0 is a page's number."""
    page = make(scripted(body)).calls.search(allo_number="+12025550143", page=3)
    current = 0 if "current_page" in repr(body) else 3

    assert ((SAME,), current, total) == (page.results, page.current_page, page.total_pages)


@pytest.mark.parametrize(
    "body",
    [
        pytest.param({"data": {"results": None, "metadata": {"total_pages": 0}}}, id="null"),
        pytest.param({"data": {"results": []}}, id="empty"),
        pytest.param({"data": {"metadata": {"pagination": {"total_pages": 0}}}}, id="absent"),
    ],
)
def test_no_results_are_an_empty_page(make, scripted, body):
    """Null, empty and absent results beside metadata are an empty page."""
    assert make(scripted(body)).contacts.search().results == ()


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(None, id="null"),
        pytest.param("text", id="text"),
        pytest.param({}, id="nothing"),
        pytest.param({"data": None}, id="null-data"),
        pytest.param({"data": {"message": "sorry"}}, id="another-object"),
        pytest.param({"data": {"results": "none"}}, id="results-a-text"),
        pytest.param({"data": {"results": [{"from_number": "+12025550143"}]}}, id="a-call-without-id"),
        pytest.param({"data": {"results": [None]}}, id="a-null-call"),
    ],
)
def test_what_is_no_list_is_not_an_empty_list(make, scripted, body):
    """A body that says nothing of a list, or holds a call without an id, is an error: never a silent short list."""
    allo = make(scripted(body))

    with pytest.raises(UnexpectedResponseError) as caught:
        allo.calls.search(allo_number="+12025550143")

    assert caught.value.status == 200


@pytest.mark.parametrize("name", [field.name for field in attrs.fields(Call) if field.name not in {"id", "extra"}])
@pytest.mark.parametrize("absent", [pytest.param(True, id="absent"), pytest.param(False, id="null")])
def test_any_field_of_a_call_but_its_id_may_be_missing(record_of, name, absent):
    """Absent and null are None, lists included; the other fields stay what they are."""
    field = attrs.fields_dict(Call)[name]
    key = field.metadata.get("wire", (name,))[0]
    wire = {k: v for k, v in CALL.items() if k != key} if absent else {**CALL, key: None}

    assert attrs.evolve(SAME, **{name: None}) == record_of(Call, wire)


@pytest.mark.parametrize("cls", [Call, Contact], ids=lambda cls: cls.__name__)
@pytest.mark.parametrize("id_", [None, "", True, 1.5, [], {}], ids=repr)
def test_a_call_or_contact_without_an_id_is_none(record_of, cls, id_):
    """What has no id cannot be told from another: it is refused."""
    with pytest.raises(UnexpectedResponseError):
        record_of(cls, {"id": id_})


def test_known_enum_values_are_members(record_of):
    """A known word is a member of the enum, and still equals the text."""
    call = record_of(Call, CALL)

    assert (call.result, call.direction, call.result) == (CallResult.ANSWERED, Direction.INBOUND, "ANSWERED")
    assert isinstance(call.result, CallResult)


@pytest.mark.parametrize(
    ("type_", "caller", "contact", "own"),
    [
        ("INBOUND", "+12025550143", "+12025550143", "+33639980001"),
        ("OUTBOUND", "+12025550143", "+33639980001", "+12025550143"),
        ("INBOUND", "anonymous", None, "+33639980001"),
        ("INBOUND", "Anonymous", None, "+33639980001"),
        ("INBOUND", None, None, "+33639980001"),
        ("SIDEWAYS", "+12025550143", None, None),
        (None, "+12025550143", None, None),
    ],
)
def test_the_numbers_follow_the_direction(record_of, type_, caller, contact, own):
    """`contact_number` is the other party and `allo_number` the account's; a withheld number is none."""
    call = record_of(Call, {"id": "1", "type": type_, "from_number": caller, "to_number": "+33639980001"})
    message = record_of(Message, {"type": type_, "from_number": caller, "to_number": "+33639980001"})

    assert (contact, own) == (call.contact_number, call.allo_number)
    assert (contact, own) == (message.contact_number, message.allo_number)
    assert caller == call.from_number


def test_a_withheld_number_is_kept_and_told(record_of):
    """`anonymous` stays in `from_number`; `is_anonymous` says so."""
    call = record_of(Call, {"id": "1", "type": "INBOUND", "from_number": "anonymous"})

    assert (call.from_number, call.is_anonymous) == ("anonymous", True)


def test_both_shapes_of_a_contact_are_one_record(record_of):
    """A search and a get leave other fields out; both are a Contact, with the same fields where both have them."""
    both = {"id": "cnt_1", "name": "Jean", "last_name": "Dupont", "numbers": ["+33639980001"], "job_title": None}
    searched = {**both, "company": {"id": "com_1", "name": "Dupont"}, "status": "x", "is_archived": False}
    got = {**both, "company": {"id": "com_1", "name": "Dupont"}, "emails": ["jean@example.com"], "integration_data": {}}
    one_, other = record_of(Contact, searched), record_of(Contact, got)

    assert one_ == attrs.evolve(other, status="x", is_archived=False, emails=None, integration_data=None)
    assert ("Jean Dupont", Company(id="com_1", name="Dupont")) == (other.full_name, other.company)


def test_an_object_with_an_id_is_a_record_also_if_it_has_data(make, scripted):
    """`data` is an envelope only where there is nothing else that a record has."""
    contact = make(scripted({"data": {"id": "cnt_1", "name": "Ada", "data": {"id": "x"}}})).contacts.get("cnt_1")

    assert Contact(id="cnt_1", name="Ada", extra={"data": {"id": "x"}}) == contact


@pytest.mark.parametrize("key", ["allo_number", "alloNumber"])
def test_a_webhook_has_one_number(record_of, key):
    """Creating answers `alloNumber`, listing `allo_number`: one field, and nothing left in `extra`."""
    hook = record_of(Webhook, {"id": "web-1", key: "+12025550143", "topics": ["PING", "NEWER"]})

    assert Webhook(id="web-1", url=hook.url, allo_number="+12025550143", topics=("PING", "NEWER")) == hook


@pytest.mark.parametrize(
    ("cls", "wire"),
    [
        (Webhook, {"alloNumber": 5}),
        (Webhook, {"allo_number": 5}),
        (Call, {"id": "1", "transcription": 5}),
        (Call, {"id": "1", "transcript": None, "transcription": 5}),
    ],
    ids=str,
)
def test_what_cannot_be_read_is_kept_under_its_own_name(record_of, cls, wire):
    """`extra` holds it as it came, also where the field has another name."""
    unreadable = {name: value for name, value in wire.items() if value == 5}

    assert unreadable == record_of(cls, wire).extra


@pytest.mark.parametrize("looked", [False, True], ids=["unread", "read"])
@pytest.mark.parametrize("how", [copy.copy, copy.deepcopy, lambda call: pickle.loads(pickle.dumps(call))])
def test_a_transcript_that_nobody_looked_at_is_like_any_other(record_of, how, looked):
    """Whether somebody has looked at it makes no difference to equality, hash, repr, copies and pickles."""
    call = record_of(Call, CALL)
    if looked:
        assert call.transcript
    other = how(call)

    assert (SAME, hash(SAME), repr(SAME)) == (other, hash(other), repr(other))
    assert attrs.asdict(SAME) == attrs.asdict(record_of(Call, CALL))
    assert {SAME.transcript} == {attrs.evolve(record_of(Call, CALL), tag="x").transcript}


@pytest.mark.parametrize(
    "body",
    [
        pytest.param({"data": {"from_number": "+12025550143", "type": "OUTBOUND", "content": "Hi"}}, id="enveloped"),
        pytest.param({"from_number": "+12025550143", "type": "OUTBOUND", "content": "Hi"}, id="bare"),
    ],
)
def test_a_sent_message_comes_with_or_without_envelope(make, scripted, body):
    """One page of the provider shows the answer of /sms without `data`."""
    expected = Message(from_number="+12025550143", type="OUTBOUND", content="Hi")

    assert expected == make(scripted(body)).sms.send(from_="+12025550143", to="+12025550178", message="Hi")


def test_a_conversation_holds_calls_and_messages(make, scripted):
    """An item holds one of the two; a call that cannot be read is kept, and does not take the page with it."""
    results = [
        {"type": "CALL", "call": CALL, "message": None},
        {"type": "TEXT_MESSAGE", "call": None, "message": {"content": "Hi", "start_date": "2026-01-15T10:30:00"}},
        {"type": "CALL", "call": {"tag": "no id"}},
        {"type": "FAX"},
    ]
    page = make(scripted({"data": {"results": results}})).contacts.conversation("cnt_1")

    assert (page[0].call, page[0].message) == (SAME, None)
    assert (page[1].message.content, page[1].start_date) == ("Hi", AT)
    assert page[2].extra == {"call": {"tag": "no id"}}
    assert (page[3].type, page[3].start_date) == ("FAX", None)


def test_a_sender_id_is_a_line_without_number(make, scripted):
    """`number` may be null, and the others are read as usual."""
    allo = make(scripted({"data": [{"number": None, "name": "MyCompany"}]}))

    assert [Number(name="MyCompany")] == allo.numbers.list()


@pytest.mark.parametrize("cls", [getattr(records, name) for name in records.__all__], ids=lambda cls: cls.__name__)
@pytest.mark.parametrize("rubbish", [0, -1.5, True, "", "x", [], [[]], [None], {}, {"a": {}}], ids=repr)
def test_no_field_can_break_a_record(record_of, cls, rubbish):
    """Whatever is in a field that is not the id, a record comes out and nothing is lost silently."""
    for field in attrs.fields(cls):
        if field.name in {"id", "extra"}:
            continue
        name = field.metadata.get("wire", (field.name,))[0]
        record = record_of(cls, {"id": "1", name: rubbish})
        read = getattr(record, field.name)

        assert name in record.extra or read is not None


@pytest.mark.parametrize(("cls", "wire"), [(Call, {"id": "call_1"}), (TranscriptLine, {"text": "Hello"})])
def test_no_program_can_fill_the_extra_of_all_records(record_of, cls, wire):
    """Where nothing is unknown it is empty and stays so; in a copy it is a dictionary like any other."""
    record = record_of(cls, wire)
    for fill in (
        lambda extra: extra.update(note=1),
        lambda extra: extra.setdefault("note", 1),
        lambda extra: operator.setitem(extra, "note", 1),
        lambda extra: operator.ior(extra, {"note": 1}),
    ):
        with pytest.raises(TypeError, match=r"attrs\.evolve"):
            fill(record.extra)

    assert record_of(cls, wire).extra == record.extra == {}
    for copied in (copy.copy(record.extra), copy.deepcopy(record.extra), pickle.loads(pickle.dumps(record.extra))):
        assert (type(copied), copied) == (dict, {})
    assert attrs.evolve(record, extra={"new": 1}).extra == record_of(cls, {**wire, "new": 1}).extra == {"new": 1}


def test_records_are_frozen_and_hashable_values(record_of):
    """A record cannot be changed by accident, and may be kept in a set."""
    call = record_of(Call, CALL)

    assert {SAME} == {call}
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        call.tag = "other"
