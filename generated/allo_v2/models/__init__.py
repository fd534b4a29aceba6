"""Contains all the data models used in inputs/outputs"""

from .add_tags_request import AddTagsRequest
from .analytics_date_range import AnalyticsDateRange
from .append_dialing_queue_numbers_request import AppendDialingQueueNumbersRequest
from .append_queue_number import AppendQueueNumber
from .appended_numbers import AppendedNumbers
from .appended_numbers_envelope import AppendedNumbersEnvelope
from .batch_get_conversation_items_request import BatchGetConversationItemsRequest
from .call_answered_data import CallAnsweredData
from .call_answered_event import CallAnsweredEvent
from .call_completed_data import CallCompletedData
from .call_completed_event import CallCompletedEvent
from .call_received_data import CallReceivedData
from .call_received_event import CallReceivedEvent
from .call_summary import CallSummary
from .call_summary_envelope import CallSummaryEnvelope
from .call_triggered_data import CallTriggeredData
from .call_triggered_event import CallTriggeredEvent
from .cleared_numbers import ClearedNumbers
from .cleared_numbers_envelope import ClearedNumbersEnvelope
from .company import Company
from .company_envelope import CompanyEnvelope
from .company_filters import CompanyFilters
from .company_page import CompanyPage
from .company_ref import CompanyRef
from .contact import Contact
from .contact_company import ContactCompany
from .contact_created_event import ContactCreatedEvent
from .contact_deal import ContactDeal
from .contact_updated_event import ContactUpdatedEvent
from .conversation_action import ConversationAction
from .conversation_item import ConversationItem
from .conversation_page import ConversationPage
from .conversation_summary import ConversationSummary
from .create_company_request import CreateCompanyRequest
from .create_deal_request import CreateDealRequest
from .create_partner_account_request import CreatePartnerAccountRequest
from .create_person_request import CreatePersonRequest
from .create_summary_template_request import CreateSummaryTemplateRequest
from .create_webhook_request import CreateWebhookRequest
from .crm_sort import CrmSort
from .data_collected import DataCollected
from .date_range import DateRange
from .deal import Deal
from .deal_envelope import DealEnvelope
from .deal_filters import DealFilters
from .deal_page import DealPage
from .dialing_queue import DialingQueue
from .dialing_queue_envelope import DialingQueueEnvelope
from .dialing_queue_meta import DialingQueueMeta
from .dialing_queue_page import DialingQueuePage
from .direction import Direction
from .do_not_disturb import DoNotDisturb
from .error_body import ErrorBody
from .error_field import ErrorField
from .error_response import ErrorResponse
from .event_company import EventCompany
from .event_deal import EventDeal
from .event_person import EventPerson
from .execute_conversation_action_request import ExecuteConversationActionRequest
from .extension import Extension
from .extracted_data import ExtractedData
from .funnel_stage import FunnelStage
from .get_analytics_outbound_request import GetAnalyticsOutboundRequest
from .get_team_metrics_request import GetTeamMetricsRequest
from .granularity import Granularity
from .heatmap_cell import HeatmapCell
from .item_date_range import ItemDateRange
from .item_envelope import ItemEnvelope
from .item_list import ItemList
from .item_page import ItemPage
from .item_result_filter import ItemResultFilter
from .item_sort import ItemSort
from .item_type_filter import ItemTypeFilter
from .ivr_choice import IvrChoice
from .me import Me
from .me_endpoint import MeEndpoint
from .me_envelope import MeEnvelope
from .me_rate_limits import MeRateLimits
from .me_team import MeTeam
from .metric_value import MetricValue
from .new_summary_template_section import NewSummaryTemplateSection
from .number_default_summary_template import NumberDefaultSummaryTemplate
from .number_default_summary_template_envelope import (
    NumberDefaultSummaryTemplateEnvelope,
)
from .number_entry import Number
from .number_list import NumberList
from .number_preference import NumberPreference
from .outbound_analytics import OutboundAnalytics
from .outbound_analytics_envelope import OutboundAnalyticsEnvelope
from .outbound_extension import OutboundExtension
from .outbound_funnel import OutboundFunnel
from .outbound_heatmap import OutboundHeatmap
from .outbound_item import OutboundItem
from .outbound_items import OutboundItems
from .outbound_leader import OutboundLeader
from .outbound_stage import OutboundStage
from .outbound_time_series import OutboundTimeSeries
from .outbound_time_spent import OutboundTimeSpent
from .pagination import Pagination
from .partner_account import PartnerAccount
from .partner_account_envelope import PartnerAccountEnvelope
from .people_filters import PeopleFilters
from .person import Person
from .person_envelope import PersonEnvelope
from .person_page import PersonPage
from .queue_number import QueueNumber
from .reset_current_dialing_queue_request import ResetCurrentDialingQueueRequest
from .search_all_conversations_request import SearchAllConversationsRequest
from .search_companies_request import SearchCompaniesRequest
from .search_deals_request import SearchDealsRequest
from .search_people_request import SearchPeopleRequest
from .set_number_default_summary_template_request import (
    SetNumberDefaultSummaryTemplateRequest,
)
from .skipped_queue_number import SkippedQueueNumber
from .sms_received_data import SmsReceivedData
from .sms_received_event import SmsReceivedEvent
from .sms_sent_event import SmsSentEvent
from .summary_editor import SummaryEditor
from .summary_template import SummaryTemplate
from .summary_template_envelope import SummaryTemplateEnvelope
from .summary_template_key import SummaryTemplateKey
from .summary_template_list import SummaryTemplateList
from .summary_template_section import SummaryTemplateSection
from .summary_updated_event import SummaryUpdatedEvent
from .tag import Tag
from .tag_added_event import TagAddedEvent
from .tag_list import TagList
from .tag_removed_event import TagRemovedEvent
from .team_metrics import TeamMetrics
from .team_metrics_envelope import TeamMetricsEnvelope
from .team_metrics_summary import TeamMetricsSummary
from .time_series_point import TimeSeriesPoint
from .transcript_line import TranscriptLine
from .transcript_type_1 import TranscriptType1
from .transfer_party import TransferParty
from .unknown_event_data import UnknownEventData
from .update_call_summary_request import UpdateCallSummaryRequest
from .update_company_request import UpdateCompanyRequest
from .update_deal_request import UpdateDealRequest
from .update_person_request import UpdatePersonRequest
from .update_summary_template_request import UpdateSummaryTemplateRequest
from .update_webhook_request import UpdateWebhookRequest
from .upsert_current_dialing_queue_request import UpsertCurrentDialingQueueRequest
from .user import User
from .user_breakdown import UserBreakdown
from .user_envelope import UserEnvelope
from .user_list import UserList
from .user_ref import UserRef
from .user_role import UserRole
from .user_status import UserStatus
from .voicemail_handling import VoicemailHandling
from .webhook import Webhook
from .webhook_envelope import WebhookEnvelope
from .webhook_event_type import WebhookEventType
from .webhook_event_type_list import WebhookEventTypeList
from .webhook_list import WebhookList
from .webhook_topic import WebhookTopic

