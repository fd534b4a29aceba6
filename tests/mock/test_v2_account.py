"""The team, its lines, conversations, items, templates, webhooks and figures of version 2 in MockAllo."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from allo_ext import AlloClient, NotFoundError
from allo_ext.testing import MockAllo, Quirks

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def allo(mock: MockAllo) -> Iterator[AlloClient]:
    with AlloClient("key", transport=mock.transport, pace=None, retry=None) as client:
        yield client


def test_the_team_has_roles_and_a_former_member(allo):
    """Blocked members are listed when asked for; each can be read by id."""
    team, former = allo.v2.users.list(), allo.v2.users.list(status="BLOCKED")

    assert {user.role for user in team} == {"ADMIN", "MANAGER", "MEMBER"}
    assert {user.status for user in former} == {"BLOCKED"}
    assert [allo.v2.users.get(user.id) for user in (*team, *former)] == [*team, *former]
    assert {user.role for user in allo.v2.users.list(role="ADMIN")} == {"ADMIN"}


def test_the_numbers_are_those_of_version_1(mock, allo):
    """A sender id has no number, and a shared line several users."""
    numbers, old = allo.v2.numbers.list(), allo.numbers.list()

    assert [number.number for number in numbers] == [number.number for number in old]
    assert [number.type for number in numbers] == ["NUMBER"] * len(mock.numbers) + ["SENDER_ID"]
    assert [len(number.users) > 1 for number in numbers] == [number.is_shared_number for number in old]


def test_templates_are_replaced_as_a_whole(mock, allo):
    """What is not given is emptied; a deleted one is gone, also as a line's default."""
    templates = allo.v2.summary_templates
    made = templates.create(name="Quote", call_context="Bikes.", sections=[{"title": "Needs", "order": 0}])
    chosen = allo.v2.numbers.set_default_summary_template(mock.numbers[0], template_key=made.id)
    replaced = templates.replace(made.id, name="Short", call_context=None, icon=None, sections=[])
    listed = {template.id for template in templates.list()}
    templates.delete(made.id)

    assert chosen.default_summary_template_id == made.id
    assert (replaced.name, replaced.call_context, replaced.sections) == ("Short", None, ())
    assert made.id in listed
    for gone in (templates.get, templates.delete):
        with pytest.raises(NotFoundError):
            gone(made.id)
    with pytest.raises(NotFoundError):
        allo.v2.numbers.set_default_summary_template(mock.numbers[0], template_key=made.id)


def test_pages_of_items_are_the_whole_history_once(mock, allo):
    """Forwards and backwards, in pages of any size, and each item can be read by its id."""
    forwards = [item.id for item in allo.v2.items.iter(sort="DATE_ASC")]
    backwards = [item.id for item in allo.v2.items.iter(sort="DATE_DESC")]
    page = allo.v2.items.search(size=7, page=2)
    batch = allo.v2.items.batch([*backwards[:3], "cll-0000000000"])

    assert forwards == backwards[::-1]
    assert len(set(forwards)) == len(forwards) == page.total_count
    assert [item.id for item in page] == backwards[7:14]
    assert (page.current_page, page.has_more) == (2, True)
    assert [item.id for item in batch.items] == backwards[:3]
    assert batch.missing == ("cll-0000000000",)


def test_filters_of_items_agree_with_the_items(mock, allo):
    """Every filter finds what the items themselves say, no more and no less."""
    everything = list(allo.v2.items.iter())
    user = allo.v2.users.list()[1]
    one = next(item for item in everything if item.type == "CALL")
    since = datetime(2026, 2, 10, tzinfo=UTC)
    cases = [
        ({"type": "SMS"}, lambda item: item.type == "SMS"),
        ({"direction": "OUTBOUND"}, lambda item: item.direction == "OUTBOUND"),
        ({"allo_number": mock.numbers[1]}, lambda item: item.allo_number == mock.numbers[1]),
        ({"contact_number": one.contact_number}, lambda item: item.contact_number == one.contact_number),
        ({"user_id": user.id}, lambda item: item.user is not None and item.user.id == user.id),
        ({"user_id": "usr-nobody"}, lambda _: False),
        ({"result": "TRANSFERRED"}, lambda item: item.result == "TRANSFERRED"),
        ({"tags": ["quote", "devis"]}, lambda item: not {"quote", "devis"}.isdisjoint(item.tags or ())),
        ({"since": since}, lambda item: item.date >= since),
    ]
    for filters, fits in cases:
        found = [item.id for item in allo.v2.items.iter(**filters)]
        assert found == [item.id for item in everything if fits(item)], filters


def test_a_server_that_ignores_dates_can_be_had(mock, allo):
    """Then the client alone keeps the window."""
    since = datetime(2026, 2, 20, tzinfo=UTC)
    honest = [item.id for item in allo.v2.items.iter(since=since)]
    mock.quirks = Quirks(ignores_dates=True)

    assert [item.id for item in allo.v2.items.iter(since=since)] == honest
    assert allo.v2.items.search(date=("2030-01-01", "2030-01-02")).total_count > len(honest)


