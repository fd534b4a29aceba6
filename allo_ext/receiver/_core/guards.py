"""The checks of a request, in order. Each is a function that returns a reply to refuse the request.

    https → source network → rate → token → signature headers → declared size
    │ size → method → signature │ content → own number

Requests with the right token or signature are counted separately in the rate limit, so that others cannot use up Allo's
share. The checks before the first bar only need the headers, and run before the body is read. Content is checked by
`parse`, own numbers in `numbers`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import attrs

from allo_ext.errors import InvalidSignatureError, InvalidTokenError
from allo_ext.receiver._core.origin import (
    Network,
    Proxies,
    origin_of,
    within,
)
from allo_ext.receiver._core.rate import Rate
from allo_ext.receiver._core.request import Reply, sentence, values_of
from allo_ext.receiver._core.signature import Secrets, is_signed, read_signed
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


@attrs.frozen(kw_only=True)
class Settings:
    """The settings of the checks; None or False turns a check off."""

    token: str | None = attrs.field(repr=False)
    secrets: Secrets | None = attrs.field(default=None, repr=False)
    """The signing secrets. Unsigned requests need the token then, and are refused if there is none."""
    require_https: bool
    networks: tuple[Network, ...] | None
    proxies: Proxies
    rate: Rate | None
    """The rate limit of requests with the right token or signature."""
    strangers: Rate | None
    """The rate limit of all other requests."""
    max_body: int | None


class Facts(NamedTuple):
    """A request and its origin."""

    request: Request
    origin: Origin


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
    if _is_signed(facts, settings):
        try:
            _read_signed(facts)
        except InvalidSignatureError:
            return _too_many(settings.strangers, facts)
        return None
    return _too_many(settings.rate if _knows_token(facts, settings) else settings.strangers, facts)


def token(facts: Facts, settings: Settings) -> Reply | None:
    """Refuse a request without the token, like an unknown path. A signed one does not need it."""
    if settings.token is None or _is_signed(facts, settings) or _knows_token(facts, settings):
        return None
    return WRONG_TOKEN


def signature_headers(facts: Facts, settings: Settings) -> Reply | None:
    """Refuse a signed request with malformed or stale headers, and an unsigned one if there is no token."""
    if settings.secrets is None or (settings.token is not None and not _is_signed(facts, settings)):
        return None
    try:
        _read_signed(facts)
    except InvalidSignatureError:
        return WRONG_SIGNATURE
    return None


def signature(facts: Facts, settings: Settings) -> Reply | None:
    """Refuse a signed request whose signature does not match its body."""
    if settings.secrets is None or not _is_signed(facts, settings):
        return None
    try:
        settings.secrets.check(facts.request.body, _read_signed(facts))
    except InvalidSignatureError:
        return _too_many(settings.strangers, facts) or WRONG_SIGNATURE
    return _too_many(settings.rate, facts)


def _is_signed(facts: Facts, settings: Settings) -> bool:
    return settings.secrets is not None and is_signed(facts.request.headers)


def _read_signed(facts: Facts) -> Signed:
    return read_signed(facts.request.headers, facts.request.received_at)


def _too_many(counted: Rate | None, facts: Facts) -> Reply | None:
    wait = counted.wait(facts.origin.client) if counted else 0
    return sentence(429, "Too many requests.", Retry_After=str(wait)) if wait else None


def _knows_token(facts: Facts, settings: Settings) -> bool:
    if settings.token is None:
        return settings.secrets is None
    try:
        check_token(facts.request.path, settings.token)
    except InvalidTokenError:
        return False
    return True


def declared_size(facts: Facts, settings: Settings) -> Reply | None:
    """Refuse a body whose Content-Length is too large, before it is read."""
    if settings.max_body is None:
        return None
    declared = values_of(facts.request.headers, "content-length")["content-length"]
    return TOO_LARGE if any(_more_than(settings.max_body, length.strip()) for length in declared) else None


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


def refusal(guards: Iterable[Guard], request: Request, settings: Settings) -> tuple[Guard, Reply] | None:
    """Return the first guard that refuses a request, and its reply; None if all pass."""
    facts = Facts(request, origin_of(request, settings.proxies))
    for guard in guards:
        reply = guard.refuses(facts, settings)
        if reply is not None:
            return guard, reply
    return None
