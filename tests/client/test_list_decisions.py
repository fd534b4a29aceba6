"""What is decided about a list from its pages alone: whether there are more, whether it is complete, what is new."""

from __future__ import annotations

import itertools
import threading
import warnings
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allo_ext import (
    AlloApiError,
    ConfigurationError,
    InvalidArgumentError,
    Page,
    UnexpectedResponseError,
)
from allo_ext._lists.agreement import Agreement
from allo_ext._lists.paging import Seen, Walk, size_for
from allo_ext._lists.prefetch import read_ahead
from allo_ext._lists.refusals import Refusals, is_refusal
from allo_ext.errors import UnreadableLineWarning

SIZE = 10


def walk() -> Walk[str]:
    return Walk(SIZE, lambda item: item)


def page(start: int, length: int, **said: Any) -> Page[str]:
    return Page(results=tuple(f"item_{number}" for number in range(start, start + length)), **said)


FIRST: list[tuple[int, dict[str, Any], bool]] = [
    # The length of the first of the pages of ten, what is said about pages, and whether it is the last.
    *((length, {}, False) for length in (1, 5, 7, 9, 10)),  # the largest size may be smaller than ten
    *((length, {"total_pages": 1}, True) for length in (1, 3, 4, 6, 7, 9)),
    *((length, {"total_pages": 1}, False) for length in (5, 10, 11)),  # a round number may be the largest size
    *((length, {"total_pages": 0}, True) for length in (1, 7)),
    *((length, {"total_pages": 2}, False) for length in (1, 7, 10)),
    *((0, {"total_pages": total}, ended) for total, ended in ((None, True), (0, True), (1, True), (2, False))),
    *((length, {"has_more": True}, False) for length in (0, 1, 10)),
    *((length, {"has_more": True, "total_pages": 1}, False) for length in (0, 1, 10)),
    *((length, {"has_more": False}, True) for length in (0, 1, 5, 10, 11)),
    *((length, {"has_more": False, "total_pages": 2}, False) for length in (0, 1, 10)),
    *((10, {"has_more": False, "total_count": count}, count <= 10) for count in (0, 1, 9, 10, 11, 12)),
    (7, {"has_more": False, "total_count": 11}, False),
]


def test_the_first_page_is_the_last_where_that_is_certain():
    """A promise of more is always kept; a full page may not be the last unless the server says so in a field for it."""
    found = []
    for length, said, _ in FIRST:
        state = walk()
        assert len(state.take(0, page(0, length, **said))) == length
        found.append((length, said, state.ended))

    assert found == FIRST


def taken(*pages: Page[str], size: int = SIZE) -> tuple[list[bool], Walk[str]]:
    """Return whether the list had ended after each page, and the state in the end."""
    state: Walk[str] = Walk(size, lambda item: item)
    ended = []
    for number, each in enumerate(pages):
        state.take(number, each)
        ended.append(state.ended)
    return ended, state


def test_a_page_shorter_than_one_before_it_is_the_last():
    """Not one of the same length, though it is shorter than was asked for, and not one with more to come."""
    assert taken(page(0, 7), page(7, 7), page(14, 6))[0] == [False, False, True]
    assert taken(page(0, 5), page(5, 7), page(12, 6))[0] == [False, False, True]
    assert taken(page(0, 10), page(10, 10), page(20, 10), page(30, 0))[0] == [False, False, False, True]
    assert taken(page(0, 10, total_pages=3), page(10, 4, total_pages=3), page(14, 4, total_pages=3))[0] == [
        *(False, False, True),
    ]
    assert taken(page(0, 7, total_pages=2), page(7, 7, total_pages=2), page(14, 6, total_pages=2))[0] == [
        *(False, False, True),
    ]
    assert taken(page(0, 7, total_pages=1), size=7)[0] == [False]  # a full one
    for second, last in ((20, True), (21, False)):
        ended, _ = taken(page(0, 10, has_more=True), page(10, 10, has_more=False, total_count=second))
        assert ended == [False, last]


def test_pages_without_anything_new_are_followed_twice():
    """The third in a row ends the list, or is an error where it must have more."""
    assert taken(page(0, 10), *[page(0, 4)] * 3)[0] == [False, True, True, True]
    full = page(0, 10)
    assert taken(full, page(10, 10), *[page(10, 10)] * 3)[0] == [False, False, False, False, True]
    assert taken(full, full, full, page(10, 10), full, full)[0] == [False] * 6
    for said in ({"total_pages": 0}, {"total_pages": 1}):
        only = page(0, 10, **said)
        assert taken(only, only, only, only)[0] == [False, False, False, True]
    short = page(0, 7)
    assert taken(short, short, short, short)[0] == [False, False, False, True]
    for endless in (full, page(0, 10, has_more=True), page(0, 7, total_pages=9), page(0, 7, has_more=True)):
        state = walk()
        for number in range(3):
            state.take(number, endless)
        with pytest.raises(UnexpectedResponseError, match=r"^Page 3 repeats the items of earlier pages") as caught:
            state.take(3, endless)
        assert (caught.value.status, caught.value.reason) == (200, "incomplete")
    empty = page(0, 0, has_more=True)
    assert taken(empty, empty, empty)[0] == [False, False, True]
    assert taken(page(0, 10), empty, empty, empty)[0] == [False, False, False, True]


