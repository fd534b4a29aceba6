"""The key is shown to no one but the API's own host."""

from __future__ import annotations

import logging
import pickle
import traceback
from typing import Any

import httpx
import pytest

from allo_ext import AlloClient, AlloError, AsyncAlloClient, ConfigurationError
from allo_v1.api.numbers import list_numbers


@pytest.mark.parametrize(
    ("scheme", "given", "sent"),
    [
        ("raw", "ak_live_1", "ak_live_1"),
        ("raw", "  ak_live_1\n", "ak_live_1"),
        ("raw", "Api-Key ak_live_1", "Api-Key ak_live_1"),
        ("api-key", "ak_live_1", "Api-Key ak_live_1"),
        ("API-KEY", "ak_live_1", "Api-Key ak_live_1"),
        ("api-key", "Api-Key ak_live_1", "Api-Key ak_live_1"),
    ],
)
def test_the_key_goes_out_as_the_scheme_says(make, scripted, scheme, given, sent):
    """As it is, or behind one `Api-Key`."""
    transport = scripted({"data": []})
    make(transport, api_key=given, auth_scheme=scheme).numbers.list()

    assert [sent] == transport.requests[0].headers.get_list("authorization")


@pytest.mark.parametrize(
    "given", ["Bearer ak_live_1", "bearer ak_live_1", "", " ", None, "ak\nlive", "clé", "ak\x00", 5, b"ak"], ids=repr
)
def test_a_key_that_cannot_work_is_refused_with_a_sentence(make, given):
    """At once, in words that do not repeat it, with variables that do not show it."""
    with pytest.raises(ConfigurationError) as caught:
        make(api_key=given)
    shown = traceback.TracebackException.from_exception(caught.value, capture_locals=True)
    ours = "".join(repr(frame.locals) for frame in shown.stack if "/allo_ext/" in frame.filename)

    assert str(caught.value).endswith((".", "?"))
    assert "ak_live_1" not in str(caught.value) + ours


def test_the_environment_gives_what_is_not_given(make, scripted, monkeypatch):
    """ALLO_API_KEY and ALLO_BASE_URL; arguments win."""
    monkeypatch.setenv("ALLO_API_KEY", "from-the-environment")
    monkeypatch.setenv("ALLO_BASE_URL", "https://env.example/v1/api/")
    transport = scripted({"data": []})
    make(transport, api_key=None).numbers.list()
    make(transport, api_key="given", base_url="https://given.example").numbers.list()

    assert [(request.headers["authorization"], str(request.url)) for request in transport.requests] == [
        ("from-the-environment", "https://env.example/v1/api/numbers"),
        ("given", "https://given.example/v1/api/numbers"),
    ]


@pytest.mark.parametrize(
    "options",
    [
        {"base_url": "ftp://example.com"},
        {"base_url": "example.com"},
        {"base_url": "https://user:pass@example.com"},
        {"base_url": "https://example.com?a=b"},
        {"base_url": "https://"},
        {"base_url": "https://exa mple.com:x"},
        {"timeout": 0},
        {"timeout": -1},
        {"timeout": float("nan")},
        {"auth_scheme": "bearer"},
        {"headers": {"Authorization": "x"}},
        {"headers": {"authorization": "x"}},
        {"headers": {"X": "a\r\nb"}},
        {"headers": {"X": "é"}},
        {"headers": {"X": 1}},
        {"headers": {b"X": b"1"}},
    ],
    ids=repr,
)
def test_settings_that_cannot_work_are_refused(make, options):
    """When the client is made, not at the first call."""
    with pytest.raises(ConfigurationError):
        make(**options)


@pytest.mark.parametrize("kind", ["AlloClient", "AsyncAlloClient", "a resource", "low_level", "the session"])
def test_no_repr_shows_the_key(scripted, key, kind):
    """Clients, resources, settings and the generated client."""
    sync, other = AlloClient(key, transport=scripted({})), AsyncAlloClient(key, transport=scripted({}))
    things: dict[str, list[Any]] = {
        "AlloClient": [sync, vars(sync)],
        "AsyncAlloClient": [other, vars(other)],
        "a resource": [sync.calls, vars(sync.calls), sync.with_raw_response.calls],
        "low_level": [sync.low_level, other.low_level, sync.low_level.get_httpx_client()],
        "the session": [vars(sync._session), sync._session.config, vars(sync._session.http)],
    }

    assert key not in "".join(f"{thing!r}{thing}" for thing in things[kind])


