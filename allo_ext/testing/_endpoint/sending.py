"""Requests to an endpoint, and its answers."""

from __future__ import annotations

from typing import Final, Protocol

import attrs

JSON: Final = ("content-type", "application/json")


@attrs.frozen
class Sending:
    """One request.

    Attributes:
        url: The complete URL.
        body: The body.
        headers: Header fields in addition to those of the proxy.
        piece: The size of the pieces in which the body is sent; None to send it at once.
        chunked: Send the pieces with chunked transfer encoding, without Content-Length.
    """

    url: str = attrs.field(repr=False)
    body: bytes = attrs.field(repr=False)
    headers: tuple[tuple[str, str], ...] = attrs.field(repr=False)
    piece: int | None = None
    chunked: bool = False

    def pieces(self) -> list[bytes]:
        """Return the body in pieces."""
        size = self.piece or max(1, len(self.body))
        return [self.body[start : start + size] for start in range(0, len(self.body), size)]


@attrs.frozen
class Answer:
    """The response to one request.

    Attributes:
        status: The HTTP status; None if there was no response.
        seconds: The time until the response was complete.
        problem: Why there was no response.
        retry_after: The seconds of its Retry-After header, if it has one.
    """

    status: int | None
    seconds: float = 0.0
    problem: str = ""
    retry_after: int | None = None
    timed_out: bool = False

    @property
    def accepted(self) -> bool:
        """True for a 2xx response: Allo does not repeat the delivery."""
        return self.status is not None and 200 <= self.status < 300  # noqa: PLR2004 — HTTP

    @property
    def refused(self) -> bool:
        """True for a refusal: a response that is neither 2xx nor 5xx, or a closed connection."""
        if self.status is None:
            return not self.timed_out
        return not self.accepted and self.status < 500  # noqa: PLR2004 — HTTP

    def __str__(self) -> str:
        return f"received {self.status}" if self.status is not None else f"received no response ({self.problem})"


class Sender(Protocol):
    """A way to an endpoint."""

    def send(self, sendings: list[Sending]) -> list[Answer]:
        """Send requests at the same time and return their answers in order; never raises because of the endpoint."""
        ...

    def close(self) -> None:
        """Release what it holds."""
        ...
