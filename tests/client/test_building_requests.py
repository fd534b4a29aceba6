"""What is sent, built from arguments of any type that says what is meant."""

from __future__ import annotations

import copy
import pickle
import warnings
from datetime import UTC, date, datetime, timedelta, timezone
from types import SimpleNamespace
from typing import Any

import pytest

from allo_ext import NOT_GIVEN, InvalidArgumentError, v2
from allo_ext._wire import body, given, message_ids, near_miss, queue, request
from allo_ext.records import Message
from allo_v1.api.contacts import get_contact, search_contacts, update_contact
from allo_v1.types import UNSET

ODD = timezone(timedelta(hours=-5))
LATE = datetime(2026, 3, 1, 22, 30, tzinfo=ODD)  # the second of March in UTC


def refused(call: Any, *arguments: Any, **named: Any) -> tuple[str | None, str | None]:
    """Return the argument that a call names, and its problem."""
    with pytest.raises(InvalidArgumentError) as caught:
        call(*arguments, **named)
    return caught.value.field, caught.value.problem


def test_a_body_holds_what_was_given():
    """None is given, NOT_GIVEN is not; a trailing underscore is only Python's."""
    assert body.Body(from_="a", name=None, to=NOT_GIVEN).to_dict() == {"from": "a", "name": None}
    assert [bool(body.Body(to=NOT_GIVEN)), bool(body.Body(to=None))] == [False, True]
    assert [given.given(None), given.given(0), given.given(False)] == [NOT_GIVEN, 0, False]
    assert [request.given(NOT_GIVEN), request.given(None)] == [UNSET, None]
    for same in (
        type(NOT_GIVEN)(),
        copy.copy(NOT_GIVEN),
        copy.deepcopy(NOT_GIVEN),
        pickle.loads(pickle.dumps(NOT_GIVEN)),
    ):
        assert same is NOT_GIVEN
    assert (repr(NOT_GIVEN), bool(NOT_GIVEN)) == ("NOT_GIVEN", False)


def test_objects_are_mappings_records_or_where_it_is_allowed_strings():
    """Of a record, the fields that are named and have a value; sets and tuples in a mapping become lists."""
    record = SimpleNamespace(id="1", label=None, more=5)
    assert body.objects([{"a": ("x",), "b": "xy", "c": {"d": 1}}], "f") == [{"a": ["x"], "b": "xy", "c": {"d": 1}}]
    assert body.objects((one for one in [record]), "f", names=("id", "label")) == [{"id": "1"}]
    assert body.objects(["x", {"a": 1}], "f", text="name") == [{"name": "x"}, {"a": 1}]
    assert [body.objects(one, "f") for one in (None, NOT_GIVEN, [])] == [None, NOT_GIVEN, []]
    for one in ("x", {"a": 1}, 5):
        assert refused(body.objects, one, "f", text="name") == ("f", "must be a list")
    for entry, names in (("x", ("id",)), (5, ()), (record, ()), (record, ("id", "other"))):
        assert refused(body.objects, [entry], "f", names=names) == ("f", "contains an item that must be a mapping")


def test_a_day_is_that_in_utc_and_a_moment_is_sent_in_utc():
    """Without a zone it is UTC already; any other type is left for the rules."""
    naive = LATE.replace(tzinfo=None)
    assert [body.day(one) for one in (LATE, naive, date(2026, 3, 1), "x", 5)] == [
        *("2026-03-02", "2026-03-01", "2026-03-01", "x", 5),
    ]
    assert [body.moment(one) for one in (LATE, naive, LATE.astimezone(UTC), date(2026, 3, 1), "x", 5)] == [
        *("2026-03-02T03:30:00Z", "2026-03-01T22:30:00Z", "2026-03-02T03:30:00Z", "2026-03-01", "x", 5),
    ]


def test_a_range_of_days_is_a_pair_a_mapping_or_a_record():
    """An end that is None is left out; the first may be the last, but not later."""
    first, last = date(2026, 3, 1), date(2026, 3, 2)
    whole, half = {"from": "2026-03-01", "to": "2026-03-02"}, {"from": "2026-03-01"}
    for value in (
        (first, last),
        [first, LATE],
        {"from": first, "to": "2026-03-02"},
        v2.DateRange(from_=first, to=last),
    ):
        assert body.day_range(value, "f") == whole
    for value in ((first, None), {"from": first}, {"from": first, "to": None}, SimpleNamespace(from_=first, to=None)):
        assert body.day_range(value, "f") == half
    assert body.day_range({}, "f") == {}
    assert body.day_range((None, last), "f") == {"to": "2026-03-02"}
    assert body.day_range((first, first), "f") == {"from": "2026-03-01", "to": "2026-03-01"}
    assert body.day_range((5, "x"), "f") == {"from": 5, "to": "x"}  # for the rules
    assert body.day_range(NOT_GIVEN, "f") is NOT_GIVEN
    assert refused(body.day_range, (last, first), "f") == ("f", "must not end before it begins")
    for value in (
        "ab",
        (first,),
        (first, last, last),
        {"from": first, "until": last},
        SimpleNamespace(to=last),
        first,
        None,
    ):
        field, problem = refused(body.day_range, value, "f")
        assert (field, str(problem)[:14]) == ("f", "must be a pair")


