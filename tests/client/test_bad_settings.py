"""Settings and arguments that cannot work: each is an error of the tree that names it, and nothing is sent."""

from __future__ import annotations

import httpx
import pytest

from allo_ext import AlloError, ConfigurationError, InvalidArgumentError, Pace, RetryPolicy

VARIABLES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")


@pytest.fixture
def environment(monkeypatch) -> pytest.MonkeyPatch:
    """The environment without proxies; `getproxies` reads it whatever the system is."""
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    return monkeypatch


PROXIES = [
    "socks://127.0.0.1:1080/",
    "socks4://127.0.0.1:1080",
    "ftp://user:5ecret@127.0.0.1",
    "://x",
    "http://",
    "http://127.0.0.1:99999",
    "http://127.0.0.1:port",
    "http://xn--a:80",
    "http://[::1",
    "http://a b:80",
    "127.0.0.1:http",
]


@pytest.mark.parametrize("name", ["ALL_PROXY", "all_proxy", "HTTPS_PROXY", "https_proxy"])
def test_a_proxy_that_cannot_be_used_is_refused(environment, make, name):
    """The message names the variable and not its value, which may hold a password."""
    for proxy in PROXIES:
        environment.setenv(name, proxy)
        with pytest.raises(ConfigurationError, match=f"^{name} ") as caught:
            make(base_url="https://api.example/v1/api")
        assert (caught.value.maybe_sent, caught.value.attempts, "5ecret" in str(caught.value)) == (False, 0, False)


def test_a_socks_proxy_needs_a_package(environment, make):
    """`socks5://` is right, and the message says what to install."""
    environment.setitem(__import__("sys").modules, "socksio", None)
    environment.setenv("ALL_PROXY", "socks5://127.0.0.1:1080")

    with pytest.raises(ConfigurationError, match=r"^ALL_PROXY is a SOCKS proxy.*httpx\[socks\]"):
        make()


def test_the_variable_in_lower_case_wins(environment, make):
    """The message names the one that counts."""
    environment.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    environment.setenv("http_proxy", "socks://127.0.0.1:1")

    with pytest.raises(ConfigurationError, match=r"^http_proxy "):
        make(base_url="http://api.example")


@pytest.mark.does_not_raise("a variable that does not matter may have any value")
@pytest.mark.parametrize(
    "given", [{"transport": httpx.MockTransport(lambda _: httpx.Response(200))}, {"base_url": "http://api.example/"}]
)
def test_a_proxy_that_is_not_used_is_not_judged(environment, make, given):
    """With a transport, or where NO_PROXY names the host, the variable does not matter."""
    environment.setenv("ALL_PROXY", "socks://127.0.0.1:1080")
    environment.setenv("NO_PROXY", "api.example")

    make(**given)


NUMBERS = [float("nan"), float("inf"), float("-inf"), -1, 10**400, True, "1", b"1", [1], 1j]


@pytest.mark.parametrize("value", [*NUMBERS, 0, 30_000, 3_600.1, 1e300], ids=lambda value: repr(value)[:9])
@pytest.mark.parametrize("inside", [False, True], ids=["bare", "in-an-httpx-timeout"])
def test_a_timeout_is_a_number_of_seconds_up_to_an_hour(make, mock, value, inside):
    """Milliseconds, NaN, infinity and other types are refused; None is for no bound."""
    timeouts = [httpx.Timeout(5, **{part: value}) for part in ("connect", "read", "write", "pool")]
    for timeout in timeouts if inside else [value]:
        with pytest.raises(ConfigurationError, match=r"^timeout .*seconds"):
            make(mock.transport, timeout=timeout)
        with pytest.raises(ConfigurationError, match=r"^timeout .*seconds"):
            make(mock.transport).with_options(timeout=timeout)


@pytest.mark.parametrize("timeout", [0.001, 3_600, None, httpx.Timeout(5, pool=None), httpx.Timeout(None)], ids=repr)
def test_a_timeout_that_can_work_is_taken(make, mock, timeout):
    """Up to an hour, or none at all."""
    assert make(mock.transport, timeout=timeout).numbers.list()


@pytest.mark.parametrize("value", [*NUMBERS, -0.5], ids=lambda value: repr(value)[:9])
@pytest.mark.parametrize("field", ["timeout", "max_wait"])
def test_a_policy_takes_numbers_that_can_be_waited_for(field, value):
    """The message names the field."""
    with pytest.raises(ConfigurationError, match=f"^RetryPolicy: {field} "):
        RetryPolicy(**{field: value})


