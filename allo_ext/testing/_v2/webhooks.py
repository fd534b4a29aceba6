"""Operations on webhooks."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from allo_ext._webhooks import SECRET_PREFIX
from allo_ext.testing._account.chance import opaque
from allo_ext.testing._engine.wire import Reply
from allo_ext.testing._v2.dates import naive
from allo_ext.testing._v2.health import Health

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from allo_ext.testing._account.state import State
    from allo_ext.testing._v2.asked import Asked

TOPICS = {
    "call.received": "An inbound call begins to ring",
    "call.triggered": "An outbound call begins",
    "call.answered": "A call was picked up",
    "call.completed": "A call has ended",
    "tag.added": "A tag was added to a call",
    "tag.removed": "A tag was removed from a call",
    "sms.received": "A text message arrived",
    "sms.sent": "A text message was sent",
    "contact.created": "A contact was created",
    "contact.updated": "A contact was changed",
    "summary.updated": "The summary of a call was edited",
}
_SECRET = 24


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A registered URL and the topics it wants to hear of, on every line of the account."""

    id: str
    url: str
    topics: tuple[str, ...]
    description: str | None
    enabled: bool
    created: int
    signing_secret: str = field(repr=False)

    def as_json(self, *, secret: bool = False) -> dict[str, Any]:
        """Return the endpoint as the API shows it, with its secret if asked."""
        shown: dict[str, Any] = {
            "id": self.id,
            "url": self.url,
            "topics": list(self.topics),
            "description": self.description,
            "enabled": self.enabled,
            "created_at": naive(self.created) + "Z",
        }
        return shown | {"signing_secret": self.signing_secret} if secret else shown


class Endpoints(dict[str, Endpoint]):
    """The webhooks of an account, by id."""

    def __init__(self, state: State) -> None:
        """Begin with none."""
        self._state = state
        self._health: dict[str, Health] = {}
        self._messages = 0

    def new_message_id(self) -> str:
        """Return the id of a message, for `webhook-id`. Deliveries do not change the ids of the account."""
        self._messages += 1
        return opaque("msg_", self._state.account.seed, (1 << 38) + self._messages)

    def health(self, identifier: str) -> Health:
        """Return the failures of a webhook."""
        return self._health.setdefault(identifier, Health())

    def give_up(self, now: float) -> None:
        """Disable the webhooks that have failed for five days."""
        for endpoint in self.values():
            if endpoint.enabled and self.health(endpoint.id).is_given_up(now):
                self[endpoint.id] = replace(endpoint, enabled=False)

    def add(self, body: Mapping[str, Any]) -> Endpoint:
        """Register a webhook; it is enabled."""
        identifier = self._state.new_id("ep_")
        secret = sha256(f"{self._state.account.seed} {identifier}".encode()).digest()[:_SECRET]
        endpoint = Endpoint(
            id=identifier,
            url=body["url"],
            topics=tuple(dict.fromkeys(body["topics"])),
            description=body.get("description"),
            enabled=True,
            created=self._state.tick(),
            signing_secret=f"{SECRET_PREFIX}{b64encode(secret).decode()}",
        )
        self[identifier] = endpoint
        return endpoint


def _endpoints(asked: Asked) -> Endpoints:
    """Return the webhooks as they are now: time alone may have disabled one."""
    endpoints = asked.kept.of(Endpoints)
    endpoints.give_up(asked.state.clock.seconds())
    return endpoints


def _list(asked: Asked) -> Reply:
    return asked.data([endpoint.as_json() for endpoint in _endpoints(asked).values()])


def _create(asked: Asked) -> Reply:
    return asked.data(_endpoints(asked).add(asked.body).as_json(secret=True), 201)


def _get(asked: Asked) -> Reply:
    endpoint = _endpoints(asked).get(asked.path["webhook_id"])
    return asked.error(_NOT_FOUND, 404) if endpoint is None else asked.data(endpoint.as_json(secret=True))


def _update(asked: Asked) -> Reply:
    """Change what is given; topics replace the topics. Enabling a webhook forgets its failures."""
    endpoints, body = _endpoints(asked), asked.body
    endpoint = endpoints.get(asked.path["webhook_id"])
    if endpoint is None:
        return asked.error(_NOT_FOUND, 404)
    changes: dict[str, Any] = {name: body[name] for name in ("url", "description", "enabled") if name in body}
    if "topics" in body:
        changes["topics"] = tuple(dict.fromkeys(body["topics"]))
    if changes.get("enabled"):
        endpoints.health(endpoint.id).succeeded()
    endpoints[endpoint.id] = replace(endpoint, **changes)
    return asked.data(endpoints[endpoint.id].as_json())


def _delete(asked: Asked) -> Reply:
    known = _endpoints(asked).pop(asked.path["webhook_id"], None)
    return asked.error(_NOT_FOUND, 404) if known is None else Reply(204)


def _event_types(asked: Asked) -> Reply:
    return asked.data([{"name": name, "description": text} for name, text in TOPICS.items()])


_NOT_FOUND = "WEBHOOK_NOT_FOUND"

HANDLERS: Mapping[str, Callable[[Asked], Reply]] = {
    "list_webhooks": _list,
    "create_webhook": _create,
    "get_webhook": _get,
    "update_webhook": _update,
    "delete_webhook": _delete,
    "list_webhook_event_types": _event_types,
}
