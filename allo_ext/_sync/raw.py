# Written by scripts/unasync.py from allo_ext/_async/raw.py: change it there, then `make generate`.
"""`with_raw_response`: the methods that make one request, returning the record and its HTTP response."""

from __future__ import annotations

from typing import TYPE_CHECKING, ParamSpec, TypeVar

from allo_ext._http.captured import CAPTURED
from allo_ext._sync.v1.calls import Calls
from allo_ext._sync.v1.contacts import Contacts
from allo_ext._sync.v1.numbers import Numbers
from allo_ext._sync.v1.sms import Sms
from allo_ext._sync.v1.webhooks import Webhooks
from allo_ext.raw import RawResponse

if TYPE_CHECKING:
    from collections.abc import Callable

    import httpx

    from allo_ext._sync.session import Session

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
    """The client's resources, with methods that return a `RawResponse`."""

    def __init__(self, session: Session) -> None:
        self.calls = RawCalls(session)
        self.contacts = RawContacts(session)
        self.numbers = RawNumbers(session)
        self.sms = RawSms(session)
        self.webhooks = RawWebhooks(session)


class RawCalls:
    """The methods of `calls`."""

    def __init__(self, session: Session) -> None:
        calls = Calls(session)
        self.search = _raw(calls.search)


class RawContacts:
    """The methods of `contacts`."""

    def __init__(self, session: Session) -> None:
        contacts = Contacts(session)
        self.search = _raw(contacts.search)
        self.get = _raw(contacts.get)
        self.create = _raw(contacts.create)
        self.update = _raw(contacts.update)
        self.conversation = _raw(contacts.conversation)


class RawNumbers:
    """The methods of `numbers`."""

    def __init__(self, session: Session) -> None:
        numbers = Numbers(session)
        self.list = _raw(numbers.list)


class RawSms:
    """The methods of `sms`."""

    def __init__(self, session: Session) -> None:
        sms = Sms(session)
        self.send = _raw(sms.send)
        self.send_france = _raw(sms.send_france)


class RawWebhooks:
    """The methods of `webhooks`."""

    def __init__(self, session: Session) -> None:
        webhooks = Webhooks(session)
        self.list = _raw(webhooks.list)
        self.create = _raw(webhooks.create)
        self.delete = _raw(webhooks.delete)
