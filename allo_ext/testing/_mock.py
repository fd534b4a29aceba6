"""MockAllo: the stand-in for the API. See the package's docstring for how it is used."""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from allo_ext.testing._account.lines import PENDING_SENDER_IDS, SENDER_IDS
from allo_ext.testing._account.opening import opened
from allo_ext.testing._account.simulate import Direction, simulate_call, simulate_ping, simulate_sms
from allo_ext.testing._arguments import flag, seconds
from allo_ext.testing._edges.transport import MockTransport, incoming, respond
from allo_ext.testing._engine.delivering import DeliveringCore
from allo_ext.testing._engine.delivery import Target, checked_target
from allo_ext.testing._engine.keys import Keys, Pace
from allo_ext.testing._v1.quirks import Quirks, checked_quirks
from allo_ext.testing._versions import IMPLIED, SCOPES, versions

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Sequence
    from contextlib import AbstractContextManager
    from datetime import datetime

    import httpx

    from allo_ext.pace import Pace as ClientPace
    from allo_ext.testing._account.calls import Call, Message
    from allo_ext.testing._account.events import SentMessage
    from allo_ext.testing._account.lines import Line
    from allo_ext.testing._edges.server import Served
    from allo_ext.testing._engine.core import Answer
    from allo_ext.testing._engine.wire import Incoming


