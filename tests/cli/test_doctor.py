"""`allo doctor`."""

from __future__ import annotations

import json
import socket
import ssl
import threading

import httpx
import pytest
import trustme

from allo_ext import AlloClient
from allo_ext.cli._commands.checkup import State, clock_finding, probe
from allo_ext.cli._commands.doctor import scope_findings


@pytest.fixture
def allo(allo_on_a_port):
    """The doctor knocks at the door itself."""
    return allo_on_a_port


def findings(done) -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for line in done.out.splitlines():
        row = json.loads(line)
        found.setdefault(row["check"], []).append((row["state"], row["says"]))
    return found


def test_all_well(allo):
    """Exit code 0; what only a change would show is said to be unknown."""
    done = allo("doctor", "--json")
    found = findings(done)

    assert done.code == 0
    assert list(found) == ["version", "key", "host", "tls", "clock", "scope"]
    assert {state for (state, _), *_ in found.values()} == {"well"}
    assert [says.split()[0] for state, says in found["scope"] if state == "unknown"] == [
        "SMS_SEND",
        "CONTACTS_READ_WRITE",
    ]


def test_no_key(allo, monkeypatch):
    """The rest is looked at all the same; exit code 1."""
    monkeypatch.delenv("ALLO_API_KEY")
    done = allo("doctor", "--json")
    found = findings(done)

    assert done.code == 1
    assert found["key"][0][0] == "wrong"
    assert found["host"][0][0] == "well"
    assert "scope" not in found


def test_a_wrong_key(allo, monkeypatch):
    """One line says so, not one for each scope; exit code 1."""
    monkeypatch.setenv("ALLO_API_KEY", "wrong")
    done = allo("doctor", "--json")

    assert done.code == 1
    assert findings(done)["scopes"] == [("wrong", "401 API_KEY_INVALID: the API key is not valid")]


def test_a_key_without_a_scope(allo, mock, monkeypatch):
    """The scope is named, the others work; exit code 1, unless it is not needed."""
    mock.add_key("few", scopes=["CONVERSATIONS_READ", "WEBHOOKS_READ_WRITE"])
    monkeypatch.setenv("ALLO_API_KEY", "few")
    done = allo("doctor", "--json")
    enough = allo("doctor", "--need", "CONVERSATIONS_READ")
    missing = [says.split()[0] for state, says in findings(done)["scope"] if state == "wrong"]

    assert (done.code, enough.code) == (1, 0)
    assert missing == ["CONTACTS_READ"]


def test_it_writes_nothing(allo, mock):
    """Every request of the doctor's is a read."""
    allo("doctor")

    assert {request.method for request in mock.requests} == {"GET"}


def test_the_scopes_of_version_2_are_compared():
    """Where the API says what the key can do, nothing is tried: what commands need is there or missing."""

    def answer(request: httpx.Request) -> httpx.Response:
        assert request.url.path == "/v2/api/me"
        return httpx.Response(200, json={"data": {"api_key_id": "1", "scopes": ["CONVERSATIONS_READ", "CRM_READ"]}})

    with AlloClient("key", transport=httpx.MockTransport(answer), pace=None) as client:
        found = {need: list(scope_findings(client, frozenset(need))) for need in ((), ("CRM_READ",), ("CRM_WRITE",))}
    states = {need: {f.says.split()[0]: f.state for f in rows if f.check == "scope"} for need, rows in found.items()}

    assert found[()][0].says == "the key has CONVERSATIONS_READ, CRM_READ"
    assert states[()]["CONVERSATIONS_READ"] is State.WELL
    assert {scope for scope, state in states[()].items() if state is State.WRONG} == {
        "CONTACTS_READ",
        "CONTACTS_READ_WRITE",
        "SMS_SEND",
        "WEBHOOKS_READ_WRITE",
    }
    assert State.WRONG not in states["CRM_READ",].values()
    assert [scope for scope, state in states["CRM_WRITE",].items() if state is State.WRONG] == ["CRM_WRITE"]


def test_a_host_that_does_not_answer(allo):
    """One line, and no more after it."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    done = allo("doctor", "--json", "--base-url", f"http://127.0.0.1:{port}/v1/api")
    found = findings(done)

    assert done.code == 1
    assert list(found) == ["version", "key", "host"]
    assert found["host"][0][0] == "wrong"


@pytest.fixture
def self_signed():
    """A host whose certificate nobody vouches for."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("localhost", "127.0.0.1").configure_cert(context)
    with socket.create_server(("127.0.0.1", 0)) as server:

        def greet() -> None:
            connection, _ = server.accept()
            with connection:
                try:
                    context.wrap_socket(connection, server_side=True).close()
                except OSError:
                    pass

        thread = threading.Thread(target=greet)
        thread.start()
        yield f"https://127.0.0.1:{server.getsockname()[1]}/v1/api"
        thread.join(timeout=30)


def test_a_certificate_that_nobody_vouches_for(self_signed):
    """The host can be reached, and TLS is what is wrong."""
    found = [(finding.check, finding.state) for finding in probe(self_signed, 10.0)]

    assert found == [("host", State.WELL), ("tls", State.WRONG)]


def test_a_key_never_goes_to_a_host_in_the_open():
    """Plain http to another machine is wrong, whatever answers there."""
    import httpx

    from allo_ext.cli._commands.checkup import _tls

    response = httpx.Response(200)

    assert _tls(httpx.URL("http://api.example.com/v1/api"), response).state is State.WRONG
    assert _tls(httpx.URL("http://127.0.0.1/v1/api"), response).state is State.WELL


NOW = 1_772_452_800.0
HEADER = "Mon, 02 Mar 2026 12:00:00 GMT"


@pytest.mark.parametrize(
    ("header", "offset", "state", "says"),
    [
        pytest.param(HEADER, 0.5, State.WELL, "accurate to 1 s", id="right"),
        pytest.param(HEADER, 40, State.WELL, "accurate to 40 s", id="near"),
        pytest.param(HEADER, 3600.5, State.WRONG, "3,600 s ahead", id="ahead"),
        pytest.param(HEADER, -299.5, State.WRONG, "300 s behind", id="behind"),
        pytest.param(None, 0, State.UNKNOWN, "no valid Date header", id="no-header"),
        pytest.param("yesterday", 0, State.UNKNOWN, "no valid Date header", id="nonsense"),
    ],
)
def test_clocks_are_compared(header, offset, state, says):
    """A minute is borne; more is wrong, and in which direction."""
    finding = clock_finding(header, 0.0, NOW + offset)

    assert finding.state is state
    assert says in finding.says


def test_the_root_of_the_api_is_an_address(allo, served, monkeypatch):
    """ALLO_BASE_URL and --base-url may be the root, and all is well as before."""
    root = served.removesuffix("/v1/api")
    monkeypatch.setenv("ALLO_BASE_URL", f"{root}/")
    done = [allo("doctor", "--json"), allo("doctor", "--json", "--base-url", root)]

    assert [one.code for one in done] == [0, 0]
    assert [{state for (state, _), *_ in findings(one).values()} for one in done] == [{"well"}, {"well"}]
