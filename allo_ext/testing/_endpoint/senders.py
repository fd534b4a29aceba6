"""Two ways to an endpoint: over HTTP, and into an ASGI application of this process."""

from __future__ import annotations

import asyncio
import threading
import time
from typing import TYPE_CHECKING, Final

import httpx

from allo_ext.testing._endpoint.at_once import addresses, in_threads, late
from allo_ext.testing._endpoint.sending import JSON, Answer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator

    from allo_ext.testing._endpoint.sending import Sending
    from allo_ext.testing._engine.delivery import App

PAUSE: Final = 0.02
"""The seconds between two pieces of a slow body."""
_PORT: Final = 443


class HttpSender:
    """Sends over HTTP, each request on a new connection; to http URLs like the TLS proxy in front of an endpoint."""

    def __init__(self, timeout: float) -> None:
        """Create a sender.

        Args:
            timeout: The seconds to wait for each response.
        """
        self._timeout = timeout
        self._transport = httpx.HTTPTransport(
            verify=httpx.create_ssl_context(),  # that of SSL_CERT_FILE, such as a certificate for tests
            trust_env=False,
            limits=httpx.Limits(max_keepalive_connections=0),
        )
        self._clients = addresses()

    def send(self, sendings: list[Sending]) -> list[Answer]:
        """Send requests at the same time."""
        return in_threads([self._job(sending) for sending in sendings], self._timeout)

    def close(self) -> None:
        """Close the connections."""
        self._transport.close()

    def _job(self, sending: Sending) -> Callable[[], Answer]:
        proxy = ((b"x-forwarded-proto", b"https"), (b"x-forwarded-for", next(self._clients).encode()))
        headers = [*_headers(sending), *(proxy if sending.url.startswith("http:") else ())]
        timeout = httpx.Timeout(self._timeout).as_dict()

        def job() -> Answer:
            begun = time.monotonic()
            content = _dripped(sending) if sending.piece else sending.body
            request = httpx.Request(
                "POST", sending.url, headers=headers, content=content, extensions={"timeout": timeout}
            )
            try:
                response = self._transport.handle_request(request)
                response.read()
                response.close()
            except httpx.TimeoutException:
                return late(self._timeout)
            except httpx.TransportError as error:
                return Answer(None, time.monotonic() - begun, str(error) or type(error).__name__)
            return _answer(response, time.monotonic() - begun)

        return job


class AsgiSender:
    """Calls an ASGI application, all requests in one event loop of its own."""

    def __init__(self, app: App, timeout: float) -> None:
        """Create a sender, and start its event loop in a thread.

        Args:
            app: The application.
            timeout: The seconds to wait for each response.
        """
        self._app, self._timeout, self._clients = app, timeout, addresses()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="allo-check", daemon=True)
        self._thread.start()

    def send(self, sendings: list[Sending]) -> list[Answer]:
        """Call the application several times at the same time."""
        begun = time.monotonic()
        futures = [asyncio.run_coroutine_threadsafe(self._call(sending), self._loop) for sending in sendings]
        answers: list[Answer] = []
        for future in futures:
            try:
                answers.append(future.result(max(0.0, begun + self._timeout - time.monotonic())))
            except TimeoutError:
                future.cancel()
                answers.append(late(self._timeout))
        return answers

    def close(self) -> None:
        """Stop the event loop. If the application blocks it, it stops later, without being waited for."""
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(1.0)

    def _run(self) -> None:
        try:
            self._loop.run_forever()
            self._loop.run_until_complete(_end_tasks())
            self._loop.run_until_complete(self._loop.shutdown_asyncgens())
        finally:
            self._loop.close()

    async def _call(self, sending: Sending) -> Answer:
        transport = httpx.ASGITransport(app=self._app, raise_app_exceptions=False, client=(next(self._clients), _PORT))
        begun = time.monotonic()
        content = _pieces(sending) if sending.piece else sending.body
        request = httpx.Request("POST", sending.url, headers=_headers(sending), content=content)
        try:
            response = await transport.handle_async_request(request)
            await response.aread()
        except Exception as error:  # noqa: BLE001 (the application may raise anything)
            return Answer(None, time.monotonic() - begun, type(error).__name__)
        return _answer(response, time.monotonic() - begun)


async def _end_tasks() -> None:
    running = asyncio.all_tasks() - {asyncio.current_task()}
    for task in running:
        task.cancel()
    await asyncio.gather(*running, return_exceptions=True)


def _headers(sending: Sending) -> list[tuple[bytes, bytes]]:
    fields = [JSON, *sending.headers]
    if not sending.chunked:
        fields.append(("content-length", str(len(sending.body))))
    return [(name.encode("ascii"), value.encode("latin-1", "replace")) for name, value in fields]


def _dripped(sending: Sending) -> Iterator[bytes]:
    for piece in sending.pieces():
        yield piece
        time.sleep(PAUSE)


async def _pieces(sending: Sending) -> AsyncIterator[bytes]:
    for piece in sending.pieces():
        yield piece
        await asyncio.sleep(0)


def _answer(response: httpx.Response, seconds: float) -> Answer:
    given = response.headers.get("retry-after", "")
    return Answer(response.status_code, seconds, retry_after=int(given) if given.isdecimal() else None)
