"""The response behind a record, for those who need its status or headers."""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    import httpx

T_co = TypeVar("T_co", covariant=True)

CAPTURED: ContextVar[list[httpx.Response] | None] = ContextVar("CAPTURED", default=None)
"""Where a call leaves its response, when someone asks for it."""


@dataclass(frozen=True, slots=True)
class RawResponse(Generic[T_co]):
    """What a call returned, and the response that it came in.

    Attributes:
        record: What the method returns without `with_raw_response`.
        response: The response, read to the end; its request holds no key.
    """

    record: T_co
    response: httpx.Response = field(repr=False)

    @property
    def status(self) -> int:
        """The HTTP status."""
        return self.response.status_code

    @property
    def headers(self) -> httpx.Headers:
        """The response's headers."""
        return self.response.headers
