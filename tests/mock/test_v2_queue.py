"""The Power Dialer's queue in the mock."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from allo_ext import AlloClient, NotFoundError

if TYPE_CHECKING:
    from collections.abc import Iterator

    import httpx

    from allo_ext.testing import MockAllo

QUEUE = "https://api.withallo.com/v2/api/dialing-queues/current"
NUMBERS = [f"+1202555{n:04d}" for n in range(100, 2600)]


@pytest.fixture
def allo(mock: MockAllo) -> Iterator[AlloClient]:
    with AlloClient("key", transport=mock.transport, pace=None) as client:
        yield client


def test_a_queue_takes_a_thousand_numbers_and_accounts_for_all(allo: AlloClient) -> None:
    """Of 2,500 numbers, each is added or skipped with its reason, none of them in silence."""
    given = [*NUMBERS[:10], "not a number", *NUMBERS[10:2499]]
    result = allo.v2.dialing_queue.append_numbers(given)
    added, skipped = result.added or (), result.skipped or ()
    assert [entry.number_to for entry in added] == NUMBERS[:1000]
    assert [one.number for one in skipped] == ["not a number", *NUMBERS[1000:2499]]
    assert [one.reason for one in skipped] == ["INVALID_PHONE_NUMBER"] + ["DIALING_QUEUE_LIMIT_REACHED"] * 1499
    queue = allo.v2.dialing_queue.get()
    assert queue is not None
    assert [entry.position for entry in queue.numbers or ()] == list(range(1000))
    assert [entry.number_to for entry in queue.numbers or ()] == NUMBERS[:1000]


def test_an_append_that_crosses_the_limit_adds_nothing(http: httpx.Client) -> None:
    """It is 400 DIALING_QUEUE_LIMIT_REACHED; the queue is as it was, and one number fewer fits."""
    numbers = [{"number": number} for number in NUMBERS[:1000]]
    assert http.post(f"{QUEUE}/numbers", json={"numbers": numbers[:1]}).status_code == 200
    refused = http.post(f"{QUEUE}/numbers", json={"numbers": numbers})
    assert (refused.status_code, refused.json()["error"]["code"]) == (400, "DIALING_QUEUE_LIMIT_REACHED")
    assert http.get(QUEUE).json()["pagination"]["total_count"] == 1
    assert http.post(f"{QUEUE}/numbers", json={"numbers": numbers[1:]}).status_code == 200


def test_each_member_has_a_queue(http: httpx.Client, allo: AlloClient) -> None:
    """An e-mail address and an id mean the same member, the id first; nobody means the key's owner."""
    own = allo.v2.dialing_queue.upsert(name="Own", voicemail_handling="NO_SKIP")
    other = allo.v2.dialing_queue.reset(name="Theo's", email="Theo@mycompany.example")
    assert own.assignee_id == own.creator_id == other.creator_id != other.assignee_id
    theirs = allo.v2.dialing_queue.get(user_id=other.assignee_id or "", email="nora@mycompany.example")
    assert theirs is not None
    assert (theirs.id, theirs.name) == (other.id, "Theo's")
    mine = allo.v2.dialing_queue.upsert(do_not_disturb="ENABLED")
    assert (mine.id, mine.name, mine.voicemail_handling, mine.do_not_disturb) == (own.id, "Own", "NO_SKIP", "ENABLED")
    for stranger in ({"user_id": "usr-0"}, {"email": "who@mycompany.example"}):
        answers = [
            http.get(QUEUE, params=stranger),
            http.delete(f"{QUEUE}/numbers", params={**stranger, "position": 0}),
            http.post(QUEUE, json=stranger),
            http.patch(QUEUE, json=stranger),
            http.post(f"{QUEUE}/numbers", json={"numbers": [{"number": NUMBERS[0]}], **stranger}),
        ]
        assert {(one.status_code, one.json()["error"]["code"]) for one in answers} == {(404, "ASSIGNEE_NOT_FOUND")}


def test_reading_without_a_queue_is_empty_and_clearing_is_404(http: httpx.Client, allo: AlloClient) -> None:
    """A reset may come without a body, and leaves an empty queue whose settings are the first ones."""
    assert http.get(QUEUE).json() == {
        "data": [],
        "pagination": {"page": 0, "size": 0, "total_count": 0, "total_pages": 0, "has_more": False},
    }
    assert allo.v2.dialing_queue.get() is None
    with pytest.raises(NotFoundError) as missing:
        allo.v2.dialing_queue.clear_numbers(unassigned=True)
    assert missing.value.code == "DIALING_QUEUE_NOT_FOUND"
    allo.v2.dialing_queue.append_numbers(NUMBERS[:2])
    emptied = http.post(QUEUE)
    assert emptied.status_code == 200
    assert (emptied.json()["data"]["numbers"], emptied.json()["data"]["voicemail_handling"]) == ([], "SKIP")


