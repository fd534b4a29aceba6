"""The one place where requests leave: retries, pacing, the key, typed errors. One class, synchronous and asynchronous.

It stands where httpx expects a transport, so it serves the generated client just as well: whoever calls `allo_v1`
directly has the same retries and meets the same exceptions.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, NoReturn

import httpx

from allo_ext import errors
from allo_ext._http.body import aread, read
from allo_ext._http.closing import READING, Closing
from allo_ext._http.deadline import within
from allo_ext._http.exchange import Exchange
from allo_ext._http.interruption import interruption
from allo_ext._http.tracing import span
from allo_ext._http.translation import FAILURES
from allo_ext.retry import BACKOFF

if TYPE_CHECKING:
    from allo_ext._http.config import Config
    from allo_ext._http.pool import Pool
    from allo_ext._http.turns import AsyncTurns, Turns


class Transport(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """Sends requests through a pool, as often and as fast as the settings allow."""

    def __init__(self, config: Config, pool: Pool, turns: Turns | AsyncTurns | None, closing: Closing) -> None:
        self._config = config
        self._pool = pool
        self._turns: Any = turns
        self._closing = closing

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request and return its response, read to the end, or raise an error of the tree."""
        exchange, closing = Exchange(self._config, request), self._closing_here()
        with span(exchange):
            try:
                return self._attempt(exchange, closing)
            except errors.AlloError as error:
                first = error
                if self._config.retry.attempts == 1:
                    raise
            for attempt in self._retries(exchange):
                with attempt:
                    if attempt.num == 1:
                        raise first
                    return self._attempt(exchange, closing)
        return unreachable()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request and return its response, read to the end, or raise an error of the tree."""
        exchange, closing = Exchange(self._config, request), self._closing_here()
        with span(exchange):
            try:
                return await self._attempt_async(exchange, closing)
            except errors.AlloError as error:
                first = error
                if self._config.retry.attempts == 1:
                    raise
            attempts = aiter(self._retries(exchange))
            while True:
                attempt = await self._after_backoff(attempts, exchange, closing)
                with attempt:
                    if attempt.num == 1:
                        raise first
                    return await self._attempt_async(exchange, closing)

    def _attempt(self, exchange: Exchange, closing: Closing) -> httpx.Response:
        try:
            closing.check()
            if self._turns is not None:
                self._turns.wait(exchange.kind, closing, exchange.check_wait)
            transport = self._pool.for_threads()
        except errors.AlloError as error:
            exchange.refuse(error)
            raise
        try:
            request = exchange.outgoing()
            with within(exchange.time_left()):
                response = transport.handle_request(request)
                if not exchange.leaves_unread(response):
                    read(response, self._config.max_body)
        except FAILURES as cause:
            interrupted = interruption(cause)
            if interrupted is None:
                raise exchange.fail(cause) from bare(cause)
        else:
            return exchange.accept(response)
        finally:
            if closing:
                self._pool.close_if_late(transport)
        raise interrupted

    async def _attempt_async(self, exchange: Exchange, closing: Closing) -> httpx.Response:
        from anyio import move_on_after

        try:
            closing.check()
            if self._turns is not None:
                await self._turns.wait(exchange.kind, closing, exchange.check_wait)
            transport = await self._pool.for_this_loop()
        except errors.AlloError as error:
            exchange.refuse(error)
            raise
        try:
            request = exchange.outgoing(asynchronous=True)
            response = None
            with move_on_after(exchange.time_left()) as scope:
                response = await transport.handle_async_request(request)
                if not exchange.leaves_unread(response):
                    await aread(response, self._config.max_body)
            if response is None or scope.cancelled_caught:
                raise httpx.ReadTimeout("the answer did not end in time")
        except FAILURES as cause:
            interrupted = interruption(cause)
            if interrupted is None:
                raise exchange.fail(cause) from bare(cause)
        else:
            return exchange.accept(response)
        finally:
            if closing:
                await self._pool.aclose_if_late(transport)
        raise interrupted

    async def _after_backoff(self, attempts: Any, exchange: Exchange, closing: Closing) -> Any:
        """Return stamina's next attempt when it is time for it, unless the client is closed first."""
        try:
            with closing.ending():
                return await anext(attempts)
        except errors.ConfigurationError as error:
            exchange.refuse(error)
            raise

    def _retries(self, exchange: Exchange) -> Any:
        """Return stamina's loop over the attempts; the first has been made, fails again there, and so is waited for."""
        import stamina

        # Who has set up logging hears of retries from stamina; who has not is not told on stderr.
        if not (stamina_log := logging.getLogger("stamina")).handlers:
            stamina_log.addHandler(logging.NullHandler())
        policy = self._config.retry
        return stamina.retry_context(
            on=exchange.backoff,
            attempts=policy.attempts,
            timeout=None,  # the policy counts from the first attempt, and the coming wait as well
            wait_max=policy.longest_backoff,
            **BACKOFF,
        )

    def _closing_here(self) -> Closing:
        """Return what ends the waits of a call: the client's end, and that of the list it reads a page ahead for."""
        reading = READING.get()
        return self._closing if reading is None else Closing(self._closing, reading)


def bare(cause: Exception) -> Exception:
    """Return a cause without its frames: those of an HTTP library hold the request's headers, and so the key."""
    step: BaseException | None = cause
    while step is not None:
        step.__traceback__ = None
        step = step.__cause__ or step.__context__
    return cause


def unreachable() -> NoReturn:  # pragma: no cover
    """Say that stamina's loop has no end but a return or an exception."""
    raise AssertionError("a retry loop ended without a result")
