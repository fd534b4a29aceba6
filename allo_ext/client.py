"""The clients `AlloClient` and `AsyncAlloClient`. The synchronous one is generated from the asynchronous one."""

from __future__ import annotations

from allo_ext._async.client import AsyncAlloClient
from allo_ext._sync.client import AlloClient

__all__ = ["AlloClient", "AsyncAlloClient"]
