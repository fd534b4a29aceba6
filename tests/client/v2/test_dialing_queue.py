"""The dialing queue: appending more than one request carries, and reading all of it."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from allo_ext import AlloConnectionError, AlloError, BadRequestError

NUMBERS = [f"+1202555{number:04}" for number in range(2_500)]


class Queue:
    """A queue of at most 1,000 numbers, as the API keeps it; `fails` are the appends that fail, by their count."""

    def __init__(self, size: int = 0, fails: dict[int, Any] | None = None) -> None:
        self.numbers = [f"+1303555{number:04}" for number in range(size)]
        self.fails = fails or {}
        self.appends: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> Any:
        if request.method == "GET":
            return self.page(int(request.url.params["page"]), int(request.url.params["size"]))
        self.appends.append(request)
        if len(self.appends) in self.fails:
            return self.fails[len(self.appends)]
        wanted = [entry["number"] for entry in json.loads(request.content)["numbers"]]
        good = [number for number in wanted if number.startswith("+")]
        if len(self.numbers) + len(good) > 1_000:
            return httpx.Response(400, json={"error": {"code": "DIALING_QUEUE_LIMIT_REACHED"}})
        added = [{"number_to": number, "position": len(self.numbers) + n} for n, number in enumerate(good)]
        self.numbers += good
        skipped = [{"number": n, "reason": "INVALID_PHONE_NUMBER"} for n in wanted if not n.startswith("+")]
        return httpx.Response(200, json={"data": {"added": added, "skipped": skipped}})

    def page(self, page: int, size: int) -> httpx.Response:
        if not self.numbers:
            return httpx.Response(200, json={"data": [], "pagination": {"page": 0, "total_count": 0}})
        first = (page - 1) * size
        shown = [{"number_to": n, "position": first + at} for at, n in enumerate(self.numbers[first : first + size])]
        told = {"page": page, "total_count": len(self.numbers), "has_more": first + size < len(self.numbers)}
        return httpx.Response(200, json={"data": shown, "queue": {"id": "pdl_1", "name": "A"}, "pagination": told})


def skipped(result: Any) -> list[tuple[str, str]]:
    return [(entry.number, entry.reason) for entry in result.skipped]


def test_a_queue_is_filled_and_the_rest_is_named(make, scripted):
    """2,500 numbers, 990 of them in a queue of ten: every number is either added or skipped, with the reason."""
    for size, requests in [(0, 2), (10, 2), (700, 1), (1_000, 0)]:
        queue = Queue(size)
        result = make(scripted(queue)).v2.dialing_queue.append_numbers(iter(NUMBERS))

        room = 1_000 - size
        assert [entry.number_to for entry in result.added] == NUMBERS[:room]
        assert skipped(result) == [(number, "DIALING_QUEUE_LIMIT_REACHED") for number in NUMBERS[room:]]
        assert (len(queue.numbers), len(queue.appends)) == (1_000, requests)
        assert len({request.headers["idempotency-key"] for request in queue.appends}) == requests


def test_what_the_api_skips_leaves_room(make, scripted):
    """Numbers that the API cannot read are reported, and do not count."""
    queue = Queue(998)
    result = make(scripted(queue)).v2.dialing_queue.append_numbers(["12-34", NUMBERS[0], "5", *NUMBERS[1:3]])

    assert [entry.number_to for entry in result.added] == NUMBERS[:2]
    assert sorted(skipped(result)) == [
        (NUMBERS[2], "DIALING_QUEUE_LIMIT_REACHED"),
        ("12-34", "INVALID_PHONE_NUMBER"),
        ("5", "INVALID_PHONE_NUMBER"),
    ]


def test_strings_and_mappings_may_be_mixed(make, scripted):
    """A mapping is sent with what it holds."""
    queue = Queue()
    ada = {"number": NUMBERS[1], "name": "Ada", "emails": ("ada@example.com",)}
    make(scripted(queue)).v2.dialing_queue.append_numbers([NUMBERS[0], ada], email="claire@example.com")

    assert json.loads(queue.appends[0].content) == {
        "numbers": [{"number": NUMBERS[0]}, {**ada, "emails": ["ada@example.com"]}],
        "email": "claire@example.com",
    }


@pytest.mark.parametrize(
    ("failure", "kind"),
    [
        (httpx.ReadError("lost"), AlloConnectionError),
        (httpx.Response(400, json={"error": {"code": "DIALING_QUEUE_LIMIT_REACHED"}}), BadRequestError),
    ],
    ids=["lost", "full"],
)
def test_an_error_carries_what_was_done(make, scripted, quick, failure, kind):
    """A later request fails: the error holds the result of those before it, and the request is not repeated."""
    queue = Queue(fails={2: failure})
    with pytest.raises(kind) as caught:
        make(scripted(queue), retry=quick()).v2.dialing_queue.append_numbers(["12-34", *NUMBERS])

    done = caught.value.done
    assert [entry.number_to for entry in done.added] == NUMBERS[:499]
    assert (skipped(done), len(queue.appends)) == ([("12-34", "INVALID_PHONE_NUMBER")], 2)
    assert caught.value.maybe_sent is (kind is AlloConnectionError)
    assert AlloError().done is None


def test_a_key_is_numbered(make, scripted):
    """The same key for two requests would answer the second one with the first one's stored answer."""
    queue = Queue()
    make(scripted(queue)).v2.dialing_queue.append_numbers(NUMBERS[:700], idempotency_key="monday")

    assert [request.headers["idempotency-key"] for request in queue.appends] == ["monday", "monday-2"]


def test_a_queue_is_read_to_its_end(make, scripted):
    """All numbers, or one page where one is asked for; None where there is no queue."""
    v2 = make(scripted(Queue(230))).v2
    whole, page = v2.dialing_queue.get(), v2.dialing_queue.get(page=3, size=100)

    assert (whole.id, [entry.position for entry in whole.numbers]) == ("pdl_1", list(range(230)))
    assert [entry.position for entry in page.numbers] == list(range(200, 230))
    assert make(scripted(Queue())).v2.dialing_queue.get() is None


def test_the_same_number_twice_is_read_twice(make, scripted):
    """Duplicates are allowed in a queue."""
    queue = Queue()
    queue.numbers = [NUMBERS[0]] * 150

    assert len(make(scripted(queue)).v2.dialing_queue.get().numbers) == 150
