"""Webhooks and partner accounts: records with secrets."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import attrs

from allo_ext._declare import items, rest, wire
from allo_ext._plain.record import Record
from allo_ext._published import publish_own
from allo_ext.v2._enums import Topic


@attrs.frozen(kw_only=True)
class Webhook(Record):
    """An endpoint that Allo posts events of the whole account to."""

    id: str
    url: str | None = None
    topics: tuple[Topic | str, ...] | None = items()
    description: str | None = None
    enabled: bool | None = None
    """False also after Allo disabled the endpoint because of failures."""
    signing_secret: str | None = wire(secret=True)
    """`whsec_…`, for `WebhookReceiver(secret=…)`. Only `create` and `get` return it; a repr does not show it."""
    created_at: datetime | None = None
    extra: Mapping[str, Any] = rest()


@attrs.frozen(kw_only=True)
class EventType(Record):
    """A topic that a webhook can subscribe to."""

    name: str | None = None
    description: str | None = None
    extra: Mapping[str, Any] = rest()


@attrs.frozen(kw_only=True)
class PartnerAccount(Record):
    """An account that a reseller created for a customer."""

    id: str
    api_key: str | None = wire(secret=True)
    """The account's API key. Only `create` returns it, once; a repr does not show it."""
    phone_numbers: tuple[str, ...] | None = items()
    status: str | None = None
    activated: bool | None = None
    """True if the customer has logged in."""
    partner_client_ref: str | None = None
    extra: Mapping[str, Any] = rest()


publish_own(globals(), "allo_ext.v2")
