"""The receiver: judge a request, read its event, see that it is handled once."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, TypeVar

from allo_ext._near_miss import warn_of_near_miss
from allo_ext.enums import Topic
from allo_ext.errors import ConfigurationError, InvalidPayload
from allo_ext.receiver import guards
from allo_ext.receiver.envelope import KNOWN, meaning
from allo_ext.receiver.extras import needs
from allo_ext.receiver.failure import log_failure, logger
from allo_ext.receiver.identity import identity_of
from allo_ext.receiver.numbers import OwnNumbers
from allo_ext.receiver.origin import read_networks, read_proxies
from allo_ext.receiver.parsing import parse
from allo_ext.receiver.rate import Rate
from allo_ext.receiver.request import Reply, sentence
from allo_ext.receiver.steps import Flow, Step, run, run_async
from allo_ext.receiver.store import Claim, MemoryStore

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import django.http
    import fastapi
    import flask

    from allo_ext.receiver.asgi import AsgiEndpoint
    from allo_ext.receiver.events import Event
    from allo_ext.receiver.numbers import Numbers
    from allo_ext.receiver.request import Request
    from allo_ext.receiver.store import Store
    from allo_ext.receiver.wsgi import WsgiEndpoint

Handler = TypeVar("Handler", bound="Callable[[Any], object]")

EVERY_TOPIC: Final = "*"
ACCEPTED: Final = Reply(200)
NOT_AN_EVENT: Final = sentence(400, "The body is not an event.")
BUSY: Final = sentence(503, "The event is being handled.", Retry_After="10")
NO_NUMBERS: Final = sentence(503, "The event cannot be judged now.", Retry_After="30")
FAILED: Final = sentence(500, "The event could not be handled.")


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
        token: str | None,
        numbers: Numbers,
        *,
        require_https: bool = True,
        max_per_minute: int | None = 100,
        networks: Iterable[str] | None = None,
        trusted_proxies: Iterable[str] = (),
        max_body: int | None = 1_048_576,
        store: Store | None = None,
    ) -> None:
        """Set up an endpoint; a check that is None, or False, is off.

        Args:
            token: The last segment of the endpoint's path, from `new_token()`: another one is answered with 404.
            numbers: The account's numbers in E.164, or a function that returns them, such as `allo.numbers.owned`; it
                is asked every ten minutes, and when an unknown number comes, at most once a minute. An event of
                another number is answered with 403.
            require_https: Whether to answer plain http with 403.
            max_per_minute: How many requests a minute to take from one client; more are answered with 429.
            networks: The source networks to take requests from, such as `203.0.113.0/24`; others get 403.
            trusted_proxies: The networks of proxies whose X-Forwarded-Proto and X-Forwarded-For count; `unix` for one
                that connects through a Unix socket.
            max_body: The largest body in bytes; a larger one is answered with 413, and not read.
            store: What remembers the events that were handled; this process's memory unless given.

        Raises:
            ConfigurationError: An argument cannot be used.
        """
        if token is not None and not _SEGMENT.fullmatch(token):
            raise ConfigurationError("token must be letters, digits, - . _ ~ alone, such as new_token() makes.")
        for name, most in (("max_per_minute", max_per_minute), ("max_body", max_body)):
            if most is not None and most < 1:
                raise ConfigurationError(f"{name} must be at least 1; None for no bound.")
        self._settings = guards.Settings(
            token=token,
            require_https=require_https,
            networks=None if networks is None else read_networks(networks, "networks"),
            proxies=read_proxies(trusted_proxies),
            rate=None if max_per_minute is None else Rate(max_per_minute),
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
        """Answer a request; never raises for anything that came in or that a handler did.

        Args:
            request: The request, whole.

        Returns:
            200 for an event that was handled, was handled before, or that nothing is registered for; 500 when a handler
            raised; 503 while the same event is being handled; otherwise why it was refused.
        """
        return self.admit(request) or self.accept(request)

    async def handle_async(self, request: Request) -> Reply:
        """Answer a request without blocking the event loop; see `handle`."""
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
        except InvalidPayload:
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
        return (yield from self._handle_once(event, key, handlers))

    def _handle_once(self, event: Event, key: str | None, handlers: Iterable[Callable[[Any], object]]) -> Flow[Reply]:
        """Claim before, confirm after, release on failure."""
        if key is not None:
            claim = yield self._step(self._store.claim, key)
            if claim is not Claim.NEW:
                return ACCEPTED if claim is Claim.DONE else BUSY
        try:
            for handler in handlers:
                yield Step(handler, (event,))
        except BaseException as error:
            yield from self._settle(self._store.release, key)
            if not isinstance(error, Exception):
                raise  # cancelled, or the program ends: the event is free for the next delivery
            log_failure(f"A handler of {_known(event.topic)} failed", error)
            return FAILED
        yield from self._settle(self._store.confirm, key)
        return ACCEPTED

    def _settle(self, settle: Callable[[str], object], key: str | None) -> Flow[None]:
        """Tell the store how it ended; the work is done or undone whether or not it can be noted."""
        if key is not None:
            try:
                yield self._step(settle, key)
            except Exception as error:  # noqa: BLE001 (the user's store)
                log_failure("The store failed", error)

    def _step(self, call: Callable[[str], object], key: str) -> Step:
        return Step(call, (key,), quick=isinstance(self._store, MemoryStore))

    # Frameworks

    def asgi(self) -> AsgiEndpoint:
        """Return an ASGI application."""
        from allo_ext.receiver.asgi import AsgiEndpoint

        return AsgiEndpoint(self)

    def wsgi(self) -> WsgiEndpoint:
        """Return a WSGI application."""
        from allo_ext.receiver.wsgi import WsgiEndpoint

        return WsgiEndpoint(self)

    def fastapi(self) -> fastapi.APIRouter:
        """Return a router: `app.include_router(receiver.fastapi(), prefix="/allo")`."""
        with needs("fastapi"):
            from allo_ext.receiver.fastapi import router

        return router(self)

    def flask(self) -> flask.Blueprint:
        """Return a blueprint: `app.register_blueprint(receiver.flask(), url_prefix="/allo")`."""
        with needs("flask"):
            from allo_ext.receiver.flask import blueprint

        return blueprint(self)

    def django(self) -> Callable[..., django.http.HttpResponse]:
        """Return a view: `path("allo/<str:token>", receiver.django())`."""
        with needs("django"):
            from allo_ext.receiver.django import view

        return view(self)


_SEGMENT: Final = re.compile(r"[A-Za-z0-9._~-]+")


def _refuse(guard: str, reply: Reply) -> Reply:
    logger.info("A delivery was refused by the check on its %s (%d).", guard, reply.status)
    return reply


def _known(topic: str) -> str:
    """Return a topic for the log: one that came from outside may say anything."""
    return str(topic) if topic in Topic.__members__ else "an unknown topic"
