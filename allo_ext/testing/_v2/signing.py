"""Signatures of version 2's deliveries, in the format of Standard Webhooks."""

from __future__ import annotations

import binascii
import uuid
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from allo_ext._extras import needs
from allo_ext._webhooks import ID, SIGNATURE, TIMESTAMP
from allo_ext.testing._arguments import shown

if TYPE_CHECKING:
    from standardwebhooks.webhooks import Webhook

_UNREADABLE = "secret is not a signing secret: whsec_ and base64, as Allo shows it when a webhook is created"


def sign(
    payload: str | bytes,
    secret: str,
    *,
    id: str | None = None,  # noqa: A002 — its name in Standard Webhooks
    timestamp: datetime | int | None = None,
) -> dict[str, str]:
    """Return the three signature headers of a version 2 delivery.

    Post exactly the string or bytes that you signed: a body that was serialised again does not match.

    Args:
        payload: The body as it is sent; bytes must be UTF-8.
        secret: The endpoint's signing secret, with or without `whsec_`.
        id: The value of `webhook-id`; a new one by default. Attempts of one delivery have the same id.
        timestamp: The sending time as a datetime or in Unix seconds; now by default. A datetime without a time zone is
            in UTC. Receivers refuse deliveries that are more than 300 seconds old.

    Returns:
        The headers `webhook-id`, `webhook-timestamp` and `webhook-signature`.

    Raises:
        MissingExtraError: standardwebhooks is not installed.
        ValueError: The secret, the timestamp or the payload cannot be read.

    Examples:
        >>> body = json.dumps(event("call.completed"))
        >>> client.post("/hooks/allo", content=body, headers=sign(body, secret))
    """
    identifier = new_id() if id is None else _header("id", id)
    moment = _moment(timestamp)
    return {
        ID: identifier,
        TIMESTAMP: str(int(moment.timestamp())),
        SIGNATURE: _signer(secret).sign(identifier, moment, _string(payload)),
    }


def new_id() -> str:
    """Return a new `webhook-id`."""
    return f"msg_{uuid.uuid4().hex[:20]}"


def _signer(secret: Any) -> Webhook:
    """Return the library's signer; its own errors would be of three kinds."""
    with needs("sign()", "standardwebhooks", extra="webhooks"):
        from standardwebhooks.webhooks import EmptyWebhookSecretError, Webhook

    if not isinstance(secret, str):
        raise ValueError(_UNREADABLE)  # noqa: TRY004 — one kind of refusal for every argument
    try:
        return Webhook(secret)
    except (binascii.Error, EmptyWebhookSecretError, ValueError):
        # Not chained: an error of the decoder could show a part of the secret.
        raise ValueError(_UNREADABLE) from None


def _moment(value: Any) -> datetime:
    """Return a datetime in UTC with whole seconds: the library replaces the time zone and does not convert it."""
    if value is None:
        return datetime.now(UTC).replace(microsecond=0)
    if isinstance(value, datetime):
        aware = value if value.tzinfo is not None else value.replace(tzinfo=UTC)
        return aware.astimezone(UTC).replace(microsecond=0)
    if isinstance(value, int) and not isinstance(value, bool):
        try:
            return datetime.fromtimestamp(value, UTC)
        except (OverflowError, OSError, ValueError):
            pass
    raise ValueError(f"timestamp must be a datetime or Unix seconds, not {shown(value)}")


def _string(payload: Any) -> str:
    if isinstance(payload, str):
        return payload
    if isinstance(payload, (bytes, bytearray)):
        try:
            return payload.decode()
        except UnicodeDecodeError:
            raise ValueError("payload is not UTF-8, so it cannot be JSON") from None
    raise ValueError(f"payload must be the body as a string or bytes, not {shown(payload)}")


def _header(name: str, value: Any) -> str:
    if isinstance(value, str) and value and value.isascii() and value.isprintable():
        return value
    raise ValueError(f"{name} must be a string for a header, not {shown(value)}")
