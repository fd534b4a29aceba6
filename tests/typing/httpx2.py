"""What type checkers make of transports: read by mypy and pyright, never run."""

from __future__ import annotations

import httpx
import httpx2

from allo_ext import AlloClient, AsyncAlloClient
from allo_ext.testing import MockAllo

AlloClient(transport=httpx.HTTPTransport())
AlloClient(transport=httpx2.HTTPTransport())
AlloClient(transport=httpx2.HTTPTransport)
AlloClient(transport=MockAllo().transport)
AlloClient(transport=httpx2.AsyncHTTPTransport())  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
AsyncAlloClient(transport=httpx.AsyncHTTPTransport())
AsyncAlloClient(transport=httpx2.AsyncHTTPTransport())
AsyncAlloClient(transport=lambda: httpx2.AsyncHTTPTransport(retries=1))
AsyncAlloClient(transport=MockAllo().transport)
AsyncAlloClient(transport=httpx2.HTTPTransport())  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]

httpx.Client(transport=MockAllo().transport)
httpx.AsyncClient(transport=MockAllo().transport)
httpx2.Client(transport=MockAllo().transport)
httpx2.AsyncClient(transport=MockAllo().transport)
