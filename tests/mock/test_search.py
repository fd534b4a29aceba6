"""Look-ups and searches of the account, on which every version of the API stands."""

from __future__ import annotations

from datetime import timedelta

import pytest

from allo_ext.testing._account.calls import Call
from allo_ext.testing._account.events import Event
from allo_ext.testing._account.lines import PHONE_LINES
from allo_ext.testing._account.opening import opened
from allo_ext.testing._account.people import default_now
from allo_ext.testing._account.search import Search, words_of
from allo_ext.testing._account.simulate import simulate_call, simulate_sms
from allo_ext.testing._account.state import State

PARIS = PHONE_LINES[3].number
OFFICE = PHONE_LINES[0].number


def account(*, calls: int = 400, contacts: int = 60) -> State:
    return opened(
        seed=0, contacts=contacts, calls=calls, now=None, ends=None, numbers=None, sender_ids=(), pending_sender_ids=()
    )


def everything(state: State) -> list:
    """Every item, made one by one, newest first."""
    whole = state.items.search(Search(), 0, 10**9)
    assert len(whole.items) == whole.total
    return whole.items


def day(offset: int) -> float:
    return (default_now() - timedelta(days=offset)).timestamp()


SEARCHES = [
    pytest.param(Search(), id="everything"),
    pytest.param(Search(kind="call"), id="calls"),
    pytest.param(Search(kind="message"), id="messages"),
    pytest.param(Search(allo_number=PARIS), id="line"),
    pytest.param(Search(allo_number="+12125550199"), id="no-line"),
    pytest.param(Search(contact_number="anonymous"), id="anonymous"),
    pytest.param(Search(is_outbound=True), id="direction"),
    pytest.param(Search(results=frozenset({"VOICEMAIL"})), id="result"),
    pytest.param(Search(results=frozenset({"TRANSFERRED_AI", "TRANSFERRED_EXTERNAL"})), id="results"),
    pytest.param(Search(tags=frozenset({"billing", "devis"})), id="tags"),
    pytest.param(Search(user="nora@mycompany.example"), id="user"),
    pytest.param(Search(is_recorded=False, kind="call"), id="recorded"),
    pytest.param(Search(words=words_of("Refund CARD")), id="words"),
    pytest.param(Search(words=words_of("refun")), id="beginning"),
    pytest.param(Search(words=words_of("zeppelin")), id="no-such-word"),
    pytest.param(Search(since=day(7), until=day(5)), id="dates"),
    pytest.param(Search(since=day(-1)), id="future"),
    pytest.param(
        Search(kind="call", allo_number=OFFICE, is_outbound=False, words=("order",), since=day(12)), id="all-at-once"
    ),
]


@pytest.fixture(scope="module", params=[400, 4_000], ids=["part-of-a-period", "two-periods"])
def untouched(request) -> State:
    """An account that nothing happens to."""
    return account(calls=request.param)


@pytest.fixture(scope="module")
def whole(untouched) -> list:
    """All of its items."""
    return everything(untouched)


@pytest.mark.parametrize("search", SEARCHES)
def test_a_search_finds_what_looking_at_everything_finds(search, untouched, whole):
    """The same items in the same order, their number, and whether more come; from either end."""
    wanted = [item for item in whole if search.finds(item)]
    found = untouched.items.search(search, 5, 25)
    oldest = untouched.items.search(search, 0, 10, oldest_first=True)

    assert (found.items, found.total, found.has_more) == (wanted[5:25], len(wanted), len(wanted) > 25)
    assert oldest.items == wanted[::-1][:10]


def test_items_are_newest_first(whole):
    """Calls and messages of all lines, in order of time."""
    starts = [item.start for item in whole]

    assert starts == sorted(starts, reverse=True)


def test_a_contact_is_found_by_number():
    """All that was said with one number, and nothing else."""
    state = account()
    number = next(item.contact_number for item in everything(state) if item.contact_number != "anonymous")
    wanted = [item for item in everything(state) if item.contact_number == number]

    assert state.items.search(Search(contact_number=number), 0, 1_000).items == wanted
    assert number in state.items.contact_numbers(wanted[0].allo_number)


def test_every_item_is_found_by_its_id():
    """Calls and messages have ids of their own, with which each version makes its own."""
    state = account()
    simulate_call(state)
    simulate_sms(state)
    for item in everything(state):
        find = state.items.call if isinstance(item, Call) else state.items.message
        assert find(item.key) == item
    for contact in state.every_contact():
        assert state.contact(contact.key) == contact


