"""One endpoint under test: its address and credentials, deliveries to it, and what its owner lets the checks see."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Sequence
from functools import cached_property
from itertools import cycle
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit, urlunsplit

from allo_ext.testing._endpoint import payloads, signatures
from allo_ext.testing._endpoint.sending import Answer, Sender, Sending

if TYPE_CHECKING:
    from allo_ext.testing._endpoint.signatures import Headers

Handled = Callable[[], int | Sequence[object]]
"""Returns what the endpoint has handled so far: a list with one entry for each event, or their number."""

TOPICS: Final = {1: ("CALL_RECEIVED", "SMS_RECEIVED"), 2: ("call.completed", "sms.received")}
"""The topics of a finished call and of a message to the account, by version."""
_LONGEST_WAIT: Final = 60
_SPACING: Final = re.compile(r"[\s().-]")
_POLL: Final = 0.01


class Probe:
    """One endpoint under test."""

    def __init__(
        self,
        sender: Sender,
        url: str,
        *,
        secret: str | None,
        token: str | None,
        number: str | None,
        handled: Handled | None,
        break_next: Callable[[], object] | None,
        timeout: float,
        settle: float,
    ) -> None:
        """Describe an endpoint.

        Args:
            sender: The way to it.
            url: The URL of deliveries; the token is appended unless it is there.
            secret: Version 2's signing secret.
            token: The last segment of the URL.
            number: A number of the account, if the endpoint checks numbers.
            handled: Returns what it has handled.
            break_next: Makes the next handling fail.
            timeout: The seconds in which it must respond.
            settle: The seconds to wait for events that are handled after the response.
        """
        given = {"secret": secret, "token": token, "number": number, "handled": handled, "break_next": break_next}
        self.missing = frozenset(name for name, value in given.items() if value is None)
        self.secret, self.token, self.own = secret or "", token or "", number or payloads.OWN
        self.handled, self.break_next = handled, break_next or (lambda: None)
        self.timeout, self._settle = timeout, settle
        self.versions = tuple(version for version, known in ((1, token is not None), (2, secret is not None)) if known)
        self._sender = sender
        path = url.partition("?")[0].rstrip("/")
        self._base = path.removesuffix(f"/{token}") if token is not None else path
        self._url = url if token is None else f"{self._base}/{token}"
        self._others = cycle(line for line in range(100) if f"+120255501{line:02d}" != payloads.OWN)

    # Numbers and payloads

    def other(self) -> str:
        """Return the number of a person who has not called before, from the range for fiction."""
        return f"+120255501{next(self._others):02d}"

    def samples(self, version: int) -> list[payloads.Sample]:
        """Return new payloads of all topics and generations of a version."""
        return list(payloads.samples(version, own=self.own, other=self.other()))

    def payload(self, version: int, topic: str, *, own: str | None = None, other: str | None = None) -> dict[str, Any]:
        """Return a new payload of a topic.

        Args:
            version: 1 or 2.
            topic: The topic.
            own: The number of the account, if it is not the endpoint's.
            other: The number of the other party; a new one by default.
        """
        return payloads.sample(version, topic, own=own or self.own, other=other or self.other())

    def message(self, version: int) -> dict[str, Any]:
        """Return the payload of a new message to the account."""
        return self.payload(version, TOPICS[version][1])

    # Requests

    def delivery(
        self,
        version: int,
        payload: Any,
        *,
        id: str | None = None,  # noqa: A002 (as in sign)
        age: float = 0.0,
        **options: Any,
    ) -> Sending:
        """Return a delivery as Allo sends it: signed if it is of version 2.

        Args:
            version: 1 or 2.
            payload: The payload, or the bytes of the body.
            id: The `webhook-id`; a new one by default.
            age: The seconds since it was signed.
            **options: Fields of `Sending`.
        """
        body = payloads.encoded(payload)
        headers = () if version == 1 else signatures.right(body, self.secret, id=id, age=age)
        return Sending(self._url, body, headers, **options)

    def forged(self, body: bytes, headers: Headers) -> Sending:
        """Return a delivery with other signature headers, at the right URL."""
        return Sending(self._url, body, headers)

    @staticmethod
    def at(url: str, body: bytes) -> Sending:
        """Return an unsigned request to another URL."""
        return Sending(url, body, ())

    def stranger(self, version: int, payload: Any) -> Sending:
        """Return a delivery from someone who has neither the token nor the secret."""
        body = payloads.encoded(payload)
        if version == 1:
            return Sending(self.address("not-the-token"), body, ())
        return Sending(self._url, body, signatures.stranger(body))

    def address(self, last: str, query: str = "") -> str:
        """Return the URL with another token and a query."""
        parts = urlsplit(f"{self._base}/{last}")
        return urlunsplit(parts._replace(query=query))

    def send(self, sending: Sending, *, patient: bool = False) -> Answer:
        """Send one request; if patient, again after a 429, as often as its Retry-After says."""
        (answer,) = self._sender.send([sending])
        if patient and answer.status == 429 and answer.retry_after is not None:  # noqa: PLR2004 — HTTP
            time.sleep(min(answer.retry_after, _LONGEST_WAIT))
            (answer,) = self._sender.send([sending])
        return answer

    def send_together(self, sendings: list[Sending]) -> list[Answer]:
        """Send requests at the same time."""
        return self._sender.send(sendings)

    # What was handled

    def count(self) -> int:
        """Return how many events were handled so far."""
        known = self.handled() if self.handled is not None else 0
        return known if isinstance(known, int) else len(known)

    def handled_since(self, before: int) -> list[object] | None:
        """Return the events handled since there were `before`; None if only their number is known."""
        known = self.handled() if self.handled is not None else 0
        return None if isinstance(known, int) else list(known)[before:]

    def waited_for(self, wanted: int) -> int:
        """Return the count, after waiting until it is at least the wanted one, and then for one too many."""
        until = time.monotonic() + self._settle
        while (found := self.count()) < wanted and time.monotonic() < until:
            time.sleep(_POLL)
        time.sleep(self._settle / 20)
        return max(found, self.count())

    @cached_property
    def handled_topics(self) -> dict[int, str]:
        """A topic of each version of which the endpoint handles the events, calls or else messages."""
        found = {
            version: next((topic for topic in TOPICS[version] if self._handles(version, topic)), None)
            for version in self.versions
        }
        return {version: topic for version, topic in found.items() if topic is not None}

    def _handles(self, version: int, topic: str) -> bool:
        before = self.count()
        self.send(self.delivery(version, self.payload(version, topic)), patient=True)
        return self.waited_for(before + 1) > before


def shows(handled: object, number: str) -> bool:
    """Return whether something that was handled contains a phone number, in any notation."""
    return number[-10:] in _SPACING.sub("", str(handled))
