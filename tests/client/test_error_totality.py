"""Everything that the layers below can raise ends in the tree: walked, not listed."""

from __future__ import annotations

import asyncio
import socket
import ssl
from http import HTTPStatus
from typing import Any

import httpx
import pytest

from allo_ext import (
    AlloClient,
    AlloConnectionError,
    AlloError,
    AlloTimeoutError,
    AsyncAlloClient,
    UnexpectedResponseError,
)
from allo_v1.api.calls import search_calls
from allo_v1.api.contacts import (
    create_contact,
    get_contact,
    get_contact_conversation,
    search_contacts,
    update_contact,
)
from allo_v1.api.numbers import list_numbers
from allo_v1.api.sms import send_sms
from allo_v1.api.webhooks import create_webhook, delete_webhook, list_webhooks
from allo_v1.models import CreateContactRequest, CreateWebhookRequest, SendSmsRequest, UpdateContactRequest


def below(cls: type[Exception]) -> set[type[Exception]]:
    return {cls}.union(*(below(sub) for sub in cls.__subclasses__()))


# Whatever httpx exports that is an exception, and all that derive from it.
ROOTS = [value for value in vars(httpx).values() if isinstance(value, type) and issubclass(value, Exception)]
HTTPX = sorted({cls for root in ROOTS for cls in below(root)}, key=lambda cls: cls.__name__)
SYSTEM = [
    OSError,
    ConnectionResetError,
    ConnectionRefusedError,
    BrokenPipeError,
    TimeoutError,
    socket.gaierror,
    ssl.SSLError,
    ssl.SSLCertVerificationError,
    UnicodeError,
]


def instance(cls: type[Exception]) -> Exception:
    """An exception of a class, whatever its constructor asks for."""
    request = httpx.Request("GET", "https://api.withallo.com/v1/api/numbers", headers={"Authorization": "never"})
    for arguments in (
        {"args": ("as asked for",)},
        {"args": ()},
        {"args": ("as asked for",), "request": request, "response": httpx.Response(500)},
    ):
        try:
            return cls(*arguments.pop("args"), **arguments)  # type: ignore[arg-type]
        except TypeError:
            continue
    raise AssertionError(f"{cls} needs arguments that this test does not know")


def test_the_walk_finds_the_exceptions():
    """The walk is not empty, and knows the well-known ones."""
    assert {
        httpx.ReadTimeout,
        httpx.InvalidURL,
        httpx.CookieConflict,
        httpx.StreamConsumed,
        httpx.DecodingError,
    } <= set(HTTPX)
    assert len(HTTPX) >= 27


@pytest.mark.parametrize("retry", [pytest.param(None, id="once"), pytest.param(2, id="again")])
@pytest.mark.parametrize("cls", [*HTTPX, *SYSTEM], ids=lambda cls: cls.__name__)
def test_every_exception_of_the_layer_below_ends_in_the_tree(make, scripted, quick, cls, retry):
    """A transport raises it; the caller catches an AlloError that says how often the request left."""
    transport = scripted(instance(cls))
    allo = make(transport, retry=retry and quick(attempts=retry))

    for call in (allo.numbers.list, lambda: allo.sms.send(from_="+12025550143", to="+12025550178", message="x")):
        sent = len(transport.requests)
        with pytest.raises(AlloError) as caught:
            call()
        assert caught.value.attempts == len(transport.requests) - sent > 0
        assert isinstance(caught.value, (AlloConnectionError, UnexpectedResponseError))
        assert issubclass(cls, (httpx.TimeoutException, TimeoutError)) == isinstance(caught.value, AlloTimeoutError)
        assert str(caught.value).endswith(".")


