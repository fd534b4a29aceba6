# Written by scripts/unasync.py from allo_ext/_async/v1/webhooks.py: change it there, then `make generate`.
"""Webhook registrations."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from allo_ext._wire.envelope import many, no_content, one
from allo_ext._wire.given import NOT_GIVEN, NotGiven
from allo_ext._wire.request import given, listed
from allo_ext.errors import InvalidArgumentError
from allo_ext.records import CreatedWebhook, Webhook

if TYPE_CHECKING:
    import builtins
    from collections.abc import Iterable

    from allo_ext._sync.session import Session
    from allo_ext.enums import Topic
    from allo_v1.models import WebhookTopic


class Webhooks:
    """Webhook registrations (https://help.withallo.com/en/api-reference/webhooks/create-webhook)."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def list(self) -> builtins.list[Webhook]:
        """Return the webhook registrations.

        The API lists them without ids, so `id` is None and this list cannot be used to delete them.

        Raises:
            AlloError: See `allo_ext.errors`. The key needs the scope WEBHOOKS_READ_WRITE.

        Examples:
            >>> [hook.url for hook in allo.webhooks.list() if hook.enabled]

        Wraps `GET /webhooks`.
        """
        from allo_v1.api.webhooks import list_webhooks

        return self._session.call(list_webhooks, many(Webhook))

    def create(
        self,
        *,
        allo_number: str,
        url: str,
        topics: Iterable[Topic | WebhookTopic],
        enabled: bool | NotGiven = NOT_GIVEN,
        idempotency_key: str | None = None,
    ) -> CreatedWebhook:
        """Register a URL for the events of a line.

        Version 1 does not sign deliveries: use `allo_ext.receiver` to handle them at this URL.

        Args:
            allo_number: A line of the account, E.164.
            url: The URL that Allo posts events to; https.
            topics: The topics, at least one `Topic` or its name.
            enabled: True to start deliveries at once, which is the API's default.
            idempotency_key: Your key for this request, 1 to 255 printable ASCII characters, kept over its retries; None
                for a new one. Version 1 does not promise to honour it.

        Returns:
            The registration with its id. Keep the id to delete the webhook: the API does not return it again.

        Raises:
            InvalidArgumentError: An argument breaks the rules above; nothing was sent.
            AlloError: See `allo_ext.errors`. The key needs the scope WEBHOOKS_READ_WRITE.

        Examples:
            >>> hook = allo.webhooks.create(
            ...     allo_number="+12025550143", url="https://example.com/allo", topics=["CALL_RECEIVED"]
            ... )

        Wraps `POST /webhooks`.
        """
        from allo_v1.api.webhooks import create_webhook
        from allo_v1.models import CreateWebhookRequest

        words = listed(topics, "topics")
        if not isinstance(words, list):
            raise InvalidArgumentError(field="topics", problem="must be a list")
        known = cast("list[WebhookTopic]", words)
        body = CreateWebhookRequest(allo_number=allo_number, url=url, topics=known, enabled=given(enabled))
        read = one(CreatedWebhook, "id")
        return self._session.call(create_webhook, read, idempotency_key=idempotency_key, body=body)

    def delete(self, webhook_id: str, *, idempotency_key: str | None = None) -> None:
        """Delete a webhook registration.

        A response other than an empty body, a plain success or the registration raises UnexpectedResponseError.

        Args:
            webhook_id: The id that `create` returned.
            idempotency_key: Your key for this request, 1 to 255 printable ASCII characters, kept over its retries; None
                for a new one. Version 1 does not promise to honour it.

        Raises:
            NotFoundError: There is no such webhook.
            AlloError: See `allo_ext.errors`. The key needs the scope WEBHOOKS_READ_WRITE.

        Examples:
            >>> allo.webhooks.delete(hook.id)  # `hook` is what `create` returned

        Wraps `DELETE /webhooks/{webhook_id}`.
        """
        from allo_v1.api.webhooks import delete_webhook

        self._session.call(delete_webhook, no_content, idempotency_key=idempotency_key, webhook_id=webhook_id)
