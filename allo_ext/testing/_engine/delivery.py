"""Delivering events to webhook URLs."""

from __future__ import annotations

import json
import re
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, cast
from urllib.parse import urlsplit

import httpx

from allo_ext._webhooks import TIMEOUT_1
from allo_ext.testing._arguments import shown

KEPT = 10_000
_TICK = 1e-3
"""Seconds: the precision of `due`."""
_LOOPBACK = re.compile(r"http://(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d{1,5})?([/?#]|\Z)")

App = Callable[..., Any]
"""An ASGI or WSGI application."""
Target = App | httpx.BaseTransport | httpx.AsyncBaseTransport | str
"""The target of deliveries: an application in this process, an httpx transport, or a URL prefix."""


class Recipient(Protocol):
    """The registered endpoint of a delivery, for versions that sign and repeat."""

    def is_open(self) -> bool:
        """Return whether it still takes deliveries."""
        ...

    def sign(self, identifier: str, content: bytes) -> Mapping[str, str]:
        """Return the signature headers of an attempt."""
        ...

    def succeeded(self) -> None:
        """Note a success."""
        ...


@dataclass(slots=True)
class Delivery:
    """A payload for a URL; `status` is the receiver's status, `error` the reason if there is no response."""

    url: str
    topic: str
    payload: Mapping[str, Any]
    status: int | None = None
    error: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    """Header fields in addition to Content-Type, such as a signature."""
    attempt: int = 1
    """The number of the attempt."""
    due: float = 0.0
    """The time at which it is due, in seconds of the mock's clock."""

    again: Callable[[Delivery], Delivery | None] | None = field(default=None, repr=False, compare=False)
    """Returns the next attempt after a failure; None to give up."""

    id: str | None = None
    """The `webhook-id` of a signed delivery; attempts and duplicates have the same."""
    timeout: float = TIMEOUT_1
    """The time to answer, in seconds."""
    recipient: Recipient | None = field(default=None, repr=False, compare=False)
    """The endpoint that it is for, if the version signs deliveries."""

    @property
    def has_failed(self) -> bool:
        """True if it was posted and failed."""
        return self.error is not None or (self.status is not None and not 200 <= self.status < 300)  # noqa: PLR2004 — HTTP

    @property
    def has_succeeded(self) -> bool:
        """True if it was posted and acknowledged."""
        return self.status is not None and not self.has_failed

    def content(self) -> bytes:
        """Return the body."""
        return json.dumps(self.payload, separators=(",", ":")).encode()

    def outcome(self) -> str:
        """Return one line with the result. Of the URL it has only the origin, because the path contains the token."""
        how = self.error or self.status or "not posted, because it is on another machine"
        return f"{self.topic} → {_origin(self.url)}: {how}"


@dataclass(slots=True)
class Outbox:
    """Past and waiting deliveries."""

    records: deque[Delivery] = field(default_factory=lambda: deque[Delivery](maxlen=KEPT))
    waiting: deque[Delivery] = field(default_factory=lambda: deque[Delivery](maxlen=KEPT))
    """Deliveries that are due."""
    scheduled: deque[Delivery] = field(default_factory=lambda: deque[Delivery](maxlen=KEPT))
    """Deliveries that are due later, such as the next attempt after a failure."""
    settled: Callable[[Delivery], None] | None = None
    """Called with each finished delivery of a mock on a port."""

    clock: Callable[[], float] = time.monotonic
    """Returns the time in seconds, for `due`."""

    def add(self, delivery: Delivery) -> None:
        """Queue a delivery. It is recorded when it is due."""
        if self._is_due(delivery):
            self.records.append(delivery)
            self.waiting.append(delivery)
        else:
            self.scheduled.append(delivery)

    @property
    def next_due(self) -> float | None:
        """The seconds until the next delivery is due; None if no delivery is waiting."""
        if self.waiting:
            return 0.0
        later = min((delivery.due for delivery in tuple(self.scheduled)), default=None)
        return None if later is None else max(0.0, later - self.clock())

    def settle(self, delivery: Delivery) -> None:
        """Record the result of a delivery; queue the next attempt if it failed."""
        if delivery.recipient is not None and delivery.has_succeeded:
            delivery.recipient.succeeded()
        following = delivery.again(delivery) if delivery.again is not None and delivery.has_failed else None
        if following is not None:
            self.add(following)
        if self.settled is not None:
            self.settled(delivery)

    def take(self) -> list[Delivery]:
        """Return the due deliveries and remove them from the queue.

        The next attempt of a delivery whose endpoint was disabled or deleted meanwhile is dropped.
        """
        if self.scheduled:
            for delivery in sorted(self.scheduled, key=lambda one: one.due):
                if self._is_due(delivery):
                    self._start(delivery)
        taken: list[Delivery] = []
        while True:
            try:
                taken.append(self.waiting.popleft())
            except IndexError:
                return taken

    def _start(self, delivery: Delivery) -> None:
        try:
            self.scheduled.remove(delivery)
        except ValueError:
            return  # another thread was faster
        if delivery.recipient is None or delivery.recipient.is_open():
            self.records.append(delivery)
            self.waiting.append(delivery)

    def _is_due(self, delivery: Delivery) -> bool:
        return delivery.due <= self.clock() + _TICK


def checked_target(name: str, target: Any, *, network: bool = False) -> Target:
    """Return a valid target: an application, a transport, or a URL; with `network`, "network" instead of a URL.

    Raises:
        ValueError: It is something else.
    """
    if isinstance(target, str):
        is_known = target == "network" if network else target.startswith(("http://", "https://"))
    else:
        is_known = callable(target) or isinstance(target, (httpx.BaseTransport, httpx.AsyncBaseTransport))
    if is_known:
        return cast("Target", target)
    last = 'or "network"' if network else "or a URL that begins with http:// or https://"
    message = f"{name} must be an ASGI or WSGI application, an httpx transport {last}, not {shown(target)}"
    raise ValueError(message)


class Destinations:
    """The targets of webhook URLs: registered URLs are public and https, receivers in tests are neither."""

    def __init__(self) -> None:
        """Create targets for this machine only; other deliveries are only recorded."""
        self.everywhere: Target | None = None
        self._prefixes: dict[str, Target] = {}

    def forward(self, prefix: str, target: Target) -> None:
        """Send deliveries for URLs with this prefix to a target; a URL replaces the prefix."""
        self._prefixes[prefix] = target

    def resolve(self, url: str) -> tuple[str, Target | None]:
        """Return the URL and the target for a webhook URL; a str target is the network."""
        for prefix, target in sorted(self._prefixes.items(), key=lambda entry: len(entry[0]), reverse=True):
            if url.startswith(prefix):
                return (target + url[len(prefix) :], target) if isinstance(target, str) else (url, target)
        return url, "network" if self.everywhere is None and is_on_this_machine(url) else self.everywhere


def is_on_this_machine(url: str) -> bool:
    """Return whether a URL is plain http to this machine."""
    return _LOOPBACK.match(url) is not None


def _origin(url: str) -> str:
    try:
        parts = urlsplit(url)
        return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
    except ValueError:
        return "a URL that cannot be read"
