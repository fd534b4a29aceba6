"""The responses that `with_raw_response` collects; not in `raw`, whose class only programs that use it need."""

from __future__ import annotations

from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import httpx

CAPTURED: ContextVar[list[httpx.Response] | None] = ContextVar("CAPTURED", default=None)
"""The list that `with_raw_response` collects responses in."""
