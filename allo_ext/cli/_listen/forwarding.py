"""Forwarding of events to a URL."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from allo_ext.cli._listen.posting import client, endpoint, is_accepted, post
from allo_ext.errors import AlloError, WebhookError

if TYPE_CHECKING:
    from allo_ext.cli._display.terminal import Terminal
    from allo_ext.cli._listen.delivery import Delivery


class Forwarder:
    """Posts deliveries to a URL: the bytes as received, and the signature headers."""

    def __init__(self, url: str, terminal: Terminal) -> None:
        """Create a forwarder.

        Raises:
            ConfigurationError: It is not an http or https URL.
        """
        self._url = endpoint(url, "--forward")
        self._terminal = terminal
        self._http = client()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._http.close()

    def send(self, delivery: Delivery) -> None:
        """Post a delivery.

        Raises:
            WebhookError: Forwarding failed, so the delivery fails as well.
        """
        try:
            status = post(self._http, self._url, delivery.body, delivery.headers)
        except AlloError as error:
            self._terminal.fail(str(error))
            raise WebhookError("The event could not be forwarded.") from None
        if not is_accepted(status):
            self._terminal.fail(f"{self._url} returned {status}")
            raise WebhookError("The forwarding target refused the event.")
        self._terminal.say(f"forwarded to {self._url}: {status}")
