from typing import Literal

WebhookTopic = Literal[
    "CALL_RECEIVED",
    "CONTACT_CREATED",
    "CONTACT_UPDATED",
    "PING",
    "SMS_RECEIVED",
    "SMS_SENT",
]

WEBHOOK_TOPIC_VALUES: set[WebhookTopic] = {
    "CALL_RECEIVED",
    "CONTACT_CREATED",
    "CONTACT_UPDATED",
    "PING",
    "SMS_RECEIVED",
    "SMS_SENT",
}


def check_webhook_topic(value: str) -> WebhookTopic:
    if value in WEBHOOK_TOPIC_VALUES:
        return value
    raise TypeError(
        f"Unexpected value {value!r}. Expected one of {WEBHOOK_TOPIC_VALUES!r}"
    )
