# Written by scripts/unasync.py from allo_ext/_async/client.py: change it there, then `make generate`.
"""The synchronous client."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Self

from allo_ext._http import config as _config
from allo_ext._http.pool import Pool
from allo_ext._http.turns import Turns
from allo_ext._published import publish
from allo_ext._sync.session import Session
from allo_ext._wire.given import NOT_GIVEN, NotGiven
from allo_ext.pace import Pace
from allo_ext.retry import RetryPolicy

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from types import TracebackType

    import httpx

    import allo_v1
    from allo_ext._sync.raw import RawClient
    from allo_ext._sync.v1.calls import Calls
    from allo_ext._sync.v1.contacts import Contacts
    from allo_ext._sync.v1.numbers import Numbers
    from allo_ext._sync.v1.sms import Sms
    from allo_ext._sync.v1.webhooks import Webhooks
    from allo_ext._sync.v2.api import V2
    from allo_ext.pace import Limiter


class AlloClient:
    """The Allo phone system.

    One client serves a whole program and all of its threads.

    Examples:
        >>> with AlloClient() as allo:
        ...     numbers = allo.numbers.list()
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
        pace: Pace | Limiter | None = Pace(),
        transport: httpx.BaseTransport | Callable[[], httpx.BaseTransport] | None = None,
        validate: bool = True,
        max_body: int | None = _config.MAX_BODY,
    ) -> None:
        """Set up a client; nothing is sent yet.

        Args:
            api_key: The API key; without it the environment variable ALLO_API_KEY.
            base_url: The root of the API, or the address of one of its versions (ending in /v1/api or /v2/api); without
                it ALLO_BASE_URL, or https://api.withallo.com. The key goes to this scheme, host and port alone.
            timeout: Seconds to wait for a connection, for sending and for each part of the answer; or an
                `httpx.Timeout`; None waits for ever. The whole call ends within the `timeout` of its RetryPolicy plus
                this one; without retries, within this one.
            headers: Headers to add to every request; not Authorization, and not Idempotency-Key.
            auth_scheme: "raw" sends the key as it is, "api-key" behind the word `Api-Key`.
            retry: When failed requests are sent again; None for never.
            pace: How many requests a second go out at most; anything with a `reserve` method counts in its place
                (see `allo_ext.pace.Limiter`); None for no bound.
            transport: An httpx transport to use instead of the network, or what makes one.
            validate: Whether arguments are checked against the API's rules before they are sent.
            max_body: The largest body of an answer in bytes, unpacked; a larger one is an UnexpectedResponseError. None
                for no bound. Recordings have no bound.

        Raises:
            ConfigurationError: There is no key, or something given cannot be used.
        """
        secret = _config.Secret(api_key) if api_key is not None else None
        del api_key  # so that a traceback that shows variables does not show it
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
        self._session = Session(config, Pool(config, transport), Turns.of(config.limiter()))
        self._owns_pool = True

    def __repr__(self) -> str:
        if not hasattr(self, "_session"):  # a traceback with variables may show it before it is set up
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
        """Return a client with other settings on the same connections, key and pace.

        Args:
            timeout: As for the client.
            headers: Headers to add to those that the client adds.
            retry: As for the client.
            validate: As for the client.

        Examples:
            >>> patient = allo.with_options(timeout=120, retry=RetryPolicy(attempts=8))
        """
        self._session.check_open()
        session = self._session
        config = session.config.changed(timeout=timeout, headers=headers, retry=retry, validate=validate)
        copy = object.__new__(type(self))
        copy._session = Session(config, session.pool, session.turns)
        copy._owns_pool = False
        return copy

    def __enter__(self) -> Self:
        self._session.check_open()
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections, and end the calls that wait for their pace or to try again with ConfigurationError.

        Closing twice is fine. A copy made by `with_options` leaves the connections to its original.
        """
        self._session.closing.close()
        if self._owns_pool:
            self._session.pool.close()

    @cached_property
    def calls(self) -> Calls:
        """Calls with their transcripts."""
        from allo_ext._sync.v1.calls import Calls

        return Calls(self._session)

    @cached_property
    def contacts(self) -> Contacts:
        """The address book, and conversations."""
        from allo_ext._sync.v1.contacts import Contacts

        return Contacts(self._session)

    @cached_property
    def numbers(self) -> Numbers:
        """The account's lines."""
        from allo_ext._sync.v1.numbers import Numbers

        return Numbers(self._session)

    @cached_property
    def sms(self) -> Sms:
        """Sending text messages."""
        from allo_ext._sync.v1.sms import Sms

        return Sms(self._session)

    @cached_property
    def webhooks(self) -> Webhooks:
        """Where Allo reports events to."""
        from allo_ext._sync.v1.webhooks import Webhooks

        return Webhooks(self._session)

    @cached_property
    def v2(self) -> V2:
        """Version 2 of the API, on the same key, connections, pace and retries.

        Examples:
            >>> person = allo.v2.people.get("per-5d81c0aa")
        """
        from allo_ext._sync.v2.api import V2

        return V2(self._session)

    @cached_property
    def with_raw_response(self) -> RawClient:
        """The same methods, each returning a `RawResponse`: status, headers and the record.

        Examples:
            >>> answer = allo.with_raw_response.calls.search(allo_number="+12025550143")
            >>> answer.status, answer.headers["date"], answer.record
        """
        from allo_ext._sync.raw import RawClient

        return RawClient(self._session)

    @property
    def low_level(self) -> allo_v1.Client:
        """The generated client, on this client's connections, retries, pace and errors: for what is not wrapped here.

        Examples:
            >>> from allo_v1.api.numbers import list_numbers
            >>> parsed = list_numbers.sync(client=allo.low_level)
        """
        from allo_v1 import Client

        address = self._session.config.address("v1")
        client = Client(base_url=str(address))
        client.set_httpx_client(self._session.new_http(address))  # its own: whoever closes it closes no more
        return client


publish(AlloClient, "allo_ext")