def test_clearing_removes_what_is_named_and_shifts_the_rest(mock: MockAllo, allo: AlloClient) -> None:
    """By number (however it is written), position, both, or all that were not called; a called one stays."""
    queue = allo.v2.dialing_queue
    one, two, three = NUMBERS[:3]
    queue.append_numbers([one, two, one, three, one])

    def left() -> list[str | None]:
        found = queue.get()
        return [] if found is None else [entry.number_to for entry in found.numbers or ()]

    assert queue.clear_numbers(number="(202) 555-0100", position=2).removed == 1
    assert left() == [one, two, three, one]
    assert queue.clear_numbers(position=1).removed == 1
    assert queue.clear_numbers(number=one).removed == 2
    assert queue.clear_numbers(number=one).removed == 0
    assert left() == [three]
    wrongs: list[dict[str, Any]] = [{"position": 1}, {"position": 0, "number": one}]
    for wrong in wrongs:
        with pytest.raises(NotFoundError) as missing:
            queue.clear_numbers(**wrong)
        assert missing.value.code == "QUEUE_NUMBER_POSITION_NOT_FOUND"
    queue.append_numbers([two])
    call = mock.simulate_call(direction="OUTBOUND", contact_number=three)
    found = queue.get()
    assert found is not None
    assert [(entry.call_id or "")[-10:] for entry in found.numbers or ()] == [call.key, ""]
    assert queue.clear_numbers(unassigned=True).removed == 1
    assert left() == [three]


def test_filters_that_are_missing_or_exclude_each_other_are_refused(http: httpx.Client, allo: AlloClient) -> None:
    """Each with its code, before anything is removed."""
    allo.v2.dialing_queue.append_numbers(NUMBERS[:2])
    required, conflict = "DIALING_QUEUE_DELETE_FILTER_REQUIRED", "DIALING_QUEUE_DELETE_FILTER_CONFLICT"
    cases: list[tuple[dict[str, Any], str]] = [
        ({}, required),
        ({"unassigned": "false"}, required),
        ({"unassigned": "true", "position": 0}, conflict),
        ({"unassigned": "true", "number": NUMBERS[0]}, conflict),
        ({"number": "nobody"}, "INVALID_PHONE_NUMBER"),
        ({"unassigned": "yes"}, "INVALID_REQUEST_BODY"),
    ]
    for query, code in cases:
        answer = http.delete(f"{QUEUE}/numbers", params=query)
        assert (answer.status_code, answer.json()["error"]["code"]) == (400, code), query
    assert http.get(QUEUE).json()["pagination"]["total_count"] == 2


def test_appending_adds_people_and_companies_to_the_crm(allo: AlloClient) -> None:
    """A name makes a person, a known number matches one, and a company is matched without case."""
    known = allo.v2.companies.search(sort="NAME_ASC", size=1).results[0]
    holder = next(iter(allo.v2.people.iter()))
    before = allo.v2.people.search(size=1).total_count or 0
    result = allo.v2.dialing_queue.append_numbers(
        [
            {
                "number": "(202) 555-0199",
                "name": "Ada",
                "company": (known.name or "").upper(),
                "addresses": ["1 Main St"],
            },
            {"number": (holder.numbers or ("",))[0], "name": "Other"},
            {"number": NUMBERS[0]},
            {"number": NUMBERS[1], "last_name": "Lovelace", "company": "Brand New"},
        ]
    )
    assert [entry.sync_status for entry in result.added or ()] == ["SYNCED", "SYNCED", "NOT_SYNCED", "SYNCED"]
    (person,) = allo.v2.people.find("+12025550199")
    assert (person.name, person.address, person.company and person.company.id) == ("Ada", "1 Main St", known.id)
    assert allo.v2.people.get(holder.id).name == holder.name
    assert allo.v2.people.search(size=1).total_count == before + 2
    assert allo.v2.companies.search(name="brand").total_count == 1


def test_two_appends_at_once_can_be_tried(mock: MockAllo, allo: AlloClient) -> None:
    """After the fault DIALING_QUEUE_APPEND_CONFLICT the client sends again, and each number is there once."""
    mock.faults.next(code="DIALING_QUEUE_APPEND_CONFLICT", path="/numbers")
    assert len(allo.v2.dialing_queue.append_numbers(NUMBERS[:3]).added or ()) == 3
    queue = allo.v2.dialing_queue.get()
    assert queue is not None
    assert len(queue.numbers or ()) == 3
