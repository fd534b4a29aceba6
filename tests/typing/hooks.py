"""What the type checkers see of the mutations: the arguments of the client's methods, and their records."""

from __future__ import annotations

from typing import assert_type

from allo_ext import Contact, Message, Topic
from allo_ext.hooks import (
    use_create_contact,
    use_create_webhook,
    use_delete_webhook,
    use_send_sms,
    use_update_contact,
)
from allo_ext.records import CreatedWebhook


def keep(message: Message) -> None: ...


def mutations() -> None:
    sms = use_send_sms(on_success=keep)
    assert_type(sms.mutate(from_="+1", to="+1", message="x", idempotency_key="k"), bool)
    assert_type(sms.data, Message | None)
    sms.mutate(from_="+1", to="+1", text="x")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    use_send_sms(on_success=lambda message: message.content)

    assert_type(use_create_contact().data, Contact | None)
    assert_type(use_update_contact().mutate("cnt_1", name=None), bool)
    hook = use_create_webhook()
    assert_type(hook.mutate(allo_number="+1", url="https://x", topics=[Topic.PING], enabled=True), bool)
    assert_type(hook.data, CreatedWebhook | None)
    assert_type(use_delete_webhook().mutate("web-1"), bool)
