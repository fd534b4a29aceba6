"""Forwarding of events to a URL."""

from __future__ import annotations

import json
from collections.abc import Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Self

import httpx

from allo_ext import ConfigurationError
from allo_ext.errors import WebhookError

if TYPE_CHECKING:
    from allo_ext.cli._display.terminal import Terminal
    from allo_ext.receiver import Event


class Forwarder:
    """Posts unmodified events to a URL."""

    def __init__(self, url: str, http: httpx.Client, terminal: Terminal) -> None:
        self._url = url
        self._http = http
        self._terminal = terminal

    @classmethod
    @contextmanager
    def to(cls, url: str, terminal: Terminal) -> Generator[Self]:
        """Yield a forwarder to a URL.

        Raises:
            ConfigurationError: It is not an http or https URL.
        """
        try:
            host = httpx.URL(url).host
        except httpx.InvalidURL:
            host = ""
        if not host or not url.startswith(("http://", "https://")):
            raise ConfigurationError("--forward must be an http or https URL.")
        with httpx.Client(timeout=30.0) as http:
            yield cls(url, http, terminal)

    def send(self, event: Event) -> None:
        """Post an event.

        Raises:
            WebhookError: Forwarding failed, so the delivery fails as well.
        """
        try:
            response = self._http.post(
                self._url, content=json.dumps(event.raw), headers={"content-type": "application/json"}
            )
        except httpx.HTTPError as error:
            self._terminal.fail(f"no response from {self._url}: {error or type(error).__name__}")
            raise WebhookError("The event could not be forwarded.") from None
        if not response.is_success:
            self._terminal.fail(f"{self._url} returned {response.status_code}")
            raise WebhookError("The forwarding target refused the event.")
        self._terminal.say(f"forwarded to {self._url}: {response.status_code}")
