"""The clients: `AlloClient`, and `AsyncAlloClient`, from which the other is derived word by word."""

from __future__ import annotations

from allo_ext._async.client import AsyncAlloClient
from allo_ext._sync.client import AlloClient

__all__ = ["AlloClient", "AsyncAlloClient"]