def test_a_secret_is_not_pickled(key):
    """Nothing that holds one can be."""
    for client in (AlloClient(key), AsyncAlloClient(key)):
        with pytest.raises(TypeError):
            pickle.dumps(client)


def test_the_response_holds_no_key(make, scripted, key):
    """Neither the raw response nor that of an error leads to the request that was sent."""
    transport = scripted({"data": []}, 404)
    allo = make(transport, retry=None)
    response = allo.with_raw_response.numbers.list().response
    with pytest.raises(AlloError) as caught:
        allo.numbers.list()

    for held in (response, caught.value.response):
        assert "authorization" not in held.request.headers
        assert key.encode() not in pickle.dumps(held)
    assert key == transport.requests[0].headers["authorization"]


def test_the_key_does_not_follow_another_host(scripted, key):
    """A request made by hand to another origin leaves without it."""
    transport = scripted({"data": []})
    with AlloClient(key, transport=transport, pace=None) as allo:
        http = allo.low_level.get_httpx_client()
        http.get("/numbers")
        for url in ("https://evil.example/numbers", "http://api.withallo.com/numbers", "https://api.withallo.com:1/"):
            http.get(url)

    assert [key, None, None, None] == [request.headers.get("authorization") for request in transport.requests]


def test_the_generated_client_works_with_the_key(scripted, key):
    """`low_level` sends it, though it does not hold it; closing it closes nothing of ours."""
    transport = scripted(
        {"data": [{"number": "+12025550143", "name": "Main", "country": "US", "is_shared_number": True}]}
    )
    with AlloClient(key, transport=transport, pace=None) as allo:
        for _ in range(2):
            with allo.low_level as client:
                parsed = list_numbers.sync(client=client)
        assert len(allo.numbers.list()) == 1

    assert parsed is not None
    assert {key} == {request.headers["authorization"] for request in transport.requests}


@pytest.mark.parametrize("library", ["httpx", "httpx2"])
def test_no_log_of_any_library_shows_the_key(make, mock, key, caplog):
    """With every logger at its most talkative: ours, and those of the libraries below."""
    caplog.set_level(logging.DEBUG)
    make(mock.transport).numbers.list()
    with mock.serve() as served:
        make(base_url=served.base_url).numbers.list()

    assert caplog.records
    assert key not in caplog.text


def test_headers_of_ones_own_are_added(make, scripted):
    """To every request; a copy adds to them."""
    transport = scripted({"data": []})
    allo = make(transport, headers={"X-One": "1", "User-Agent": "mine"})
    allo.with_options(headers={"X-Two": "2"}).numbers.list()
    allo.numbers.list()
    first, second = (request.headers for request in transport.requests)

    assert (first["x-one"], first["x-two"], first["user-agent"]) == ("1", "2", "mine")
    assert "x-two" not in second


def test_a_netrc_does_not_replace_the_key(make, scripted, key, monkeypatch, tmp_path):
    """What httpx would read from the machine for this host is left alone."""
    (tmp_path / "netrc").write_text("machine api.withallo.com login x password y\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    transport = scripted({"data": []})
    make(transport).numbers.list()

    assert key == transport.requests[0].headers["authorization"]


@pytest.mark.parametrize(
    ("variable", "value", "expected"),
    [
        ("https_proxy", "http://proxy.example:3128", "http://proxy.example:3128"),
        ("HTTPS_PROXY", "proxy.example:3128", "http://proxy.example:3128"),
        ("all_proxy", "http://proxy.example:3128", "http://proxy.example:3128"),
        ("http_proxy", "http://proxy.example:3128", None),
    ],
)
def test_the_proxy_of_the_environment_is_used(make, monkeypatch, variable, value, expected):
    """For the scheme of base_url, as by every other client on the machine; and not where no_proxy names the host."""
    monkeypatch.setenv(variable, value)
    allo = make(transport=httpx.MockTransport(lambda _: httpx.Response(200)))
    monkeypatch.setenv("no_proxy", "withallo.com")
    direct = make(transport=httpx.MockTransport(lambda _: httpx.Response(200)))

    assert (expected, None) == (allo._session.config.proxy, direct._session.config.proxy)
