"""The settings of a client, each by itself, and the URL that its requests begin with."""

from __future__ import annotations

import copy
import pickle
import re
from typing import Any

import httpx
import pytest

from allo_ext import ConfigurationError, Pace, RetryPolicy
from allo_ext._http import address, config, host
from allo_ext._http.config import _headers
from allo_ext._wire.given import NOT_GIVEN

ROOT = "https://api.example"
USUAL: dict[str, Any] = {
    "base_url": ROOT, "timeout": 5, "headers": None, "auth_scheme": "raw", "retry": None, "pace": None,
    "validate": True, "has_transport": True,
}  # fmt: skip


def load(key: Any = "key", **given: Any) -> config.Config:
    return config.load(None if key is None else config.Secret(key), **{**USUAL, **given})


def refused(key: Any = "key", **given: Any) -> str:
    """Return the message of the error."""
    with pytest.raises(ConfigurationError) as caught:
        load(key, **given)
    return str(caught.value)


def header(key: str, scheme: Any = "raw") -> str:
    return load(key, auth_scheme=scheme).authorization.reveal()


def test_the_key_is_sent_alone_or_after_the_name_of_its_scheme(monkeypatch):
    """Spaces around it do not count; nor does the case of the scheme. The argument counts before the environment."""
    assert [header(key) for key in ("key", " key\n", "Api-Key key")] == ["key", "key", "Api-Key key"]
    for scheme in ("api-key", "API-KEY"):
        assert [header(key, scheme) for key in ("key", "api-key key", "Api-Key key")] == [
            *("Api-Key key", "api-key key", "Api-Key key"),
        ]
    monkeypatch.setenv("ALLO_API_KEY", " other ")
    assert load(None).authorization.reveal() == "other"
    assert header("key") == "key"
    assert refused("") == "There is no API key: pass api_key=… or set the environment variable ALLO_API_KEY."


def test_a_key_that_cannot_be_one_is_refused():
    """Not by showing it; `reason` is for those who can ask for one."""
    for key, reason, says in (
        (None, "no key", "There is no API key"),
        ("  ", "no key", "There is no API key"),
        ("Bearer key", None, "begins with `Bearer `"),
        ("bEARER key", None, "begins with `Bearer `"),
        ("kéy", None, "characters that are not allowed"),
        ("k\x00y", None, "characters that are not allowed"),
        (5, "no key", "must be a string"),
    ):
        with pytest.raises(ConfigurationError, match=says) as caught:
            load(key)
        assert caught.value.reason == reason
        assert str(key).strip() == "" or str(key) not in str(caught.value)
        for scheme in ("Bearer", "", None, 5):
            assert refused(auth_scheme=scheme).startswith("auth_scheme must be")


def test_a_secret_is_not_shown_and_does_not_leave_the_process():
    """By mistake, in a log or a pickle."""
    secret = load(headers={"X-Token": "5ecret"})
    assert "key" not in repr(secret.authorization)
    assert "5ecret" not in repr(secret)
    assert re.match(
        r"^Config\(authorization=Secret\(…\), root=URL\('https://api.example/'\), timeout=5, retry=", repr(secret)
    )
    for lost in (pickle.dumps, copy.deepcopy):
        with pytest.raises(TypeError, match="cannot be pickled"):
            lost(secret.authorization)


def test_a_base_url_is_the_root_or_that_of_a_version():
    """The path of each version is below it."""
    for given, root in (
        ("https://api.example", "https://api.example/"),
        (" https://api.example/ ", "https://api.example/"),
        (httpx.URL("http://localhost:8080"), "http://localhost:8080/"),
        ("https://api.example/v1/api", "https://api.example/"),
        ("https://api.example/v2/api/", "https://api.example/"),
        ("https://api.example/allo/v2/api", "https://api.example/allo"),
        ("https://api.example/allo/", "https://api.example/allo"),
        ("https://api.example/v1x", "https://api.example/v1x"),
    ):
        found = load(base_url=given)
        assert str(found.root) == root
        assert str(found.base_url) == f"{root.rstrip('/')}/v1/api"
        assert str(found.address("v2")) == f"{root.rstrip('/')}/v2/api"
        assert address.shown(str(given).strip()) == str(found.base_url)