def test_as_many_pages_are_expected_as_were_announced():
    """Or one more, after which it may end; nothing is expected of a server that announced fewer than there are."""
    for ended in (walk(), taken(page(0, 7, total_pages=1))[1], taken(page(0, 0))[1]):
        assert ended.expected() == 1
    assert taken(page(0, 10, total_pages=3))[1].expected() in {3, 4}
    assert taken(page(0, 10, total_pages=3), page(10, 10, total_pages=5))[1].expected() in {5, 6}
    assert taken(page(0, 10))[1].expected() is None
    lie = [page(0, 10, total_pages=1), page(10, 10, total_pages=1), page(20, 10, total_pages=9)]
    assert [taken(*lie[:count])[1].expected() for count in (2, 3)] == [None, None]
    assert taken(page(0, 10, total_pages=1), page(0, 0, total_pages=2, has_more=True))[1].expected() in {2, 3}


REFUSED = {status: status in {400, 404, 422} for status in (400, 401, 403, 404, 409, 422, 429, 500)}


@pytest.mark.parametrize(
    ("pages", "complete"),
    [
        ([], False),
        ([page(0, 10)], False),
        ([page(0, 9)], True),
        ([page(0, 0)], True),
        ([page(0, 10, total_pages=1)], True),
        ([page(0, 10, total_pages=2)], False),
        ([page(0, 9, total_pages=2)], False),
        ([page(0, 9, has_more=True)], False),
        ([page(0, 10, total_pages=2), page(10, 10, total_pages=2)], True),
        ([page(0, 10, total_pages=3), page(10, 10, total_pages=3)], False),
    ],
    ids=lambda one: None if isinstance(one, bool) else f"{len(one)}-pages",
)
def test_a_page_may_be_refused_after_all_that_were_announced(pages, complete):
    """With a status that can mean that there is no such page."""
    _, state = taken(*pages)

    assert {status: state.ends_with(AlloApiError("x", status=status)) for status in REFUSED} == {
        status: complete and may for status, may in REFUSED.items()
    }


def test_a_list_has_one_page_where_nothing_can_have_been_missed_between_two():
    """One was taken, or it was announced as the only one and is not full; an empty page after it does not count."""
    one, two = page(0, 7, total_pages=1), page(0, 10, total_pages=1)
    assert [taken(*pages)[1].one_page for pages in ([page(0, 10)], [one], [two], [page(0, 0)])] == [True] * 4
    assert taken(one, page(0, 0, total_pages=1))[1].one_page
    assert taken(page(0, 0, total_pages=0, has_more=True), page(0, 0, total_pages=0))[1].one_page
    assert not taken(two, page(0, 0, total_pages=1))[1].one_page
    assert not taken(one, page(7, 1, total_pages=1))[1].one_page
    assert not taken(page(0, 7), page(0, 0))[1].one_page
    assert not taken(page(0, 7), page(7, 7), page(0, 0, total_pages=1))[1].one_page
    assert not taken(page(0, 7, total_pages=2), page(0, 0, total_pages=2))[1].one_page


def test_items_without_an_id_that_are_equal_are_told_apart_on_a_page():
    """As often as one page has them; with an id, it is one item."""
    equal = [Page(results=results) for results in ((("a",),) * 3, (("a",),) * 2, (("a",),) * 4)]
    items: Walk[Any] = Walk(SIZE, lambda item: item)
    assert [len(items.take(number, each)) for number, each in enumerate(equal)] == [3, 0, 1]
    assert len(walk().take(0, Page(results=("a", "b", "a")))) == 2


@given(keys=st.lists(st.integers(0, 12), max_size=80))
def test_what_came_lately_is_remembered_and_what_came_long_ago_is_not(keys):
    """A key is known if fewer than three others came since, and new if six others did."""
    seen, before = Seen(3), list[int]()
    for key in keys:
        new = seen.add(key)
        if key not in before:
            assert new
        else:
            others = set(before[len(before) - before[::-1].index(key) :])
            assert new is (len(others) >= 6) or 3 <= len(others) < 6
        before.append(key)


def test_ten_thousand_keys_are_remembered():
    """And at most twice as many."""
    seen = Seen()
    assert all(seen.add(number) for number in range(30_001))
    assert [seen.add(30_000), seen.add(20_001), seen.add(9_999)] == [False, False, True]


def test_pages_have_a_size_that_the_api_allows():
    """As many items as are wanted, from ten to a hundred."""
    assert [size_for(count) for count in (0, 1, 9, 10, 11, 99, 100, 101, 10**6)] == [
        10,
        10,
        10,
        10,
        11,
        99,
        100,
        100,
        100,
    ]


