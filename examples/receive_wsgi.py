"""Receive webhooks with no framework, in any WSGI server: `python examples/receive_wsgi.py`.

It prints where to deliver to. Set ALLO_WEBHOOK_TOKEN, and ALLO_NUMBERS with commas, to keep the token and use your own.
"""

import os
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

from allo_ext.receiver import CallReceived, SmsReceived, WebhookReceiver, new_token

token = os.environ.get("ALLO_WEBHOOK_TOKEN") or new_token()
receiver = WebhookReceiver(
    token=token,
    numbers=os.environ.get("ALLO_NUMBERS", "+12025550143").split(","),
    trusted_proxies=["127.0.0.1"],  # the proxy or tunnel on this machine that ends TLS
)


@receiver.on("CALL_RECEIVED")
def call_ended(event: CallReceived) -> None:
    """Do with a call what you like."""
    print(event.call.direction, event.call.contact_number, event.call.duration, event.call.summary)


@receiver.on("SMS_RECEIVED")
def message_came(event: SmsReceived) -> None:
    """Do with a message what you like."""
    print(event.message.direction, event.message.contact_number, event.message.content)


app = receiver.wsgi()  # POST /anything/{token}


class Quiet(WSGIRequestHandler):
    """A server without an access log, which would show the token."""

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


if __name__ == "__main__":
    port = int(os.environ.get("PORT", "8000"))
    print(f"POST http://127.0.0.1:{port}/allo/{token}", flush=True)
    make_server("127.0.0.1", port, app, handler_class=Quiet).serve_forever()
