"""The session that the resources of a client share: settings, connections, and calls of endpoints."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import httpx

from allo_ext._async.http import AsyncHttp
from allo_ext._http.address import of_request
from allo_ext._http.body import ACCEPTED
from allo_ext._http.captured import CAPTURED
from allo_ext._http.closing import Closing
from allo_ext._http.interruption import interruption
from allo_ext._http.transport import Transport
from allo_ext._version import __version__
from allo_ext._wire.json import loads
from allo_ext.errors import InvalidArgumentError, UnexpectedResponseError

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

    from allo_ext._http.config import Config
    from allo_ext._http.pool import Pool
    from allo_ext._http.turns import AsyncTurns
    from allo_ext._operations import Operation

Record = TypeVar("Record")


class AsyncSession:
    """Settings and a connection pool; `with_options` combines other settings with the same pool."""

    def __init__(self, config: Config, pool: Pool, turns: AsyncTurns | None, parent: Closing | None = None) -> None:
        self.config = config
        self.pool = pool
        self.turns = turns
        self.closing = Closing(pool.closing if parent is None else parent)
        self.http = self.new_http(config.root)
        self._prefix = str(config.root).rstrip("/")

    def new_http(self, base_url: httpx.URL) -> httpx.AsyncClient:
        """Return an httpx client with these settings and this pool."""
        return AsyncHttp(
            root=self.config.root,
            base_url=base_url,
            headers={
                "User-Agent": f"withallo-sdk/{__version__}",
                "Accept": "application/json",
                "Accept-Encoding": ACCEPTED,
                **self.config.headers,
            },
            timeout=self.config.timeout,
            transport=Transport(self.config, self.pool, self.turns, self.closing),
            trust_env=False,  # the pool knows the proxy; a .netrc must not set Authorization
        )

    @property
    def closed(self) -> bool:
        """True if the client, or the client that it is a copy of, is closed."""
        return bool(self.closing)

    def check_open(self) -> None:
        """Raise if the client is closed."""
        self.closing.check()

    async def call(
        self,
        endpoint: ModuleType,
        read: Callable[[Any], Record],
        *,
        idempotency_key: str | None = None,
        **arguments: Any,
    ) -> Record:
        """Call one generated endpoint and parse its response.

        Args:
            endpoint: The generated module, which has method, path, parameters and body.
            read: Parses the response's JSON into a record.
            idempotency_key: The caller's key for this write; None to generate one.
            **arguments: The arguments of the endpoint.
        """
        from allo_ext._wire import request as _request

        self.check_open()
        headers = {} if idempotency_key is None else {"Idempotency-Key": _request.checked_key(idempotency_key)}
        request = self._build(_request.of(endpoint, arguments, validated=self.config.validate, headers=headers))
        response = await self.http.send(request)
        try:
            record = read(loads(response.content) if response.content else None)
        except (ValueError, TypeError, KeyError, RecursionError, OverflowError) as error:
            if (interrupted := interruption(error)) is not None:
                raise interrupted from None
            raise self._unexpected(response) from None  # the cause contains the body
        captured = CAPTURED.get()
        if captured is not None:
            captured.append(response)
        return record

    def _build(self, request: dict[str, Any]) -> httpx.Request:
        try:
            request["url"] = of_request(self._prefix, request["url"], request.pop("params", None))
            return self.http.build_request(**request)
        except (httpx.InvalidURL, TypeError, ValueError):
            raise InvalidArgumentError("An argument has a value that JSON or a URL cannot represent.") from None

    def _unexpected(self, response: httpx.Response) -> UnexpectedResponseError:
        from allo_ext._operations import EXTENSION

        operation: Operation = response.request.extensions[EXTENSION]
        error = UnexpectedResponseError(
            f"{operation.name} returned {response.status_code} and {len(response.content)} bytes in an unexpected "
            f"format; check that base_url is right.",
            status=response.status_code,
            body=response.content,
            request_id=response.headers.get("x-request-id"),
            reason="unreadable",
        )
        error.operation, error.request = operation.name, response.request
        error.attempts = response.extensions.get("allo_ext.attempts", 1)
        error.maybe_sent = True
        return error
