"""Contains all the data models used in inputs/outputs"""

from .activity_item import ActivityItem
from .activity_type import ActivityType
from .call import Call
from .call_direction import CallDirection
from .call_page import CallPage
from .call_page_data import CallPageData
from .call_received_body import CallReceivedBody
from .call_received_body_event import CallReceivedBodyEvent
from .call_received_camel_case_data import CallReceivedCamelCaseData
from .call_received_camel_case_event import CallReceivedCamelCaseEvent
from .call_received_data import CallReceivedData
from .call_received_event import CallReceivedEvent
from .call_result import CallResult
from .company import Company
from .contact import Contact
from .contact_created_event import ContactCreatedEvent
from .contact_envelope import ContactEnvelope
from .contact_event_data import ContactEventData
from .contact_page import ContactPage
from .contact_page_data import ContactPageData
from .contact_updated_event import ContactUpdatedEvent
from .conversation_item import ConversationItem
from .conversation_item_type import ConversationItemType
from .conversation_page import ConversationPage
from .conversation_page_data import ConversationPageData
from .create_contact_request import CreateContactRequest
from .create_webhook_request import CreateWebhookRequest
from .created_webhook import CreatedWebhook
from .created_webhook_envelope import CreatedWebhookEnvelope
from .custom_properties import CustomProperties
from .data_collected import DataCollected
from .dotted_event import DottedEvent
from .engagement import Engagement
from .error_code import ErrorCode
from .error_detail import ErrorDetail
from .error_response import ErrorResponse
from .integration_data import IntegrationData
from .ivr_choice import IvrChoice
from .message import Message
from .message_envelope import MessageEnvelope
from .nested_error import NestedError
from .nested_error_response import NestedErrorResponse
from .number_entry import Number
from .number_list import NumberList
from .page_metadata import PageMetadata
from .pagination import Pagination
from .ping_event import PingEvent
from .send_sms_france_request import SendSmsFranceRequest
from .send_sms_request import SendSmsRequest
from .sms_event_data import SmsEventData
from .sms_kind import SmsKind
from .sms_received_body_event import SmsReceivedBodyEvent
from .sms_received_event import SmsReceivedEvent
from .sms_sent_event import SmsSentEvent
from .transcript_line import TranscriptLine
from .transcript_source import TranscriptSource
from .transfer_party import TransferParty
from .update_contact_request import UpdateContactRequest
from .webhook import Webhook
from .webhook_error import WebhookError
from .webhook_list import WebhookList
from .webhook_topic import WebhookTopic
from .webhook_transcript_line import WebhookTranscriptLine

__all__ = (
    "ActivityItem",
    "ActivityType",
    "Call",
    "CallDirection",
    "CallPage",
    "CallPageData",
    "CallReceivedBody",
    "CallReceivedBodyEvent",
    "CallReceivedCamelCaseData",
    "CallReceivedCamelCaseEvent",
    "CallReceivedData",
    "CallReceivedEvent",
    "CallResult",
    "Company",
    "Contact",
    "ContactCreatedEvent",
    "ContactEnvelope",
    "ContactEventData",
    "ContactPage",
    "ContactPageData",
    "ContactUpdatedEvent",
    "ConversationItem",
    "ConversationItemType",
    "ConversationPage",
    "ConversationPageData",
    "CreateContactRequest",
    "CreateWebhookRequest",
    "CreatedWebhook",
    "CreatedWebhookEnvelope",
    "CustomProperties",
    "DataCollected",
    "DottedEvent",
    "Engagement",
    "ErrorCode",
    "ErrorDetail",
    "ErrorResponse",
    "IntegrationData",
    "IvrChoice",
    "Message",
    "MessageEnvelope",
    "NestedError",
    "NestedErrorResponse",
    "Number",
    "NumberList",
    "PageMetadata",
    "Pagination",
    "PingEvent",
    "SendSmsFranceRequest",
    "SendSmsRequest",
    "SmsEventData",
    "SmsKind",
    "SmsReceivedBodyEvent",
    "SmsReceivedEvent",
    "SmsSentEvent",
    "TranscriptLine",
    "TranscriptSource",
    "TransferParty",
    "UpdateContactRequest",
    "Webhook",
    "WebhookError",
    "WebhookList",
    "WebhookTopic",
    "WebhookTranscriptLine",
)
