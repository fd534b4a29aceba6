"""Reading response bodies up to a maximum size: a small compressed body may be very large when decompressed."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Final, cast

import httpx

from allo_ext._http.deadline import is_over

if TYPE_CHECKING:
    from collections.abc import Iterator

ACCEPTED: Final = "gzip, deflate"
"""The accepted encodings: those that the standard library can decompress in chunks, with a size limit."""

_PIECE: Final = 1 << 20
_ANY_HEADER: Final = zlib.MAX_WBITS | 32  # gzip or zlib
_NO_HEADER: Final = -zlib.MAX_WBITS  # some servers send this as deflate


class BodyTooLargeError(Exception):
    """A body is larger than `max_body`."""


class Body:
    """A body that is collected and decompressed; raises as soon as it is larger than allowed."""

    def __init__(self, response: httpx.Response, largest: int | None) -> None:
        self._response = response
        self._largest = largest
        self._pieces: list[bytes] = []
        self._size = 0
        named = [name.strip().lower() for name in response.headers.get("content-encoding", "").split(",")]
        packed = [name for name in named if name in {"gzip", "x-gzip", "deflate"}]
        if len(packed) > 1:
            raise httpx.DecodingError("compressed more than once")
        self._unpacker = zlib.decompressobj(_ANY_HEADER) if packed else None
        self._deflate = packed == ["deflate"]
        self._empty = True

    def add(self, raw: bytes) -> None:
        """Add received bytes.

        Raises:
            BodyTooLargeError: The body is too large.
            httpx.DecodingError: It does not match Content-Encoding.
        """
        for piece in [raw] if self._unpacker is None else self._unpacked(raw):
            self._size += len(piece)
            if self._largest is not None and self._size > self._largest:
                raise BodyTooLargeError
            self._pieces.append(piece)

    def finish(self) -> None:
        """Set the content of the response, as `response.read()` would."""
        response, headers = self._response, self._response.headers
        encoding = headers.pop("content-encoding", None)
        response.stream = httpx.ByteStream(b"".join(self._pieces))
        response.read()
        if encoding is not None:
            headers["content-encoding"] = encoding

    def _unpacked(self, raw: bytes) -> Iterator[bytes]:
        unpacker = self._unpacker
        while raw and unpacker is not None and not unpacker.eof:
            try:
                piece = unpacker.decompress(raw, _PIECE)
            except zlib.error as error:
                if not (self._deflate and self._empty):
                    raise httpx.DecodingError(str(error)) from error
                unpacker = self._unpacker = zlib.decompressobj(_NO_HEADER)
                self._deflate = False
                continue
            self._empty = self._empty and not piece
            raw = unpacker.unconsumed_tail
            yield piece


def is_text(headers: httpx.Headers) -> bool:
    """Return whether Content-Type is text, JSON or XML, such as `application/problem+json`."""
    kind, _, form = headers.get("content-type", "").partition(";")[0].strip().lower().partition("/")
    return kind == "text" or form.rpartition("+")[2] in {"json", "xml"}


def read(response: httpx.Response, largest: int | None) -> None:
    """Read a response to the end and close it.

    Args:
        response: A response whose body has not been read, or one created with content.
        largest: The maximum number of decompressed bytes; None for no limit.

    Raises:
        BodyTooLargeError: The body is larger.
        httpx.ReadTimeout: The deadline of the call has passed.
        httpx.DecodingError: It does not match Content-Encoding.
    """
    if response.is_stream_consumed:
        _check_size(response, largest)
        return
    stream = cast("httpx.SyncByteStream", response.stream)
    try:
        body = Body(response, largest)
        for raw in stream:
            body.add(raw)
            if is_over():
                raise httpx.ReadTimeout("the response did not end in time")
    finally:
        stream.close()
    body.finish()


async def aread(response: httpx.Response, largest: int | None) -> None:
    """Read a response to the end and close it, as `read` does; the caller enforces the deadline."""
    if response.is_stream_consumed:
        _check_size(response, largest)
        return
    stream = cast("httpx.AsyncByteStream", response.stream)
    try:
        body = Body(response, largest)
        async for raw in stream:
            body.add(raw)
    finally:
        await stream.aclose()
    body.finish()


def _check_size(response: httpx.Response, largest: int | None) -> None:
    if largest is not None and len(response.content) > largest:
        raise BodyTooLargeError
