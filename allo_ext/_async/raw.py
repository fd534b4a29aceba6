"""`with_raw_response`: the methods that make one request, returning the record and its HTTP response."""

from __future__ import annotations

from typing import TYPE_CHECKING, ParamSpec, TypeVar

from allo_ext._async.v1.calls import AsyncCalls
from allo_ext._async.v1.contacts import AsyncContacts
from allo_ext._async.v1.numbers import AsyncNumbers
from allo_ext._async.v1.sms import AsyncSms
from allo_ext._async.v1.webhooks import AsyncWebhooks
from allo_ext._http.captured import CAPTURED
from allo_ext.raw import RawResponse

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    import httpx

    from allo_ext._async.session import AsyncSession

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
    """The client's resources, with methods that return a `RawResponse`."""

    def __init__(self, session: AsyncSession) -> None:
        self.calls = AsyncRawCalls(session)
        self.contacts = AsyncRawContacts(session)
        self.numbers = AsyncRawNumbers(session)
        self.sms = AsyncRawSms(session)
        self.webhooks = AsyncRawWebhooks(session)


class AsyncRawCalls:
    """The methods of `calls`."""

    def __init__(self, session: AsyncSession) -> None:
        calls = AsyncCalls(session)
        self.search = _raw(calls.search)


class AsyncRawContacts:
    """The methods of `contacts`."""

    def __init__(self, session: AsyncSession) -> None:
        contacts = AsyncContacts(session)
        self.search = _raw(contacts.search)
        self.get = _raw(contacts.get)
        self.create = _raw(contacts.create)
        self.update = _raw(contacts.update)
        self.conversation = _raw(contacts.conversation)


class AsyncRawNumbers:
    """The methods of `numbers`."""

    def __init__(self, session: AsyncSession) -> None:
        numbers = AsyncNumbers(session)
        self.list = _raw(numbers.list)


class AsyncRawSms:
    """The methods of `sms`."""

    def __init__(self, session: AsyncSession) -> None:
        sms = AsyncSms(session)
        self.send = _raw(sms.send)
        self.send_france = _raw(sms.send_france)


class AsyncRawWebhooks:
    """The methods of `webhooks`."""

    def __init__(self, session: AsyncSession) -> None:
        webhooks = AsyncWebhooks(session)
        self.list = _raw(webhooks.list)
        self.create = _raw(webhooks.create)
        self.delete = _raw(webhooks.delete)
