from __future__ import annotations

import pytest

from allo_ext.receiver import Request
from allo_ext.receiver._core.origin import origin_of, read_address, read_proxies

PROXY = "10.0.0.1"


def origin(headers, *, client=PROXY, scheme="http", proxies=("10.0.0.0/8",)):
    found = origin_of(Request("POST", "/", headers, b"", client, scheme), read_proxies(proxies))
    return str(found.address), found.https


@pytest.mark.parametrize(
    ("headers", "over", "expected"),
    [
        pytest.param({}, {}, (PROXY, False), id="nothing forwarded"),
        pytest.param({}, {"scheme": "https"}, (PROXY, True), id="https to the end"),
        pytest.param({"X-Forwarded-Proto": "https"}, {}, (PROXY, True), id="the proxy ends TLS"),
        pytest.param({"x-forwarded-proto": "HTTPS"}, {}, (PROXY, True), id="in any case"),
        pytest.param([(b"X-Forwarded-Proto", b"https")], {}, (PROXY, True), id="in bytes"),
        pytest.param({"X-Forwarded-Proto": "https"}, {"client": "203.0.113.7"}, ("203.0.113.7", False), id="stranger"),
        pytest.param({"X-Forwarded-Proto": "https"}, {"proxies": ()}, (PROXY, False), id="nobody is trusted"),
        pytest.param(
            {"X-Forwarded-Proto": "http"}, {"scheme": "https"}, (PROXY, False), id="the proxy itself was asked by http"
        ),
        pytest.param({"X-Forwarded-Proto": "https, http"}, {}, (PROXY, False), id="one hop without TLS"),
        pytest.param([("X-Forwarded-Proto", "https"), ("X-Forwarded-Proto", "http")], {}, (PROXY, False), id="twice"),
        pytest.param({"X-Forwarded-Proto": "https," * 50}, {}, (PROXY, False), id="too often to be true"),
        pytest.param({"X-Forwarded-For": "203.0.113.7"}, {}, ("203.0.113.7", False), id="one hop"),
        pytest.param({"X-Forwarded-For": "198.51.100.1, 203.0.113.7"}, {}, ("203.0.113.7", False), id="a forged first"),
        pytest.param({"X-Forwarded-For": "203.0.113.7, 10.9.9.9"}, {}, ("203.0.113.7", False), id="two proxies"),
        pytest.param({"X-Forwarded-For": "10.9.9.9"}, {}, ("10.9.9.9", False), id="only proxies"),
        pytest.param({"X-Forwarded-For": "unknown, 10.9.9.9"}, {}, ("10.9.9.9", False), id="a word"),
        pytest.param(
            {"X-Forwarded-For": "203.0.113.7, unknown, 10.9.9.9"}, {}, ("10.9.9.9", False), id="a word after the client"
        ),
        pytest.param({"X-Forwarded-For": "203.0.113.7:4711"}, {}, ("203.0.113.7", False), id="with a port"),
        pytest.param({"X-Forwarded-For": "[2001:db8::7]:4711"}, {}, ("2001:db8::7", False), id="IPv6 with a port"),
        pytest.param(
            {"X-Forwarded-For": "203.0.113.7"}, {"client": "::ffff:10.0.0.1"}, ("203.0.113.7", False), id="mapped proxy"
        ),
        pytest.param(
            {"X-Forwarded-For": "203.0.113.7", "X-Forwarded-Proto": "https"},
            {"client": None, "proxies": ["unix"]},
            ("203.0.113.7", True),
            id="proxy on a Unix socket",
        ),
        pytest.param(
            {"X-Forwarded-Proto": "https"}, {"client": "localhost", "proxies": ["unix"]}, ("None", False), id="a name"
        ),
        pytest.param({"X-Forwarded-Proto": "https"}, {"client": None}, ("None", False), id="no address, not trusted"),
        pytest.param(
            [("X-Forwarded-Proto",), None, 7, ("a", 7), (b"\xff", b"\xff"), ("X-Forwarded-Proto", "https")],
            {},
            (PROXY, True),
            id="hostile pairs",
        ),
        pytest.param(7, {}, (PROXY, False), id="no header fields at all"),
    ],
)
def test_forwarding_counts_from_a_trusted_proxy_alone(headers, over, expected):
    """X-Forwarded-* is what trusted proxies say, and the first hop that is not one of them is the client."""
    assert expected == origin(headers, **over)


@pytest.mark.parametrize(
    "text", ["", "x" * 100, "1.2.3", "1.2.3.4.5", "::g", "[", "é", None, 7, "127.0.0.1\n", "[::1]" + "x" * 60]
)
def test_what_is_no_address_is_none(text):
    """Hostile addresses are no addresses; they never raise."""
    assert read_address(text) is None


def test_an_ipv6_site_is_one_client():
    """Who has 2⁶⁴ addresses is still one client."""
    clients = {
        origin_of(Request("POST", "/", {}, b"", address), read_proxies(())).client
        for address in ("2001:db8::1", "2001:db8::ffff:1")
    }

    assert {"2001:db8::/64"} == clients
