"""MockAllo: the stand-in for the API. See the package's docstring for how it is used."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ._account import Account
from ._core import Answer, Core
from ._delivery import Delivery, Destinations, Outbox, Target, post
from ._keys import SCOPES, Keys, Pace
from ._lines import PHONE_LINES, SENDER_IDS
from ._people import default_now
from ._quirks import Quirks
from ._simulate import Direction, simulate_call, simulate_ping, simulate_sms
from ._state import State
from ._transport import MockTransport, incoming, respond

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from contextlib import AbstractContextManager
    from datetime import datetime

    import httpx

    from allo_ext.pace import Pace as ClientPace

    from ._calls import Call, Message
    from ._server import Served
    from ._sms import SentMessage
    from ._wire import Incoming


class MockAllo(Core):
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
        now: datetime | None = None,
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
            now: the moment at which the account stands still.
            clock: what paces and quotas are measured with, in seconds.

        Raises:
            MissingExtraError: jsonschema-rs is not installed.
        """
        if contacts < 0 or calls < 0:
            raise ValueError("contacts and calls must not be negative")
        self.api_key = api_key
        self.transport = MockTransport(self)
        self.outbox = Outbox()
        self.destinations = Destinations()
        self.destinations.everywhere = deliver_to
        self.wake: Callable[[], None] | None = None
        super().__init__(
            state=State(Account(seed=seed, contacts=contacts, calls=calls, now=now or default_now())),
            keys=Keys(clock=clock, pace=pace),
            quirks=replace(quirks or Quirks(), webhook_ids=True) if webhook_ids else quirks or Quirks(),
            latency=latency,
            validate_replies=validate_replies,
        )
        self.add_key(api_key)

    def __repr__(self) -> str:
        account = self._state.account
        return f"MockAllo(contacts={account.contacts}, calls={account.calls}, seed={account.seed})"

    # The account

    @property
    def numbers(self) -> tuple[str, ...]:
        """The account's own phone numbers."""
        return tuple(line.number for line in PHONE_LINES if line.number is not None)

    @property
    def sender_id(self) -> str:
        """The sender id that is verified."""
        return SENDER_IDS[0]

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

    @property
    def deliveries(self) -> list[Delivery]:
        """What webhooks were told, the oldest first."""
        return list(self.outbox.records)

    def add_key(
        self, key: str, *, scopes: Iterable[str] = SCOPES, daily_quota: int | None = None, quota_reset: float = 3600.0
    ) -> None:
        """Add an API key, with all scopes unless told which, and a number of requests a day.

        Args:
            key: the key.
            scopes: what it may do; CONTACTS_READ_WRITE implies CONTACTS_READ.
            daily_quota: how many requests it may make until the quota resets.
            quota_reset: seconds from the first request until then.

        Raises:
            ValueError: for a scope that the API does not have.
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
            result: ANSWERED, VOICEMAIL, MISSED, …
            length_in_minutes: how long it took; as long as the transcript unless given.
            summary: what it was about; made up unless given.
            tag: its tag.
            transcript: pairs of source (AGENT, EXTERNAL, USER) and text; made up unless given.
            recording: whether there is one.
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

    # Deliveries

    @property
    def delivers(self) -> bool:
        """Whether something waits to be delivered."""
        return bool(self.outbox.waiting)

    def forward(self, prefix: str, target: Target) -> None:
        """Deliver what is meant for some URLs elsewhere; the longest beginning that fits decides.

        Args:
            prefix: how these URLs begin, such as `https://hooks.example.com`.
            target: an ASGI or WSGI app, an httpx transport, or what to put in the place of `prefix`.
        """
        self.destinations.forward(prefix, target)

    def deliver(self, payload: Mapping[str, Any], to: Target, *, url: str | None = None) -> Delivery:
        """Post one payload, such as `event()` builds, and return the record.

        Args:
            payload: what to post.
            to: an ASGI or WSGI app, an httpx transport, or a URL.
            url: the URL that the API would know: an app or a transport is asked for it, and if it is https and `to` is
                a URL with http, the request says that it was forwarded.
        """
        known = url or (to if isinstance(to, str) else "https://receiver.example/")
        delivery = Delivery(known, str(payload.get("topic", payload.get("event", ""))), payload)
        self.outbox.records.append(delivery)
        return post(delivery, to if isinstance(to, str) else known, to)

    def deliver_waiting(self) -> None:
        """Post what is waiting, in this thread; a mock that serves a port lets its server do it."""
        if self.wake is not None:
            self.wake()
            return
        for delivery in self.outbox.take():
            url, target = self.destinations.resolve(delivery.url)
            if target is not None:
                post(delivery, url, target)

    def _publish(self) -> None:
        self.outbox.add(self._state.events, self._state.webhooks.values())
        self._state.events.clear()

    # On a port

    def serve(self, port: int = 0, *, host: str = "127.0.0.1") -> AbstractContextManager[Served]:
        """Serve on a port while the context lasts; `base_url` of what it yields is for clients.

        Recordings are then said to lie there too, unless `Quirks(recordings=…)` says where, so that nobody who
        downloads one leaves this machine.

        Raises:
            MissingExtraError: uvicorn is not installed.
            PortInUseError: something else listens there.
        """
        from ._server import serve

        return serve(self, port=port, host=host)
