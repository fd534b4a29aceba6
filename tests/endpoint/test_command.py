"""`allo webhooks check`."""

from __future__ import annotations

import json
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from socketserver import ThreadingMixIn
from typing import Any, NamedTuple
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
import trustme

from allo_ext import AlloClient
from allo_ext.cli import main
from allo_ext.testing import MockAllo, event


class Done(NamedTuple):
    """What became of a command."""

    code: object
    out: str
    err: str


class Server(ThreadingMixIn, WSGIServer):
    """A request may block while others are served."""

    daemon_threads = True


class Quiet(WSGIRequestHandler):
    """No access log."""

    def log_message(self, *_: Any) -> None:
        """Do not log."""


@pytest.fixture
def serve() -> Iterator[Callable[[Any], str]]:
    """Serve an endpoint, with `/handled` and `/fail-next` beside it, and return the server's address."""
    running: list[tuple[Any, threading.Thread]] = []

    def served(endpoint: Any, tls: ssl.SSLContext | None = None) -> str:
        def app(environ: Any, start_response: Any) -> list[bytes]:
            if environ["PATH_INFO"] == "/handled":
                start_response("200 OK", [("Content-Type", "application/json")])
                return [json.dumps(endpoint.handled).encode()]
            if environ["PATH_INFO"] == "/fail-next":
                endpoint.break_next()
                start_response("204 No Content", [])
                return []
            return endpoint(environ, start_response)

        server = make_server("127.0.0.1", 0, app, server_class=Server, handler_class=Quiet)
        if tls is not None:
            server.socket = tls.wrap_socket(server.socket, server_side=True)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        running.append((server, thread))
        return f"{'http' if tls is None else 'https'}://127.0.0.1:{server.server_port}"

    yield served
    for server, thread in running:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def allo(capsys, monkeypatch) -> Callable[..., Done]:
    """`allo webhooks check` in this process."""
    for name in ("ALLO_WEBHOOK_SECRET", "ALLO_WEBHOOK_TOKEN"):
        monkeypatch.delenv(name, raising=False)

    def run(*arguments: object) -> Done:
        with pytest.raises(SystemExit) as ended:
            main(["webhooks", "check", *map(str, arguments)])
        return Done(ended.value.code, *capsys.readouterr())

    return run


@pytest.mark.slow
def test_the_correct_endpoint_passes_with_every_option(allo, apps, serve):
    """One line per check on stdout, and the counts on stderr."""
    origin = serve(apps.Endpoint())
    probes = ("--handled-url", f"{origin}/handled", "--fail-next-url", f"{origin}/fail-next", "--number", apps.OWN)

    done = allo(f"{origin}/allo", "--secret", apps.SECRET, "--token", apps.TOKEN, *probes)

    assert done.code == 0, done.out
    assert {line.split()[0] for line in done.out.splitlines()} == {"ok"}
    assert done.err == f"{len(done.out.splitlines())} passed, 0 failed, 0 skipped\n"


@pytest.mark.slow
def test_a_mistake_is_exit_code_1_and_a_line_that_begins_with_no(allo, apps, serve):
    """It says what was sent, what came back, and why it matters."""
    done = allo(f"{serve(apps.TakesTheTokenFromTheQuery())}/allo/{apps.TOKEN}", "--token", apps.TOKEN)

    (line,) = [line for line in done.out.splitlines() if line.startswith("NO")]
    assert done.code == 1
    assert line.split()[1] == "token-in-query"
    assert "; received 200. Queries are written to logs" in line
    assert apps.TOKEN not in done.out + done.err


@pytest.mark.slow
def test_json_is_one_object(allo, apps, serve, monkeypatch):
    """For CI; secret and token may be in the environment."""
    monkeypatch.setenv("ALLO_WEBHOOK_SECRET", apps.SECRET)

    done = allo(f"{serve(apps.FailsOnUnknownTopics())}/allo", "--json")
    report = json.loads(done.out)

    assert done.code == 1
    assert not report["ok"]
    assert [result["name"] for result in report["results"] if result["outcome"] == "failed"] == ["unknown-topic"]
    assert all(set(result) == {"name", "outcome", "sent", "received", "why"} for result in report["results"])


