"""The checks of a request, in order. Each is a function that returns a reply to refuse the request.

    https → source network → rate → token → signature headers → declared size
    │ size → method → signature │ content → own number

Requests with the right token or signature are counted separately in the rate limit, so that others cannot use up Allo's
share. The checks before the first bar only need the headers, and run before the body is read. Content is checked by
`parse`, own numbers in `numbers`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, NamedTuple

import attrs

from allo_ext._webhooks import SIGNING
from allo_ext.errors import InvalidSignatureError, InvalidTokenError
from allo_ext.receiver._core.origin import Network, Proxies, origin_of, within
from allo_ext.receiver._core.rate import Rate
from allo_ext.receiver._core.request import Reply, fields_of, sentence, wanted
from allo_ext.receiver._core.signature import Secrets, signed_of
from allo_ext.receiver._core.token import check_token

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from allo_ext.receiver._core.origin import Origin
    from allo_ext.receiver._core.request import Request
    from allo_ext.receiver._core.signature import Signed

NOT_SECURE: Final = sentence(403, "Deliveries must use https.")
WRONG_NETWORK: Final = sentence(403, "Deliveries from this address are not accepted.")
WRONG_TOKEN: Final = sentence(404, "Not found.")
WRONG_SIGNATURE: Final = sentence(401, "The signature is missing or not valid.")
TOO_LARGE: Final = sentence(413, "The body is too large.")
WRONG_METHOD: Final = sentence(405, "Deliveries must use POST.", Allow="POST")
WRONG_NUMBER: Final = sentence(403, "The event is for a number that does not belong to this account.")
_MOST_DIGITS: Final = 20
_LENGTH: Final = "content-length"
_WANTED: Final = wanted(*SIGNING, _LENGTH)


@attrs.frozen(kw_only=True)
class Settings:
    """The settings of the checks; None or False turns a check off."""

    token: str | None = attrs.field(repr=False)
    secrets: Secrets | None
    """The signing secrets. Unsigned requests need the token then, and are refused if there is none."""
    require_https: bool
    networks: tuple[Network, ...] | None
    proxies: Proxies
    rate: Rate | None
    """The rate limit of requests with the right token or signature."""
    strangers: Rate | None
    """The rate limit of all other requests."""
    max_body: int | None


class Facts:
    """A request with its header fields and its origin. Each of them is read when a check first needs it."""

    __slots__ = ("_fields", "_knows_token", "_origin", "_settings", "_signed", "request")

    def __init__(self, request: Request, settings: Settings) -> None:
        self.request: Final = request
        self._settings = settings
        self._fields: dict[str, list[str]] | None = None
        self._origin: Origin | None = None
        self._signed: Signed | Literal[False] | None = None
        self._knows_token: bool | None = None

    @property
    def fields(self) -> dict[str, list[str]]:
        """The values of Content-Length and the signature headers, if the request has them."""
        if self._fields is None:
            self._fields = fields_of(self.request.headers, _WANTED)
        return self._fields

    @property
    def origin(self) -> Origin:
        """The client's address and scheme."""
        if self._origin is None:
            self._origin = origin_of(self.request, self._settings.proxies)
        return self._origin

    @property
    def is_signed(self) -> bool:
        """True if the endpoint has a secret and the request has any of the signature headers."""
        return self._settings.secrets is not None and not self.fields.keys().isdisjoint(SIGNING)

    @property
    def signed(self) -> Signed | Literal[False]:
        """The signature headers; False if they are malformed or stale."""
        if self._signed is None:
            try:
                self._signed = signed_of(self.fields, self.request.received_at)
            except InvalidSignatureError:
                self._signed = False
        return self._signed

    @property
    def knows_token(self) -> bool:
        """True if the request has the right token, or needs none."""
        if self._knows_token is None:
            self._knows_token = _knows_token(self.request, self._settings)
        return self._knows_token


