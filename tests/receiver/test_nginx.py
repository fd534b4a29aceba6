"""`examples/nginx.conf`, which docs/behind-nginx.md shows: real nginx with TLS in front of the FastAPI example."""

from __future__ import annotations

import base64
import importlib.util
import json
import re
import shutil
import socket
import ssl
import subprocess
import threading
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn

from allo_ext.testing import event, sign

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("nginx")]

ROOT = Path(__file__).parents[2]
CONFIGURATION = ROOT / "examples" / "nginx.conf"
HOST = "hooks.example.com"
TOKEN = "0123456789abcdefABCDEF"
SECRET = "whsec_" + base64.b64encode(b"plain words behind nginx").decode()
OWN = "+12025550143"
AROUND = """daemon off;
master_process off;
pid {folder}/nginx.pid;
error_log {folder}/error.log warn;
events {{}}
http {{
    access_log {folder}/access.log;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/allo.conf;
}}
"""
"""What Debian's nginx.conf is to a file in conf.d."""


class Spy:
    """An ASGI application that notes each request before another one handles it."""

    def __init__(self, app) -> None:
        self.app, self.requests = app, []

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        body = bytearray()
        headers = {name.decode(): value.decode() for name, value in scope["headers"]}
        self.requests.append((headers, body))

        async def noting() -> Any:
            message = await receive()
            body.extend(message.get("body", b""))
            return message

        await self.app(scope, noting, send)


class Nginx:
    """nginx with the example configuration, on a free port."""

    def __init__(self, folder: Path, upstream: str, authority) -> None:
        program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
        if program is None:
            pytest.skip("nginx is not installed: apt-get install nginx")
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.folder = folder
        certificate = authority.issue_cert(HOST)
        certificate.private_key_pem.write_to_path(folder / "key.pem")
        for number, part in enumerate(certificate.cert_chain_pems):
            part.write_to_path(folder / "chain.pem", append=bool(number))
        text = CONFIGURATION.read_text(encoding="utf-8")
        for shown, here in (
            ("listen 443 ssl;", f"listen 127.0.0.1:{self.port} ssl;"),
            ("/etc/ssl/hooks.example.com/fullchain.pem", f"{folder}/chain.pem"),
            ("/etc/ssl/hooks.example.com/privkey.pem", f"{folder}/key.pem"),
            ("http://127.0.0.1:8000", upstream),
            ("/var/log/nginx/allo.log", f"{folder}/allo.log"),
            ("/var/log/nginx/allo-error.log", f"{folder}/allo-error.log"),
        ):
            assert text.count(shown) == 1, shown
            text = text.replace(shown, here)
        (folder / "allo.conf").write_text(text, encoding="utf-8")
        (folder / "nginx.conf").write_text(AROUND.format(folder=folder), encoding="utf-8")
        self.context = context = ssl.create_default_context()
        authority.configure_trust(context)
        self.client = httpx.Client(
            base_url=f"https://127.0.0.1:{self.port}",
            headers={"Host": HOST},
            verify=context,
            timeout=30,
        )
        self.process = subprocess.Popen(
            [program, "-p", str(folder), "-c", str(folder / "nginx.conf")], stderr=subprocess.DEVNULL
        )
        until = time.monotonic() + 20
        while True:
            with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1):
                break
            assert self.process.poll() is None, self.log()
            assert time.monotonic() < until
            time.sleep(0.05)

    def post(self, path=f"/allo/{TOKEN}", content=b"", headers=None) -> int:
        given = {"Content-Type": "application/json", **(headers or {})}
        request = self.client.build_request("POST", path, content=content, headers=given)
        request.extensions["sni_hostname"] = HOST
        return self.client.send(request).status_code

    def send_bytes(self, request: bytes, *, tls: bool = True) -> None:
        """Send what no HTTP client sends, and wait for the answer."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=10) as plain:
            connection = self.context.wrap_socket(plain, server_hostname=HOST) if tls else plain
            with suppress(OSError):
                connection.sendall(request)
                connection.recv(1000)
            connection.close()

    def log(self) -> str:
        return "".join(file.read_text(encoding="utf-8") for file in sorted(self.folder.glob("*.log")))

    def stop(self) -> None:
        self.client.close()
        self.process.terminate()
        self.process.wait(20)


def example_with_secret():
    """The example, as a server loads it, with the token and a signing secret."""
    with pytest.MonkeyPatch.context() as environment:
        for name, value in (("TOKEN", TOKEN), ("SECRET", SECRET)):
            environment.setenv(f"ALLO_WEBHOOK_{name}", value)
        environment.setenv("ALLO_NUMBERS", OWN)
        spec = importlib.util.spec_from_file_location("behind_nginx", ROOT / "examples" / "receive_fastapi.py")
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
    return module.app


@contextmanager
def uvicorn_with_its_defaults(app):
    """As `uvicorn module:app --no-access-log` starts it: it reads X-Forwarded-* itself."""
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_config=None, access_log=False))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive()
        time.sleep(0.005)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join()


@pytest.fixture(scope="module", params=["the receiver reads X-Forwarded", "uvicorn reads X-Forwarded"])
def place(request, tmp_path_factory, asgi_server):
    """nginx, and what arrives behind it."""
    trustme = pytest.importorskip("trustme", reason="trustme is not installed here")
    spy = Spy(example_with_secret())
    serve = asgi_server if request.param.startswith("the receiver") else uvicorn_with_its_defaults
    with serve(spy) as upstream:
        nginx = Nginx(tmp_path_factory.mktemp("nginx"), upstream, trustme.CA())
        try:
            yield nginx, spy
        finally:
            nginx.stop()


@pytest.fixture
def nginx(place):
    return place[0]


@pytest.fixture
def arrived(place):
    """The requests of this test as they arrive behind nginx."""
    place[1].requests.clear()
    return place[1].requests


def test_a_delivery_with_the_token_is_handled(nginx, arrived, capsys):
    """Version 1: the receiver sees https and the client's address, and the handler runs."""
    payload = event("CALL_RECEIVED", allo_number=OWN, summary="Wants a quote")

    assert nginx.post(content=json.dumps(payload).encode()) == 200
    assert "Wants a quote" in capsys.readouterr().out
    ((headers, _),) = arrived
    assert (headers["x-forwarded-proto"], headers["x-forwarded-for"]) == ("https", "127.0.0.1")
    assert headers["host"] == HOST