@pytest.mark.parametrize("attempts", [0, -1, 1.0, float("nan"), float("inf"), True, "3", None], ids=repr)
def test_a_policy_takes_whole_attempts(attempts):
    """The first attempt counts, so one is the least."""
    with pytest.raises(ConfigurationError, match=r"^RetryPolicy: attempts "):
        RetryPolicy(attempts=attempts)


@pytest.mark.parametrize("value", [*NUMBERS, 0, 1e-320], ids=lambda value: repr(value)[:9])
@pytest.mark.parametrize("field", ["read_per_second", "write_per_second"])
def test_a_pace_takes_rates_that_can_be_kept(field, value):
    """A rate whose gap no clock can wait for is refused too."""
    with pytest.raises(ConfigurationError, match=r"^Pace: a rate is a number of requests per second"):
        Pace(**{field: value})


@pytest.mark.parametrize(
    ("headers", "named"),
    [
        ({"Content-Length": "5"}, "Content-Length"),
        ({"content-type": "text/plain"}, "content-type"),
        ({"Transfer-Encoding": "chunked"}, "Transfer-Encoding"),
        ({"Host": "example.com"}, "Host"),
        ({"Connection": "Upgrade"}, "Connection"),
        ({"Expect": "100-continue"}, "Expect"),
        ({"Authorization": "key"}, "Authorization"),
        ({"X Y": "a"}, "X Y"),
        ({"": "a"}, "name"),
        ({"X:": "a"}, "X:"),
        ({"X\r\nY": "a"}, "name"),
        ({"Ünique": "a"}, "name"),
        ({"X-Team": "a\r\nb"}, "X-Team"),
        ({"X-Team": " a"}, "X-Team"),
        ({"X-Team": "é"}, "X-Team"),
        ({"X-Team": 5}, "headers"),
        ({"X-Team": None}, "headers"),
        ({b"X-Team": "a"}, "headers"),
        ("X-Team: a", "headers"),
        (5, "headers"),
    ],
    ids=repr,
)
def test_headers_that_would_break_a_request_are_refused(make, mock, headers, named):
    """What follows from the request is not for the caller to set; the message names the header, not its value."""
    for attempt in (lambda: make(mock.transport, headers=headers), lambda: make().with_options(headers=headers)):
        with pytest.raises(ConfigurationError, match=r"^headers") as caught:
            attempt()
        assert named in str(caught.value)


@pytest.mark.parametrize(
    "base_url",
    [
        "http://xn--a",
        "http://a..b",
        "http://" + "a" * 300,
        "http://a b/",
        "http://x:0",
        "http://%00/",
        5,
        b"http://x",
        "",
    ],
    ids=lambda url: repr(url)[:20],
)
@pytest.mark.parametrize("name", ["base_url", "ALLO_BASE_URL"])
def test_a_base_url_without_a_real_host_is_refused(make, monkeypatch, base_url, name):
    """Hosts that no resolver takes are refused when the client is made, by the name of the setting."""
    if name == "ALLO_BASE_URL" and (not isinstance(base_url, str) or not base_url or "\0" in base_url):
        pytest.skip("not a value that a variable can have")
    monkeypatch.setenv("ALLO_BASE_URL", str(base_url))

    with pytest.raises(ConfigurationError, match=f"^{name} must be an http or https URL"):
        make(**({"base_url": base_url} if name == "base_url" else {}))


def _raise(error: Exception) -> None:
    raise error


async def _asynchronous() -> httpx.MockTransport:
    return httpx.MockTransport(lambda _: httpx.Response(200))


@pytest.mark.parametrize(
    "transport",
    [
        lambda _request: httpx.Response(200),
        lambda: None,
        lambda: 5,
        lambda: httpx.Client,
        lambda: _raise(OSError("disk")),
        lambda: _raise(TimeoutError()),
        lambda: _raise(httpx.ConnectError("no")),
        lambda: _raise(UnicodeError()),
        _asynchronous,
        httpx.MockTransport,
        str,
    ],
    ids=["handler", "none", "number", "class", "os-error", "timeout", "httpx", "unicode", "async", "needs-more", "str"],
)
def test_a_function_that_makes_no_transport_is_a_wrong_setting(make, transport):
    """Whatever it returns or raises; a request that never left is not one that may have been sent."""
    allo = make(transport)

    with pytest.raises(ConfigurationError, match="transport") as caught:
        allo.sms.send(from_="+12025550143", to="+12025550178", message="Hello")

    assert (caught.value.maybe_sent, caught.value.attempts) == (False, 0)