class Guard(NamedTuple):
    """A check and its name, which is logged."""

    name: str
    refuses: Callable[[Facts, Settings], Reply | None]


def https(facts: Facts, settings: Settings) -> Reply | None:
    """Refuse requests that did not use https."""
    return NOT_SECURE if settings.require_https and not facts.origin.https else None


def network(facts: Facts, settings: Settings) -> Reply | None:
    """Refuse requests from other networks."""
    if settings.networks is None:
        return None
    address = facts.origin.address
    return None if address is not None and within(address, settings.networks) else WRONG_NETWORK


def rate(facts: Facts, settings: Settings) -> Reply | None:
    """Refuse a client with too many requests. One that may be signed rightly is counted when its signature is known."""
    if facts.is_signed:
        return None if facts.signed else _too_many(settings.strangers, facts)
    return _too_many(settings.rate if facts.knows_token else settings.strangers, facts)


def token(facts: Facts, settings: Settings) -> Reply | None:
    """Refuse a request without the token, like an unknown path. A signed one does not need it."""
    if settings.token is None or facts.is_signed or facts.knows_token:
        return None
    return WRONG_TOKEN


def signature_headers(facts: Facts, settings: Settings) -> Reply | None:
    """Refuse a signed request with malformed or stale headers, and an unsigned one if there is no token."""
    if settings.secrets is None or (settings.token is not None and not facts.is_signed):
        return None
    return None if facts.signed else WRONG_SIGNATURE


def signature(facts: Facts, settings: Settings) -> Reply | None:
    """Refuse a signed request whose signature does not match its body."""
    if settings.secrets is None or not facts.is_signed:
        return None
    try:
        if facts.signed:
            settings.secrets.check(facts.request.body, facts.signed)
            return _too_many(settings.rate, facts)
    except InvalidSignatureError:
        pass
    return _too_many(settings.strangers, facts) or WRONG_SIGNATURE


def _too_many(counted: Rate | None, facts: Facts) -> Reply | None:
    wait = counted.wait(facts.origin.client) if counted else 0
    return sentence(429, "Too many requests.", Retry_After=str(wait)) if wait else None


def _knows_token(request: Request, settings: Settings) -> bool:
    if settings.token is None:
        return settings.secrets is None
    try:
        check_token(request.path, settings.token)
    except InvalidTokenError:
        return False
    return True


def declared_size(facts: Facts, settings: Settings) -> Reply | None:
    """Refuse a body whose Content-Length is too large, before it is read."""
    if settings.max_body is None:
        return None
    for length in facts.fields.get(_LENGTH, ()):
        if _more_than(settings.max_body, length.strip()):
            return TOO_LARGE
    return None


def _more_than(most: int, length: str) -> bool:
    return length.isascii() and length.isdigit() and (len(length) > _MOST_DIGITS or int(length) > most)


def size(facts: Facts, settings: Settings) -> Reply | None:
    """Refuse a body that is too large, whatever its Content-Length."""
    return TOO_LARGE if settings.max_body is not None and len(facts.request.body) > settings.max_body else None


def method(facts: Facts, settings: Settings) -> Reply | None:  # noqa: ARG001 (one signature for all)
    """Refuse anything but POST."""
    return None if facts.request.method == "POST" else WRONG_METHOD


HEAD: Final = (
    Guard("https", https),
    Guard("source network", network),
    Guard("rate", rate),
    Guard("token", token),
    Guard("signature", signature_headers),
    Guard("declared size", declared_size),
)
BODY: Final = (Guard("size", size), Guard("method", method), Guard("signature", signature))


def refusal(guards: Iterable[Guard], facts: Facts, settings: Settings) -> tuple[Guard, Reply] | None:
    """Return the first guard that refuses a request, and its reply; None if all pass."""
    for guard in guards:
        reply = guard.refuses(facts, settings)
        if reply is not None:
            return guard, reply
    return None
