"""The mock as an httpx transport, without sockets."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import anyio
import httpx

from allo_ext._http.httpx2 import as_request, as_response, library_of, raising
from allo_ext.testing._engine.wire import NO_CONTENT, Incoming

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    import httpx2

    from allo_ext.testing._edges.mock import Answering
    from allo_ext.testing._engine.core import Answer
    from allo_ext.testing._engine.faults import Fault
    from allo_ext.testing._engine.wire import Reply

    class _Base(httpx.BaseTransport, httpx.AsyncBaseTransport, httpx2.BaseTransport, httpx2.AsyncBaseTransport):
        """For type checkers: what clients of either library accept."""

        def handle_request(self, request: Any) -> Any:
            raise NotImplementedError

        async def handle_async_request(self, request: Any) -> Any:
            raise NotImplementedError

else:

    class _Base(httpx.BaseTransport, httpx.AsyncBaseTransport):
        pass


_PIECES = 10


class MockTransport(_Base):
    """One transport for the clients of httpx and httpx2, sync and async, on asyncio and trio."""

    def __init__(self, mock: Answering) -> None:
        """Create a transport for a mock."""
        self._mock = mock

    def handle_request(self, request: Any) -> Any:
        """Handle a request of a sync client."""
        library = httpx if isinstance(request, httpx.Request) else library_of(request)
        try:
            if library is httpx:
                return self._handle(request)
            return as_response(self._handle(as_request(request, httpx)), library)
        except Exception:
            with raising(library):
                raise

    async def handle_async_request(self, request: Any) -> Any:
        """Handle a request of an async client."""
        library = httpx if isinstance(request, httpx.Request) else library_of(request)
        try:
            if library is httpx:
                return await self._handle_async(request)
            return as_response(await self._handle_async(as_request(request, httpx)), library)
        except Exception:
            with raising(library):
                raise

    def _handle(self, request: httpx.Request) -> httpx.Response:
        request.read()
        answer = self._mock.answer(incoming(request))
        if answer.delay:
            time.sleep(bounded(answer.delay, request))
        self._mock.deliver_waiting()
        return respond(answer, request)

    async def _handle_async(self, request: httpx.Request) -> httpx.Response:
        await request.aread()
        answer = self._mock.answer(incoming(request))
        if answer.delay:
            await anyio.sleep(bounded(answer.delay, request))
        if self._mock.delivers:
            await anyio.to_thread.run_sync(self._mock.deliver_waiting)
        return respond(answer, request)


def incoming(request: httpx.Request) -> Incoming:
    """Convert an httpx request, already read, into the mock's type."""
    path, _, query = request.url.raw_path.decode("ascii").partition("?")
    return Incoming(request.method.upper(), path, query, _headers(request.headers), request.content)


def _headers(headers: httpx.Headers) -> dict[str, str]:
    """Return what `items` returns; faster if each name is there once and in ASCII."""
    try:
        found = {name.lower().decode("ascii"): value.decode("ascii") for name, value in headers.raw}
    except UnicodeDecodeError:
        return dict(headers.items())
    return found if len(found) == len(headers.raw) else dict(headers.items())


def respond(answer: Answer, request: httpx.Request) -> httpx.Response:
    """Return the response, or raise httpx's exception if there is none.

    Raises:
        httpx.TransportError: A fault breaks the connection.
    """
    fault = answer.fault
    if answer.delay and answer.delay > read_timeout(request):
        raise httpx.ReadTimeout("The read operation timed out", request=request)
    if fault is None:
        return response(answer.reply, request)
    if fault.raises is not None:
        raise _exception(fault.raises, request)
    if fault.timeout:
        raise httpx.ReadTimeout("The read operation timed out", request=request)
    if fault.before:
        raise httpx.ConnectError("All connection attempts failed", request=request)
    if fault.disconnect:
        raise httpx.RemoteProtocolError("Server disconnected without sending a response.", request=request)
    return response(answer.reply, request, fault)


def response(reply: Reply, request: httpx.Request, fault: Fault | None = None) -> httpx.Response:
    """Return an httpx response, truncated or delayed according to a fault."""
    sent, announced = cut(reply.body, fault)
    length = [] if reply.status == NO_CONTENT else [("content-length", str(announced))]
    headers = [*reply.headers, *length]
    if fault is None or (len(sent) == announced and not fault.drip):
        # The same as `content=sent`, which would look for the Content-Length that is there.
        whole = httpx.Response(reply.status, headers=headers, stream=httpx.ByteStream(sent), request=request)
        whole.read()
        return whole
    stream = _BrokenStream(sent, announced, fault.drip)
    return httpx.Response(reply.status, headers=headers, stream=stream, request=request)


def cut(body: bytes, fault: Fault | None) -> tuple[bytes, int]:
    """Return the bytes that a fault lets through, and the announced Content-Length."""
    if fault is None:
        return body, len(body)
    announced = len(body) if fault.content_length is None else fault.content_length
    sent = body if fault.truncate is None else body[: fault.truncate]
    return sent[:announced], announced


def read_timeout(request: httpx.Request) -> float:
    """Return the client's read timeout in seconds."""
    timeout = request.extensions.get("timeout", {}).get("read")
    return float("inf") if timeout is None else timeout


def bounded(delay: float, request: httpx.Request) -> float:
    """Return a delay, limited to the client's read timeout."""
    return min(delay, read_timeout(request))


def _exception(kind: type[Exception], request: httpx.Request) -> Exception:
    error = kind(f"{kind.__name__}, as requested")
    if isinstance(error, httpx.RequestError):
        error.request = request
    return error


class _BrokenStream(httpx.SyncByteStream, httpx.AsyncByteStream):
    """A body that is sent slowly, or ends before its announced length."""

    def __init__(self, sent: bytes, announced: int, drip: float) -> None:
        size = max(1, -(-len(sent) // _PIECES)) if drip else max(1, len(sent))
        self._pieces = [sent[start : start + size] for start in range(0, len(sent), size)]
        self._pause = drip / max(1, len(self._pieces))
        missing = f"received {len(sent)} bytes, expected {announced}"
        self._error = (
            None
            if len(sent) == announced
            else f"peer closed connection without sending complete message body ({missing})"
        )

    def __iter__(self) -> Iterator[bytes]:
        for piece in self._pieces:
            if self._pause:
                time.sleep(self._pause)
            yield piece
        if self._error:
            raise httpx.RemoteProtocolError(self._error)

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self._pieces:
            if self._pause:
                await anyio.sleep(self._pause)
            yield piece
        if self._error:
            raise httpx.RemoteProtocolError(self._error)
