"""Transports of httpx2, which has the interface of httpx and its own classes.

Nothing here imports httpx2: a program that passes one of its transports has imported it. Requests, responses and
exceptions are converted to those of the other library, by name, so everything else in this package knows httpx alone.
"""

from __future__ import annotations

import sys
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any, Final, Protocol

import httpx

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Generator, Iterator

_PACKAGES: Final = frozenset({"httpcore", "httpcore2", "httpx", "httpx2"})


class Transport(Protocol):
    """A synchronous transport of httpx or httpx2, for type checkers."""

    def handle_request(self, request: Any, /) -> Any:
        """Send a request."""
        ...

    def close(self) -> None:
        """Close all connections."""
        ...


class AsyncTransport(Protocol):
    """An asynchronous transport of httpx or httpx2, for type checkers."""

    async def handle_async_request(self, request: Any, /) -> Any:
        """Send a request."""
        ...

    async def aclose(self) -> None:
        """Close all connections."""
        ...


def is_transport(given: object) -> bool:
    """Return whether an object is a transport of httpx2."""
    return _is_one_of(given, "BaseTransport", "AsyncBaseTransport")


def holds_connections(given: object) -> bool:
    """Return whether an object is one of httpx2's network transports."""
    return _is_one_of(given, "HTTPTransport", "AsyncHTTPTransport")


def for_threads(given: Any) -> httpx.BaseTransport | None:
    """Return a synchronous transport of httpx2 as one of httpx; None if it is not one."""
    return _ThreadTransport(given) if _is_one_of(given, "BaseTransport") else None


def for_event_loops(given: Any) -> httpx.AsyncBaseTransport | None:
    """Return an asynchronous transport of httpx2 as one of httpx; None if it is not one."""
    return _LoopTransport(given) if _is_one_of(given, "AsyncBaseTransport") else None


def library_of(request: object) -> Any:
    """Return httpx2 if a request is one of httpx2, else httpx."""
    return sys.modules["httpx2"] if _is_one_of(request, "Request") else httpx


def _is_one_of(given: object, *names: str) -> bool:
    library = sys.modules.get("httpx2")
    return any(isinstance(given, getattr(library, name, ())) for name in names)


class _ThreadTransport(httpx.BaseTransport):
    def __init__(self, given: Any) -> None:
        self._given = given

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        with raising(httpx):
            answer = self._given.handle_request(as_request(request, sys.modules["httpx2"]))
            response: httpx.Response = as_response(answer, httpx)
        return response

    def close(self) -> None:
        with raising(httpx):
            self._given.close()


class _LoopTransport(httpx.AsyncBaseTransport):
    def __init__(self, given: Any) -> None:
        self._given = given

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        with raising(httpx):
            answer = await self._given.handle_async_request(as_request(request, sys.modules["httpx2"]))
            response: httpx.Response = as_response(answer, httpx)
        return response

    async def aclose(self) -> None:
        with raising(httpx):
            await self._given.aclose()


def as_request(request: Any, library: Any) -> Any:
    """Return a request as one of another library; the body is not read."""
    return library.Request(
        request.method,
        str(request.url),
        headers=request.headers.raw,
        stream=_stream(library)(request.stream, library),
        extensions=request.extensions,
    )


def as_response(response: Any, library: Any) -> Any:
    """Return a response as one of another library; a body that was not read is left so."""
    headers = response.headers.raw
    if response.is_stream_consumed:
        stream = library.ByteStream(response.content)  # decoded
        headers = [(name, value) for name, value in headers if name.lower() != b"content-encoding"]
    else:
        stream = _stream(library)(response.stream, library)
    return library.Response(response.status_code, headers=headers, stream=stream, extensions=response.extensions)


@cache
def _stream(library: Any) -> Any:
    """Return the class of bodies that a library accepts, whose exceptions are its own."""

    class Stream(library.SyncByteStream, library.AsyncByteStream):  # type: ignore[misc]  # a base of either library
        def __init__(self, given: Any, library: Any) -> None:
            self._given = given
            self._library = library

        def __iter__(self) -> Iterator[bytes]:
            with raising(self._library):
                yield from self._given

        def close(self) -> None:
            with raising(self._library):
                self._given.close()

        async def __aiter__(self) -> AsyncIterator[bytes]:
            with raising(self._library):
                async for piece in self._given:
                    yield piece

        async def aclose(self) -> None:
            with raising(self._library):
                await self._given.aclose()

    return Stream


@contextmanager
def raising(library: Any) -> Generator[None]:
    """Replace exceptions of one library by those of the other that have the same name.

    An exception whose name the other library does not have is replaced by that of its base class.
    """
    try:
        yield
    except Exception as error:
        counterpart = _counterpart(error, library)
        if counterpart is None or isinstance(error, counterpart.__class__):
            raise
        if isinstance(getattr(type(error), "request", None), property):
            error.request = None  # type: ignore[attr-defined]  # its headers contain the key
        raise counterpart from error


def _counterpart(error: Exception, library: Any) -> Exception | None:
    for cls in type(error).__mro__:
        kind = getattr(library, cls.__name__, None)
        if cls.__module__.partition(".")[0] not in _PACKAGES or not isinstance(kind, type):
            continue
        for arguments in ((str(error),), ()):
            try:
                made: Any = kind(*arguments)
            except TypeError:  # this class is made from other arguments
                continue
            return made if isinstance(made, Exception) else None
    return None
