"""The account that a mock starts from."""

from __future__ import annotations

import re
import tracemalloc

import pytest

from allo_ext.testing._account.account import Account
from allo_ext.testing._account.chance import number_of, opaque
from allo_ext.testing._account.lines import PHONE_LINES
from allo_ext.testing._account.people import default_now

RESERVED = re.compile(
    r"\+1\d{3}55501\d\d|\+33(19900|26191|35301|46571|53649)\d{4}|\+3363998\d{4}|anonymous",
)


def account(*, contacts: int = 120, calls: int = 2_000, seed: int = 0) -> Account:
    return Account(seed=seed, contacts=contacts, calls=calls, now=default_now())


def every_call(made: Account) -> list:
    return [made.call(position) for position in range(made.calls)]


def test_the_same_seed_is_the_same_account():
    """Two accounts with one seed hold equal calls, contacts and messages."""
    first, second = account(), account()

    assert every_call(first) == every_call(second)
    assert [first.contact(n) for n in range(120)] == [second.contact(n) for n in range(120)]
    assert [first.message(n) for n in range(50)] == [second.message(n) for n in range(50)]


def test_another_seed_is_another_account():
    """A seed changes who called and what was said."""
    assert every_call(account(seed=1)) != every_call(account(seed=2))


def test_a_call_is_the_same_whatever_was_looked_at_before():
    """Calls are made from their position alone, so the order of reading does not matter."""
    forwards = every_call(account(calls=300))
    backwards = account(calls=300)
    backward_calls = [backwards.call(position) for position in reversed(range(300))]

    assert forwards == backward_calls[::-1]


def test_calls_are_newest_first():
    """Later positions are never later in time, and all lie before the moment at which the account stands still."""
    made = account()
    starts = [made.schedule.start_of(position) for position in range(2_000)]

    assert starts == sorted(starts, reverse=True)
    assert starts[0] < default_now().timestamp()


def test_every_call_belongs_to_exactly_one_line():
    """Counting and listing by line covers every call once."""
    made = account(calls=1_234)
    listed = [
        made.schedule.nth_on(line, nth)
        for line in range(len(PHONE_LINES))
        for nth in range(made.schedule.count_on(line))
    ]

    assert sorted(listed) == list(range(1_234))


def test_turning_the_schedule_round_finds_the_calls_of_a_party():
    """Going from a party to its calls gives what going through all calls gives."""
    made = account(calls=1_500)
    by_party: dict[int, list[int]] = {}
    for position in range(1_500):
        by_party.setdefault(made.schedule.party_of(position), []).append(position)
    found = {
        party: sorted(call for line in range(len(PHONE_LINES)) for call in made.schedule.with_party(party, line))
        for party in by_party
    }

    assert found == by_party


def test_a_conversation_is_newest_first():
    """Calls and messages with one contact are in order of time."""
    made = account()
    contact = max(range(120), key=lambda index: len(made.history(index)))
    items = [made.call(code // 2) if code % 2 else made.message(code // 2) for code in made.history(contact)]
    starts = [item.start for item in items]

    assert len(items) > 20
    assert starts == sorted(starts, reverse=True)


def test_numbers_are_made_up():
    """Every number of the account, its contacts and its callers is from a range set aside for fiction."""
    made = account()
    numbers = {number for call in every_call(made) for number in (call.from_number, call.to_number) if number}
    numbers |= {number for index in range(120) for number in made.contact(index).numbers}
    numbers |= {line.number for line in PHONE_LINES}

    assert [number for number in sorted(numbers) if not RESERVED.fullmatch(number)] == []


def test_contacts_have_numbers_and_ids_of_their_own():
    """No two contacts share an id or a first number, and none has one of the account's lines."""
    made = account(contacts=2_000)
    contacts = [made.contact(index) for index in range(2_000)]

    assert len({contact.key for contact in contacts}) == 2_000
    assert len({contact.numbers[0] for contact in contacts}) == 2_000
    assert not {line.number for line in PHONE_LINES} & {number for contact in contacts for number in contact.numbers}


@pytest.mark.parametrize(
    "seen",
    [
        pytest.param(lambda call: call.transcript is None, id="transcript-null"),
        pytest.param(lambda call: call.transcript == (), id="transcript-empty"),
        pytest.param(lambda call: call.from_number == "anonymous", id="anonymous"),
        pytest.param(lambda call: call.to_number is None, id="to-null"),
        pytest.param(lambda call: call.direction is None, id="direction-null"),
        pytest.param(lambda call: call.result == "VOICEMAIL", id="voicemail"),
        pytest.param(lambda call: call.result == "MISSED", id="missed"),
        pytest.param(lambda call: call.hides_result, id="result-absent"),
        pytest.param(lambda call: call.summary is None, id="summary-null"),
        pytest.param(lambda call: "storage.withallo.com" in (call.recording_url or ""), id="recording-documented"),
        pytest.param(lambda call: "api.withallo.com" in (call.recording_url or ""), id="recording-live"),
        pytest.param(lambda call: any(s.source == "AGENT" for s in call.transcript or ()), id="assistant"),
        pytest.param(lambda call: any("Bonjour" in s.text for s in call.transcript or ()), id="french"),
    ],
)
def test_the_account_has_every_kind_of_call(seen):
    """What has been seen live is in the account, so that programs meet it before their users do."""
    assert any(seen(call) for call in every_call(account()))


@pytest.mark.parametrize("contacts", [0, 1], ids=["none", "one"])
def test_an_account_may_be_nearly_empty(contacts):
    """Calls come from strangers where there are no contacts."""
    made = account(contacts=contacts, calls=50)

    assert len(every_call(made)) == 50


def test_a_million_calls_cost_no_memory():
    """The size of the history shows neither when the account is made nor when its far end is read."""
    tracemalloc.start()
    try:
        made = account(calls=1_000_000)
        calls = [made.call(made.schedule.nth_on(0, nth)) for nth in range(299_900, 300_000)]
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert len(calls) == 100
    assert peak < 5_000_000


@pytest.mark.parametrize("number", [0, 1, 299, 10**9, 16**10 - 1])
def test_an_id_leads_back_to_its_number(number):
    """Ids are turned back without a table."""
    assert number_of("cnt_", 7, opaque("cnt_", 7, number)) == number


@pytest.mark.parametrize("text", ["", "cnt_", "cnt_xyz", "call_0123456789", "cnt_0123456789a", "cnt_012345678G"])
def test_what_is_no_id_leads_nowhere(text):
    """Anything else is nobody's id."""
    assert number_of("cnt_", 0, text) is None
