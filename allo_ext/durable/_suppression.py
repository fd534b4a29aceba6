"""The suppression list: numbers that get no more messages."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from allo_ext.durable import _messages as messages
from allo_ext.durable._stop import is_stop
from allo_ext.phone import parse

if TYPE_CHECKING:
    from collections.abc import Callable

    from allo_ext.durable._file import File
    from allo_ext.receiver import SmsReceived, WebhookReceiver


class Suppression:
    """The suppression list of an outbox."""

    _file: File
    _clock: Callable[[], float]

    def suppress(self, number: str, *, reason: str = "") -> None:
        """Send no more messages to a number. What is planned for it will be failed.

        Args:
            number: A number with a country code.
            reason: A note for you.

        Raises:
            InvalidArgumentError: It is not a phone number.
            StorageError: It was not stored.
        """
        self._file.run(partial(messages.suppress, number=parse(number), reason=reason, now=self._clock()))

    def unsuppress(self, number: str) -> None:
        """Allow messages to a number again.

        Raises:
            InvalidArgumentError: It is not a phone number.
            StorageError: It was not stored.
        """
        self._file.run(partial(messages.unsuppress, number=parse(number)))

    def suppressed(self) -> tuple[str, ...]:
        """Return the suppression list, in E.164.

        Raises:
            StorageError: The file cannot be read.
        """
        return self._file.read(messages.suppressed)

    def watch(self, receiver: WebhookReceiver) -> None:
        """Suppress the numbers that reply STOP, UNSUBSCRIBE, ARRET, …; see `is_stop`.

        Args:
            receiver: A receiver; its webhook needs the topic SMS_RECEIVED.

        Examples:
            >>> outbox.watch(receiver)
        """
        receiver.on("SMS_RECEIVED")(self._on_sms)

    def _on_sms(self, event: SmsReceived) -> None:
        if event.message.direction == "INBOUND" and is_stop(event.message.content):
            number = event.message.contact_number
            if number is not None:
                self.suppress(number, reason="reply")
