"""What the panel reads of an account with version 2, as the views get it."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

pytest.importorskip("solara", reason="solara is not installed: make .venv")

from allo_ext import AlloClient, AsyncAlloClient
from allo_ext.panel._sources.items import callers_of, message_of
from allo_ext.panel._sources.reading import Choices
from allo_ext.panel._sources.source import taken_by
from allo_ext.panel._sources.v1 import V1
from allo_ext.panel._sources.v2 import Version2, search_text
from allo_ext.testing import MockAllo
from allo_ext.v2 import Contact, Item

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
LINE, ADA = "+12025550143", "+12025550178"
BOTH = Version2(can_tag=True, can_mark=True)


@pytest.fixture
def mock() -> MockAllo:
    return MockAllo(api_key="key", contacts=240, calls=300, validate_replies=True)


def ask(mock, question, key="key"):
    """Ask with an asynchronous client."""

    async def run() -> Any:
        async with AsyncAlloClient(key, transport=mock.transport, pace=None, retry=None) as allo:
            return await question(allo)

    return asyncio.run(run())


def paths(mock) -> list[str]:
    return [request.path for request in mock.requests]


@pytest.mark.parametrize(
    ("scopes", "expected"),
    [
        (["CONVERSATIONS_READ", "CONTACTS_READ"], V1),
        (["CRM_READ"], V1),
        (["CONVERSATIONS_READ", "CRM_READ"], Version2()),
        (["CONVERSATIONS_READ", "CRM_READ", "TAGS_WRITE"], Version2(can_tag=True)),
        (["CONVERSATIONS_READ", "CRM_READ", "CONVERSATIONS_WRITE"], Version2(can_mark=True)),
    ],
    ids=["no-crm", "no-conversations", "reads", "tags", "marks"],
)
def test_the_scopes_of_the_key_decide(mock, scopes, expected):
    """Version 2 if the key may read calls and people, else version 1; buttons only for what it may change."""
    mock.add_key("mine", scopes=scopes)

    assert ask(mock, Choices().choose, "mine") == expected


def test_the_key_is_looked_at_once(mock):
    """However many pages are opened, one request is sent."""
    choices = Choices()

    async def twice(allo) -> tuple[Any, Any]:
        return await choices.choose(allo), await choices.choose(allo)

    assert ask(mock, twice) == (BOTH, BOTH)
    assert paths(mock) == ["/v2/api/me"]


def test_where_the_key_cannot_be_looked_at_it_is_version_1_for_now(mock):
    """The page shows version 1 and its errors; the next page asks again."""
    choices = Choices()
    mock.faults.next(status=503, path="/me")

    async def twice(allo) -> tuple[Any, Any]:
        return await choices.choose(allo), await choices.choose(allo)

    assert ask(mock, twice) == (V1, BOTH)


def test_a_week_has_the_same_calls_in_both_versions(mock):
    """Their times agree; version 2 has messages and names as well."""
    since = NOON - timedelta(days=7)

    def facts(week) -> list[tuple[datetime, timedelta]]:
        return sorted((call.start_date, call.duration) for call in week.calls)

    one, two = ask(mock, lambda allo: V1.week(allo, since)), ask(mock, lambda allo: BOTH.week(allo, since))

    assert facts(one) == facts(two)
    assert len(facts(one)) > 10
    assert (one.messages, one.callers) == ((), ())
    assert {caller.numbers[0] for caller in two.callers if caller.name} <= {
        call.contact_number for call in two.calls
    } | {message.contact_number for message in two.messages}


def test_an_answered_call_has_who_took_it_and_a_missed_one_has_not(mock):
    """The name is that of the team member; nobody took a call that was missed."""
    calls = ask(mock, lambda allo: BOTH.week(allo, NOON - timedelta(days=30))).calls
    taken = {call.result: set() for call in calls}
    for call in calls:
        if call.direction == "INBOUND":
            taken[call.result].add(bool(taken_by(call)))

    assert True in taken["ANSWERED"]
    assert taken["MISSED"] == {False}


def test_a_search_is_done_by_the_server(mock):
    """One request for what is found, whatever the size of the book; the number of all matches is known."""
    mock.requests.clear()
    found = ask(mock, lambda allo: BOTH.search(allo, "rosa o'", 200))

    assert [contact.full_name for contact in found.contacts] == ["Rosa O'Connell"]
    assert (found.total, paths(mock)) == (1, ["/v2/api/crm/people/search"])


def test_the_list_is_by_name_and_as_long_as_asked(mock):
    """In pages of 100, and the whole number of people beside it."""
    found = ask(mock, lambda allo: BOTH.search(allo, "", 100))

    assert (len(found.contacts), found.total) == (100, 240)
    assert [one.name for one in found.contacts] == sorted([one.name for one in found.contacts], key=str.casefold)


def test_the_list_reaches_to_whoever_was_chosen(mock):
    """Somebody found by a search, and far down in the list, is in it."""
    everybody = ask(mock, lambda allo: BOTH.search(allo, "", 240)).contacts
    found = ask(mock, lambda allo: BOTH.search(allo, "", 100, everybody[-1].id)).contacts

    assert found[-1] == everybody[-1]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("  Rosa ", "Rosa"),
        ("+1 (202) 555-0143", "12025550143"),
        ("06 39 98 00 01", "639980001"),
        ("555 01", "55501"),
        ("12", "12"),
        ("Bus 42", "Bus 42"),
        ("", ""),
    ],
    ids=["name", "international", "national", "part", "two-digits", "mixed", "empty"],
)
def test_a_phone_number_is_searched_by_its_digits(words, expected):
    """People write numbers in many ways; the API has them in E.164."""
    assert search_text(words) == expected


def test_a_caller_is_found_in_the_address_book_by_number(mock):
    """The conversation of a call belongs to a person; of a number that nobody has, to the number."""
    rosa = ask(mock, lambda allo: BOTH.search(allo, "rosa o'", 1)).contacts[0]

    assert ask(mock, lambda allo: BOTH.contact(allo, f"tel:{rosa.numbers[0]}")) == rosa
    stranger = ask(mock, lambda allo: BOTH.contact(allo, "tel:+12025550199"))
    assert (stranger.id, stranger.numbers, stranger.full_name) == ("tel:+12025550199", ("+12025550199",), "")


def test_a_filter_that_the_server_ignores_finds_nobody(mock):
    """The number of whoever is found is compared."""
    people = ask(mock, lambda allo: BOTH.search(allo, "", 3)).contacts

    class Deaf:
        async def search(self, **_: object) -> Any:
            return people

    deaf = Deaf()
    deaf.v2 = deaf
    deaf.people = deaf

    assert asyncio.run(BOTH.contact(deaf, "tel:+12025550199")).id == "tel:+12025550199"


def test_a_conversation_has_the_newest_items_of_all_numbers_and_the_deals(mock):
    """Newest first, calls and messages, of every number of the contact."""
    rosa = ask(mock, lambda allo: BOTH.search(allo, "rosa o'", 1)).contacts[0]
    mock.simulate_call(contact_number=rosa.numbers[0])
    mock.simulate_sms(contact_number=rosa.numbers[0], content="The newest")
    with AlloClient("key", transport=mock.transport, pace=None) as allo:
        deals = {
            deal.name
            for deal in allo.v2.deals.iter()
            if deal.company and rosa.company and deal.company.name == rosa.company.name
        }
    talk = ask(mock, lambda allo: BOTH.talk(allo, rosa.id, rosa.numbers, 3))
    dates = [item.start_date for item in talk.items]

    assert talk.items[0].message.content == "The newest"
    assert dates == sorted(dates, reverse=True)
    assert {deal.name for deal in talk.deals} == deals


def test_who_is_unread_comes_once_and_the_newest_first(mock):
    """However many calls and messages of theirs are unread; marking as read takes them away."""
    for number in ("+12025550178", "+12025550199", "+12025550178"):
        mock.simulate_sms(LINE, contact_number=number, content="Hello?")
    before = ask(mock, lambda allo: BOTH.waiting(allo, "unread"))
    ask(mock, lambda allo: allo.v2.conversations.execute_action("+12025550178", "READ"))
    after = ask(mock, lambda allo: BOTH.waiting(allo, "unread"))

    assert [contact.numbers[0] for contact in before] == ["+12025550178", "+12025550199"]
    assert [contact.numbers[0] for contact in after] == ["+12025550199"]


def test_withheld_numbers_are_nobody():
    """A caller without a number has no conversation; each number is there once, by the name of its first item."""
    items = [
        Item(id="cll-1", contact_number=None),
        Item(id="cll-2", contact_number="anonymous"),
        Item(id="cll-3", contact_number=ADA, contacts=(Contact(id="cnt-1", name="Ada"),), date=NOON),
        Item(id="cll-4", contact_number=ADA),
    ]

    assert [(one.id, one.full_name, one.last_activity_date) for one in callers_of(items)] == [
        (f"tel:{ADA}", "Ada", NOON)
    ]


def test_a_message_goes_from_the_line_to_the_contact():
    """By its direction."""
    item = Item(id="msg-1", type="SMS", direction="OUTBOUND", allo_number=LINE, contact_number=ADA, content="Hi")

    assert (message_of(item).from_number, message_of(item).contact_number) == (LINE, ADA)
