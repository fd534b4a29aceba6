"""The receiver: judge a request, read its event, see that it is handled once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeVar

from allo_ext._extras import needs
from allo_ext._wire.given import NOT_GIVEN, NotGiven
from allo_ext._wire.near_miss import warn_of_near_miss
from allo_ext.errors import ConfigurationError, InvalidPayloadError
from allo_ext.receiver._core import guards
from allo_ext.receiver._core.failure import log_failure, logger
from allo_ext.receiver._core.numbers import OwnNumbers
from allo_ext.receiver._core.once import ACCEPTED, FAILED, handled_once
from allo_ext.receiver._core.origin import read_networks, read_proxies
from allo_ext.receiver._core.rate import Rate
from allo_ext.receiver._core.request import Reply, sentence
from allo_ext.receiver._core.steps import Flow, run, run_async
from allo_ext.receiver._core.store import MemoryStore
from allo_ext.receiver._core.token import read_token
from allo_ext.receiver._events.envelope import KNOWN, meaning
from allo_ext.receiver._events.identity import identity_of
from allo_ext.receiver._events.parsing import parse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import django.http
    import fastapi
    import flask

    from allo_ext.enums import Topic
    from allo_ext.receiver._adapters.asgi import AsgiEndpoint
    from allo_ext.receiver._adapters.wsgi import WsgiEndpoint
    from allo_ext.receiver._core.numbers import Numbers
    from allo_ext.receiver._core.request import Request
    from allo_ext.receiver._core.store import Store

Handler = TypeVar("Handler", bound="Callable[[Any], object]")

EVERY_TOPIC: Final = "*"
NOT_AN_EVENT: Final = sentence(400, "The body is not an event.")
NO_NUMBERS: Final = sentence(503, "The event cannot be judged now.", Retry_After="30")


class WebhookReceiver:
    """An endpoint for Allo's webhooks that keeps strangers out.

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
        require_https: bool = True,
        max_per_minute: int | None = 100,
        networks: Iterable[str] | None = None,
        trusted_proxies: Iterable[str] = (),
        max_body: int | None = 1_048_576,
        store: Store | None = None,
        dangerously_accept_unauthenticated: bool = False,
    ) -> None:
        """Set up an endpoint; a check that is None, or False, is off.

        Args:
            token: The last segment of the endpoint's path, from `new_token()`: another one is answered with 404. An
                empty string counts as None. One of less than 22 characters gives a UserWarning.
            numbers: The account's numbers in E.164 and its sender ids, or a function that returns them, such as
                `allo.numbers.owned`; it is asked every ten minutes, and when an unknown number comes, at most once a
                minute. An event of another number is answered with 403. None takes events of any number.
            require_https: Whether to answer plain http with 403.
            max_per_minute: How many requests a minute to take from one client; more are answered with 429. Requests
                with a wrong token are counted apart, so that strangers use up nothing of Allo's.
            networks: The source networks to take requests from, such as `203.0.113.0/24`; others get 403.
            trusted_proxies: The networks of proxies whose X-Forwarded-Proto and X-Forwarded-For count; `unix` for one
                that connects through a Unix socket.
            max_body: The largest body in bytes; a larger one is answered with 413, and not read.
            store: What remembers the events that were handled; this process's memory unless given.
            dangerously_accept_unauthenticated: Take deliveries without a token, from anyone who finds the URL.

        Raises:
            ConfigurationError: An argument cannot be used, or there is no token.
        """
        token = read_token(token, stacklevel=2)
        if (token is None) != dangerously_accept_unauthenticated:
            raise ConfigurationError(
                "token is missing or empty: is its environment variable set? Make one with new_token()."
                if token is None
                else "Pass either a token or dangerously_accept_unauthenticated=True."
            )
        if isinstance(numbers, NotGiven):
            raise ConfigurationError("numbers is missing: the account's numbers, or None to take events of any number.")
        for name, most in (("max_per_minute", max_per_minute), ("max_body", max_body)):
            if most is not None and (not isinstance(most, int) or most < 1):  # pyright: ignore[reportUnnecessaryIsInstance]
                raise ConfigurationError(f"{name} must be a whole number, at least 1; None for no bound.")
        self._settings = guards.Settings(
            token=token,
            require_https=require_https,
            networks=None if networks is None else read_networks(networks, "networks"),
            proxies=read_proxies(trusted_proxies),
            rate=None if max_per_minute is None else Rate(max_per_minute),
            strangers=None if max_per_minute is None else Rate(max_per_minute),
            max_body=max_body,
        )
        self._numbers = None if numbers is None else OwnNumbers(numbers)
        self._store: Store = MemoryStore() if store is None else store
        self._handlers: dict[str, list[Callable[[Any], object]]] = {}

    def __repr__(self) -> str:
        return f"WebhookReceiver(topics={sorted(self._handlers)})"

    @property
    def max_body(self) -> int | None:
        """The largest body in bytes: an adapter reads one byte more and no further."""
        return self._settings.max_body

    def on(self, *topics: Topic | str) -> Callable[[Handler], Handler]:
        """Have a function called with the events of some topics.

        Several functions for one topic are called in turn; when one raises, the rest wait for the next delivery, and
        so all are called again then. A function may be a coroutine function. Under `handle_async` a plain function runs
        in a worker thread; under `handle` a coroutine runs in an event loop of its own.

        Args:
            *topics: Version 1's topics, or version 2's (`call.completed` is CALL_RECEIVED); `*` for every event. Any
                other is taken, for topics may be added; one that is nearly a known one gives a UserWarning.

        Raises:
            ConfigurationError: No topic was named.

        Examples:
            >>> @receiver.on("SMS_RECEIVED")
            ... async def answer(event: SmsReceived) -> None: ...
        """
        if not topics or not all(topics) or any(map(callable, topics)):
            raise ConfigurationError('Name a topic: @receiver.on("CALL_RECEIVED").')
        for topic in topics:
            warn_of_near_miss(topic, KNOWN, stacklevel=2)
        names = dict.fromkeys(str(meaning(topic)) for topic in topics)

        def register(handler: Handler) -> Handler:
            for name in names:
                self._handlers.setdefault(name, []).append(handler)
            return handler

        return register

    # Requests

    def handle(self, request: Request) -> Reply:
        """Answer a request; never raises for anything that came in.

        A handler that raises an Exception is answered with 500. So is one that raises GeneratorExit, or CancelledError
        while the delivery is not cancelled: a task of its own was. Any other BaseException is not an error of the
        handler but asks the program, the thread or the task to end: KeyboardInterrupt, SystemExit, the CancelledError
        of a cancelled delivery, trio's Cancelled, and classes of your own. The event is released first, so that the
        next delivery is handled, and the exception is passed on.

        Args:
            request: The request, whole.

        Returns:
            200 for an event that was handled, was handled before, or that nothing is registered for; 500 when a handler
            raised; 503 while the same event is being handled; otherwise why it was refused.

        Raises:
            BaseException: A handler, a store or the function for the numbers raised one of those above.
        """
        return self.admit(request) or self.accept(request)

    async def handle_async(self, request: Request) -> Reply:
        """Answer a request without blocking the event loop; see `handle`.

        A delivery that is cancelled, however often, ends when its event is confirmed or released. A plain handler is
        not interrupted: it ends first.
        """
        return self.admit(request) or await self.accept_async(request)

    def admit(self, request: Request) -> Reply | None:
        """Judge a request by its head, before its body is read; for adapters.

        Args:
            request: The request; its body is not looked at.

        Returns:
            A refusal, or None: then read the body, and call `accept` or `accept_async` with the whole request.
        """
        try:
            return self._judge(guards.HEAD, request)
        except Exception as error:  # noqa: BLE001 (an endpoint answers, whatever comes in)
            log_failure("A request could not be judged", error)
            return FAILED

    def accept(self, request: Request) -> Reply:
        """Answer a request that `admit` has let pass."""
        try:
            return run(self._accept(request))
        except Exception as error:  # noqa: BLE001 (likewise)
            log_failure("A delivery could not be answered", error)
            return FAILED

    async def accept_async(self, request: Request) -> Reply:
        """Answer a request that `admit` has let pass, without blocking the event loop."""
        try:
            return await run_async(self._accept(request))
        except Exception as error:  # noqa: BLE001 (likewise)
            log_failure("A delivery could not be answered", error)
            return FAILED

    def _judge(self, table: Iterable[guards.Guard], request: Request) -> Reply | None:
        found = guards.refusal(table, request, self._settings)
        return _refuse(found[0].name, found[1]) if found else None

    def _accept(self, request: Request) -> Flow[Reply]:
        refused = self._judge(guards.BODY, request)
        if refused:
            return refused
        try:
            event = parse(request.body)
            key = identity_of(event)
        except InvalidPayloadError:
            return _refuse("content", NOT_AN_EVENT)
        if self._numbers is not None:
            try:
                owned = yield from self._numbers.owns(event)
            except Exception as error:  # noqa: BLE001 (the user's function)
                log_failure("The account's numbers could not be asked for", error)
                return NO_NUMBERS
            if not owned:
                return _refuse("own number", guards.WRONG_NUMBER)
        handlers = (*self._handlers.get(event.topic, ()), *self._handlers.get(EVERY_TOPIC, ()))
        if not handlers:
            return ACCEPTED
        return (yield from handled_once(self._store, event, key, handlers))

    # Frameworks

    def asgi(self) -> AsgiEndpoint:
        """Return an ASGI application."""
        from allo_ext.receiver._adapters.asgi import AsgiEndpoint

        return AsgiEndpoint(self)

    def wsgi(self) -> WsgiEndpoint:
        """Return a WSGI application."""
        from allo_ext.receiver._adapters.wsgi import WsgiEndpoint

        return WsgiEndpoint(self)

    def fastapi(self) -> fastapi.APIRouter:
        """Return a router: `app.include_router(receiver.fastapi(), prefix="/allo")`."""
        with needs("receiver.fastapi()", "fastapi", extra="fastapi"):
            from allo_ext.receiver._adapters.fastapi import router

        return router(self)

    def flask(self) -> flask.Blueprint:
        """Return a blueprint: `app.register_blueprint(receiver.flask(), url_prefix="/allo")`."""
        with needs("receiver.flask()", "flask", extra="flask"):
            from allo_ext.receiver._adapters.flask import blueprint

        return blueprint(self)

    def django(self) -> Callable[..., django.http.HttpResponse]:
        """Return a view: `path("allo/<str:token>", receiver.django())`."""
        with needs("receiver.django()", "django", extra="django"):
            from allo_ext.receiver._adapters.django import view

        return view(self)


def _refuse(guard: str, reply: Reply) -> Reply:
    logger.info("A delivery was refused by the check on its %s (%d).", guard, reply.status)
    return reply