def test_a_conversation_is_a_line_and_a_number(mock, allo):
    """Its latest item comes first; it is unread until somebody says otherwise, or answers."""
    line, number = mock.numbers[0], "+12125550199"

    def unread() -> list[str | None]:
        return [one.contact_number for one in allo.v2.conversations.iter(allo_number=line, unread=True)]

    before = allo.v2.conversations.list(allo_number=line).total_count
    seen = [unread()]
    mock.simulate_sms(line, contact_number=number, content="Anybody there?")
    first = allo.v2.conversations.list(allo_number=line)
    seen.append(unread())
    waiting = [item.content for item in allo.v2.items.search(unresponded=True, unread=True)]
    for action in ("READ", "UNREAD", "ARCHIVE"):
        allo.v2.conversations.execute_action(number, action, allo_number=line)
        seen.append(unread())
    mock.simulate_sms(line, contact_number=number)
    seen.append(unread())
    mock.simulate_sms(line, contact_number=number, direction="OUTBOUND")
    seen.append(unread())

    assert (first[0].contact_number, first[0].last_item.content) == (number, "Anybody there?")
    assert first.total_count == before + 1
    assert waiting == ["Anybody there?"]
    assert seen == [[], [number], [], [number], [], [number], []]
    with pytest.raises(NotFoundError):
        allo.v2.conversations.execute_action("+12125550198", "READ", allo_number=mock.numbers[3])
    dates = [one.last_activity for one in allo.v2.conversations.iter(allo_number=line)]
    assert dates == sorted(dates, reverse=True)


def test_webhooks_of_both_versions_hear_of_one_call(mock, allo):
    """Each in its own words; the secret comes with one endpoint, and not in lists."""
    allo.webhooks.create(allo_number=mock.numbers[0], url="https://v1.example/", topics=["CALL_RECEIVED"])
    hook = allo.v2.webhooks.create(url="https://v2.example/", topics=["call.completed", "tag.added"])
    allo.v2.webhooks.update(hook.id, topics=["call.received", "call.completed", "tag.added"], description="CRM")
    call = mock.simulate_call()
    allo.v2.items.add_tags(f"cll-{call.key}", ["vip"])
    allo.v2.webhooks.update(hook.id, enabled=False)
    mock.simulate_call()
    told = [(delivery.url, delivery.topic) for delivery in mock.deliveries]
    completed = next(one.payload for one in mock.deliveries if one.topic == "call.completed")

    assert told[:4] == [
        ("https://v1.example/", "CALL_RECEIVED"),
        ("https://v2.example/", "call.received"),
        ("https://v2.example/", "call.completed"),
        ("https://v2.example/", "tag.added"),
    ]
    assert len(told) == 5
    assert completed["data"]["id"] == f"cll-{call.key}"
    assert allo.v2.webhooks.get(hook.id).signing_secret.startswith("whsec_")
    assert [one.signing_secret for one in allo.v2.webhooks.list()] == [None]
    assert {topic.name for topic in allo.v2.webhooks.event_types()} >= set(completed["topic"].split())
    allo.v2.webhooks.delete(hook.id)
    assert allo.v2.webhooks.list() == []


def test_figures_are_computed_from_the_calls(mock, allo):
    """The overview counts what the items say; the calls behind a stage of the funnel are as many as the stage says."""
    days = ("2026-02-16", "2026-02-27")
    calls = list(allo.v2.items.iter(type="CALL", since=date(2026, 2, 16), until=date(2026, 2, 28), sort="DATE_DESC"))
    outbound = [call for call in calls if call.direction == "OUTBOUND"]
    metrics = allo.v2.analytics.overview(date=days, compare_date=("2026-02-02", "2026-02-13"))
    figures = allo.v2.analytics.outbound(
        date=days, tags=["quote"], granularity="WEEK", extend="items", stage="CONVERSION", size=100
    )
    quoted = [call.id for call in outbound if "quote" in call.tags]

    assert metrics.summary.total_calls.value == len(calls) > 0
    assert metrics.summary.calls_over_1_min.value == sum(call.duration > timedelta(minutes=1) for call in calls)
    assert metrics.summary.total_calls.change is not None
    assert sum(row.calls.value for row in metrics.breakdown) == len(calls)
    assert figures.funnel.dials.count.value == len(outbound)
    assert [item.id for item in figures.items.data] == quoted
    assert figures.funnel.conversions.count.value == figures.items.pagination.total_count == len(quoted)
    assert [str(point.date) for point in figures.time_series.dials] == ["2026-02-16", "2026-02-23"]
    assert sum(cell.value for cell in figures.heatmap.dials) == len(outbound)
