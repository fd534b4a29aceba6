"""The asynchronous client."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Self

from allo_ext._async.session import AsyncSession
from allo_ext._http import config as _config
from allo_ext._http.pool import Pool
from allo_ext._http.turns import AsyncTurns
from allo_ext._published import publish
from allo_ext._wire.given import NOT_GIVEN, NotGiven
from allo_ext.pace import Pace
from allo_ext.retry import RetryPolicy

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from types import TracebackType

    import httpx

    import allo_v1
    from allo_ext._async.raw import AsyncRawClient
    from allo_ext._async.v1.calls import AsyncCalls
    from allo_ext._async.v1.contacts import AsyncContacts
    from allo_ext._async.v1.numbers import AsyncNumbers
    from allo_ext._async.v1.sms import AsyncSms
    from allo_ext._async.v1.webhooks import AsyncWebhooks
    from allo_ext._async.v2.api import AsyncV2
    from allo_ext._http.httpx2 import AsyncTransport
    from allo_ext.pace import AsyncLimiter, Limiter


class AsyncAlloClient:
    """Client for the Allo API, asynchronously, under asyncio or trio.

    One client serves a whole program: several `asyncio.run()` calls in turn, and threads with event loops of their own.

    Examples:
        >>> async with AsyncAlloClient() as allo:
        ...     numbers = await allo.numbers.list()
    """

    def __init__(
        self,
        api_key: str | None = None,
        *,
        base_url: str | httpx.URL | None = None,
        timeout: float | httpx.Timeout | None = 30.0,
        headers: Mapping[str, str] | None = None,
        auth_scheme: _config.AuthScheme = "raw",
        retry: RetryPolicy | None = RetryPolicy(),
        pace: Pace | Limiter | AsyncLimiter | None = Pace(),
        transport: AsyncTransport | Callable[[], AsyncTransport] | None = None,
        validate: bool = True,
        max_body: int | None = _config.MAX_BODY,
    ) -> None:
        """Create a client. No request is sent.

        Args:
            api_key: The API key; by default the environment variable ALLO_API_KEY.
            base_url: The root URL of the API, or the URL of one of its versions (ending in /v1/api or /v2/api); by
                default ALLO_BASE_URL, or https://api.withallo.com. The key is sent only to this scheme, host and port.
            timeout: Seconds to wait for a connection, for sending and for each part of the response; or an
                `httpx.Timeout`; None for no timeout. The whole call ends within the `timeout` of its RetryPolicy plus
                this one; without retries, within this one.
            headers: Headers to add to every request, except Authorization and Idempotency-Key.
            auth_scheme: "raw" sends the key alone, "api-key" sends `Api-Key` and the key.
            retry: The retry policy; None for no retries.
            pace: The maximum number of requests per second, or an object with a `reserve` method (see
                `allo_ext.pace.Limiter`); None for no limit.
            transport: A transport of httpx or httpx2 to use instead of the network, or a function that returns one.
            validate: True to check arguments against the API's rules before they are sent.
            max_body: The maximum size of a decompressed response body in bytes; a larger body raises
                UnexpectedResponseError. None for no limit. Recordings are not limited.

        Raises:
            ConfigurationError: The key is missing, or an argument is not valid.
        """
        secret = _config.Secret(api_key) if api_key is not None else None
        del api_key  # keep it out of tracebacks that show variables
        config = _config.load(
            secret,
            base_url=base_url,
            timeout=timeout,
            headers=headers,
            auth_scheme=auth_scheme,
            retry=retry,
            pace=pace,
            validate=validate,
            has_transport=transport is not None,
            max_body=max_body,
        )
        self._session = AsyncSession(config, Pool(config, transport), AsyncTurns.of(config.limiter()))
        self._owns_pool = True

    def __repr__(self) -> str:
        if not hasattr(self, "_session"):  # `__init__` failed, and a traceback shows variables
            return f"<{type(self).__name__}, not set up>"
        return f"{type(self).__name__}(base_url={str(self._session.config.base_url)!r})"

    def with_options(
        self,
        *,
        timeout: float | httpx.Timeout | None | NotGiven = NOT_GIVEN,
        headers: Mapping[str, str] | NotGiven = NOT_GIVEN,
        retry: RetryPolicy | None | NotGiven = NOT_GIVEN,
        validate: bool | NotGiven = NOT_GIVEN,
    ) -> Self:
        """Return a client with other settings that shares connections, key and pace.

        Args:
            timeout: As for the client.
            headers: Headers to add to the client's.
            retry: As for the client.
            validate: As for the client.

        Examples:
            >>> patient = allo.with_options(timeout=120, retry=RetryPolicy(attempts=8))
        """
        self._session.check_open()
        session = self._session
        config = session.config.changed(timeout=timeout, headers=headers, retry=retry, validate=validate)
        copy = object.__new__(type(self))
        copy._session = AsyncSession(config, session.pool, session.turns)
        copy._owns_pool = False
        return copy

    async def __aenter__(self) -> Self:
        self._session.check_open()
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close the connections. Calls that wait for the pace or for a retry raise ConfigurationError.

        May be called twice. A copy made by `with_options` does not close the connections of the original.
        """
        self._session.closing.close()
        if self._owns_pool:
            await self._session.pool.aclose()

    @cached_property
    def calls(self) -> AsyncCalls:
        """Calls with their transcripts."""
        from allo_ext._async.v1.calls import AsyncCalls

        return AsyncCalls(self._session)

    @cached_property
    def contacts(self) -> AsyncContacts:
        """The address book, and conversations."""
        from allo_ext._async.v1.contacts import AsyncContacts

        return AsyncContacts(self._session)

    @cached_property
    def numbers(self) -> AsyncNumbers:
        """The account's phone lines."""
        from allo_ext._async.v1.numbers import AsyncNumbers

        return AsyncNumbers(self._session)

    @cached_property
    def sms(self) -> AsyncSms:
        """Sending SMS."""
        from allo_ext._async.v1.sms import AsyncSms

        return AsyncSms(self._session)

    @cached_property
    def webhooks(self) -> AsyncWebhooks:
        """Webhook registrations."""
        from allo_ext._async.v1.webhooks import AsyncWebhooks

        return AsyncWebhooks(self._session)

    @cached_property
    def v2(self) -> AsyncV2:
        """Version 2 of the API, with the same key, connections, pace and retries.

        Examples:
            >>> person = await allo.v2.people.get("per-5d81c0aa")
        """
        from allo_ext._async.v2.api import AsyncV2

        return AsyncV2(self._session)

    @cached_property
    def with_raw_response(self) -> AsyncRawClient:
        """The same methods, each returning a `RawResponse`: status, headers and the record.

        Examples:
            >>> answer = await allo.with_raw_response.calls.search(allo_number="+12025550143")
            >>> answer.status, answer.headers["date"], answer.record
        """
        from allo_ext._async.raw import AsyncRawClient

        return AsyncRawClient(self._session)

    @property
    def low_level(self) -> allo_v1.Client:
        """The generated client, with this client's connections, retries, pace and errors.

        Examples:
            >>> from allo_v1.api.numbers import list_numbers
            >>> parsed = await list_numbers.asyncio(client=allo.low_level)
        """
        from allo_v1 import Client

        address = self._session.config.address("v1")
        client = Client(base_url=str(address))
        client.set_async_httpx_client(
            self._session.new_http(address)
        )  # a separate one, so that closing it does not close this client
        return client


publish(AsyncAlloClient, "allo_ext")
