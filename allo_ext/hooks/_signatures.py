"""How each mutation is called: the arguments of the client's method. True says that it began."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from allo_ext._wire.given import NOT_GIVEN, NotGiven

if TYPE_CHECKING:
    from collections.abc import Iterable

    from allo_ext.enums import Topic

Text = str | None | NotGiven


class SendSms(Protocol):
    """As `allo.sms.send`."""

    def __call__(self, *, from_: str, to: str, message: str, idempotency_key: str | None = None) -> bool:
        """Begin; False where the last one is not over yet."""
        ...


class SendSmsFrance(Protocol):
    """As `allo.sms.send_france`."""

    def __call__(self, *, sender_id: str, to: str, message: str, idempotency_key: str | None = None) -> bool:
        """Begin; False where the last one is not over yet."""
        ...


class CreateWebhook(Protocol):
    """As `allo.webhooks.create`."""

    def __call__(
        self, *, allo_number: str, url: str, topics: Iterable[Topic | str], enabled: bool | NotGiven = NOT_GIVEN
    ) -> bool:
        """Begin; False where the last one is not over yet."""
        ...


class DeleteWebhook(Protocol):
    """As `allo.webhooks.delete`."""

    def __call__(self, webhook_id: str) -> bool:
        """Begin; False where the last one is not over yet."""
        ...


class CreateContact(Protocol):
    """As `allo.contacts.create`."""

    def __call__(
        self,
        *,
        numbers: Iterable[str],
        name: Text = NOT_GIVEN,
        last_name: Text = NOT_GIVEN,
        job_title: Text = NOT_GIVEN,
        website: Text = NOT_GIVEN,
        emails: Iterable[str] | None | NotGiven = NOT_GIVEN,
    ) -> bool:
        """Begin; False where the last one is not over yet."""
        ...


class UpdateContact(Protocol):
    """As `allo.contacts.update`."""

    def __call__(
        self,
        contact_id: str,
        *,
        numbers: Iterable[str] | None | NotGiven = NOT_GIVEN,
        name: Text = NOT_GIVEN,
        last_name: Text = NOT_GIVEN,
        job_title: Text = NOT_GIVEN,
        website: Text = NOT_GIVEN,
        emails: Iterable[str] | None | NotGiven = NOT_GIVEN,
    ) -> bool:
        """Begin; False where the last one is not over yet."""
        ...