def test_a_list_may_be_any_iterable_but_a_string():
    """What is no list is refused, or left for the rules where they name it."""
    for read in (body.texts, request.listed):
        assert [read(one, "f") for one in (("a",), {"a": 1}, [], "ab", None)] == [["a"], ["a"], [], "ab", None]
        assert refused(read, 5, "f") == ("f", "must be a list")
    assert (body.texts(NOT_GIVEN, "f"), request.listed(NOT_GIVEN, "f")) == (NOT_GIVEN, UNSET)
    assert body.identifiers(("a", "b"), "f") == ["a", "b"]
    for value in ("ab", ["a", ""], ["a", 5], None, NOT_GIVEN):
        assert refused(body.identifiers, value, "f") == ("f", "must be a list of non-empty strings")


def test_arguments_that_exclude_each_other_are_named():
    """None is a value; the later one is the one too many."""
    body.exclude(a=NOT_GIVEN, b=1, c=NOT_GIVEN)
    body.exclude(a=NOT_GIVEN)
    assert refused(body.exclude, a=None, b=NOT_GIVEN, c=1) == ("c", "cannot be combined with a")


def test_an_idempotency_key_is_a_header():
    """1 to 255 printable ASCII characters, spaces only inside."""
    for key in ("a", "a b", "~!", "a" * 255):
        assert request.checked_key(key) == key
    for wrong in ("", " a", "a ", "a\n", "é", "a" * 256, 5, None, b"a"):
        assert refused(request.checked_key, wrong)[0] == "idempotency_key"


LARGEST = 2**63 - 1
SENDABLE = ["a", "é", "😀", "", "\ud7ff\ue000", 5, 0.5, LARGEST, -LARGEST, True, None, [None, "a"], {"a": [{}]}]
NOT_SENDABLE = [
    *("\ud800", "a\udfff", LARGEST + 1, -LARGEST - 1, float("nan"), float("inf"), b"a", {1}, (1,), object()),
    *([["\ud800"]], ["a", {"b": {1}}], {"a": 1, 5: b"a"}, {"\ud800": 1}, {"a": float("nan")}),
]


def test_what_neither_json_nor_a_url_can_hold_is_refused_by_its_name():
    """Wherever it is, and whether the rules are checked or not."""
    rule: Any = {"type": "object", "properties": {"from": {"name": "from_"}}}
    for value in SENDABLE:
        request.check_body(rule, {"from": value, "other": value}, validated=False)
    for value in NOT_SENDABLE:
        says = "has a value that cannot be sent"
        assert refused(request.check_body, rule, {"x": 1, "from": value}, validated=False) == ("from_", says)
        assert refused(request.check_body, {}, {"x": value}, validated=False) == ("x", says)
    request.check_body(rule, {"from": datetime.now(UTC), "other": date(2026, 3, 1)}, validated=False)


def test_a_body_is_checked_against_its_rule_if_that_is_asked_for():
    """Also what has no rule of its own."""
    rule: Any = {"properties": {"from": {"name": "from_", "type": "string", "nullable": True}}, "additional": False}
    request.check_body(rule, {"from": 5, "x": 1}, validated=False)
    request.check_body(rule, {"from": None}, validated=True)
    request.check_body({}, {"x": 1}, validated=True)
    assert refused(request.check_body, rule, {"from": 5}, validated=True) == ("from_", "must be a string")
    assert refused(request.check_body, rule, {"x": 5}, validated=True) == ("x", "is unknown")


def built(endpoint: Any, *, validated: bool = False, headers: dict[str, str] | None = None, **arguments: Any) -> Any:
    return request.of(endpoint, arguments, validated=validated, headers=headers)


def test_a_request_is_what_httpx_takes():
    """Below the root of its version, with its operation; headers of the call are beside those of the body."""
    plain = built(search_contacts, page=0, size=NOT_GIVEN)
    assert (plain["method"], plain["url"], plain["params"]) == ("get", "/v1/api/contacts", {"page": 0})
    assert [one.id for one in plain["extensions"].values()] == ["search_contacts"]
    assert built(search_contacts, headers={"X-A": "1"})["headers"] == {"X-A": "1"}
    changed = built(update_contact, contact_id="c/1", body=body.Body(name="x"), headers={"X-A": "1"})
    assert changed["json"] == {"name": "x"}
    assert changed["headers"] == {"Content-Type": "application/json", "X-A": "1"}
    assert built(update_contact, contact_id="c", body=body.Body(name="x"))["headers"] == {
        "Content-Type": "application/json"
    }
    assert changed["url"].endswith("/contacts/c%2F1")


