"""Facts about webhook deliveries that the receiver, the mock, the panel and the command share."""

from __future__ import annotations

from typing import Final

ID: Final = "webhook-id"
TIMESTAMP: Final = "webhook-timestamp"
SIGNATURE: Final = "webhook-signature"
SIGNING: Final = (ID, TIMESTAMP, SIGNATURE)
"""The header fields of a signed delivery, by the Standard Webhooks specification."""
WINDOW: Final = 300
"""The maximum difference in seconds between the timestamp and now, in both directions."""
SECRET_PREFIX: Final = "whsec_"  # noqa: S105 (the format)

TIMEOUT_1: Final = 30.0
"""The documented time to answer a delivery of version 1, in seconds."""
TIMEOUT_2: Final = 20.0
"""The documented time to answer a delivery of version 2, in seconds."""

TOKEN_VARIABLE: Final = "ALLO_WEBHOOK_TOKEN"  # noqa: S105 (a variable's name)
SECRET_VARIABLE: Final = "ALLO_WEBHOOK_SECRET"  # noqa: S105 (a variable's name)