__all__ = (
    "AddTagsRequest",
    "AnalyticsDateRange",
    "AppendDialingQueueNumbersRequest",
    "AppendQueueNumber",
    "AppendedNumbers",
    "AppendedNumbersEnvelope",
    "BatchGetConversationItemsRequest",
    "CallAnsweredData",
    "CallAnsweredEvent",
    "CallCompletedData",
    "CallCompletedEvent",
    "CallReceivedData",
    "CallReceivedEvent",
    "CallSummary",
    "CallSummaryEnvelope",
    "CallTriggeredData",
    "CallTriggeredEvent",
    "ClearedNumbers",
    "ClearedNumbersEnvelope",
    "Company",
    "CompanyEnvelope",
    "CompanyFilters",
    "CompanyPage",
    "CompanyRef",
    "Contact",
    "ContactCompany",
    "ContactCreatedEvent",
    "ContactDeal",
    "ContactUpdatedEvent",
    "ConversationAction",
    "ConversationItem",
    "ConversationPage",
    "ConversationSummary",
    "CreateCompanyRequest",
    "CreateDealRequest",
    "CreatePartnerAccountRequest",
    "CreatePersonRequest",
    "CreateSummaryTemplateRequest",
    "CreateWebhookRequest",
    "CrmSort",
    "DataCollected",
    "DateRange",
    "Deal",
    "DealEnvelope",
    "DealFilters",
    "DealPage",
    "DialingQueue",
    "DialingQueueEnvelope",
    "DialingQueueMeta",
    "DialingQueuePage",
    "Direction",
    "DoNotDisturb",
    "ErrorBody",
    "ErrorField",
    "ErrorResponse",
    "EventCompany",
    "EventDeal",
    "EventPerson",
    "ExecuteConversationActionRequest",
    "Extension",
    "ExtractedData",
    "FunnelStage",
    "GetAnalyticsOutboundRequest",
    "GetTeamMetricsRequest",
    "Granularity",
    "HeatmapCell",
    "ItemDateRange",
    "ItemEnvelope",
    "ItemList",
    "ItemPage",
    "ItemResultFilter",
    "ItemSort",
    "ItemTypeFilter",
    "IvrChoice",
    "Me",
    "MeEndpoint",
    "MeEnvelope",
    "MeRateLimits",
    "MeTeam",
    "MetricValue",
    "NewSummaryTemplateSection",
    "Number",
    "NumberDefaultSummaryTemplate",
    "NumberDefaultSummaryTemplateEnvelope",
    "NumberList",
    "NumberPreference",
    "OutboundAnalytics",
    "OutboundAnalyticsEnvelope",
    "OutboundExtension",
    "OutboundFunnel",
    "OutboundHeatmap",
    "OutboundItem",
    "OutboundItems",
    "OutboundLeader",
    "OutboundStage",
    "OutboundTimeSeries",
    "OutboundTimeSpent",
    "Pagination",
    "PartnerAccount",
    "PartnerAccountEnvelope",
    "PeopleFilters",
    "Person",
    "PersonEnvelope",
    "PersonPage",
    "QueueNumber",
    "ResetCurrentDialingQueueRequest",
    "SearchAllConversationsRequest",
    "SearchCompaniesRequest",
    "SearchDealsRequest",
    "SearchPeopleRequest",
    "SetNumberDefaultSummaryTemplateRequest",
    "SkippedQueueNumber",
    "SmsReceivedData",
    "SmsReceivedEvent",
    "SmsSentEvent",
    "SummaryEditor",
    "SummaryTemplate",
    "SummaryTemplateEnvelope",
    "SummaryTemplateKey",
    "SummaryTemplateList",
    "SummaryTemplateSection",
    "SummaryUpdatedEvent",
    "Tag",
    "TagAddedEvent",
    "TagList",
    "TagRemovedEvent",
    "TeamMetrics",
    "TeamMetricsEnvelope",
    "TeamMetricsSummary",
    "TimeSeriesPoint",
    "TranscriptLine",
    "TranscriptType1",
    "TransferParty",
    "UnknownEventData",
    "UpdateCallSummaryRequest",
    "UpdateCompanyRequest",
    "UpdateDealRequest",
    "UpdatePersonRequest",
    "UpdateSummaryTemplateRequest",
    "UpdateWebhookRequest",
    "UpsertCurrentDialingQueueRequest",
    "User",
    "UserBreakdown",
    "UserEnvelope",
    "UserList",
    "UserRef",
    "UserRole",
    "UserStatus",
    "VoicemailHandling",
    "Webhook",
    "WebhookEnvelope",
    "WebhookEventType",
    "WebhookEventTypeList",
    "WebhookList",
    "WebhookTopic",
)
