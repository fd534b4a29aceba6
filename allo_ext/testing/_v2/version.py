"""Version 2 of the API, ready to be plugged into the engine."""

from __future__ import annotations

import math
from functools import partial
from typing import TYPE_CHECKING

from allo_ext._operations import table
from allo_ext.testing._engine.spec import load_spec
from allo_ext.testing._engine.version import Headers, Request, Version
from allo_ext.testing._v2 import (
    analytics,
    companies,
    conversations,
    deals,
    dialing_queue,
    items,
    me,
    numbers,
    partner_accounts,
    people,
    summary_templates,
    tags,
    users,
    webhooks,
)
from allo_ext.testing._v2.asked import FIRST_PAGE, Asked, Kept
from allo_ext.testing._v2.deliveries import deliveries
from allo_ext.testing._v2.errors import error_reply, problems, refused
from allo_ext.testing._v2.unknown_keys import unknown_keys

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from allo_ext.testing._account.state import State
    from allo_ext.testing._engine.keys import Keys
    from allo_ext.testing._engine.wire import Reply
    from allo_ext.testing._v1.quirks import Quirks

HANDLERS: Mapping[str, Callable[[Asked], Reply]] = {
    **analytics.HANDLERS,
    **companies.HANDLERS,
    **conversations.HANDLERS,
    **deals.HANDLERS,
    **dialing_queue.HANDLERS,
    **items.HANDLERS,
    **me.HANDLERS,
    **numbers.HANDLERS,
    **partner_accounts.HANDLERS,
    **people.HANDLERS,
    **summary_templates.HANDLERS,
    **tags.HANDLERS,
    **users.HANDLERS,
    **webhooks.HANDLERS,
}
"""The handler of each operation, from the tables of all nouns."""


def version_2(state: State, keys: Keys, quirks: Callable[[], Quirks]) -> Version:
    """Return version 2 of the API over an account, with the oddities of the moment."""
    kept = Kept(state)
    spec = load_spec("v2")

    def handler(name: str) -> Callable[[Request], Reply]:
        handle = HANDLERS.get(name)

        def answer(request: Request) -> Reply:
            if handle is None:
                return error_reply(request, "NOT_IMPLEMENTED", 501, message="MockAllo has no such operation yet.")
            asked = Asked(state, kept, quirks(), keys, request)
            return unknown_keys(asked) or handle(asked)

        return answer

    def headers(request: Request) -> Headers:
        return _headers(request, state.now())

    return Version(
        name="v2",
        root="/v2/api",
        spec=spec,
        handlers={name: handler(name) for name in spec.operations},
        refuse=refused,
        problems=problems,
        deliveries=partial(deliveries, state, kept),
        first_page=FIRST_PAGE,
        malformed=frozenset({400, 422}),
        has_quota=False,
        idempotent=_idempotent(),
        headers=headers,
    )


def _idempotent() -> frozenset[str]:
    """Return the writes but PATCH, which the guide on idempotency does not name."""
    listed = table("v2")
    return frozenset(one.id for one in listed or () if not one.reads and one.method != "PATCH")


def _headers(request: Request, now: int) -> Headers:
    """Return the request id and what is left of the pace; a mock without a pace has always all of it left."""
    meter, bucket = request.meter, request.operation.bucket if request.operation else "read"
    limit = meter.limit if meter and meter.limit is not None else me.LIMITS[bucket == "write"]
    remaining = meter.remaining if meter and meter.remaining is not None else limit
    resets_in = meter.resets_in if meter and meter.resets_in is not None else 0
    return (
        ("x-request-id", request.request_id),
        ("x-ratelimit-limit", str(math.ceil(limit))),
        ("x-ratelimit-remaining", f"{remaining:g}"),
        ("x-ratelimit-reset", str(now + math.ceil(resets_in))),
    )
