from __future__ import annotations

import base64
import hashlib
import hmac
import threading
import time
from contextlib import contextmanager
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
import uvicorn

from allo_ext.receiver import Request, WebhookReceiver

TOKEN = "0123456789abcdefABCDEF"
OWN = "+12025550143"
OTHER = "+12125550105"


@contextmanager
def serve_asgi(app):
    server = uvicorn.Server(
        uvicorn.Config(app, port=0, ws="none", log_config=None, access_log=False, proxy_headers=False)
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    pause = threading.Event()
    while not server.started:
        assert thread.is_alive()
        pause.wait(0.005)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()


class _ThreadingServer(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_: Any) -> None:
        pass


@contextmanager
def serve_wsgi(app):
    server = make_server("127.0.0.1", 0, app, server_class=_ThreadingServer, handler_class=_Quiet)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(scope="session")
def asgi_server():
    return serve_asgi


@pytest.fixture(scope="session")
def wsgi_server():
    return serve_wsgi


@pytest.fixture
def make_request():
    def make(body=b'{"topic":"PING"}', /, **over: Any) -> Any:
        given = {"method": "POST", "path": f"/allo/{TOKEN}", "headers": {}, "client": "203.0.113.7", **over}
        return Request(body=body, **given)

    return make


@pytest.fixture
def make_receiver():
    def make(**over: Any) -> Any:
        return WebhookReceiver(**{"token": TOKEN, "numbers": {OWN}, **over})

    return make


SECRET = "whsec_" + base64.b64encode(b"plain words for tests").decode()


def signature_headers(body, secret=SECRET, *, message_id="msg_orchard", timestamp=None):
    """Sign a body as Allo does; with the standard library, and so independently of the receiver."""
    text = body if isinstance(body, bytes) else body.encode()
    sent = int(time.time()) if timestamp is None else timestamp
    key = base64.b64decode(secret.removeprefix("whsec_"))
    digest = hmac.new(key, f"{message_id}.{sent}.".encode() + text, hashlib.sha256).digest()
    signature = f"v1,{base64.b64encode(digest).decode()}"
    return {"webhook-id": message_id, "webhook-timestamp": str(sent), "webhook-signature": signature}


@pytest.fixture
def secret():
    return SECRET


@pytest.fixture
def signed():
    return signature_headers
