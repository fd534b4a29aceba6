"""MockAllo, the mock of the API. The package's docstring describes its use."""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from allo_ext.testing._account.lines import PENDING_SENDER_IDS, SENDER_IDS
from allo_ext.testing._account.opening import opened
from allo_ext.testing._arguments import flag, seconds
from allo_ext.testing._edges.transport import MockTransport, incoming, respond
from allo_ext.testing._engine.delivery import Target, checked_target
from allo_ext.testing._engine.keys import Keys, Pace
from allo_ext.testing._simulating import SimulatingCore
from allo_ext.testing._v1.quirks import Quirks, checked_quirks
from allo_ext.testing._versions import SCOPES, versions

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable
    from contextlib import AbstractContextManager
    from datetime import datetime

    import httpx

    from allo_ext.pace import Pace as ClientPace
    from allo_ext.testing._account.clock import Clock
    from allo_ext.testing._account.events import SentMessage
    from allo_ext.testing._account.lines import Line
    from allo_ext.testing._edges.server import Served
    from allo_ext.testing._engine.core import Answer
    from allo_ext.testing._engine.wire import Incoming


class MockAllo(SimulatingCore):
    """An in-memory Allo account that responds like the API."""

    def __init__(
        self,
        *,
        api_key: str = "key",
        contacts: int = 300,
        calls: int = 3000,
        seed: int = 0,
        latency: float = 0.0,
        pace: ClientPace | Pace | None = None,
        quirks: Quirks | None = None,
        webhook_ids: bool = False,
        validate_replies: bool = False,
        deliver_to: Target | None = None,
        now: datetime | Callable[[], datetime] | None = None,
        ends: datetime | None = None,
        numbers: Iterable[str | Line] | None = None,
        sender_ids: Iterable[str] = SENDER_IDS,
        pending_sender_ids: Iterable[str] = PENDING_SENDER_IDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Create a mock with a generated account.

        Args:
            api_key: A key with every scope.
            contacts: The number of contacts.
            calls: The number of calls; a million cost no more than ten.
            seed: The seed of the account; the same seed makes the same account.
            latency: The delay of every response in seconds.
            pace: The maximum reads and writes per second for each key, (20, 5) or a `Pace`; None for no limit.
            quirks: The variants of responses to use.
            webhook_ids: Shorthand for `Quirks(webhook_ids=True)`.
            validate_replies: True to check every response against the OpenAPI spec; AssertionError if it differs.
            deliver_to: The target of webhook deliveries: an ASGI or WSGI app, an httpx transport, or "network" to post
                them to their URLs. None only records them in `deliveries`.
            now: The account's time. With a datetime it is fixed, and advances a second for each event. A function is
                used as its clock, such as `lambda: datetime.now(UTC)`. The default is `ends`, or 2 March 2026,
                12:00 UTC.
            ends: The end of the account's calls: the newest is in the hour of this datetime, after a working day in its
                time zone. By default they end on the working day before `now`.
            numbers: The account's own phone numbers, in E.164 or as `Line`s; by default five in two countries.
            sender_ids: The active sender ids; `GET /numbers` lists them.
            pending_sender_ids: The registered but not active ones; sending returns SENDER_ID_NOT_ACTIVE. For other
                sender ids it returns INVALID_SENDER_ID.
            clock: Returns the time in seconds, for paces and quotas.

        Raises:
            MissingExtraError: jsonschema-rs is not installed.
            ValueError: An argument has an invalid value.
        """
        if deliver_to is not None:
            checked_target("deliver_to", deliver_to, network=True)
        self.api_key = api_key
        self.transport = MockTransport(self)
        self.quirks = checked_quirks(quirks, webhook_ids=webhook_ids)
        """The variants of responses to use; may be changed at any time."""
        self._state = opened(
            seed=seed,
            contacts=contacts,
            calls=calls,
            now=now,
            ends=ends,
            numbers=numbers,
            sender_ids=sender_ids,
            pending_sender_ids=pending_sender_ids,
        )
        time_of = self._state.clock
        keys = Keys(clock=lambda: clock() + time_of.advanced, pace=pace, scopes=SCOPES)
        super().__init__(
            versions=versions(self._state, keys, lambda: self.quirks),
            keys=keys,
            latency=seconds("latency", latency),
            validate_replies=flag("validate_replies", validate_replies),
            time=time_of.seconds,
        )
        time_of.stop_for(lambda: self.outbox.next_due, self.post_due)
        self.destinations.everywhere = deliver_to
        self.add_key(api_key)

    def __repr__(self) -> str:
        account = self._state.account
        return f"MockAllo(contacts={account.contacts}, calls={account.calls}, seed={account.seed})"

    # The account

    @property
    def clock(self) -> Clock:
        """The account's time; `mock.clock.advance(timedelta(hours=6))` lets time pass."""
        return self._state.clock

    @property
    def numbers(self) -> tuple[str, ...]:
        """The account's own phone numbers."""
        return tuple(line.number for line in self._state.lines)

    @property
    def sender_id(self) -> str:
        """The first active sender id; an empty string without one."""
        return next(iter(self._state.sender_ids), "")

    @property
    def pending_sender_id(self) -> str:
        """The first pending sender id; an empty string without one."""
        return next(iter(self._state.pending_sender_ids), "")

    @property
    def pace(self) -> Pace | None:
        """The maximum number of reads and writes per second for each key."""
        return self._keys.pace

    @pace.setter
    def pace(self, pace: ClientPace | Pace | None) -> None:
        self._keys.set_pace(pace)

    @property
    def sent(self) -> list[SentMessage]:
        """The accepted SMS, oldest first."""
        return list(self._state.sent)

    def add_key(
        self, key: str, scopes: Iterable[str] = SCOPES, *, daily_quota: int | None = None, quota_reset: float = 3600.0
    ) -> None:
        """Add an API key, with all scopes by default.

        Args:
            key: The key.
            scopes: Its scopes, one or several; CONTACTS_READ_WRITE implies CONTACTS_READ.
            daily_quota: The maximum number of requests until the quota is reset.
            quota_reset: The seconds from the first request to the reset.

        Raises:
            ValueError: A scope does not exist, or the key cannot be sent in a header.
        """
        with self._lock:
            self._keys.add(key, scopes=scopes, daily_quota=daily_quota, quota_reset=quota_reset)

    # Requests

    def handle(self, request: httpx.Request) -> httpx.Response:
        """Return the response to a request, without waiting; the transport handles delays and deliveries.

        Raises:
            UnknownRouteError: The API does not have this path.
            httpx.TransportError: A fault breaks the connection.
        """
        request.read()
        return respond(replace(self.answer(incoming(request)), delay=0.0), request)

    def answer(self, request: Incoming) -> Answer:
        """Return the answer to a request, without waiting; `transport` uses it."""
        with self._lock:
            answer = super().answer(request)
            self._publish()
            return answer

    # On a port

    @contextmanager
    def served_at(self, origin: str) -> Generator[None]:
        """Use an origin in recording URLs inside the context, unless `Quirks(recordings=…)` is set."""
        before = self.quirks.recordings
        if before is None:
            self.quirks = replace(self.quirks, recordings=origin)
        try:
            yield
        finally:
            self.quirks = replace(self.quirks, recordings=before)

    def serve(self, port: int = 0, *, host: str = "127.0.0.1") -> AbstractContextManager[Served]:
        """Serve on a port inside the context, which yields an object with a `base_url` for clients.

        Recording URLs then point to this server too, unless `Quirks(recordings=…)` is set.

        Raises:
            MissingExtraError: uvicorn is not installed.
            PortInUseError: Another program is listening on the port.
        """
        from allo_ext.testing._edges.server import serve

        return serve(self, port=port, host=host)
