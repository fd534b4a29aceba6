"""Delivering events to webhook URLs."""

from __future__ import annotations

import inspect
import json
import re
import time
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, cast
from urllib.parse import urlsplit

import httpx

from allo_ext._serving.loop import run_async_work
from allo_ext.testing._arguments import shown

TIMEOUT = 30.0
"""The documented timeout of deliveries in seconds."""
KEPT = 10_000
_LOOPBACK = re.compile(r"http://(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d{1,5})?([/?#]|\Z)")

App = Callable[..., Any]
"""An ASGI or WSGI application."""
Target = App | httpx.BaseTransport | httpx.AsyncBaseTransport | str
"""The target of deliveries: an application in this process, an httpx transport, or a URL prefix."""


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

    @property
    def has_failed(self) -> bool:
        """True if it was posted and failed."""
        return self.error is not None or (self.status is not None and not 200 <= self.status < 300)  # noqa: PLR2004 — HTTP

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
    settled: Callable[[Delivery], None] | None = None
    """Called with each finished delivery of a mock on a port."""

    clock: Callable[[], float] = time.monotonic
    """Returns the time in seconds, for `due`."""

    def add(self, delivery: Delivery) -> None:
        """Queue a delivery."""
        self.records.append(delivery)
        self.waiting.append(delivery)

    @property
    def next_due(self) -> float | None:
        """The seconds until the next delivery is due; None if no delivery is waiting."""
        return min((max(0.0, delivery.due - self.clock()) for delivery in tuple(self.waiting)), default=None)

    def settle(self, delivery: Delivery) -> None:
        """Record the result of a delivery; queue the next attempt if it failed."""
        following = delivery.again(delivery) if delivery.again is not None and delivery.has_failed else None
        if following is not None:
            self.add(following)
        if self.settled is not None:
            self.settled(delivery)

    def take(self) -> list[Delivery]:
        """Return the due deliveries and remove them from the queue."""
        taken, later = list[Delivery](), list[Delivery]()
        while True:
            try:
                delivery = self.waiting.popleft()
            except IndexError:
                self.waiting.extend(later)
                return taken
            (taken if delivery.due <= self.clock() else later).append(delivery)


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


def post(delivery: Delivery, url: str, target: Target) -> Delivery:
    """Post a delivery and record the response; never raises because of a receiver."""
    try:
        if isinstance(target, str):
            with httpx.Client(timeout=TIMEOUT, trust_env=False) as client:
                delivery.status = _post(client, url, delivery)
        elif isinstance(target, httpx.BaseTransport):
            # Not closed: the transport belongs to the caller.
            delivery.status = _post(httpx.Client(transport=target, timeout=TIMEOUT), url, delivery)
        elif isinstance(target, httpx.AsyncBaseTransport):
            delivery.status = _in_a_loop(lambda: _post_async(target, url, delivery))
        elif is_asgi(target):
            delivery.status = _in_a_loop(lambda: _post_async(httpx.ASGITransport(app=target), url, delivery))
        else:
            with httpx.Client(transport=httpx.WSGITransport(app=target), timeout=TIMEOUT) as client:
                delivery.status = _post(client, url, delivery)
    except Exception as error:  # noqa: BLE001 — a receiver may fail in any way, and the API would only note it
        delivery.error = f"{type(error).__name__}: {error}"
    return delivery


def _origin(url: str) -> str:
    try:
        parts = urlsplit(url)
        return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
    except ValueError:
        return "a URL that cannot be read"


def is_asgi(app: App) -> bool:
    """Return whether an application is ASGI, that is, a coroutine function."""
    return inspect.iscoroutinefunction(app) or inspect.iscoroutinefunction(getattr(app, "__call__", None))  # noqa: B004 — looked at, not called


def _post(client: httpx.Client, url: str, delivery: Delivery) -> int:
    return client.post(url, content=delivery.content(), headers=headers_of(delivery, url)).status_code


def headers_of(delivery: Delivery, url: str) -> dict[str, str]:
    """Return the header fields; with X-Forwarded-Proto if https is forwarded to http, as a TLS proxy sends it."""
    headers = {"content-type": "application/json", **delivery.headers}
    if delivery.url.startswith("https:") and url.startswith("http:"):
        headers["x-forwarded-proto"] = "https"
    return headers


async def _post_async(transport: httpx.AsyncBaseTransport, url: str, delivery: Delivery) -> int:
    async with httpx.AsyncClient(transport=transport, timeout=TIMEOUT) as client:
        return (await client.post(url, content=delivery.content(), headers=headers_of(delivery, url))).status_code


def _in_a_loop(work: Callable[[], Awaitable[int]]) -> int:
    return run_async_work(work, thread_name="mockallo-delivery", own_thread=True)
