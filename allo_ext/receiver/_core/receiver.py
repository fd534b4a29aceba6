"""The receiver: checks a request, parses its event, and handles it once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from allo_ext._wire.given import NOT_GIVEN, NotGiven
from allo_ext.errors import ConfigurationError, InvalidPayloadError
from allo_ext.receiver._core import guards
from allo_ext.receiver._core.failure import log_failure, logger
from allo_ext.receiver._core.handlers import Handlers
from allo_ext.receiver._core.inbox import DeliveryLog, stored
from allo_ext.receiver._core.mounts import Mounts
from allo_ext.receiver._core.numbers import OwnNumbers
from allo_ext.receiver._core.once import ACCEPTED, FAILED, handled_once
from allo_ext.receiver._core.origin import read_networks, read_proxies
from allo_ext.receiver._core.rate import Rate
from allo_ext.receiver._core.request import Reply, sentence
from allo_ext.receiver._core.signature import message_id, read_secrets
from allo_ext.receiver._core.steps import Flow, run, run_async
from allo_ext.receiver._core.store import MemoryStore
from allo_ext.receiver._core.token import read_token
from allo_ext.receiver._events.identity import keys_of
from allo_ext.receiver._events.parsing import read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from allo_ext.receiver._core.numbers import Numbers
    from allo_ext.receiver._core.request import Request
    from allo_ext.receiver._core.store import Store
    from allo_ext.receiver._events.records import Event

NOT_AN_EVENT: Final = sentence(400, "The body is not an event.")
NO_NUMBERS: Final = sentence(503, "The event cannot be checked now.", Retry_After="30")


class WebhookReceiver(Handlers, Mounts):
    """An endpoint for Allo's webhooks that rejects forged requests.

    Version 1's deliveries are authenticated by a token in the path, version 2's by a signature. With both `token` and
    `secret`, one endpoint receives both versions: a delivery with signature headers needs a valid signature, any other
    one needs the token.

    Examples:
        >>> receiver = WebhookReceiver(token=os.environ["ALLO_WEBHOOK_TOKEN"], numbers={"+12025550143"})
        >>> @receiver.on("CALL_RECEIVED")
        ... def store(event: CallReceived) -> None: ...
        >>> app = receiver.asgi()
    """

    def __init__(
        self,
        token: str | None = None,
        numbers: Numbers | NotGiven = NOT_GIVEN,
        *,
        secret: str | Iterable[str] | None = None,
        require_https: bool = True,
        max_per_minute: int | None = 100,
        networks: Iterable[str] | None = None,
        trusted_proxies: Iterable[str] = (),
        max_body: int | None = 1_048_576,
        store: Store | None = None,
        inbox: DeliveryLog | None = None,
        on_error: Callable[[Exception, Event], object] | None = None,
        dangerously_accept_unauthenticated: bool = False,
    ) -> None:
        """Create an endpoint. None or False turns a check off.

        Args:
            token: The last segment of the endpoint's path, from `new_token()`; other tokens get 404. An empty string
                counts as None. A token of less than 22 characters gives a UserWarning. Optional with `secret`: unsigned
                deliveries then get 401.
            numbers: The account's numbers in E.164 and its sender ids, or a function that returns them, such as
                `allo.numbers.owned`. It is called every ten minutes, and for an unknown number at most once a minute.
                Events of other numbers get 403. None accepts events of any number. Optional without a token, because a
                signature proves that the event belongs to the account.
            secret: The signing secret of a version 2 webhook, `whsec_…`; several during a rotation, or for several
                webhooks. Signed deliveries with another signature, or with a timestamp more than 300 seconds away, get
                401. An empty string counts as None. Needs the extra `webhooks`.
            require_https: True to reject plain http with 403.
            max_per_minute: The maximum number of requests per minute from one client; more get 429. Requests with a
                wrong token are counted separately.
            networks: The allowed source networks, such as `203.0.113.0/24`; others get 403.
            trusted_proxies: The networks of proxies whose X-Forwarded-Proto and X-Forwarded-For are trusted; `unix`
                for a proxy that connects through a Unix socket.
            max_body: The maximum size of a body in bytes; a larger one gets 413 and is not read.
            store: The store of handled events; by default this process's memory. Not used with `inbox`.
            inbox: An `allo_ext.durable.Inbox`: a delivery is stored there before it is acknowledged, and its handlers
                run later, from there. If storing fails, the reply is 503.
            on_error: Called with the exception of a handler and its event, for a service such as Sentry. May be a
                coroutine function. If it fails itself, that is only logged.
            dangerously_accept_unauthenticated: True to accept deliveries without token and secret, from anyone who has
                the URL.

        Raises:
            ConfigurationError: An argument is not valid, or both token and secret are missing.
            MissingExtraError: A secret was given, and `standardwebhooks` is not installed.
        """
        super().__init__()
        token, secrets = read_token(token, stacklevel=2), read_secrets(secret)
        unauthenticated = token is None and secrets is None
        if unauthenticated != dangerously_accept_unauthenticated:
            raise ConfigurationError(
                "token is missing or empty, and so is secret: is the environment variable set? "
                "Make a token with new_token()."
                if unauthenticated
                else "Pass either a token or secret, or dangerously_accept_unauthenticated=True."
            )
        if isinstance(numbers, NotGiven):
            if token is not None or secrets is None:
                raise ConfigurationError(
                    "numbers is missing. Pass the account's numbers, or None to accept any number."
                )
            numbers = None
        for name, most in (("max_per_minute", max_per_minute), ("max_body", max_body)):
            if most is not None and (not isinstance(most, int) or most < 1):  # pyright: ignore[reportUnnecessaryIsInstance]
                raise ConfigurationError(f"{name} must be a whole number, at least 1, or None for no limit.")
        self._settings = guards.Settings(
            token=token,
            secrets=secrets,
            require_https=require_https,
            networks=None if networks is None else read_networks(networks, "networks"),
            proxies=read_proxies(trusted_proxies),
            rate=None if max_per_minute is None else Rate(max_per_minute),
            strangers=None if max_per_minute is None else Rate(max_per_minute),
            max_body=max_body,
        )
        self._numbers = None if numbers is None else OwnNumbers(numbers)
        self._store: Store = MemoryStore() if store is None else store
        self._inbox = inbox
        if on_error is not None and not callable(on_error):  # pyright: ignore[reportUnnecessaryComparison]
            raise ConfigurationError("on_error must be a function of an exception and an event.")
        self._on_error = on_error

    def __repr__(self) -> str:
        return f"WebhookReceiver(topics={sorted(self._handlers)})"

    @property
    def max_body(self) -> int | None:
        """The maximum size of a body in bytes; adapters read at most one byte more."""
        return self._settings.max_body

    @property
    def inbox(self) -> DeliveryLog | None:
        """The inbox; None if deliveries are handled before they are acknowledged."""
        return self._inbox

    # Requests

    def handle(self, request: Request) -> Reply:
        """Handle a request and return the reply; never raises because of the request's content.

        If a handler raises an Exception, the reply is 500; likewise for GeneratorExit, and for CancelledError if the
        delivery itself was not cancelled. Any other BaseException (KeyboardInterrupt, SystemExit, the CancelledError of
        a cancelled delivery, trio's Cancelled, your own classes) is raised again after the event has been released, so
        that the next delivery is handled.

        Args:
            request: The complete request.

        Returns:
            200 if the event was handled, was handled before, or has no handler; 500 if a handler raised; 503 while the
            same event is being handled; otherwise the refusal.

        Raises:
            BaseException: A handler, the store or the `numbers` function raised one of those above.
        """
        return self.admit(request) or self.accept(request)

    async def handle_async(self, request: Request) -> Reply:
        """Handle a request without blocking the event loop; see `handle`.

        A cancelled delivery ends after its event has been confirmed or released. A plain handler is not interrupted.
        """
        return self.admit(request) or await self.accept_async(request)

    def admit(self, request: Request) -> Reply | None:
        """Check a request by its headers, before its body is read; for adapters.

        Args:
            request: The request; its body is not used.

        Returns:
            A refusal, or None: then read the body, and call `accept` or `accept_async` with the complete request.
        """
        try:
            return self._judge(guards.HEAD, guards.Facts(request, self._settings))
        except Exception as error:  # noqa: BLE001 (an endpoint answers, whatever comes in)
            log_failure("A request could not be checked", error)
            return FAILED

    def accept(self, request: Request) -> Reply:
        """Handle a request that `admit` accepted, and return the reply."""
        try:
            return run(self._accept(request))
        except Exception as error:  # noqa: BLE001 (likewise)
            log_failure("A delivery could not be handled", error)
            return FAILED

    async def accept_async(self, request: Request) -> Reply:
        """Handle a request that `admit` accepted, without blocking the event loop."""
        try:
            return await run_async(self._accept(request))
        except Exception as error:  # noqa: BLE001 (likewise)
            log_failure("A delivery could not be handled", error)
            return FAILED

    def _judge(self, table: Iterable[guards.Guard], facts: guards.Facts) -> Reply | None:
        found = guards.refusal(table, facts, self._settings)
        return _refuse(found[0].name, found[1]) if found else None

    def _accept(self, request: Request) -> Flow[Reply]:
        checked = yield from self._check(request)
        if isinstance(checked, Reply):
            return checked
        if self._inbox is not None:
            event, keys = checked
            return (yield from stored(self._inbox, keys, str(event.topic), request.body))
        return (yield from self._handle(checked))

    def _check(self, request: Request) -> Flow[Reply | Delivery]:
        """Return a refusal, or the event with its keys; nothing has happened with it yet."""
        facts = guards.Facts(request, self._settings)
        refused = self._judge(guards.BODY, facts)
        if refused:
            return refused
        try:
            event, usual_floats = read(request.body, request.received_at)
            both = self._settings.secrets is not None
            keys = keys_of(event, message_id(facts.fields), both_versions=both, usual_floats=usual_floats)
        except InvalidPayloadError:
            return _refuse("content", NOT_AN_EVENT)
        if self._numbers is not None:
            try:
                owned = yield from self._numbers.owns(event)
            except Exception as error:  # noqa: BLE001 (the user's function)
                log_failure("The account's numbers could not be read", error)
                return NO_NUMBERS
            if not owned:
                return _refuse("own number", guards.WRONG_NUMBER)
        return Delivery(event, keys)

    def _handle(self, delivery: Delivery) -> Flow[Reply]:
        """Run the handlers of a checked event, once."""
        handlers = self._handlers_of(delivery.event)
        if not handlers:
            return ACCEPTED
        return (yield from handled_once(self._store, delivery.event, delivery.keys, handlers, self._on_error))


class Delivery(NamedTuple):
    """A delivery that passed all checks."""

    event: Event
    keys: tuple[str, ...]
    """Its identities, for the store; empty for an event that cannot be distinguished from others, such as PING."""


def _refuse(guard: str, reply: Reply) -> Reply:
    logger.info("A delivery was refused by the check on its %s (%d).", guard, reply.status)
    return reply
