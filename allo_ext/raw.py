"""A record together with its HTTP response."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, TypeVar

from allo_ext._http.captured import CAPTURED as CAPTURED  # noqa: PLC0414 (for programs that import it from here)

if TYPE_CHECKING:
    import httpx

T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True)
class RawResponse(Generic[T_co]):
    """The result of a call, and its HTTP response.

    Attributes:
        record: The result of the method without `with_raw_response`.
        response: The response, with its body read; its request does not contain the key.
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
