from typing import Literal

WebhookTopic = Literal[
    "call.answered",
    "call.completed",
    "call.received",
    "call.triggered",
    "contact.created",
    "contact.updated",
    "sms.received",
    "sms.sent",
    "summary.updated",
    "tag.added",
    "tag.removed",
]

WEBHOOK_TOPIC_VALUES: set[WebhookTopic] = {
    "call.answered",
    "call.completed",
    "call.received",
    "call.triggered",
    "contact.created",
    "contact.updated",
    "sms.received",
    "sms.sent",
    "summary.updated",
    "tag.added",
    "tag.removed",
}


def check_webhook_topic(value: str) -> WebhookTopic:
    if value in WEBHOOK_TOPIC_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {WEBHOOK_TOPIC_VALUES!r}"
    )