class Broken(httpx.SyncByteStream, httpx.AsyncByteStream):
    """A body that raises."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    def __iter__(self) -> Any:
        yield b"{"
        raise self.error

    async def __aiter__(self) -> Any:
        yield b"{"
        raise self.error


@pytest.mark.parametrize("status", [200, 500])
@pytest.mark.parametrize("cls", [*HTTPX, *SYSTEM], ids=lambda cls: cls.__name__)
def test_every_exception_while_reading_ends_in_the_tree(make, scripted, cls, status):
    """The same while the body comes, of a success as of an error, in memory as in a download."""
    answer = lambda _: httpx.Response(status, stream=Broken(instance(cls)))  # noqa: E731
    with pytest.raises(AlloError):
        make(scripted(answer), retry=None).numbers.list()


@pytest.mark.parametrize("cls", [*HTTPX, *SYSTEM], ids=lambda cls: cls.__name__)
def test_every_exception_while_downloading_ends_in_the_tree(make, scripted, tmp_path, cls):
    """A recording that breaks off for whatever reason is an AlloError too."""
    answer = lambda _: httpx.Response(200, stream=Broken(instance(cls)))  # noqa: E731
    allo = make(scripted(answer), retry=None)
    with pytest.raises(AlloError):
        allo.calls.download_recording("https://storage.example/1.mp3", tmp_path / "1.mp3")


LOW = {
    "search_calls": (search_calls, {"allo_number": "+12025550143"}),
    "search_contacts": (search_contacts, {}),
    "create_contact": (create_contact, {"body": CreateContactRequest(numbers=["+12025550143"])}),
    "update_contact": (update_contact, {"contact_id": "cnt_1", "body": UpdateContactRequest()}),
    "get_contact": (get_contact, {"contact_id": "cnt_1"}),
    "get_contact_conversation": (get_contact_conversation, {"contact_id": "cnt_1"}),
    "send_sms": (send_sms, {"body": SendSmsRequest(from_="+12025550143", to="+12025550178", message="x")}),
    "list_numbers": (list_numbers, {}),
    "list_webhooks": (list_webhooks, {}),
    "create_webhook": (
        create_webhook,
        {"body": CreateWebhookRequest(allo_number="+12025550143", url="https://example.com", topics=["PING"])},
    ),
    "delete_webhook": (delete_webhook, {"webhook_id": "web-1"}),
}
# Each makes the parsing of the generated code fail in one of its own ways; see DESIGN, "Learn what …".
GENERATED = {
    "html": httpx.Response(400, text="<html>"),
    "html-502": httpx.Response(502, text="<html>"),
    "unknown-status": httpx.Response(599, json={"code": "X"}),
    "strange-status": httpx.Response(799, json={"code": "X"}),
    "undocumented": httpx.Response(418, json={"code": "X"}),
    "missing-key": httpx.Response(422, json={}),
    "wrong-types": httpx.Response(422, json={"code": 5, "details": "x"}),
    "a-list": httpx.Response(401, json=[]),
    "null": httpx.Response(403, json=None),
    "unknown-enum": httpx.Response(400, json={"code": "NEVER_HEARD"}),
    "bytes": httpx.Response(404, content=b"\xff\x00"),
    "unknown-success": httpx.Response(299, json={}),
}


@pytest.mark.parametrize("answer", GENERATED.values(), ids=list(GENERATED))
def test_generated_endpoints_raise_errors_of_the_tree(scripted, answer):
    """Who calls `allo_v1` with `low_level` meets the same exceptions, before generated parsing sees the answer."""
    with AlloClient("key", transport=scripted(answer), pace=None, retry=None) as allo:
        for endpoint, arguments in LOW.values():
            with pytest.raises(AlloError):
                endpoint.sync_detailed(client=allo.low_level, **arguments)

    async def main() -> None:
        async with AsyncAlloClient("key", transport=scripted(answer), pace=None, retry=None) as aallo:
            for endpoint, arguments in LOW.values():
                with pytest.raises(AlloError):
                    await endpoint.asyncio_detailed(client=aallo.low_level, **arguments)

    asyncio.run(main())


def test_the_endpoints_are_all_there():
    """The table above holds every operation that is generated."""
    import pkgutil

    import allo_v1.api

    found = {m.name.split(".")[-1] for m in pkgutil.walk_packages(allo_v1.api.__path__, "allo_v1.api.") if not m.ispkg}

    assert found == set(LOW)


@pytest.mark.parametrize("status", [s.value for s in HTTPStatus if not 200 <= s < 300 and s >= 300] + [299, 600, 999])
def test_every_status_that_is_no_success_raises(make, scripted, status):
    """No status but a known success comes back as a record."""
    with pytest.raises(AlloError) as caught:
        make(scripted(status), retry=None).numbers.list()

    assert caught.value.status == status


def test_a_body_with_the_wrong_encoding_is_unexpected(make, scripted):
    """Announced as gzip and none: a success that cannot be read, and the server may have acted."""
    answer = lambda _: httpx.Response(  # noqa: E731
        200, headers={"content-encoding": "gzip"}, stream=httpx.ByteStream(b"not gzip")
    )
    with pytest.raises(UnexpectedResponseError) as caught:
        make(scripted(answer), retry=None).numbers.list()

    assert caught.value.maybe_sent


@pytest.mark.parametrize("host", ["a" * 64 + ".example", "no-such-host.invalid", "127.0.0.1:1"])
def test_a_host_that_cannot_be_reached_ends_in_the_tree(make, host):
    """Names that Python refuses, names that are unknown, and a port where nobody listens."""
    allo = make(base_url=f"http://{host}/v1/api", retry=None, timeout=5)
    with pytest.raises(AlloConnectionError) as caught:
        allo.numbers.list()

    assert not (caught.value.maybe_sent and "127.0.0.1" in host)
