# Written by scripts/unasync.py from allo_ext/_async/v1/sms.py: change it there, then `make generate`.
"""Sending SMS."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allo_ext._wire.envelope import one
from allo_ext.records import Message

if TYPE_CHECKING:
    from allo_ext._sync.session import Session


class Sms:
    """Sending SMS (https://help.withallo.com/en/api-reference/sms/send-sms)."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def send(self, *, from_: str, to: str, message: str, idempotency_key: str | None = None) -> Message:
        """Send an SMS from a line of the account.

        A request that the API may have received is never retried, so that no SMS is sent twice. If the result is
        unknown, the error has `maybe_sent` set.

        Args:
            from_: One of the account's numbers, E.164.
            to: The receiver's number, E.164, in the same country.
            message: 1 to 1000 characters.
            idempotency_key: Your key for this request, 1 to 255 printable ASCII characters, kept over its retries; None
                for a new one. Version 1 does not promise to honour it.

        Returns:
            The message. The API returns no id and no delivery status.

        Raises:
            InvalidArgumentError: An argument breaks the rules above; nothing was sent.
            AlloError: See `allo_ext.errors`. The key needs the scope SMS_SEND.

        Examples:
            >>> allo.sms.send(from_="+12025550143", to="+12025550178", message="On our way")

        Wraps `POST /sms`.
        """
        from allo_v1.api.sms import send_sms
        from allo_v1.models import SendSmsRequest

        body = SendSmsRequest(from_=from_, to=to, message=message)
        return self._session.call(send_sms, one(Message), idempotency_key=idempotency_key, body=body)

    def send_france(self, *, sender_id: str, to: str, message: str, idempotency_key: str | None = None) -> Message:
        """Send an SMS to a French number under a verified sender id.

        Args:
            sender_id: 3 to 11 letters and digits with at least one letter, or a short code; verified in Allo.
            to: The receiver's number, E.164, beginning with +33.
            message: 1 to 1000 characters.
            idempotency_key: Your key for this request, 1 to 255 printable ASCII characters, kept over its retries; None
                for a new one. Version 1 does not promise to honour it.

        Returns:
            The message. The API returns no id and no delivery status.

        Raises:
            InvalidArgumentError: An argument breaks the rules above; nothing was sent.
            BadRequestError: For example SENDER_ID_NOT_ACTIVE, if the sender id is not verified.
            AlloError: See `allo_ext.errors`. The key needs the scope SMS_SEND.

        Examples:
            >>> allo.sms.send_france(sender_id="MyCompany", to="+33639980001", message="Bonjour")

        Wraps `POST /sms` (https://help.withallo.com/en/api-reference/sms/send-sms-france).
        """
        from allo_v1.api.sms import send_sms
        from allo_v1.models import SendSmsFranceRequest

        body = SendSmsFranceRequest(sender_id=sender_id, to=to, message=message)
        return self._session.call(send_sms, one(Message), idempotency_key=idempotency_key, body=body)
