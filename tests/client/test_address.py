"""The address of the API: its root, or that of one of its versions."""

from __future__ import annotations

import socket
import threading

import httpx
import pytest

from allo_ext import AlloClient, AsyncAlloClient, ConfigurationError
from allo_ext.testing import MockAllo


@pytest.mark.parametrize(
    ("base_url", "asked"),
    [
        ("https://api.withallo.com", "https://api.withallo.com/v1/api/numbers"),
        ("https://api.withallo.com/", "https://api.withallo.com/v1/api/numbers"),
        ("https://api.withallo.com/v1/api", "https://api.withallo.com/v1/api/numbers"),
        ("https://api.withallo.com/v1/api/", "https://api.withallo.com/v1/api/numbers"),
        ("https://api.withallo.com/v2/api", "https://api.withallo.com/v1/api/numbers"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000/v1/api/numbers"),
        ("http://[::1]:8000/v2/api/", "http://[::1]:8000/v1/api/numbers"),
        ("https://gateway.example/allo", "https://gateway.example/allo/v1/api/numbers"),
        ("https://gateway.example/api/v2/", "https://gateway.example/api/v2/v1/api/numbers"),
        ("https://gateway.example/a%20b/v1/api", "https://gateway.example/a%20b/v1/api/numbers"),
    ],
)
def test_the_address_is_the_root_or_ends_in_a_version(make, scripted, monkeypatch, base_url, asked):
    """Either way, as an argument or in the environment, requests go to the same place, and repr shows it."""
    transport = scripted({"data": []})
    given = make(transport, base_url=base_url)
    given.numbers.list()
    monkeypatch.setenv("ALLO_BASE_URL", base_url)
    make(transport).numbers.list()

    assert [str(request.url) for request in transport.requests] == [asked, asked]
    assert repr(AlloClient("key", base_url=base_url)) == f"AlloClient(base_url='{asked.removesuffix('/numbers')}')"
    assert repr(AsyncAlloClient("key")).endswith(f"base_url='{asked.removesuffix('/numbers')}')")


@pytest.mark.parametrize(
    "base_url",
    [
        "https://api.withallo.com/v1",
        "https://api.withallo.com/v3/api",
        "https://api.withallo.com/v1/api/numbers",
        "https://api.withallo.com/v2/api/crm/people/",
        "https://gateway.example/allo/v12/api",
        "https://api.withallo.com/v1/api/v1/api",
    ],
)
def test_an_address_with_another_path_is_refused(make, base_url):
    """Half a version, an unknown version and the path of an operation are settings that cannot work."""
    with pytest.raises(ConfigurationError, match="must be the root of the API"):
        make(base_url=base_url)


def test_the_root_of_a_mock_on_a_port_is_an_address(make):
    """`origin` serves as well as `base_url`, also for the generated client."""
    from allo_v1.api.numbers import list_numbers

    with MockAllo(contacts=0, calls=0).serve() as served:
        at_root, at_version = (AlloClient("key", base_url=url) for url in (served.origin, served.base_url))
        with at_root, at_version:
            assert at_root.numbers.list() == at_version.numbers.list() != []
            assert list_numbers.sync(client=at_root.low_level) is not None


def test_the_logs_of_httpx_show_no_id_below_a_prefix(caplog):
    """The root's path is shown as it is, and what follows as the template of the operation."""
    caplog.set_level("INFO", logger="httpx")
    transport = httpx.MockTransport(lambda _: httpx.Response(200, json={"data": {"id": "x"}}))
    with AlloClient("key", base_url="https://gateway.example/allo", transport=transport) as allo:
        allo.contacts.get("cnt_secret")
        allo.low_level.get_httpx_client().get("https://gateway.example/allo/v1/api/secret/1")
    shown = [record.getMessage().split()[3] for record in caplog.records]

    assert shown == [
        "https://gateway.example/allo/v1/api/contact/{contact_id}",
        "https://gateway.example/allo/v1/api/{path}",
    ]


def test_requests_go_through_the_proxy_of_the_environment(make, serve, monkeypatch):
    """The proxy gets the whole URL, and its answer is the API's."""
    lines: list[bytes] = []

    def proxy(connection: socket.socket, _: threading.Event) -> None:
        lines.append(connection.recv(65_536).partition(b"\r\n")[0])
        connection.sendall(b'HTTP/1.1 200 OK\r\nContent-Length: 11\r\nConnection: close\r\n\r\n{"data":[]}')

    monkeypatch.setenv("HTTP_PROXY", f"http://{serve(proxy).address}")
    numbers = make(base_url="http://api.example/v1/api", retry=None).numbers.list()

    assert (numbers, lines) == ([], [b"GET http://api.example/v1/api/numbers HTTP/1.1"])
