"""Receive webhooks, and handle them in Celery workers on any number of machines.

    python examples/receive_celery.py                                    # the endpoint; prints the URL for deliveries
    celery --app receive_celery:queue --workdir examples worker          # the workers, on any number of machines

The endpoint puts each event into a queue, and answers 200 when the broker has it. A worker takes an event off the queue
when it has handled it: if the worker is killed, another one handles the event. So a task may run twice, and the primary
key of its table absorbs the second run. Set CELERY_BROKER_URL to your broker (RabbitMQ, or Redis with a `redis://`
URL), and CALLS_DB to the path of the database.
"""

import os
import sqlite3
from typing import Any

from celery import Celery

from allo_ext.receiver import CallReceived, WebhookReceiver, identity_of, new_token

queue = Celery("allo", broker=os.environ.get("CELERY_BROKER_URL", "amqp://guest:guest@127.0.0.1:5672//"))
queue.conf.update(
    broker_connection_retry_on_startup=True,
    broker_transport_options={
        "confirm_publish": True,  # RabbitMQ: an event is stored before it is acknowledged
        "visibility_timeout": 600,  # Redis: longer than any task takes; then it is given to another worker
        "socket_timeout": 5,  # Redis: seconds
    },
    task_acks_late=True,  # off the queue when handled, not when received
    task_default_queue=os.environ.get("CELERY_QUEUE", "allo"),
    task_ignore_result=True,
    task_publish_retry=False,  # Allo repeats the delivery
    task_reject_on_worker_lost=True,
    worker_prefetch_multiplier=1,
)

token = os.environ.get("ALLO_WEBHOOK_TOKEN") or new_token()
receiver = WebhookReceiver(
    token=token,
    numbers=os.environ.get("ALLO_NUMBERS", "+12025550143").split(","),
    trusted_proxies=["127.0.0.1"],  # the proxy or tunnel on this machine that terminates TLS
)


@receiver.on("CALL_RECEIVED")
def enqueue(event: CallReceived) -> None:
    """Store an event in the queue; if this fails, the reply is 500 and Allo repeats the delivery."""
    store_call.delay(identity_of(event), event.to_dict())


@queue.task(name="store_call", autoretry_for=(Exception,), retry_backoff=5, max_retries=None)
def store_call(key: str, event: dict[str, Any]) -> None:
    """Store a call; a second time changes nothing. A task that fails is tried again after 5, 10, 20… seconds."""
    call = CallReceived.from_dict(event).call
    row = (key, call.contact_number, call.to_dict()["duration"], call.summary)
    with sqlite3.connect(os.environ.get("CALLS_DB", "calls.db"), timeout=30) as database:
        database.execute("CREATE TABLE IF NOT EXISTS calls (key TEXT PRIMARY KEY, number, duration, summary)")
        database.execute("INSERT INTO calls VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING", row)
    database.close()


app = receiver.asgi()

if __name__ == "__main__":
    import uvicorn

    port = int(os.environ.get("PORT", "8000"))
    print(f"POST http://127.0.0.1:{port}/allo/{token}", flush=True)
    uvicorn.run(app, port=port, access_log=False, proxy_headers=False)  # the access log would contain the token
