"""The records of version 2 of the API, which `allo.v2` returns."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from allo_ext.v2._enums import (
        Capability,
        DoNotDisturb,
        ItemType,
        MessageStatus,
        MessageType,
        NotReachedReason,
        NumberType,
        RoutingResult,
        Stage,
        SyncStatus,
        Topic,
        UserRole,
        UserStatus,
        VoicemailHandling,
    )
    from allo_ext.v2._records.account import (
        Endpoint,
        Me,
        Number,
        NumberDefault,
        RateLimits,
        Tag,
        Team,
        User,
        UserRef,
    )
    from allo_ext.v2._records.analytics import (
        DateRange,
        Funnel,
        FunnelStage,
        Heatmap,
        HeatmapCell,
        Leader,
        MetricValue,
        OutboundAnalytics,
        OutboundItem,
        OutboundItems,
        Pagination,
        TeamMetrics,
        TeamSummary,
        TimeSeries,
        TimeSeriesPoint,
        TimeSpent,
        UserBreakdown,
    )
    from allo_ext.v2._records.crm import (
        Company,
        Deal,
        Person,
    )
    from allo_ext.v2._records.item import (
        Batch,
        CallSummary,
        CompanyRef,
        Contact,
        ContactDeal,
        Conversation,
        Extracted,
        ExtractedContact,
        Item,
        SummaryEditor,
    )
    from allo_ext.v2._records.queue import (
        AppendResult,
        Cleared,
        DialingQueue,
        QueueNumber,
        SkippedNumber,
    )
    from allo_ext.v2._records.template import (
        SummaryTemplate,
        SummaryTemplateSection,
    )
    from allo_ext.v2._records.webhook import (
        EventType,
        PartnerAccount,
        Webhook,
    )

__all__ = [
    "AppendResult",
    "Batch",
    "CallSummary",
    "Capability",
    "Cleared",
    "Company",
    "CompanyRef",
    "Contact",
    "ContactDeal",
    "Conversation",
    "DateRange",
    "Deal",
    "DialingQueue",
    "DoNotDisturb",
    "Endpoint",
    "EventType",
    "Extracted",
    "ExtractedContact",
    "Funnel",
    "FunnelStage",
    "Heatmap",
    "HeatmapCell",
    "Item",
    "ItemType",
    "Leader",
    "Me",
    "MessageStatus",
    "MessageType",
    "MetricValue",
    "NotReachedReason",
    "Number",
    "NumberDefault",
    "NumberType",
    "OutboundAnalytics",
    "OutboundItem",
    "OutboundItems",
    "Pagination",
    "PartnerAccount",
    "Person",
    "QueueNumber",
    "RateLimits",
    "RoutingResult",
    "SkippedNumber",
    "Stage",
    "SummaryEditor",
    "SummaryTemplate",
    "SummaryTemplateSection",
    "SyncStatus",
    "Tag",
    "Team",
    "TeamMetrics",
    "TeamSummary",
    "TimeSeries",
    "TimeSeriesPoint",
    "TimeSpent",
    "Topic",
    "User",
    "UserBreakdown",
    "UserRef",
    "UserRole",
    "UserStatus",
    "VoicemailHandling",
    "Webhook",
]

# Each module loads when one of its names is first used, as in `allo_ext`.
_HOME = {
    **dict.fromkeys(
        (
            "Capability",
            "DoNotDisturb",
            "ItemType",
            "MessageStatus",
            "MessageType",
            "NotReachedReason",
            "NumberType",
            "RoutingResult",
            "Stage",
            "SyncStatus",
            "Topic",
            "UserRole",
            "UserStatus",
            "VoicemailHandling",
        ),
        "_enums",
    ),
    **dict.fromkeys(
        ("Endpoint", "Me", "Number", "NumberDefault", "RateLimits", "Tag", "Team", "User", "UserRef"),
        "_records.account",
    ),
    **dict.fromkeys(
        (
            "DateRange",
            "Funnel",
            "FunnelStage",
            "Heatmap",
            "HeatmapCell",
            "Leader",
            "MetricValue",
            "OutboundAnalytics",
            "OutboundItem",
            "OutboundItems",
            "Pagination",
            "TeamMetrics",
            "TeamSummary",
            "TimeSeries",
            "TimeSeriesPoint",
            "TimeSpent",
            "UserBreakdown",
        ),
        "_records.analytics",
    ),
    **dict.fromkeys(("Company", "Deal", "Person"), "_records.crm"),
    **dict.fromkeys(
        (
            "Batch",
            "CallSummary",
            "CompanyRef",
            "Contact",
            "ContactDeal",
            "Conversation",
            "Extracted",
            "ExtractedContact",
            "Item",
            "SummaryEditor",
        ),
        "_records.item",
    ),
    **dict.fromkeys(("AppendResult", "Cleared", "DialingQueue", "QueueNumber", "SkippedNumber"), "_records.queue"),
    **dict.fromkeys(("SummaryTemplate", "SummaryTemplateSection"), "_records.template"),
    **dict.fromkeys(("EventType", "PartnerAccount", "Webhook"), "_records.webhook"),
}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
