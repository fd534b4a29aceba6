"""Inbox and outbox in an SQLite file: no delivery is lost and no message is sent twice, whenever a process is killed.

inbox = Inbox("allo.db")
receiver = WebhookReceiver(os.environ["ALLO_WEBHOOK_TOKEN"], allo.numbers.owned, inbox=inbox)
inbox.run(receiver)
"""

from __future__ import annotations

from allo_ext._published import publish
from allo_ext.durable._deliveries import DeliveryState, StoredDelivery
from allo_ext.durable._errors import KeyConflictError, StorageError
from allo_ext.durable._inbox import Inbox
from allo_ext.durable._messages import MessageState, OutboxMessage
from allo_ext.durable._outbox import Outbox
from allo_ext.durable._sending import SendReport
from allo_ext.durable._stop import is_stop
from allo_ext.durable._window import SendWindow

__all__ = [
    "DeliveryState",
    "Inbox",
    "KeyConflictError",
    "MessageState",
    "Outbox",
    "OutboxMessage",
    "SendReport",
    "SendWindow",
    "StorageError",
    "StoredDelivery",
    "is_stop",
]

for _name in __all__:
    publish(globals()[_name], __name__)
