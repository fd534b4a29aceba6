"""What type checkers make of version 2: read by mypy and pyright, never run."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Generator, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any, assert_type

from allo_ext import AlloClient, AsyncAlloClient, CallResult, Direction, Page, TranscriptLine
from allo_ext.v2 import (
    AppendResult,
    Batch,
    CallSummary,
    Capability,
    Cleared,
    Company,
    CompanyRef,
    Contact,
    ContactDeal,
    Conversation,
    DateRange,
    Deal,
    DialingQueue,
    DoNotDisturb,
    Endpoint,
    EventType,
    Extracted,
    ExtractedContact,
    Funnel,
    FunnelStage,
    Heatmap,
    HeatmapCell,
    Item,
    ItemType,
    Leader,
    Me,
    MessageStatus,
    MessageType,
    MetricValue,
    NotReachedReason,
    Number,
    NumberDefault,
    NumberType,
    OutboundAnalytics,
    OutboundItem,
    OutboundItems,
    Pagination,
    PartnerAccount,
    Person,
    QueueNumber,
    RateLimits,
    RoutingResult,
    SkippedNumber,
    Stage,
    SummaryEditor,
    SummaryTemplate,
    SummaryTemplateSection,
    SyncStatus,
    Tag,
    Team,
    TeamMetrics,
    TeamSummary,
    TimeSeries,
    TimeSeriesPoint,
    TimeSpent,
    Topic,
    User,
    UserBreakdown,
    UserRef,
    UserRole,
    UserStatus,
    VoicemailHandling,
    Webhook,
)

LINE = "+12025550143"
DAY = date(2026, 3, 1)
WHEN = datetime(2026, 3, 1, tzinfo=UTC)


def synchronous(allo: AlloClient) -> None:
    """Team, conversations and CRM."""
    v2 = allo.v2
    assert_type(v2.me(), Me)
    assert_type(v2.users.list(role=UserRole.ADMIN, status="BLOCKED"), list[User])
    assert_type(v2.users.get("usr-1"), User)
    assert_type(v2.tags.list(), list[Tag])
    assert_type(v2.numbers.list(type=NumberType.SENDER_ID), list[Number])
    assert_type(v2.numbers.set_default_summary_template(LINE, template_key=None), NumberDefault)
    assert_type(v2.conversations.list(allo_number=LINE, unread=True, last_activity_since=WHEN), Page[Conversation])
    v2.conversations.execute_action(LINE, "ARCHIVE", allo_number=LINE)
    assert_type(
        v2.items.search(type="CALL", direction=Direction.INBOUND, date=(DAY, "2026-03-31"), tags=["a"]), Page[Item]
    )
    assert_type(v2.items.get("cll-1", transcript=True), Item)
    assert_type(v2.items.batch(iter(["cll-1"])), Batch)
    assert_type(v2.items.update_summary("cll-1", content="New", template_key="MARKDOWN_CLASSIC"), CallSummary)
    v2.items.add_tags("cll-1", {"a"})
    v2.items.remove_tag("cll-1", "a", idempotency_key="k")
    assert_type(v2.people.search(phone_number=LINE, sort="NAME_ASC", page=2, size=50), Page[Person])
    assert_type(v2.people.create(numbers=(LINE,), name=None, allow_duplicate_number=True), Person)
    assert_type(v2.people.get("per-1"), Person)
    assert_type(v2.people.update("per-1", emails=[], company_id=""), Person)
    assert_type(v2.people.find("06 39 98 00 01", region="FR"), list[Person])
    assert_type(v2.companies.search(name="A"), Page[Company])
    assert_type(v2.companies.create(name="A"), Company)
    assert_type(v2.companies.get("com-1"), Company)
    assert_type(v2.companies.update("com-1", industry=None), Company)
    assert_type(v2.deals.search(stage="open"), Page[Deal])
    assert_type(v2.deals.create(name="A", amount=12, currency="EUR", closed_at=WHEN), Deal)
    assert_type(v2.deals.get("dea-1"), Deal)
    assert_type(v2.deals.update("dea-1", amount=None), Deal)


def synchronous_rest(allo: AlloClient) -> None:
    """Queue, templates, analytics, webhooks and accounts."""
    v2 = allo.v2
    v2.deals.delete("dea-1")
    assert_type(v2.dialing_queue.get(email="a@example.com"), DialingQueue | None)
    assert_type(v2.dialing_queue.reset(name="A"), DialingQueue)
    assert_type(
        v2.dialing_queue.upsert(voicemail_handling=VoicemailHandling.SKIP, do_not_disturb=DoNotDisturb.ENABLED),
        DialingQueue,
    )
    assert_type(v2.dialing_queue.append_numbers([LINE, {"number": LINE}]), AppendResult)
    assert_type(v2.dialing_queue.clear_numbers(unassigned=True), Cleared)
    assert_type(v2.summary_templates.list(), list[SummaryTemplate])
    assert_type(v2.summary_templates.create(name="A", sections=[{"title": "B", "order": 0}]), SummaryTemplate)
    assert_type(v2.summary_templates.get("tst-1"), SummaryTemplate)
    assert_type(
        v2.summary_templates.replace(
            "tst-1", name="A", call_context=None, icon=None, sections=[SummaryTemplateSection()]
        ),
        SummaryTemplate,
    )
    v2.summary_templates.delete("tst-1")
    assert_type(v2.analytics.overview(date=DateRange(), user_ids=["usr-1"]), TeamMetrics)
    assert_type(
        v2.analytics.outbound(date={"from": DAY, "to": "2026-03-31"}, extend="items", stage=Stage.DIAL),
        OutboundAnalytics,
    )
    assert_type(v2.webhooks.list(), list[Webhook])
    assert_type(v2.webhooks.create(url="https://example.com", topics=[Topic.CALL_COMPLETED, "new.topic"]), Webhook)
    assert_type(v2.webhooks.get("ep_1"), Webhook)
    assert_type(v2.webhooks.update("ep_1", enabled=True), Webhook)
    v2.webhooks.delete("ep_1")
    assert_type(v2.webhooks.event_types(), list[EventType])
    assert_type(
        v2.partner_accounts.create(
            email="a@example.com", name="A", personal_mobile=LINE, number_preference={"country": "FR"}
        ),
        PartnerAccount,
    )
    assert_type(v2.partner_accounts.get("usr_1"), PartnerAccount)
    v2.partner_accounts.delete("usr_1")


def synchronous_iterations(allo: AlloClient) -> None:
    """Generators."""
    v2 = allo.v2
    assert_type(v2.conversations.iter(allo_number=LINE), Generator[Conversation])
    assert_type(v2.items.iter(since=DAY, until=WHEN, type=ItemType.SMS, prefetch=1), Generator[Item])
    assert_type(v2.people.iter(limit=5), Generator[Person])
    assert_type(v2.companies.iter(), Generator[Company])
    assert_type(v2.deals.iter(), Generator[Deal])


async def asynchronous(allo: AsyncAlloClient) -> None:
    """Team, conversations and CRM."""
    v2 = allo.v2
    assert_type(await v2.me(), Me)
    assert_type(await v2.users.list(role=UserRole.ADMIN, status="BLOCKED"), list[User])
    assert_type(await v2.users.get("usr-1"), User)
    assert_type(await v2.tags.list(), list[Tag])
    assert_type(await v2.numbers.list(type=NumberType.SENDER_ID), list[Number])
    assert_type(await v2.numbers.set_default_summary_template(LINE, template_key=None), NumberDefault)
    assert_type(
        await v2.conversations.list(allo_number=LINE, unread=True, last_activity_since=WHEN), Page[Conversation]
    )
    await v2.conversations.execute_action(LINE, "ARCHIVE", allo_number=LINE)
    assert_type(
        await v2.items.search(type="CALL", direction=Direction.INBOUND, date=(DAY, "2026-03-31"), tags=["a"]),
        Page[Item],
    )
    assert_type(await v2.items.get("cll-1", transcript=True), Item)
    assert_type(await v2.items.batch(iter(["cll-1"])), Batch)
    assert_type(await v2.items.update_summary("cll-1", content="New", template_key="MARKDOWN_CLASSIC"), CallSummary)
    await v2.items.add_tags("cll-1", {"a"})
    await v2.items.remove_tag("cll-1", "a", idempotency_key="k")
    assert_type(await v2.people.search(phone_number=LINE, sort="NAME_ASC", page=2, size=50), Page[Person])
    assert_type(await v2.people.create(numbers=(LINE,), name=None, allow_duplicate_number=True), Person)
    assert_type(await v2.people.get("per-1"), Person)
    assert_type(await v2.people.update("per-1", emails=[], company_id=""), Person)
    assert_type(await v2.people.find("06 39 98 00 01", region="FR"), list[Person])
    assert_type(await v2.companies.search(name="A"), Page[Company])
    assert_type(await v2.companies.create(name="A"), Company)
    assert_type(await v2.companies.get("com-1"), Company)
    assert_type(await v2.companies.update("com-1", industry=None), Company)
    assert_type(await v2.deals.search(stage="open"), Page[Deal])
    assert_type(await v2.deals.create(name="A", amount=12, currency="EUR", closed_at=WHEN), Deal)
    assert_type(await v2.deals.get("dea-1"), Deal)
    assert_type(await v2.deals.update("dea-1", amount=None), Deal)


async def asynchronous_rest(allo: AsyncAlloClient) -> None:
    """Queue, templates, analytics, webhooks and accounts."""
    v2 = allo.v2
    await v2.deals.delete("dea-1")
    assert_type(await v2.dialing_queue.get(email="a@example.com"), DialingQueue | None)
    assert_type(await v2.dialing_queue.reset(name="A"), DialingQueue)
    assert_type(
        await v2.dialing_queue.upsert(voicemail_handling=VoicemailHandling.SKIP, do_not_disturb=DoNotDisturb.ENABLED),
        DialingQueue,
    )
    assert_type(await v2.dialing_queue.append_numbers([LINE, {"number": LINE}]), AppendResult)
    assert_type(await v2.dialing_queue.clear_numbers(unassigned=True), Cleared)
    assert_type(await v2.summary_templates.list(), list[SummaryTemplate])
    assert_type(await v2.summary_templates.create(name="A", sections=[{"title": "B", "order": 0}]), SummaryTemplate)
    assert_type(await v2.summary_templates.get("tst-1"), SummaryTemplate)
    assert_type(
        await v2.summary_templates.replace(
            "tst-1", name="A", call_context=None, icon=None, sections=[SummaryTemplateSection()]
        ),
        SummaryTemplate,
    )
    await v2.summary_templates.delete("tst-1")
    assert_type(await v2.analytics.overview(date=DateRange(), user_ids=["usr-1"]), TeamMetrics)
    assert_type(
        await v2.analytics.outbound(date={"from": DAY, "to": "2026-03-31"}, extend="items", stage=Stage.DIAL),
        OutboundAnalytics,
    )
    assert_type(await v2.webhooks.list(), list[Webhook])
    assert_type(
        await v2.webhooks.create(url="https://example.com", topics=[Topic.CALL_COMPLETED, "new.topic"]), Webhook
    )
    assert_type(await v2.webhooks.get("ep_1"), Webhook)
    assert_type(await v2.webhooks.update("ep_1", enabled=True), Webhook)
    await v2.webhooks.delete("ep_1")
    assert_type(await v2.webhooks.event_types(), list[EventType])
    assert_type(
        await v2.partner_accounts.create(
            email="a@example.com", name="A", personal_mobile=LINE, number_preference={"country": "FR"}
        ),
        PartnerAccount,
    )
    assert_type(await v2.partner_accounts.get("usr_1"), PartnerAccount)
    await v2.partner_accounts.delete("usr_1")


def asynchronous_iterations(allo: AsyncAlloClient) -> None:
    """Generators."""
    v2 = allo.v2
    assert_type(v2.conversations.iter(allo_number=LINE), AsyncGenerator[Conversation])
    assert_type(v2.items.iter(since=DAY, until=WHEN, type=ItemType.SMS, prefetch=1), AsyncGenerator[Item])
    assert_type(v2.people.iter(limit=5), AsyncGenerator[Person])
    assert_type(v2.companies.iter(), AsyncGenerator[Company])
    assert_type(v2.deals.iter(), AsyncGenerator[Deal])


def records(
    *,
    me: Me,
    user: User,
    number: Number,
    item: Item,
    conversation: Conversation,
    person: Person,
    deal: Deal,
    queue: DialingQueue,
    result: AppendResult,
    hook: Webhook,
    account: PartnerAccount,
) -> None:
    """Fields of the records."""
    assert_type(me.scopes, tuple[str, ...] | None)
    assert_type(me.endpoints, tuple[Endpoint, ...] | None)
    assert_type(me.team, Team | None)
    assert_type(me.rate_limits, RateLimits | None)
    assert_type(me.missing("CRM_READ"), tuple[str, ...])
    assert_type(user.role, UserRole | str | None)
    assert_type(user.status, UserStatus | str | None)
    assert_type(number.capabilities, tuple[Capability | str, ...] | None)
    assert_type(number.users, tuple[UserRef, ...] | None)
    assert_type(item.type, ItemType | str | None)
    assert_type(item.direction, Direction | str | None)
    assert_type(item.date, datetime | None)
    assert_type(item.duration, timedelta | None)
    assert_type(item.result, CallResult | str | None)
    assert_type(item.transcript, tuple[TranscriptLine, ...] | None)
    assert_type(item.extracted, Extracted | None)
    assert_type(item.status, MessageStatus | str | None)
    assert_type(item.message_type, MessageType | str | None)
    assert_type(item.extra, Mapping[str, Any])
    assert_type(Extracted().contact, ExtractedContact | None)
    assert_type(conversation.contacts, tuple[Contact, ...] | None)
    assert_type(Contact().company, CompanyRef | None)
    assert_type(Contact().deals, tuple[ContactDeal, ...] | None)
    assert_type(conversation.last_item, Item | None)
    assert_type(CallSummary().updated_by, SummaryEditor | None)
    assert_type(person.full_name, str)
    assert_type(person.company, CompanyRef | None)
    assert_type(deal.amount, float | None)
    assert_type(queue.numbers, tuple[QueueNumber, ...] | None)
    assert_type(QueueNumber().routing_result, RoutingResult | str | None)
    assert_type(QueueNumber().sync_status, SyncStatus | str | None)
    assert_type(QueueNumber().not_reached_destination_reason, NotReachedReason | str | None)
    assert_type(result.skipped, tuple[SkippedNumber, ...] | None)
    assert_type(hook.signing_secret, str | None)
    assert_type(hook.topics, tuple[Topic | str, ...] | None)
    assert_type(account.api_key, str | None)
    assert_type(PartnerAccount.from_dict(account.to_dict()), PartnerAccount)


def figures(metrics: TeamMetrics, outbound: OutboundAnalytics) -> None:
    """Fields of the analytics."""
    assert_type(metrics.date, DateRange | None)
    assert_type(metrics.summary, TeamSummary | None)
    assert_type(TeamSummary().total_calls, MetricValue | None)
    assert_type(metrics.breakdown, tuple[UserBreakdown, ...] | None)
    assert_type(outbound.funnel, Funnel | None)
    assert_type(Funnel().dials, FunnelStage | None)
    assert_type(outbound.time_series, TimeSeries | None)
    assert_type(TimeSeries().dials, tuple[TimeSeriesPoint, ...] | None)
    assert_type(TimeSeriesPoint().date, date | None)
    assert_type(outbound.heatmap, Heatmap | None)
    assert_type(Heatmap().dials, tuple[HeatmapCell, ...] | None)
    assert_type(outbound.leaderboard, tuple[Leader, ...] | None)
    assert_type(outbound.time_spent, TimeSpent | None)
    assert_type(outbound.items, OutboundItems | None)
    assert_type(OutboundItems().data, tuple[OutboundItem, ...] | None)
    assert_type(OutboundItems().pagination, Pagination | None)