@pytest.mark.slow
def test_a_blocked_endpoint_is_given_up(allo, apps, serve):
    """After --timeout; the other checks are skipped."""
    endpoint = apps.Blocks()
    done = allo(f"{serve(endpoint)}/allo", "--token", apps.TOKEN, "--timeout", 0.5)
    endpoint.released.set()

    assert done.code == 1
    assert "in-time" in done.out.splitlines()[0]
    assert "nothing within 0.5 s" in done.out.splitlines()[0]
    assert {line.split()[0] for line in done.out.splitlines()[1:]} == {"--"}


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("https://hooks.example.com/allo", "--token", "t"), "--yes-this-is-my-endpoint"),
        (("http://127.0.0.1:9/allo", "--token", "t", "--handled-url", "http://hooks.example.com"), "handled-url"),
        (("ftp://127.0.0.1/allo", "--token", "t"), "url must be an http or https URL"),
        (("http://127.0.0.1:9/allo",), "signing secret, its token, or both"),
        (("http://127.0.0.1:9/allo", "--secret", "words"), "The signing secret must be whsec_ and base64"),
    ],
    ids=["another machine", "another machine's probe", "no http", "no credentials", "an unreadable secret"],
)
def test_wrong_usage_is_exit_code_2_and_nothing_is_sent(allo, arguments, says):
    """With a sentence on stderr."""
    done = allo(*arguments)

    assert (done.code, done.out) == (2, "")
    assert says in done.err


@pytest.mark.slow
def test_a_probe_that_fails_is_wrong_usage(allo, apps, serve):
    """It is not the endpoint's fault."""
    origin = serve(apps.Endpoint())

    done = allo(f"{origin}/allo", "--token", apps.TOKEN, "--handled-url", f"{origin}/unknown")

    assert done.code == 2
    assert "--handled-url returned 4" in done.err


@pytest.fixture
def over_tls(serve, tmp_path) -> tuple[str, str]:
    """The address of an https server, which answers 404, and the file of the authority that its certificate is from."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)

    def nowhere(_: Any, start_response: Any) -> list[bytes]:
        start_response("404 Not Found", [("Content-Length", "0")])
        return []

    origin = serve(nowhere, tls=context)
    return origin, str(tmp_path / "ca.pem")


@pytest.mark.slow
def test_a_certificate_for_tests_is_trusted_by_ssl_cert_file(allo, over_tls, monkeypatch):
    """By the check and by the stand-in's deliveries, on a port too; without the variable, not."""
    url, file = f"{over_tls[0]}/allo/0123456789abcdefABCDEF", over_tls[1]
    arguments = (url, "--token", "0123456789abcdefABCDEF", "--yes-this-is-my-endpoint", "--timeout", 5)
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    distrusted = allo(*arguments), MockAllo().deliver(event("PING"), url)
    monkeypatch.setenv("SSL_CERT_FILE", file)
    trusted = allo(*arguments), MockAllo().deliver(event("PING"), url)
    served = MockAllo()
    served.forward("https://hooks.example.com", over_tls[0])
    with served.serve() as port, AlloClient(served.api_key, base_url=port.base_url) as client:
        client.webhooks.create(allo_number=served.numbers[0], url="https://hooks.example.com/", topics=["PING"])
        served.simulate_ping()
        end = time.monotonic() + 20
        while not (served.deliveries[-1].status or served.deliveries[-1].error) and time.monotonic() < end:
            time.sleep(0.01)

    assert "CERTIFICATE_VERIFY_FAILED" in distrusted[0].out
    assert "CERTIFICATE_VERIFY_FAILED" in distrusted[1].error
    assert ("received 404" in trusted[0].out, "CERTIFICATE" in trusted[0].out) == (True, False)
    assert (trusted[1].status, trusted[1].error) == (404, None)
    assert (served.deliveries[-1].status, served.deliveries[-1].error) == (404, None)
