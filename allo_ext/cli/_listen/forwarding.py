"""Passing events on to a program of the user's."""

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
    """Posts events to a URL as they came."""

    def __init__(self, url: str, http: httpx.Client, terminal: Terminal) -> None:
        self._url = url
        self._http = http
        self._terminal = terminal

    @classmethod
    @contextmanager
    def to(cls, url: str, terminal: Terminal) -> Generator[Self]:
        """Open connections to a URL.

        Raises:
            ConfigurationError: It is none.
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
            WebhookError: It was not taken: the delivery fails as it would have failed there.
        """
        try:
            response = self._http.post(
                self._url, content=json.dumps(event.raw), headers={"content-type": "application/json"}
            )
        except httpx.HTTPError as error:
            self._terminal.fail(f"{self._url} does not answer: {error or type(error).__name__}")
            raise WebhookError("The event could not be passed on.") from None
        if not response.is_success:
            self._terminal.fail(f"{self._url} answers {response.status_code}")
            raise WebhookError("The event was refused where it was passed on to.")
        self._terminal.say(f"forwarded to {self._url}: {response.status_code}")
