"""The essential fields of version 2's records: at least one must have a value."""

from __future__ import annotations

from typing import Any, Final

from allo_ext.v2._records import account, analytics, crm, item, queue, template, webhook

_ID: Final = ("id",)

ESSENTIALS: Final[dict[type[Any], tuple[str, ...]]] = {
    account.Me: ("api_key_id", "scopes"),
    account.Number: ("number", "name"),
    account.NumberDefault: ("number",),
    account.Tag: _ID,
    account.User: _ID,
    analytics.OutboundAnalytics: ("funnel", "time_series", "heatmap", "leaderboard", "time_spent"),
    analytics.TeamMetrics: ("summary", "breakdown"),
    crm.Company: _ID,
    crm.Deal: _ID,
    crm.Person: _ID,
    item.CallSummary: ("id", "content", "version"),
    item.Conversation: ("contact_number", "last_item", "last_activity"),
    item.Item: _ID,
    queue.AppendResult: ("added", "skipped"),
    queue.Cleared: ("removed",),
    queue.DialingQueue: _ID,
    queue.QueueNumber: ("number_to",),
    template.SummaryTemplate: _ID,
    webhook.EventType: ("name",),
    webhook.PartnerAccount: _ID,
    webhook.Webhook: _ID,
}