def test_the_root_is_what_comes_before_the_version():
    """Host and port stay; half a version, an unknown one and the path of an operation have no root."""
    site = "https://a.example:81"
    for path, root in {
        "": "",
        "/": "",
        "/v1/api": "",
        "/v2/api/": "",
        "/x/v2/api": "/x",
        "/x/": "/x",
        "/v1x": "/v1x",
    }.items():
        found = address.root_of(httpx.URL(site + path))
        assert found is not None
        assert (str(found), str(address.versioned(found, "v2"))) == (site + (root or "/"), f"{site}{root}/v2/api")
    for path in ("/v1", "/v12/", "/v3/api", "/v1/api/calls", "/x/v1/api/calls"):
        assert address.root_of(httpx.URL(site + path)) is None


def test_a_base_url_that_leads_elsewhere_is_refused(monkeypatch):
    """By the name of the argument, or of the variable; without either it is the API's own."""
    for path in ("/v1", "/v3", "/v12", "/v3/api", "/v1/api/calls", "/x/v1/api/calls", "/x/v2/api/v1/api"):
        assert refused(base_url=ROOT + path).startswith("base_url must be the root of the API")
        assert address.shown(ROOT + path) == ROOT + path
    for odd in (
        "ftp://api.example",
        "api.example",
        "https://",
        "",
        "https://a..b",
        "https://api.example:0",
        5,
        "https://[::1",
    ):
        assert refused(base_url=odd) == "base_url must be an http or https URL, like https://api.withallo.com."
    for more in ("https://user@api.example", f"{ROOT}?x=1", f"{ROOT}#x"):
        assert refused(base_url=more) == "base_url must not have a user name, query or fragment."
    assert [address.shown(odd) for odd in ("https://[::1", "x", "/v1/api", "")] == ["https://[::1", "x", "/v1/api", ""]
    monkeypatch.setenv("ALLO_BASE_URL", "")
    assert str(load(base_url=None).root) == "https://api.withallo.com/"
    monkeypatch.setenv("ALLO_BASE_URL", "nowhere")
    assert refused(base_url=None).startswith("ALLO_BASE_URL must be")
    monkeypatch.setenv("ALLO_BASE_URL", "https://api.example/x")
    assert str(load(base_url=None).root) == "https://api.example/x"


LONG = ".".join(["a" * 63] * 3 + ["b" * 61])


def test_a_host_is_one_that_a_connection_can_be_made_to():
    """Names of up to 253 characters without empty parts, and ports from 1."""
    for url, valid in (
        *((f"https://{name}", True) for name in ("a.example", "a.example.", "127.0.0.1", "[::1]", "localhost", LONG)),
        ("https://[fe80::1%25eth0]", True),
        *((f"https://a.example:{port}", True) for port in (1, 443, 65_535)),
        ("http://a.example:80", True),
        ("https://bücher.example", True),
        ("https://a.example:0", False),
        ("https://a..example", False),
        ("https://.a.example", False),
        ("https://a.example..", False),
        ("https://%61.example", False),
        (f"https://{LONG}c", False),
        (f"https://{LONG}.", True),
        ("https://xn--a", False),
        ("/path", False),
    ):
        assert host.is_valid(httpx.URL(url)) is valid


def test_the_path_of_a_request_is_the_part_below_the_root():
    """As it is sent; empty where it is not below it."""
    for root, url, path in [
        (ROOT, f"{ROOT}/v1/api/calls?x=/y", "/v1/api/calls"),
        (ROOT, f"{ROOT}/a%2Fb", "/a%2Fb"),
        (f"{ROOT}/allo", f"{ROOT}/allo/x", "/x"),
        (f"{ROOT}/allo/", f"{ROOT}/allo/x", "/x"),
        (f"{ROOT}/allo", f"{ROOT}/allo", ""),
        (f"{ROOT}/allo", f"{ROOT}/allowed/x", ""),
    ]:
        assert address.below(httpx.URL(root), httpx.URL(url)) == path
    for params in (None, {}):
        assert str(address.of_request(ROOT, "/a%2Fb", params)) == f"{ROOT}/a%2Fb"
    assert str(address.of_request(ROOT, "/a", {"b": "+1 2", "c": 3})) == f"{ROOT}/a?b=%2B1+2&c=3"


