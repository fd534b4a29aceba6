"""Who gets in: the address that was printed, then its cookie."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from allo_ext.panel._server.access import Access
from allo_ext.panel._server.gate import LOOPBACK, Gate
from allo_ext.panel._server.recordings import Recordings
from allo_ext.receiver import WebhookReceiver

HERE = "127.0.0.1:8765"
SECRET = "the-secret-of-this-panel-0123456789"
COOKIE = f"allo-panel-8765={SECRET}"


async def behind(scope: Any, receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 299, "headers": []})
    await send({"type": "http.response.body", "body": b"behind"})


def ask(
    path: str = "/", query: str = "", kind: str = "http", port: int = 8765, root: str = "", **headers: str
) -> tuple[int, dict[str, str], Any]:
    """Ask a gate; return the status, the headers of the response, and the scope as the server sees it afterwards."""
    sent: list[Any] = []

    async def receive() -> Any:
        return {"type": "http.request", "body": b'{"topic": "PING", "data": {}}', "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    named = {"host": HERE} | {name.replace("_", "-"): value for name, value in headers.items()}
    scope = {
        "type": kind, "method": "GET", "path": path, "query_string": query.encode(), "scheme": "http",
        "headers": [(name.encode(), value.encode("latin-1")) for name, value in named.items()],
        "client": ("127.0.0.1", 1), "server": ("127.0.0.1", port), "root_path": root,
    }  # fmt: skip
    endpoint = WebhookReceiver("webhook-token-0123456789", None, require_https=False).asgi()
    asyncio.run(Gate(behind, endpoint, Recordings(), LOOPBACK, Access(SECRET))(scope, receive, send))
    answered = {name.decode(): value.decode() for name, value in sent[0].get("headers", ())}
    return sent[0].get("status", sent[0].get("code")), answered, scope


@pytest.mark.parametrize("path", ["/", "/recordings/call_1", "/static/main.js", "/jupyter/api/kernels", "/readyz"])
@pytest.mark.parametrize(
    "cookie",
    [
        pytest.param("", id="no-cookie"),
        pytest.param("allo-panel-8765=guess", id="a-guess"),
        pytest.param(f"allo-panel-8766={SECRET}", id="the-cookie-of-another-port"),
        pytest.param("allo-panel-8765=\xe9\xff", id="odd-bytes"),
        pytest.param("allo-panel-8765=", id="an-empty-one"),
    ],
)
def test_nobody_gets_in_without_the_secret(path, cookie):
    """A Host header of this machine is not enough: pages, files and recordings need the cookie."""
    assert ask(path, cookie=cookie)[0] == 403


def test_a_websocket_needs_the_cookie_as_well():
    """Through a raw TCP tunnel the headers are the sender's to choose; without the secret the websocket is closed."""
    channel = "/jupyter/api/kernels/1/channels"
    stranger = ask(channel, "session_id=x", "websocket")[0]
    with_the_address = ask(channel, f"token={SECRET}", "websocket")[0]

    assert (stranger, with_the_address) == (1008, 1008)
    assert ask(channel, "session_id=x", "websocket", cookie=COOKIE)[0] == 299


def test_the_address_is_exchanged_for_a_cookie():
    """It is a cookie that scripts cannot read and other sites cannot use; the next address holds no secret."""
    status, headers, _ = ask(query=f"token={SECRET}")

    assert (status, headers["location"], headers["cache-control"]) == (303, "/", "no-store")
    assert headers["set-cookie"] == f"{COOKIE}; Path=/; HttpOnly; SameSite=Strict"
    assert ask(cookie=f"other=1; {COOKIE}; more=2")[0] == 299


@pytest.mark.parametrize("query", ["token=guess", "token=", f"token={SECRET}x", "token=%ff%00", f"Token={SECRET}"])
def test_a_wrong_address_opens_nothing(query):
    """No cookie comes with the refusal, and the page says what to do."""
    status, headers, _ = ask(query=query)

    assert (status, "set-cookie" in headers) == (403, False)


@pytest.mark.parametrize("path", ["//evil.example", "/\\evil.example", "/%2fevil.example", "/x"])
def test_the_address_leads_to_the_panel_alone(path):
    """Whatever path comes with the secret, the redirect leads to this server."""
    assert ask(path, f"token={SECRET}")[1]["location"] == "/"
    assert ask(path, f"token={SECRET}", root="/panel")[1]["location"] == "/panel/"


@pytest.mark.parametrize("token", [SECRET, "one-letter-short"])
@pytest.mark.parametrize("host", [HERE, "evil.example"])
def test_no_access_log_sees_the_secret(token, host):
    """A server reads the address for its log when the response starts: by then the query is empty."""
    assert ask(query=f"token={token}", host=host)[2]["query_string"] == b""


def test_the_secret_does_not_replace_the_other_rules():
    """With the cookie, another page's script and a tunnel that says so are refused as before."""
    assert ask(cookie=COOKIE, origin="https://evil.example")[0] == 403
    assert ask(cookie=COOKIE, x_forwarded_for="203.0.113.7")[0] == 403
    assert ask(cookie=COOKIE, host="evil.example")[0] == 403
    assert ask(query=f"token={SECRET}", host="evil.example")[0] == 403


def test_deliveries_need_no_cookie():
    """The receiver's path has a token of its own."""
    assert ask("/allo/webhook-token-0123456789", host="hooks.example")[0] == 405


@pytest.mark.parametrize("headers", [{}, {"cookie": COOKIE}], ids=["refused", "let-in"])
def test_no_page_can_frame_the_panel(headers):
    """Not even one from another port of this machine; and no address leaves in a Referer."""
    answered = ask(**headers)[1]

    assert (answered["x-frame-options"], answered["content-security-policy"], answered["referrer-policy"]) == (
        "DENY",
        "frame-ancestors 'none'",
        "no-referrer",
    )


def test_each_panel_has_its_own_secret():
    """It has 256 bits, and shows only in the address."""
    one, other = Access(), Access()
    secret = one.address("http://127.0.0.1:1").partition("?token=")[2]

    assert len(secret) >= 43
    assert one.address("") != other.address("")
    assert secret not in repr(vars(one))