@pytest.mark.parametrize("key", ["", "0123456789", "x", "call_0123456789"])
def test_an_unknown_id_finds_nothing(key):
    """Neither a call, nor a message, nor a contact."""
    state = account()

    assert (state.items.call(key), state.items.message(key), state.contact(key)) == (None, None, None)


def test_what_has_just_happened_is_found():
    """A call that was simulated is the newest, and is found by whatever it has."""
    state = account()
    call = simulate_call(state, summary="About a zeppelin", tag="airships", result="ANSWERED", direction="OUTBOUND")
    text = simulate_sms(state, content="Zeppelins are late")

    assert state.items.search(Search(words=("zeppelin",))).items == [text, call]
    assert state.items.search(Search(tags=frozenset({"airships"}))).items == [call]
    assert everything(state)[:2] == [text, call]


@pytest.mark.parametrize("search", SEARCHES)
def test_a_changed_call_is_where_it_was_and_is_found_as_it_is_now(search):
    """Tags and summaries may be changed, of calls of the account and of later ones; nothing else moves."""
    state = account()
    simulate_call(state, summary="A refund")
    calls = [item for item in everything(state) if isinstance(item, Call)]
    for call in (calls[0], calls[3], calls[7], calls[40], calls[-1]):
        state.items.change_call(call, tags=("billing", "mine"), summary="Refund on a card")
    whole = everything(state)
    wanted = [item for item in whole if search.finds(item)]
    pages = [state.items.search(search, start, start + 3) for start in range(0, len(wanted) + 3, 3)]

    assert [item.key for item in whole if isinstance(item, Call)] == [call.key for call in calls]
    assert [item for page in pages for item in page.items] == wanted
    assert {page.total for page in pages} == {len(wanted)}
    assert state.items.call(calls[3].key).tags == ("billing", "mine")


def test_events_are_taken_once():
    """Whoever delivers them gets each once, with the object that it is about."""
    state = account()
    call = simulate_call(state)

    assert state.take_events() == [Event("call.ended", call, call.allo_number)]
    assert state.take_events() == []


def test_a_million_calls_cost_no_more_than_ten():
    """A page makes its own items alone; what is looked at besides is a period, once, whatever the size."""
    few, period, million = account(calls=10), account(calls=3_000), account(calls=1_000_000)
    for state in (few, period, million):
        for search in (one.values[0] for one in SEARCHES):
            before = state.account.made
            assert len(state.items.search(search, 0, 10).items) >= state.account.made - before
            state.items.search(search, 10**5, 10**5 + 10)

    assert few.items.index.looked_at < 50
    assert million.items.index.looked_at == period.items.index.looked_at


def test_a_search_that_arithmetic_answers_looks_at_no_call():
    """Lines, contacts, kinds and dates: a million calls cost what ten cost."""
    for calls in (10, 1_000_000):
        state = account(calls=calls)
        state.items.search(Search(kind="call", allo_number=OFFICE, since=day(30)), 0, 1)
        state.items.search(Search(contact_number="anonymous"), 0, 1)
        last = state.items.search(Search(kind="call"), 0, 1, oldest_first=True)

        assert state.items.index.looked_at == 0
        assert state.account.made <= 3
        assert last.total == calls


def test_the_second_search_looks_at_nothing_new():
    """What was learnt of a period is kept."""
    state = account(calls=2_000)
    state.items.search(Search(results=frozenset({"MISSED"})))
    before = state.items.index.looked_at
    state.items.search(Search(results=frozenset({"VOICEMAIL"}), since=day(3)))

    assert state.items.index.looked_at == before


def test_no_two_calls_of_a_large_account_are_the_same():
    """Parties and words come again after a period; times and ids do not."""
    state = account(calls=10_000)
    period = state.account.schedule.period
    first, second = state.account.call(7), state.account.call(7 + period)

    assert (first.contact_number, first.summary) == (second.contact_number, second.summary)
    assert first.start > second.start
    assert first.key != second.key


def test_every_contact_of_a_large_book_calls_sooner_or_later():
    """The period grows with the book."""
    state = account(calls=100_000, contacts=1_000)

    assert [n for n in range(1_000) if not state.account.history(n)] == []


def test_dates_are_bounds_to_the_second():
    """`since` is included, `until` is not."""
    state = account()
    newest = everything(state)[0]

    assert state.items.search(Search(since=newest.start)).items == [newest]
    assert newest not in state.items.search(Search(until=newest.start)).items
