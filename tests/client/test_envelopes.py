"""The envelope of a response: `data` once, twice or not at all, and what is said about pages."""

from __future__ import annotations

import itertools
from copy import deepcopy
from typing import Any

import pytest

from allo_ext import Page, records
from allo_ext._wire import envelope
from allo_ext._wire.essentials import check_of

CALL = {"id": "call_1"}
CALLS = records.Call


def outcome(read: Any, body: Any) -> Any:
    """Return what is read, or TypeError where it is refused."""
    try:
        return read(body)
    except TypeError:
        return TypeError


def test_data_is_unwrapped_twice_at_most():
    """Beside `results` or `id` it is a field of a record."""
    read = envelope.one(CALLS)
    for body in (CALL, {"data": CALL}, {"data": {"data": CALL}}, {"data": {"data": CALL}, "success": True}):
        assert read(body).id == "call_1"
    for body in (
        {"data": {"data": {"data": CALL}}},
        {"id": "", "data": CALL},
        {"results": [], "data": CALL},
        [CALL],
        None,
    ):
        assert outcome(read, body) is TypeError
    assert read({"id": "call_2", "data": CALL}).extra == {"data": CALL}
    assert read({"data": {"data": {"id": "call_3", "data": 1}}}).id == "call_3"


LISTS: list[tuple[Any, Any]] = [
    # A body, and the number of its records.
    ([], 0),
    ([CALL], 1),
    ({"data": [CALL, CALL]}, 2),
    ({"results": [CALL]}, 1),
    ({"data": {"results": [CALL]}}, 1),
    ({"data": {"data": {"results": [CALL]}}}, 1),
    ({"data": {"results": None}}, 0),
    ({"data": {"metadata": {"total_pages": 1}}}, 0),
    ({"data": {"pagination": {"total_pages": 1}}}, 0),
    ({"data": None, "pagination": {"page": 1}}, 0),
    ({"data": None, "pagination": {}}, TypeError),
    ({"data": None}, TypeError),
    ({"data": {}}, TypeError),
    ({"data": {"metadata": {}, "pagination": {}}}, TypeError),
    ({"data": {"status": "down"}}, TypeError),
    ({"data": "x"}, TypeError),
    ({"data": {"results": {}}}, TypeError),
    ({"data": {"results": "x"}}, TypeError),
    ({"results": [{}]}, TypeError),
    (None, TypeError),
]


def test_a_list_is_one_where_the_body_says_so():
    """A list, `results`, or something about pages; null is an empty list. Any other object is not one."""
    for read in (envelope.page_of(CALLS), envelope.many(CALLS)):
        found = [(body, outcome(read, deepcopy(body))) for body, _ in LISTS]  # a list is emptied while it is read
        assert [(body, one if one is TypeError else len(one)) for body, one in found] == LISTS


SAID = {"total_pages": 3, "total_count": 5, "has_more": False, "current_page": 2}
PLACES: dict[str, Any] = {
    "around": {"data": [CALL], "pagination": SAID},
    "around, flat": {"data": [CALL], **SAID},
    "beside": {"data": {"results": [CALL], **SAID}},
    "metadata": {"data": {"results": [CALL], "metadata": SAID}},
    "nested": {"data": {"results": [CALL], "metadata": {"pagination": SAID, "page": 9}}},
    "pagination": {"data": {"results": [CALL], "metadata": None, "pagination": SAID}},
    "precedence": {
        "data": {
            "results": [CALL],
            **dict.fromkeys(SAID, 9),
            "metadata": {**dict.fromkeys(SAID, 8), "pagination": SAID},
            "pagination": dict.fromkeys(SAID, 7),
        }
    },
}


@pytest.mark.parametrize("place", PLACES)
def test_what_is_said_about_pages_is_found_wherever_it_is(place):
    """The innermost place counts."""
    assert envelope.page_of(CALLS, asked=7)(PLACES[place]) == Page(
        results=(CALLS(id="call_1"),), current_page=2, total_pages=3, total_count=5, has_more=False
    )


COUNTS: list[tuple[Any, int | None]] = [
    *((value, int(value)) for value in (0, 7, "0", "7", "007", "9" * 9, 0.0, 7.0)),
    *(
        (value, None)
        for value in (-1, -1.0, 7.5, "-1", "7.0", "", "²", "٣", "9" * 10, True, False, None, [], float("inf"))
    ),
]


def test_a_count_is_a_whole_number_from_0_in_any_form():
    """What is none is not known; the page is then the one that was asked for."""
    read = envelope.page_of(CALLS, asked=4)
    for value, count in COUNTS:
        page = read({"results": [], "metadata": dict.fromkeys(("current_page", "total_pages", "total_count"), value)})
        current = 4 if count is None else count
        assert [page.current_page, page.total_pages, page.total_count] == [current, count, count]
        assert type(page.total_pages) is type(count)
        assert page.has_more is None
    assert read({"results": [], "page": 3}).current_page == 3
    assert read({"results": [], "page": 3, "current_page": 0}).current_page == 0
    assert envelope.page_of(CALLS)([]).current_page == 0
    for value, more in [(True, True), (False, False), (1, None), ("true", None)]:
        assert read({"results": [], "metadata": {"has_more": value}}).has_more is more