def passes(*lists: Any, one_page: bool = False, counts: Any = None) -> tuple[list[bool], list[Any]]:
    """Return whether reading was complete after each pass, and the items that were new."""
    agreement: Agreement[Any] = Agreement(lambda item: item, counts)
    ended, new = [], []
    for each in lists:
        new += [item for item in each if agreement.add(item)]
        ended.append(agreement.end(one_page=one_page))
    return ended, new


def test_two_passes_agree_if_they_found_the_same_but_for_new_items_in_front():
    """Each item is new once; the order does not matter."""
    assert passes("abc", "abc") == ([False, True], ["a", "b", "c"])
    assert passes("abc", "cab") == ([False, True], ["a", "b", "c"])
    assert passes("abc", "xyabc") == ([False, True], [*"abcxy"])
    assert passes("abc", "axbc", "axbc")[0] == [False, False, True]
    assert passes("abc", "ab", "ab")[0] == [False, False, True]
    assert passes("abc", "xab", "yxab")[0] == [False, False, True]
    assert passes("", "")[0] == [False, True]
    assert passes("a", "")[0] == [False, False]
    assert passes("abc", one_page=True)[0] == [True]


def test_equal_items_without_an_id_are_counted_in_each_pass():
    """A key that is no string is all that an item has: two of them are two items."""
    assert passes([1, 1], [1, 1]) == ([False, True], [1, 1])
    assert passes([1], [1, 1], [1, 1]) == ([False, False, True], [1, 1])
    assert passes(["a", "a"], ["a"]) == ([False, True], ["a"])


def test_items_that_do_not_count_are_not_compared():
    """They are returned all the same."""
    assert passes("abX", "abY", counts=str.islower) == ([False, True], [*"abXY"])


def test_passes_that_never_agree_are_an_error_after_the_fifth():
    """Not before."""
    assert passes("a", "b", "c", "d")[0] == [False] * 4
    assert passes("a", "b", "c", "d", "d")[0][-1] is True
    with pytest.raises(UnexpectedResponseError, match=r"each of 5 passes") as caught:
        passes("a", "b", "c", "d", "e")
    assert (caught.value.status, caught.value.reason) == (200, "incomplete")


def test_a_refusal_is_about_the_request_and_not_about_the_key_or_the_pace():
    """A client error, or an argument that is not valid."""
    refusals = [status for status in range(300, 600) if is_refusal(AlloApiError("x", status=status))]

    assert refusals == [status for status in range(400, 500) if status not in {401, 403, 408, 425, 429}]
    assert is_refusal(InvalidArgumentError("x"))
    assert not is_refusal(ConfigurationError("x"))


def test_each_refused_line_is_warned_of_once_and_if_all_are_it_is_an_error():
    """The error of the first."""
    first, second = (AlloApiError(text, status=400) for text in "ab")
    refusals = Refusals(["+12025550143", "+12025550144", "+12025550145"])
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        refusals.report()
        for line, error in (("+12025550143", first), ("+12025550145", second)):
            refusals.add(line, error)
            refusals.report()
            refusals.report()
    said: list[Any] = [one.message for one in caught]
    assert [type(one) for one in said] == [UnreadableLineWarning] * 2
    assert [(one.number, one.error) for one in said] == [("+12025550143", first), ("+12025550145", second)]
    refusals.add("+12025550144", second)
    with pytest.raises(AlloApiError) as raised:
        refusals.report()
    assert raised.value is first


def test_threads_that_read_ahead_do_not_outlive_the_program():
    """They are daemons, with names to find them by."""
    seen: dict[int, tuple[str, bool]] = {}
    go = threading.Event()

    def fetch(number: int) -> int:
        thread = threading.current_thread()
        seen[number] = (thread.name, thread.daemon)
        if number:
            go.wait(20)
        return number

    pages = read_ahead(fetch, 2, lambda number: number, lambda: None)
    assert next(pages) == 0
    threads = [thread for thread in threading.enumerate() if thread.name.startswith("allo-read-ahead")]
    pages.close()
    go.set()
    for thread in threads:
        thread.join(20)

    assert seen == {number: (f"allo-read-ahead-{number}", True) for number in range(3)}


@pytest.mark.parametrize("depth", [0, 1, 3])
@pytest.mark.parametrize("expected", [None, 1, 2, 4])
def test_as_many_pages_are_asked_for_as_are_expected_and_no_more_than_the_depth(depth, expected):
    """The next one always; those beyond it while the one before is in use."""
    asked: list[int] = []
    lock = threading.Lock()

    def fetch(number: int) -> int:
        with lock:
            asked.append(number)
        return number

    used = []
    for number in itertools.islice(read_ahead(fetch, depth, lambda one: one, lambda: expected), 3):
        most = number + 1 + depth
        used.append(max(number + 1, most if expected is None else min(most, expected)))
        for _ in range(1000):
            if len(asked) >= used[-1]:
                break
            threading.Event().wait(0.01)
        assert sorted(asked) == list(range(used[-1]))
