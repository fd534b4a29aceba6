"""The transport that sends all requests, with retries, pacing, the key and typed errors; sync and async in one class.

It has the interface of an httpx transport, so the generated client can use it too: direct calls of `allo_v1` have the
same retries and raise the same exceptions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

import httpx

from allo_ext import errors
from allo_ext._http.body import aread, read
from allo_ext._http.closing import READING, Closing
from allo_ext._http.deadline import within
from allo_ext._http.exchange import Exchange
from allo_ext._http.interruption import interruption
from allo_ext._http.tracing import observed
from allo_ext._http.translation import FAILURES
from allo_ext.retry import BACKOFF

if TYPE_CHECKING:
    from allo_ext._http.config import Config
    from allo_ext._http.pool import Pool
    from allo_ext._http.turns import AsyncTurns, Turns


class Transport(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """An httpx transport that adds pacing, retries and typed errors to a pool."""

    def __init__(self, config: Config, pool: Pool, turns: Turns | AsyncTurns | None, closing: Closing) -> None:
        self._config = config
        self._pool = pool
        self._turns: Any = turns
        self._closing = closing

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request and return its response, with the body read, or raise an AlloError."""
        exchange, closing = Exchange(self._config, request), self._closing_here()
        with observed(exchange):
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
        """Send a request and return its response, with the body read, or raise an AlloError."""
        exchange, closing = Exchange(self._config, request), self._closing_here()
        with observed(exchange):
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
                raise httpx.ReadTimeout("the response did not end in time")
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
        """Wait for stamina's next attempt and return it; raises if the client is closed first."""
        try:
            with closing.ending():
                return await anext(attempts)
        except errors.ConfigurationError as error:
            exchange.refuse(error)
            raise

    def _retries(self, exchange: Exchange) -> Any:
        """Return stamina's loop over the attempts. The first attempt was made before; it fails again in the loop."""
        import stamina

        policy = self._config.retry
        return stamina.retry_context(
            on=exchange.backoff,
            attempts=policy.attempts,
            timeout=None,  # the policy measures from the first attempt, and includes the next wait
            wait_max=policy.longest_backoff,
            **BACKOFF,
        )

    def _closing_here(self) -> Closing:
        """Return the close signal of a call: the client's, combined with that of the list it reads ahead for."""
        reading = READING.get()
        return self._closing if reading is None else Closing(self._closing, reading)


def bare(cause: Exception) -> Exception:
    """Return a cause without its traceback: the frames of an HTTP library contain the key in the headers."""
    step: BaseException | None = cause
    while step is not None:
        step.__traceback__ = None
        step = step.__cause__ or step.__context__
    return cause


def unreachable() -> NoReturn:  # pragma: no cover
    """Raise for code that cannot be reached: stamina's loop always returns or raises."""
    raise AssertionError("a retry loop ended without a result")
