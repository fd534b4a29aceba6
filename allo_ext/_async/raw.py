"""`with_raw_response`: the methods that make one request, each with its response beside the record."""

from __future__ import annotations

from typing import TYPE_CHECKING, ParamSpec, TypeVar

from allo_ext.raw import CAPTURED, RawResponse

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    import httpx

    from allo_ext._async.client import AsyncAlloClient

P = ParamSpec("P")
T = TypeVar("T")


def _raw(method: Callable[P, Awaitable[T]]) -> Callable[P, Awaitable[RawResponse[T]]]:
    async def call(*args: P.args, **kwargs: P.kwargs) -> RawResponse[T]:
        responses: list[httpx.Response] = []
        token = CAPTURED.set(responses)
        try:
            record = await method(*args, **kwargs)
        finally:
            CAPTURED.reset(token)
        return RawResponse(record, responses[-1])

    return call


class AsyncRawClient:
    """The client's resources, whose methods return a `RawResponse`."""

    def __init__(self, client: AsyncAlloClient) -> None:
        self.calls = AsyncRawCalls(client)
        self.contacts = AsyncRawContacts(client)
        self.numbers = AsyncRawNumbers(client)
        self.sms = AsyncRawSms(client)
        self.webhooks = AsyncRawWebhooks(client)


class AsyncRawCalls:
    """As `calls`."""

    def __init__(self, client: AsyncAlloClient) -> None:
        self.search = _raw(client.calls.search)


class AsyncRawContacts:
    """As `contacts`."""

    def __init__(self, client: AsyncAlloClient) -> None:
        contacts = client.contacts
        self.search = _raw(contacts.search)
        self.get = _raw(contacts.get)
        self.create = _raw(contacts.create)
        self.update = _raw(contacts.update)
        self.conversation = _raw(contacts.conversation)


class AsyncRawNumbers:
    """As `numbers`."""

    def __init__(self, client: AsyncAlloClient) -> None:
        self.list = _raw(client.numbers.list)


class AsyncRawSms:
    """As `sms`."""

    def __init__(self, client: AsyncAlloClient) -> None:
        self.send = _raw(client.sms.send)
        self.send_france = _raw(client.sms.send_france)


class AsyncRawWebhooks:
    """As `webhooks`."""

    def __init__(self, client: AsyncAlloClient) -> None:
        self.list = _raw(client.webhooks.list)
        self.create = _raw(client.webhooks.create)
        self.delete = _raw(client.webhooks.delete)
