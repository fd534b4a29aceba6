"""The mutations: what components do to an account, and which queries are asked again afterwards.

use_send_sms, use_send_sms_france         conversation
use_create_contact                        contacts
use_update_contact                        contacts, and that contact
use_create_webhook, use_delete_webhook    webhooks
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from allo_ext._wire.given import NOT_GIVEN, NotGiven
from allo_ext.hooks._mutation import Cell, Mutation
from allo_ext.hooks._provider import use_store
from allo_ext.hooks._screen import use_effect, use_memo, use_rendering

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from allo_ext.enums import Topic
    from allo_ext.hooks._signatures import (
        CreateContact,
        CreateWebhook,
        DeleteWebhook,
        SendSms,
        SendSmsFrance,
        Text,
        UpdateContact,
    )
    from allo_ext.records import Contact, Message, Webhook

T = TypeVar("T")
M = TypeVar("M")


def use_send_sms(*, on_success: Callable[[Message], Any] | None = None) -> Mutation[SendSms, Message]:
    """Send an SMS from a line of the account, as `allo.sms.send()`. Conversations are asked for again afterwards.

    Args:
        on_success: Called with the message when it was sent, unless the component is gone.
    """
    cell = _use_cell(on_success)

    def mutate(*, from_: str, to: str, message: str, idempotency_key: str | None = None) -> bool:
        return cell.act(
            lambda allo: allo.sms.send(from_=from_, to=to, message=message, idempotency_key=idempotency_key),
            ("conversation",),
        )

    return _mutation(cell, mutate)


def use_send_sms_france(*, on_success: Callable[[Message], Any] | None = None) -> Mutation[SendSmsFrance, Message]:
    """Send an SMS to a French number, as `allo.sms.send_france()`. Conversations are asked for again afterwards.

    Args:
        on_success: Called with the message when it was sent, unless the component is gone.
    """
    cell = _use_cell(on_success)

    def mutate(*, sender_id: str, to: str, message: str, idempotency_key: str | None = None) -> bool:
        return cell.act(
            lambda allo: allo.sms.send_france(
                sender_id=sender_id, to=to, message=message, idempotency_key=idempotency_key
            ),
            ("conversation",),
        )

    return _mutation(cell, mutate)


def use_create_webhook(*, on_success: Callable[[Webhook], Any] | None = None) -> Mutation[CreateWebhook, Webhook]:
    """Have events reported to a URL, as `allo.webhooks.create()`. Webhooks are asked for again afterwards.

    Args:
        on_success: Called with the webhook, whose id is told only now, unless the component is gone.
    """
    cell = _use_cell(on_success)

    def mutate(
        *, allo_number: str, url: str, topics: Iterable[Topic | str], enabled: bool | NotGiven = NOT_GIVEN
    ) -> bool:
        return cell.act(
            lambda allo: allo.webhooks.create(allo_number=allo_number, url=url, topics=topics, enabled=enabled),
            ("webhooks",),
        )

    return _mutation(cell, mutate)


def use_delete_webhook(*, on_success: Callable[[None], Any] | None = None) -> Mutation[DeleteWebhook, None]:
    """Stop reporting, as `allo.webhooks.delete()`. Webhooks are asked for again afterwards.

    Args:
        on_success: Called with None when it is gone, unless the component is gone.
    """
    cell = _use_cell(on_success)

    def mutate(webhook_id: str) -> bool:
        return cell.act(lambda allo: allo.webhooks.delete(webhook_id), ("webhooks",))

    return _mutation(cell, mutate)


def use_create_contact(*, on_success: Callable[[Contact], Any] | None = None) -> Mutation[CreateContact, Contact]:
    """Add a contact, as `allo.contacts.create()`. Contacts are asked for again afterwards.

    Args:
        on_success: Called with the contact, unless the component is gone.
    """
    cell = _use_cell(on_success)

    def mutate(
        *,
        numbers: Iterable[str],
        name: Text = NOT_GIVEN,
        last_name: Text = NOT_GIVEN,
        job_title: Text = NOT_GIVEN,
        website: Text = NOT_GIVEN,
        emails: Iterable[str] | None | NotGiven = NOT_GIVEN,
    ) -> bool:
        return cell.act(
            lambda allo: allo.contacts.create(
                numbers=numbers, name=name, last_name=last_name, job_title=job_title, website=website, emails=emails
            ),
            ("contacts",),
        )

    return _mutation(cell, mutate)


def use_update_contact(*, on_success: Callable[[Contact], Any] | None = None) -> Mutation[UpdateContact, Contact]:
    """Change a contact, as `allo.contacts.update()`. Contacts, and that contact, are asked for again afterwards.

    Args:
        on_success: Called with the contact, unless the component is gone.
    """
    cell = _use_cell(on_success)

    def mutate(
        contact_id: str,
        *,
        numbers: Iterable[str] | None | NotGiven = NOT_GIVEN,
        name: Text = NOT_GIVEN,
        last_name: Text = NOT_GIVEN,
        job_title: Text = NOT_GIVEN,
        website: Text = NOT_GIVEN,
        emails: Iterable[str] | None | NotGiven = NOT_GIVEN,
    ) -> bool:
        return cell.act(
            lambda allo: allo.contacts.update(
                contact_id,
                numbers=numbers,
                name=name,
                last_name=last_name,
                job_title=job_title,
                website=website,
                emails=emails,
            ),
            ("contacts",),
            of_one=("contact", contact_id),
        )

    return _mutation(cell, mutate)


def _use_cell(on_success: Callable[[T], Any] | None) -> Cell[T]:
    """Return the mutation that this component keeps from rendering to rendering."""
    store = use_store()
    render_again = use_rendering()

    def new() -> Cell[T]:
        return Cell(store)

    cell = use_memo(new, [store])
    cell.on_success = on_success  # that of the last rendering
    use_effect(lambda: cell.attach(render_again), [cell])
    return cell


def _mutation(cell: Cell[T], mutate: M) -> Mutation[M, T]:
    deed = cell.deed
    return Mutation(
        mutate=mutate,
        data=deed.data,
        is_pending=deed.is_pending,
        is_success=deed.is_success,
        error=deed.error,
        reset=cell.reset,
    )