def test_settings_of_the_wrong_type_or_size_are_named():
    """And the others are kept as they are."""
    for name, wrong, right in [
        (
            "timeout",
            (0, -1, 3_600.1, float("nan"), True, "5", httpx.Timeout(5, read=0)),
            (0.1, 3_600, None, httpx.Timeout(5)),
        ),
        ("validate", (None, 1, "yes"), (True, False)),
        ("max_body", (0, -1, 1.5, True, "1"), (1, None)),
        ("pace", (5, object()), (None, Pace())),
        ("retry", (3, object()), (RetryPolicy(attempts=2),)),
    ]:
        assert [refused(**{name: each}).partition(" ")[0] for each in wrong] == [name] * len(wrong)
        for each in right:
            assert getattr(load(**{name: each}), name) == each
    assert load().max_body == 67_108_864
    assert load(retry=None).retry == RetryPolicy(attempts=1, timeout=0.0)
    assert "milliseconds" in refused(timeout=3_601)
    own = Pace().limiter()
    assert (load(pace=own).limiter(), load(pace=None).limiter()) == (own, None)
    assert type(load(pace=Pace()).limiter()) is type(own)


OF_THE_REQUEST = (
    "Connection", "content-encoding", "Content-Length", "content-type", "Expect", "HOST", "Keep-Alive",
    "Proxy-Authorization", "proxy-connection", "TE", "Trailer", "Transfer-Encoding", "upgrade",
)  # fmt: skip


def test_no_header_is_set_that_follows_from_the_request():
    """Another value would break the request; the message names the header."""
    for name in OF_THE_REQUEST:
        with pytest.raises(ConfigurationError) as caught:
            _headers({name: "x"})
        assert str(caught.value) == f"headers must not contain {name}: the client sets it for each request."


def test_headers_are_those_that_do_not_break_a_request():
    """Names and values that HTTP allows; the message names the header."""
    good = {"X-A": "b c", "!#$%&'*+.^_`|~-9": "", "User-Agent": "x/1"}
    assert load(headers=good).headers == good
    assert load(headers=list(good.items())).headers == good
    assert load(headers=None).headers == {}
    for name in ("", "a b", "é", "a:", "a\n"):
        assert refused(headers={name: "x"}) == f"headers: {name!r} is not a valid header name."
    for value in ("é", "a\nb", " a", "a ", "a\x00"):
        assert refused(headers={"X-A": value}).startswith("headers: the value of X-A must be printable ASCII")
    for pair in ({5: "x"}, {"X-A": 5}, {"X-A": None}):
        assert refused(headers=pair) == "headers: names and values must be strings."
    for odd in (5, "abc", ["a"]):
        assert refused(headers=odd) == "headers must be a mapping of names to values."
    assert "pass api_key=… and auth_scheme=…" in refused(headers={"AUTHORIZATION": "x"})
    assert "pass idempotency_key=… to the method" in refused(headers={"Idempotency-KEY": "x"})


def test_a_copy_has_what_is_given_and_keeps_the_rest():
    """Headers are added; what is given is checked."""
    first = load(headers={"X-A": "1", "X-B": "1"})
    nothing = dict.fromkeys(("timeout", "headers", "retry", "validate"), NOT_GIVEN)
    assert first.changed(**nothing) == first
    for name, value in [("timeout", None), ("timeout", 7), ("retry", RetryPolicy(attempts=7)), ("validate", False)]:
        assert first.changed(**{**nothing, name: value}) == first._replace(**{name: value})
    assert first.changed(**{**nothing, "headers": {"X-B": "2"}}).headers == {"X-A": "1", "X-B": "2"}
    assert first.changed(**{**nothing, "retry": None}).retry == RetryPolicy(attempts=1, timeout=0.0)
    for name, value in [("timeout", 0), ("headers", {"Host": "x"}), ("retry", 5), ("validate", None)]:
        with pytest.raises(ConfigurationError, match=f"^{name}"):
            first.changed(**{**nothing, name: value})
