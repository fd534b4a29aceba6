from __future__ import annotations

from allo_ext.receiver import Request
from allo_ext.receiver._core.origin import origin_of, read_address, read_proxies

PROXY = "10.0.0.1"


def list_of(headers):
    return list(headers.items())


def origin(headers, *, client=PROXY, scheme="http", proxies=("10.2.3.4/8",)):
    found = origin_of(Request("POST", "/", headers, b"", client, scheme), read_proxies(proxies))
    return str(found.address), found.https


def test_forwarding_counts_from_a_trusted_proxy_alone():
    """X-Forwarded-* is what trusted proxies say, and the first hop that is not one of them is the client."""
    for headers, over, expected in (
        ({}, {}, (PROXY, False)),
        ({}, {"scheme": "https"}, (PROXY, True)),
        ({"X-Forwarded-Proto": "https"}, {}, (PROXY, True)),
        ({"x-forwarded-proto": "HTTPS"}, {}, (PROXY, True)),
        ([(b"X-Forwarded-Proto", b"https")], {}, (PROXY, True)),
        ({"X-Forwarded-Proto": "https"}, {"client": "203.0.113.7"}, ("203.0.113.7", False)),
        ({"X-Forwarded-Proto": "https"}, {"proxies": PROXY}, (PROXY, True)),
        ({"X-Forwarded-Proto": "https"}, {"proxies": ()}, (PROXY, False)),
        ({"X-Forwarded-Proto": "http"}, {"scheme": "https"}, (PROXY, False)),
        ({"X-Forwarded-Proto": "https, http"}, {}, (PROXY, False)),
        ([("X-Forwarded-Proto", "https"), ("X-Forwarded-Proto", "http")], {}, (PROXY, False)),
        ({"X-Forwarded-Proto": "https," * 50}, {}, (PROXY, False)),
        ({"X-Forwarded-For": "203.0.113.7"}, {}, ("203.0.113.7", False)),
        ({"X-Forwarded-For": "198.51.100.1, 203.0.113.7"}, {}, ("203.0.113.7", False)),
        ({"X-Forwarded-For": "203.0.113.7, 10.9.9.9"}, {}, ("203.0.113.7", False)),
        ({"X-Forwarded-For": "10.9.9.9"}, {}, ("10.9.9.9", False)),
        ({"X-Forwarded-For": "unknown, 10.9.9.9"}, {}, ("10.9.9.9", False)),
        ({"X-Forwarded-For": "203.0.113.7, unknown, 10.9.9.9"}, {}, ("10.9.9.9", False)),
        ({"X-Forwarded-For": "203.0.113.7:4711"}, {}, ("203.0.113.7", False)),
        ({"X-Forwarded-For": "[2001:db8::7]:4711"}, {}, ("2001:db8::7", False)),
        ({"X-Forwarded-For": "203.0.113.7"}, {"client": "::ffff:10.0.0.1"}, ("203.0.113.7", False)),
        (
            {"X-Forwarded-For": "203.0.113.7", "X-Forwarded-Proto": "https"},
            {"client": None, "proxies": ["unix"]},
            ("203.0.113.7", True),
        ),
        ({"X-Forwarded-Proto": "https"}, {"client": "localhost", "proxies": ["unix"]}, ("None", False)),
        ({"X-Forwarded-Proto": "https"}, {"client": None}, ("None", False)),
        (
            [
                ("X-Forwarded-Proto",),
                None,
                7,
                ("X-Forwarded-Proto", 7),
                (7, "http"),
                (b"\xff", b"\xff"),
                ("X-Forwarded-Proto", "https"),
            ],
            {},
            (PROXY, True),
        ),
        (7, {}, (PROXY, False)),
        *(
            (
                write({**{f"x-{n}": "" for n in range(before)}, "X-Forwarded-Proto": "https"}),
                {},
                (PROXY, before < 1_000),
            )
            for before in (999, 1_000)
            for write in (dict, list_of)
        ),
    ):
        assert expected == origin(headers, **over)


def test_what_is_no_address_is_none():
    """Hostile addresses are no addresses; they never raise."""
    for text in ("", "x" * 100, "1.2.3", "1.2.3.4.5", "::g", "[", "é", None, 7, "127.0.0.1\n", "[::1]" + "x" * 60):
        assert read_address(text) is None


def test_an_ipv6_site_is_one_client():
    """Who has 2⁶⁴ addresses is still one client."""
    clients = {
        origin_of(Request("POST", "/", {}, b"", address), read_proxies(())).client
        for address in ("2001:db8::1", "2001:db8::ffff:1")
    }

    assert {"2001:db8::/64"} == clients