WORDS = ("success", "deleted", "ok")
DONE = [
    None,
    {},
    {"data": None},
    {"data": {}},
    {"id": "x"},
    {"data": {"id": 5, "deleted": True}},
    {"data": {}, "ok": True},
]
NOT_DONE = [[], "ok", True, {"message": "no"}, {"id": ""}, {"id": None}, {"data": {"status": "down"}}, {"data": []}]


def test_nothing_is_returned_where_the_body_says_that_it_was_done():
    """One word against it is enough, beside `data` or in it. Neither is refused, unless no body is documented."""
    for body in DONE:
        assert outcome(envelope.no_content, body) is None
        assert outcome(envelope.accepted, body) is None
    for body in NOT_DONE:
        assert outcome(envelope.no_content, body) is TypeError
        assert outcome(envelope.accepted, body) is None
    for word, other in itertools.permutations(WORDS, 2):
        for said in ({word: False}, {word: False, other: True}):
            for body in (
                said,
                {"data": said},
                {"data": {}, **said},
                {"data": {"id": "x"}, **said},
                {**said, "id": "x"},
            ):
                assert outcome(envelope.no_content, body) is TypeError
                assert outcome(envelope.accepted, body) is TypeError
        for said in ({word: True}, {"data": {word: True}}, {"data": {other: True}, word: True}):
            assert outcome(envelope.no_content, said) is None
        assert outcome(envelope.no_content, {word: "true"}) is TypeError
        assert outcome(envelope.accepted, {word: None}) is None


def test_a_part_beside_data_is_read_or_missing():
    """Null is missing; what is there must be one."""
    read = envelope.part("call", CALLS)
    assert read({"call": CALL, "data": {"id": "x"}}) == CALLS(id="call_1")
    assert [outcome(read, body) for body in ({"call": None}, {}, [], None)] == [None] * 4
    assert outcome(read, {"call": {}}) is TypeError


LINE, HOOK, TALK = records.Number, records.Webhook, records.ConversationItem
ESSENTIAL: list[tuple[type[Any], Any, bool]] = [
    (LINE, {"number": "+12025550143"}, True),
    (LINE, {"name": "x"}, True),
    (LINE, {"number": None}, True),  # the API documents it
    (LINE, {"name": None}, True),
    (LINE, {"country": "FR"}, False),
    *((HOOK, {name: "x"}, True) for name in ("id", "url", "allo_number")),
    (HOOK, {"id": None, "url": "", "enabled": True}, False),
    *((records.Message, {name: "x"}, True) for name in ("content", "to_number")),
    (records.Message, {"content": "", "to_number": None, "from_number": "x"}, False),
    (TALK, {"type": "CALL"}, True),
    (TALK, {"call": CALL}, True),
    (TALK, {"message": {"content": "x"}}, True),
    (TALK, {"message": {"to_number": "x"}}, True),
    (TALK, {"message": {"mood": "x"}}, False),
    (TALK, {"type": "", "call": None}, False),
    (CALLS, {"id": "x"}, True),
    (CALLS, {"id": ""}, False),
    (records.Contact, {"id": "x"}, True),
    (records.Contact, {"name": "x"}, False),
]


@pytest.mark.parametrize(("cls", "body", "ok"), ESSENTIAL, ids=lambda one: getattr(one, "__name__", None))
def test_a_record_has_a_value_in_one_of_its_essential_fields(cls, body, ok):
    """Alone or in a list; else it is not that record."""
    results = [outcome(read, each) for read, each in [(envelope.one(cls), body), (envelope.many(cls), [body])]]

    assert [result is not TypeError for result in results] == [ok, ok]


def test_the_essential_fields_can_be_named():
    """For an operation whose response must have them; the error names the record and the fields."""
    read = envelope.one(HOOK, "id", "url")
    assert read({"url": "x"}).url == "x"
    with pytest.raises(TypeError, match=r"^a Webhook without id or url$"):
        read({"allo_number": "x"})
    assert check_of(CALLS) is None
    assert check_of(HOOK, "id") is not None


def test_a_message_that_is_none_is_kept_beside_others():
    """In `extra`, as it came; one that can be read stays."""
    odd = {"mood": "x"}
    item = envelope.one(TALK)({"type": "CALL", "message": odd, "z": 1})

    assert (item.message, item.extra) == (None, {"message": odd, "z": 1})
    assert envelope.one(TALK)({"type": "CALL", "message": {"content": "x"}}).message.content == "x"
