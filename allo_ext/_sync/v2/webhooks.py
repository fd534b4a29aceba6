# Written by scripts/unasync.py from allo_ext/_async/v2/webhooks.py: change it there, then `make generate`.
"""Webhook endpoints."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allo_ext._wire.body import Body, texts
from allo_ext._wire.envelope import many, no_content, one
from allo_ext._wire.given import NOT_GIVEN, NotGiven
from allo_ext.v2 import EventType, Webhook

if TYPE_CHECKING:
    import builtins
    from collections.abc import Iterable

    from allo_ext._sync.session import Session
    from allo_ext.v2 import Topic


class Webhooks:
    """Webhook endpoints (https://help.withallo.com/en/api-reference/v2/webhooks/create-webhook).

    Each endpoint receives the events of the whole account. Those of version 1 are separate: see `allo.webhooks`.
    """

    def __init__(self, session: Session) -> None:
        self._session = session

    def list(self) -> builtins.list[Webhook]:
        """Return the webhook endpoints, without their signing secrets.

        Raises:
            AlloError: See `allo_ext.errors`. The key needs the scope WEBHOOKS_READ_WRITE.

        Examples:
            >>> [hook.id for hook in allo.v2.webhooks.list() if not hook.enabled]

        Wraps `GET /webhooks`.
        """
        from allo_v2.api.webhooks import list_webhooks

        return self._session.call(list_webhooks, many(Webhook))

    def create(
        self,
        *,
        url: str,
        topics: Iterable[Topic | str],
        description: str | NotGiven = NOT_GIVEN,
        idempotency_key: str | None = None,
    ) -> Webhook:
        """Create a webhook endpoint. It is enabled at once.

        Args:
            url: The URL that Allo posts events to: public, https.
            topics: The topics, at least one.
            description: A label.
            idempotency_key: Your key for this request, 1 to 255 printable ASCII characters, kept over its retries; None
                for a new one.

        Returns:
            The endpoint. Keep its `signing_secret`: `WebhookReceiver(secret=…)` verifies deliveries with it.

        Raises:
            InvalidArgumentError: An argument breaks the rules above; nothing was sent.
            AlloError: See `allo_ext.errors`. The key needs the scope WEBHOOKS_READ_WRITE.

        Examples:
            >>> hook = allo.v2.webhooks.create(url="https://example.com/allo", topics=["call.completed"])

        Wraps `POST /webhooks`.
        """
        from allo_v2.api.webhooks import create_webhook

        body = Body(url=url, topics=texts(topics, "topics"), description=description)
        return self._session.call(create_webhook, one(Webhook), idempotency_key=idempotency_key, body=body)

    def get(self, id: str) -> Webhook:
        """Return a webhook endpoint.

        Args:
            id: The endpoint's id.

        Raises:
            NotFoundError: There is no such endpoint.
            AlloError: See `allo_ext.errors`. The key needs the scope WEBHOOKS_READ_WRITE.

        Examples:
            >>> hook = allo.v2.webhooks.get("ep_2b7f")

        Wraps `GET /webhooks/{webhook_id}`.
        """
        from allo_v2.api.webhooks import get_webhook

        return self._session.call(get_webhook, one(Webhook), webhook_id=id)

    def update(
        self,
        id: str,
        *,
        url: str | NotGiven = NOT_GIVEN,
        topics: Iterable[Topic | str] | NotGiven = NOT_GIVEN,
        description: str | NotGiven = NOT_GIVEN,
        enabled: bool | NotGiven = NOT_GIVEN,
        idempotency_key: str | None = None,
    ) -> Webhook:
        """Change a webhook endpoint. Arguments that are not given stay unchanged; `topics` replaces all topics.

        Args:
            id: The endpoint's id.
            url: The URL that Allo posts events to: public, https.
            topics: The topics, all of them.
            description: A label.
            enabled: True to enable deliveries, also after Allo disabled the endpoint; False to stop them.
            idempotency_key: Your key for this request, 1 to 255 printable ASCII characters, kept over its retries; None
                for a new one.

        Raises:
            InvalidArgumentError: An argument breaks the rules above; nothing was sent.
            NotFoundError: There is no such endpoint.
            AlloError: See `allo_ext.errors`. The key needs the scope WEBHOOKS_READ_WRITE.

        Examples:
            >>> allo.v2.webhooks.update(hook.id, enabled=True)

        Wraps `PUT /webhooks/{webhook_id}`.
        """
        from allo_v2.api.webhooks import update_webhook

        body = Body(url=url, topics=texts(topics, "topics"), description=description, enabled=enabled)
        return self._session.call(
            update_webhook, one(Webhook), idempotency_key=idempotency_key, webhook_id=id, body=body
        )

    def delete(self, id: str, *, idempotency_key: str | None = None) -> None:
        """Delete a webhook endpoint and its delivery log.

        Args:
            id: The endpoint's id.
            idempotency_key: Your key for this request, 1 to 255 printable ASCII characters, kept over its retries; None
                for a new one.

        Raises:
            NotFoundError: There is no such endpoint.
            AlloError: See `allo_ext.errors`. The key needs the scope WEBHOOKS_READ_WRITE.

        Examples:
            >>> allo.v2.webhooks.delete(hook.id)

        Wraps `DELETE /webhooks/{webhook_id}`.
        """
        from allo_v2.api.webhooks import delete_webhook

        self._session.call(delete_webhook, no_content, idempotency_key=idempotency_key, webhook_id=id)

    def event_types(self) -> builtins.list[EventType]:
        """Return the topics that the API supports.

        Raises:
            AlloError: See `allo_ext.errors`. The key needs the scope WEBHOOKS_READ_WRITE.

        Examples:
            >>> [topic.name for topic in allo.v2.webhooks.event_types()]

        Wraps `GET /webhooks/event_types`.
        """
        from allo_v2.api.webhooks import list_webhook_event_types

        return self._session.call(list_webhook_event_types, many(EventType))
