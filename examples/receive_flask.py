"""Receive webhooks in a Flask application: `python examples/receive_flask.py`.

It receives both versions of the API and prints the URL for deliveries. Set ALLO_WEBHOOK_TOKEN to use a fixed token,
ALLO_WEBHOOK_SECRET to the signing secret of your version 2 webhook, and ALLO_NUMBERS to your numbers, separated by
commas.
"""

import logging
import os

from flask import Flask

from allo_ext.receiver import CallReceived, SmsReceived, WebhookReceiver, new_token

token = os.environ.get("ALLO_WEBHOOK_TOKEN") or new_token()
receiver = WebhookReceiver(
    token=token,  # version 1
    secret=os.environ.get("ALLO_WEBHOOK_SECRET"),  # version 2; if it is not set, signatures are not checked
    numbers=os.environ.get("ALLO_NUMBERS", "+12025550143").split(","),
    trusted_proxies=["127.0.0.1"],  # the proxy or tunnel on this machine that terminates TLS
)


@receiver.on("CALL_RECEIVED")
def call_ended(event: CallReceived) -> None:
    """Handle a call."""
    print(event.call.direction, event.call.contact_number, event.call.duration, event.call.summary)


@receiver.on("SMS_RECEIVED")
def message_came(event: SmsReceived) -> None:
    """Handle a message."""
    print(event.message.direction, event.message.contact_number, event.message.content)


app = Flask(__name__)
app.register_blueprint(receiver.flask(), url_prefix="/allo")  # POST /allo/{token}

if __name__ == "__main__":
    port = int(os.environ.get("PORT", "8000"))
    print(f"POST http://127.0.0.1:{port}/allo/{token}", flush=True)
    logging.getLogger("werkzeug").setLevel(logging.WARNING)  # the access log would contain the token
    app.run(port=port)