def test_headers_of_the_client_do_not_pass(nginx, arrived):
    """Nginx overwrites X-Forwarded-*, so nobody chooses the address that is counted, or claims another scheme."""
    forged = {"X-Forwarded-For": "198.51.100.9", "X-Forwarded-Proto": "http"}

    assert nginx.post(content=json.dumps(event("PING")).encode(), headers=forged) == 200
    ((headers, _),) = arrived
    assert (headers["x-forwarded-proto"], headers["x-forwarded-for"]) == ("https", "127.0.0.1")


@pytest.mark.parametrize("chunked", [False, True], ids=["with a length", "chunked"])
def test_the_body_arrives_byte_by_byte(nginx, arrived, chunked):
    """Version 2: a signature of unusual JSON is valid behind nginx, and one byte more makes it invalid."""
    data = json.dumps(event("call.completed", allo_number=OWN, summary="Élodie")["data"], ensure_ascii=False, indent=3)
    body = f' {{"topic" : "call.completed",\n"data": {data}}}\r\n'.encode()
    headers = sign(body, SECRET)

    assert nginx.post(content=iter([body[:9], body[9:]]) if chunked else body, headers=headers) == 200
    assert nginx.post(content=body + b" ", headers=headers) == 401
    assert [bytes(received) for _, received in arrived] == [body, body + b" "]


def test_the_limits_of_the_body_are_the_same(nginx, arrived):
    """The receiver gets a body of 1 MiB; nginx refuses a longer one and keeps it from the receiver."""
    longest = b'{"topic": "NEW", "data": {"text": "' + b"x" * (1_048_576 - 38) + b'"}}'
    assert len(longest) == 1_048_576

    assert [nginx.post(content=longest), nginx.post(content=longest + b" ")] == [200, 413]
    assert len(arrived) == 1


def test_no_log_contains_the_token(nginx, arrived):
    """Also if a request is refused, malformed, written in another way, or cannot be passed on."""
    ways = [f"/allo/{TOKEN}", f"//allo/{TOKEN}", f"/%61llo/{TOKEN}", f"/ALLO/{TOKEN}", f"/x/../allo/{TOKEN}"]
    for path in ways:  # not with httpx, which would rewrite them
        nginx.send_bytes(f"POST {path} HTTP/1.1\r\nHost: {HOST}\r\nContent-Length: 1\r\n\r\n{{".encode())
    nginx.post(content=b" " * 1_048_577)
    request = f"POST /allo/{TOKEN} HTTP/1.1\r\nHost: {HOST}\r\n".encode()
    for malformed in (b"Content-Length: x\r\n\r\n", b"bad header\r\n\r\n", b"Host: twice\r\n\r\n", b"a" * 40_000):
        nginx.send_bytes(request + malformed)
    nginx.send_bytes(request + b"\r\n", tls=False)  # http to the port of https
    nginx.send_bytes(request.replace(b" HTTP", b" \x01 HTTP") + b"\r\n")
    log = nginx.log()

    assert TOKEN not in log
    assert log.count("POST /allo/... 4") >= len(ways)
    assert arrived


def test_no_log_contains_the_token_while_the_receiver_is_down(tmp_path):
    """Nginx answers 502, which Allo repeats. The line in the access log says so."""
    trustme = pytest.importorskip("trustme", reason="trustme is not installed here")
    with socket.create_server(("127.0.0.1", 0)) as free:
        upstream = f"http://127.0.0.1:{free.getsockname()[1]}"
    nginx = Nginx(tmp_path, upstream, trustme.CA())
    try:
        assert nginx.post(content=b"{}") == 502
    finally:
        nginx.stop()
    log = nginx.log()

    assert TOKEN not in log
    assert re.search(r"POST /allo/\.\.\. 502 upstream=502", log)


def test_the_page_shows_the_configuration():
    """docs/behind-nginx.md shows the file that these tests run."""
    page = (ROOT / "docs" / "behind-nginx.md").read_text(encoding="utf-8")

    assert re.findall(r"^```nginx\n(.*?)^```$", page, re.DOTALL | re.MULTILINE) == [CONFIGURATION.read_text("utf-8")]