@pytest.mark.parametrize("validated", [True, False])
def test_an_id_that_would_change_the_path_is_refused(validated):
    """Empty, of dots, or no string; so is what a URL cannot hold."""
    for value in ("", ".", "..", "...", None, 5, True, ["c"]):
        assert refused(built, get_contact, contact_id=value, validated=validated) == (
            *("contact_id", "must be a non-empty string"),
        )
    for value in (".a", "a."):
        assert built(get_contact, contact_id=value, validated=False)["url"].endswith(f"/{value}")
    assert built(get_contact, contact_id="c" * 2_000)["url"].endswith("c" * 2_000)
    assert refused(built, get_contact, contact_id="c" * 2_001, validated=validated) == (
        *("contact_id", "must not have more than 2,000 characters"),
    )
    assert refused(built, get_contact, contact_id="\ud800", validated=validated)[0] == "contact_id"


def test_a_query_is_checked_by_the_names_in_python():
    """Only if that is asked for."""
    assert refused(built, search_contacts, page=-1, validated=True) == ("page", "must be 0 or more")
    assert refused(built, search_contacts, page=None, validated=True) == ("page", "must not be None")
    assert built(search_contacts, page=-1)["params"]["page"] == -1
    assert refused(built, search_contacts, page=float("nan")) == ("page", "has a value that cannot be sent")


@pytest.mark.parametrize(("topic", "close"), [("CALL_RECIEVED", "CALL_RECEIVED"), ("ping", "PING"), ("PINGS", "PING")])
def test_a_topic_that_looks_like_a_typing_error_is_warned_of(topic, close):
    """At the line of the caller; a known topic and another word are not."""
    known = ["SMS_SENT", "CALL_RECEIVED", "PING"]
    with pytest.warns(UserWarning, match=f"^Unknown topic '{topic}': did you mean {close}\\?$") as caught:
        near_miss.warn_of_near_miss(topic, known, stacklevel=1)
    assert caught[0].filename == __file__
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for other in (*known, "CONTACT_DELETED", "", "P"):
            near_miss.warn_of_near_miss(other, [*known, "CONTACT_UPDATED"], stacklevel=1)


def entries(*numbers: int) -> list[dict[str, Any]]:
    return [{"number": f"+1202555{number:04}"} for number in numbers]


def took(append: queue.Append, *, skip: int = 0, told: bool = True) -> int:
    """Send the next entries; the first of them are skipped."""
    sent = append.next()
    skipped = tuple(v2.SkippedNumber(number=one["number"], reason="DUPLICATE") for one in sent[:skip])
    added = tuple(v2.QueueNumber(number_to=one["number"]) for one in sent[skip:])
    append.took(sent, v2.AppendResult(added=added if told else None, skipped=skipped or None))
    return len(sent)


@pytest.mark.parametrize("told", [True, False], ids=["told", "counted"])
def test_a_queue_is_filled_in_batches_until_it_is_full(told):
    """Numbers that were skipped need no room. The others are reported as skipped, because it is full."""
    append = queue.Append(entries(*range(1_200)), 100)
    assert [took(append, skip=skip, told=told) for skip in (10, 0, 0)] == [500, 410, 0]
    result = append.result()
    assert (len(result.added or ()), len(result.skipped or ())) == (900 if told else 0, 10 + 290)
    assert (result.skipped or ())[-1] == v2.SkippedNumber(number="+12025551199", reason="DIALING_QUEUE_LIMIT_REACHED")
    assert len(append.so_far().skipped or ()) == 10
    assert append.so_far().added == result.added


@pytest.mark.parametrize(("size", "first"), [(None, 500), (0, 500), (501, 499), (999, 1), (1_000, 0), (1_007, 0)])
def test_no_more_is_sent_than_there_is_room(size, first):
    """If the size is not known, the queue may be empty; it may hold more than it should."""
    assert len(queue.Append(entries(*range(700)), size).next()) == first


def test_equal_messages_have_different_ids_and_the_same_ones_each_time():
    """Whatever else the API says about them; a field that names the message makes another one."""
    message = Message(content="Hi\ud800", start_date=LATE, extra={"a": 1})
    first, again = message_ids.MessageIds(), message_ids.MessageIds()
    ids = [first.of(message), first.of(message), first.of(Message(content="Ho"))]

    assert ids == [
        again.of(message),
        again.of(Message(content="Hi\ud800", start_date=LATE)),
        again.of(Message(content="Ho")),
    ]
    assert len(set(ids)) == 3
    assert message_ids.digest("x", 1) == "msg_16c10dfd2a1bf2524789fa04"
    stored = Message(content="Hi", start_date=datetime(2026, 3, 2, 9, 15, tzinfo=UTC))
    assert (
        message_ids.MessageIds().of(stored) == "msg_c808b30ab35ea47ec5be0476"
    )  # of messages that were stored long ago
    fields = ("type", "from_number", "sender_id", "to_number", "content")
    others = {message_ids.MessageIds().of(Message(**{field: "x"})) for field in fields}
    assert len({*others, message_ids.MessageIds().of(Message(start_date=LATE))}) == 6
