"""Posting a delivery to its target."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING

import httpx

from allo_ext._serving.loop import run_async_work

if TYPE_CHECKING:
    from allo_ext.testing._engine.delivery import App, Delivery, Target


def post(delivery: Delivery, url: str, target: Target) -> Delivery:
    """Post a delivery and record the response; never raises because of a receiver.

    Raises:
        MissingExtraError: It must be signed, and standardwebhooks is not installed.
    """
    content = signed(delivery)
    headers = headers_of(delivery, url)
    try:
        if isinstance(target, str):
            trusted = httpx.create_ssl_context()  # the certificates of SSL_CERT_FILE, but no proxy
            with httpx.Client(timeout=delivery.timeout, trust_env=False, verify=trusted) as client:
                delivery.status = client.post(url, content=content, headers=headers).status_code
        elif isinstance(target, httpx.BaseTransport):
            # Not closed: the transport belongs to the caller.
            client = httpx.Client(transport=target, timeout=delivery.timeout)
            delivery.status = client.post(url, content=content, headers=headers).status_code
        elif isinstance(target, httpx.AsyncBaseTransport) or is_asgi(target):
            transport = target if isinstance(target, httpx.AsyncBaseTransport) else httpx.ASGITransport(app=target)

            async def send() -> int:
                async with httpx.AsyncClient(transport=transport, timeout=delivery.timeout) as client:
                    return (await client.post(url, content=content, headers=headers)).status_code

            delivery.status = run_async_work(send, thread_name="mockallo-delivery", own_thread=True)
        else:
            with httpx.Client(transport=httpx.WSGITransport(app=target), timeout=delivery.timeout) as client:
                delivery.status = client.post(url, content=content, headers=headers).status_code
    except Exception as error:  # noqa: BLE001 — a receiver may fail in any way, and the API would only note it
        delivery.error = f"{type(error).__name__}: {error}"
    return delivery


def signed(delivery: Delivery) -> bytes:
    """Return the body of an attempt; if its endpoint has a secret, sign it with the current time."""
    content = delivery.content()
    if delivery.recipient is not None and delivery.id is not None:
        delivery.headers = {**delivery.headers, **delivery.recipient.sign(delivery.id, content)}
    return content


def headers_of(delivery: Delivery, url: str) -> dict[str, str]:
    """Return the header fields; with X-Forwarded-Proto if https is forwarded to http, as a TLS proxy sends it."""
    headers = {"content-type": "application/json", **delivery.headers}
    if delivery.url.startswith("https:") and url.startswith("http:"):
        headers["x-forwarded-proto"] = "https"
    return headers


def is_asgi(app: App) -> bool:
    """Return whether an application is ASGI, that is, a coroutine function."""
    return inspect.iscoroutinefunction(app) or inspect.iscoroutinefunction(getattr(app, "__call__", None))  # noqa: B004 — looked at, not called
