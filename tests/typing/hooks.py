"""What the type checkers see of the mutations: the arguments of the client's methods, and their records."""

from __future__ import annotations

from typing import assert_type

from allo_ext import Contact, Message, Page, Topic
from allo_ext.hooks import (
    use_add_tags,
    use_append_queue_numbers,
    use_create_contact,
    use_create_person,
    use_create_webhook,
    use_delete_webhook,
    use_dialing_queue,
    use_execute_action,
    use_item,
    use_items,
    use_me,
    use_people,
    use_send_sms,
    use_update_contact,
)
from allo_ext.records import CreatedWebhook
from allo_ext.v2 import AppendResult, DialingQueue, Item, Me, Person


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


def version_2() -> None:
    assert_type(use_me().data, Me | None)
    assert_type(use_items(type="CALL", tags=["vip"], unread=True).data, Page[Item] | None)
    assert_type(use_item("cll-1", transcript=True).data, Item | None)
    assert_type(use_people(search="a", keep_previous=True).data, Page[Person] | None)
    assert_type(use_dialing_queue().data, DialingQueue | None)
    use_items(direction="SIDEWAYS")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]

    assert_type(use_add_tags().mutate("cll-1", ["vip"]), bool)
    use_add_tags().mutate("cll-1", tag="vip")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    assert_type(use_add_tags().data, None)
    assert_type(use_create_person(on_success=lambda person: person.full_name).data, Person | None)
    assert_type(use_append_queue_numbers().data, AppendResult | None)
    assert_type(use_execute_action().mutate("+1", "READ", allo_number="+1"), bool)