@pytest.mark.parametrize(
    "transport",
    [object(), 5, "x", httpx.Response(200), type("Handles", (), {"handle_request": 1})()],
    ids=lambda given: type(given).__name__,
)
def test_an_object_that_is_not_a_transport_is_refused_at_once(make, transport):
    """It takes a transport of httpx, or a function."""
    with pytest.raises(ConfigurationError, match=r"^transport must be"):
        make(transport)


@pytest.mark.parametrize(
    "given", [{"auth_scheme": 5}, {"auth_scheme": None}, {"retry": 3}, {"pace": 5}, {"validate": "no"}], ids=repr
)
def test_a_setting_of_the_wrong_type_is_named(make, given):
    """Each by its name."""
    with pytest.raises(ConfigurationError, match=next(iter(given))):
        make(**given)


@pytest.mark.parametrize("validate", [True, False])
@pytest.mark.parametrize("odd", ["x" * 70_000, "\ud800", "", "..", 5, None, b"x"], ids=lambda odd: repr(odd)[:9])
@pytest.mark.parametrize(
    "call",
    [
        lambda allo, odd: allo.contacts.get(odd),
        lambda allo, odd: allo.contacts.update(odd, name="Ada"),
        lambda allo, odd: allo.contacts.conversation(odd),
        lambda allo, odd: allo.webhooks.delete(odd),
    ],
    ids=["get", "update", "conversation", "delete"],
)
def test_an_id_that_no_url_can_hold_is_named(make, scripted, validate, odd, call):
    """Of any length and type, with validation and without."""
    transport = scripted({"data": {"id": "1"}})

    with pytest.raises(InvalidArgumentError, match=r"^(contact|webhook)_id ") as caught:
        call(make(transport, validate=validate), odd)

    assert (str(caught.value).split()[0], transport.requests) == (caught.value.field, [])


@pytest.mark.parametrize(
    ("field", "call"),
    [
        ("allo_number", lambda allo: allo.calls.search(allo_number="1" * 70_000)),
        ("contact_number", lambda allo: allo.calls.search(allo_number="1", contact_number="\udfff")),
        ("page", lambda allo: allo.contacts.search(page=10**5_000)),
        ("message", lambda allo: allo.sms.send(from_="1", to="2", message="\ud800")),
        ("from_", lambda allo: allo.sms.send(from_=float("nan"), to="2", message="x")),
        ("emails", lambda allo: allo.contacts.create(numbers=["1"], emails=["\ud800"])),
        ("name", lambda allo: allo.contacts.create(numbers=["1"], name=object())),
        ("extend", lambda allo: allo.contacts.get("1", extend=None)),
        ("size", lambda allo: list(allo.contacts.iter(size=None))),
        ("size", lambda allo: list(allo.contacts.iter(size="9"))),
    ],
)
def test_what_cannot_be_sent_is_named_without_validation_too(make, scripted, field, call):
    """JSON and URLs have limits of their own."""
    transport = scripted({"data": {"id": "1"}})

    with pytest.raises(InvalidArgumentError) as caught:
        call(make(transport, validate=False))

    assert (caught.value.field, transport.requests) == (field, [])


@pytest.mark.parametrize("path", ["a\0b", "\ud800"], ids=ascii)
def test_a_path_that_no_file_can_have_is_named(make, mock, path):
    """Before anything is asked for."""
    with pytest.raises(InvalidArgumentError) as caught:
        make(mock.transport).calls.download_recording("https://storage.example/1.mp3", path)

    assert (caught.value.field, len(mock.requests)) == ("path_or_file", 0)


@pytest.mark.parametrize(
    "url",
    ["https://xn--a/1.mp3", "https://a..b/1.mp3", "https://" + "a" * 300, "\ud800"],
    ids=lambda url: ascii(url[:9]),
)
def test_a_recording_on_a_host_that_does_not_exist_is_refused(make, mock, tmp_path, url):
    """Also where a host name breaks the rules for names in other scripts."""
    with pytest.raises(AlloError) as caught:
        make(mock.transport).calls.download_recording(url, tmp_path / "1.mp3")

    assert (caught.value.maybe_sent, list(tmp_path.iterdir())) == (False, [])


def test_a_key_that_is_no_string_is_named_and_not_shown(make, monkeypatch):
    """As in the SDK for TypeScript, whose options are one object; ALLO_API_KEY does not stand in for it."""
    monkeypatch.setenv("ALLO_API_KEY", "ak_test_5ecret0123456789")
    with pytest.raises(ConfigurationError, match=r"^api_key must be a string\.$"):
        make(api_key={"api_key": "ak_test_5ecret0123456789"})