class MockAllo(DeliveringCore):
    """An Allo account in memory that answers as the API does."""

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
        """Begin with an account.

        Args:
            api_key: a key with every scope.
            contacts: how many contacts there are to begin with.
            calls: how many calls; a million cost no more than ten.
            seed: another seed is another account; the same seed is the same account.
            latency: seconds that every answer takes.
            pace: reads and writes a second that each key may make, (20, 5) or a `Pace`; None is no limit.
            quirks: which of the shapes seen live to answer with.
            webhook_ids: shorthand for `Quirks(webhook_ids=True)`.
            validate_replies: hold every reply against the OpenAPI document, AssertionError where it differs.
            deliver_to: where webhook deliveries go: an ASGI or WSGI app, an httpx transport, or "network" to post them
                to their URLs. None: they are only noted in `deliveries`.
            now: the account's time. A datetime: it stands still there, but for a second for each thing that happens. A
                function: its clock, such as `lambda: datetime.now(UTC)`. Unless given: as `ends`, or 2 March 2026,
                12:00 UTC.
            ends: when the calls of the account end: the newest is in the hour of this datetime, after a working day in
                its time zone. Unless given, they end on the working day before `now`.
            numbers: the account's own phone numbers, in E.164 or each as a `Line`; five in two countries unless given.
            sender_ids: the active sender ids; `GET /numbers` lists them.
            pending_sender_ids: those that are registered and not yet active: sending is SENDER_ID_NOT_ACTIVE. Any
                other sender id is INVALID_SENDER_ID.
            clock: what paces and quotas are measured with, in seconds.

        Raises:
            MissingExtraError: jsonschema-rs is not installed.
            ValueError: an argument has a value that cannot be.
        """
        if deliver_to is not None:
            checked_target("deliver_to", deliver_to, network=True)
        self.api_key = api_key
        self.transport = MockTransport(self)
        self.quirks = checked_quirks(quirks, webhook_ids=webhook_ids)
        """Which of the shapes seen live to answer with; may be changed at any time."""
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
        keys = Keys(clock=clock, pace=pace, scopes=SCOPES, implied=IMPLIED)
        super().__init__(
            versions=versions(self._state, keys, lambda: self.quirks),
            keys=keys,
            latency=seconds("latency", latency),
            validate_replies=flag("validate_replies", validate_replies),
        )
        self.destinations.everywhere = deliver_to
        self.add_key(api_key)

    def __repr__(self) -> str:
        account = self._state.account
        return f"MockAllo(contacts={account.contacts}, calls={account.calls}, seed={account.seed})"

    # The account

    @property
    def numbers(self) -> tuple[str, ...]:
        """The account's own phone numbers."""
        return tuple(line.number for line in self._state.lines)

    @property
    def sender_id(self) -> str:
        """The first active sender id; empty where there is none."""
        return next(iter(self._state.sender_ids), "")

    @property
    def pending_sender_id(self) -> str:
        """The first sender id that is registered and not yet active; empty where there is none."""
        return next(iter(self._state.pending_sender_ids), "")

    @property
    def pace(self) -> Pace | None:
        """Reads and writes a second that each key may make."""
        return self._keys.pace

    @pace.setter
    def pace(self, pace: ClientPace | Pace | None) -> None:
        self._keys.set_pace(pace)

    @property
    def sent(self) -> list[SentMessage]:
        """Every SMS that was accepted, the oldest first."""
        return list(self._state.sent)

    def add_key(
        self, key: str, scopes: Iterable[str] = SCOPES, *, daily_quota: int | None = None, quota_reset: float = 3600.0
    ) -> None:
        """Add an API key, with all scopes unless told which, and a number of requests a day.

        Args:
            key: the key.
            scopes: what it may do, one scope or several; CONTACTS_READ_WRITE implies CONTACTS_READ.
            daily_quota: how many requests it may make until the quota resets.
            quota_reset: seconds from the first request until then.

        Raises:
            ValueError: for a scope that the API does not have, or a key that no client could send.
        """
        with self._lock:
            self._keys.add(key, scopes=scopes, daily_quota=daily_quota, quota_reset=quota_reset)

    # Requests

    def handle(self, request: httpx.Request) -> httpx.Response:
        """Answer a request, without any waiting: delays and deliveries are the transport's business.

        Raises:
            UnknownRouteError: the API has no such path.
            httpx.TransportError: a fault breaks the connection.
        """
        request.read()
        return respond(replace(self.answer(incoming(request)), delay=0.0), request)

    def answer(self, request: Incoming) -> Answer:
        """Decide what to send back, and how, without doing anything that takes time: what `transport` stands on."""
        with self._lock:
            answer = super().answer(request)
            self._publish()
            return answer

    # What happens from outside

    def simulate_call(
        self,
        allo_number: str | None = None,
        *,
        direction: Direction = "INBOUND",
        contact_number: str | None = None,
        result: str = "ANSWERED",
        length_in_minutes: float | None = None,
        summary: str | None = None,
        tag: str | None = None,
        transcript: Sequence[tuple[str, str]] | None = None,
        recording: bool = True,
    ) -> Call:
        """Let a call have ended just now: it is the newest in the lists, and webhooks hear of it.

        Args:
            allo_number: one of the account's own numbers, the first unless given.
            direction: who called whom.
            contact_number: the other party, in E.164 or `anonymous`; a contact of the line's country unless given.
            result: ANSWERED, VOICEMAIL, MISSED, …, or a new word.
            length_in_minutes: how long it took; as long as the transcript unless given.
            summary: what it was about; made up unless given.
            tag: its tag.
            transcript: pairs of source (AGENT, EXTERNAL, USER) and text; made up unless given.
            recording: whether there is one.

        Raises:
            ValueError: an argument has a value that cannot be.
        """
        with self._lock:
            call = simulate_call(
                self._state,
                allo_number=allo_number,
                direction=direction,
                contact_number=contact_number,
                result=result,
                length_in_minutes=length_in_minutes,
                summary=summary,
                tag=tag,
                transcript=transcript,
                recording=recording,
            )
            self._publish()
        self.deliver_waiting()
        return call

    def simulate_sms(
        self,
        allo_number: str | None = None,
        *,
        direction: Direction = "INBOUND",
        contact_number: str | None = None,
        content: str = "Thanks, see you tomorrow!",
    ) -> Message:
        """Let an SMS have passed just now: it is in the conversation, and webhooks hear of it.

        Args:
            allo_number: one of the account's own numbers, the first unless given.
            direction: who wrote to whom.
            contact_number: the other party, in E.164; a contact of the line's country unless given.
            content: what it says.

        Raises:
            ValueError: an argument has a value that cannot be.
        """
        with self._lock:
            message = simulate_sms(
                self._state,
                allo_number=allo_number,
                direction=direction,
                contact_number=contact_number,
                content=content,
            )
            self._publish()
        self.deliver_waiting()
        return message

    def simulate_ping(self, allo_number: str | None = None) -> None:
        """Let somebody test the webhooks of a number (or all) by hand: those that want PING get one."""
        with self._lock:
            simulate_ping(self._state, allo_number=allo_number)
            self._publish()
        self.deliver_waiting()

    def _publish(self) -> None:
        self.publish(self._state.take_events())

    # On a port

    @contextmanager
    def served_at(self, origin: str) -> Generator[None]:
        """Say that recordings are at an origin while the context lasts, unless `Quirks(recordings=…)` says where."""
        before = self.quirks.recordings
        if before is None:
            self.quirks = replace(self.quirks, recordings=origin)
        try:
            yield
        finally:
            self.quirks = replace(self.quirks, recordings=before)

    def serve(self, port: int = 0, *, host: str = "127.0.0.1") -> AbstractContextManager[Served]:
        """Serve on a port while the context lasts; `base_url` of what it yields is for clients.

        Recordings are then said to lie there too, unless `Quirks(recordings=…)` says where.

        Raises:
            MissingExtraError: uvicorn is not installed.
            PortInUseError: something else listens there.
        """
        from allo_ext.testing._edges.server import serve

        return serve(self, port=port, host=host)
