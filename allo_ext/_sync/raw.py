# Written by scripts/unasync.py from allo_ext/_async/raw.py: change it there, then `make generate`.
"""`with_raw_response`: the methods that make one request, each with its response beside the record."""

from __future__ import annotations

from typing import TYPE_CHECKING, ParamSpec, TypeVar

from allo_ext.raw import CAPTURED, RawResponse

if TYPE_CHECKING:
    from collections.abc import Callable

    import httpx

    from allo_ext._sync.client import AlloClient

P = ParamSpec("P")
T = TypeVar("T")


def _raw(method: Callable[P, T]) -> Callable[P, RawResponse[T]]:
    def call(*args: P.args, **kwargs: P.kwargs) -> RawResponse[T]:
        responses: list[httpx.Response] = []
        token = CAPTURED.set(responses)
        try:
            record = method(*args, **kwargs)
        finally:
            CAPTURED.reset(token)
        return RawResponse(record, responses[-1])

    return call


class RawClient:
    """The client's resources, whose methods return a `RawResponse`."""

    def __init__(self, client: AlloClient) -> None:
        self.calls = RawCalls(client)
        self.contacts = RawContacts(client)
        self.numbers = RawNumbers(client)
        self.sms = RawSms(client)
        self.webhooks = RawWebhooks(client)


class RawCalls:
    """As `calls`."""

    def __init__(self, client: AlloClient) -> None:
        self.search = _raw(client.calls.search)


class RawContacts:
    """As `contacts`."""

    def __init__(self, client: AlloClient) -> None:
        contacts = client.contacts
        self.search = _raw(contacts.search)
        self.get = _raw(contacts.get)
        self.create = _raw(contacts.create)
        self.update = _raw(contacts.update)
        self.conversation = _raw(contacts.conversation)


class RawNumbers:
    """As `numbers`."""

    def __init__(self, client: AlloClient) -> None:
        self.list = _raw(client.numbers.list)


class RawSms:
    """As `sms`."""

    def __init__(self, client: AlloClient) -> None:
        self.send = _raw(client.sms.send)
        self.send_france = _raw(client.sms.send_france)


class RawWebhooks:
    """As `webhooks`."""

    def __init__(self, client: AlloClient) -> None:
        self.list = _raw(client.webhooks.list)
        self.create = _raw(client.webhooks.create)
        self.delete = _raw(client.webhooks.delete)
