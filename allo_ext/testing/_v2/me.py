"""Operations on the key and its team."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from allo_ext.testing._account.chance import opaque
from allo_ext.testing._engine.spec import load_spec

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from allo_ext.testing._engine.wire import Reply
    from allo_ext.testing._v2.asked import Asked

LIMITS = (20, 5)
"""Reads and writes a second that the API allows, said also by a mock that has no pace."""
_TEAM = 1 << 38


def _get_me(asked: Asked) -> Reply:
    """Answer with what the key may do."""
    spec, scopes = load_spec("v2"), asked.request.scopes
    texts = {
        operation["operationId"]: operation.get("summary")
        for item in spec.document["paths"].values()
        for operation in item.values()
        if "operationId" in operation
    }
    reads, writes = asked.keys.pace or LIMITS
    key = asked.request.incoming.headers.get("authorization", "")
    return asked.data(
        {
            "api_key_id": f"api-{sha256(key.encode()).hexdigest()[:10]}",
            "scopes": sorted(scopes),
            "endpoints": [
                {
                    "method": operation.method,
                    "path": spec.root + operation.template,
                    "description": texts.get(operation.id),
                    "scope": operation.scope,
                }
                for operation in spec.operations.values()
                if operation.scope is None or operation.scope in scopes
            ],
            "team": {"id": opaque("team-", asked.state.account.seed, _TEAM), "name": "My Company"},
            "rate_limits": {"read_per_second": int(reads), "write_per_second": int(writes)},
        }
    )


HANDLERS: Mapping[str, Callable[[Asked], Reply]] = {"get_me": _get_me}
