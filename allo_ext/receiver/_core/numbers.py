"""Checking that an event belongs to this account, by its phone numbers."""

from __future__ import annotations

import re
import time
from collections.abc import Awaitable, Callable, Iterable
from typing import TYPE_CHECKING, Any, Final

from allo_ext._parties import WITHHELD
from allo_ext._wire.same_number import keys_of, numbers_in, plain
from allo_ext.errors import ConfigurationError
from allo_ext.receiver._core.failure import log_failure, logger
from allo_ext.receiver._core.steps import Step
from allo_ext.receiver._events.progress import CallAnswered, CallRinging, CallTriggered
from allo_ext.receiver._events.records import CallReceived, SmsReceived, SmsSent

if TYPE_CHECKING:
    from collections.abc import Generator

    from allo_ext.receiver._events.records import Event

Asked = Callable[[], Iterable[str] | Awaitable[Iterable[str]]]
"""A function that returns the account's numbers, such as `allo.numbers.owned`; it may be a coroutine function."""
Numbers = Iterable[str] | Asked | None

KEPT: Final = 600.0
"""The seconds after which the numbers are read again."""
PAUSE: Final = 60.0
"""The minimum seconds before an unknown number causes them to be read again."""
_LONGEST_NAME: Final = 64
_SHORT_CODE: Final = re.compile(r"[0-9]{3,6}")
_LONGEST_SENDER: Final = 11
_DIGITS_OF_A_NUMBER: Final = 7
_NOT_E164: Final = "numbers must be in E.164, such as +12025550143, or sender ids."


def own_number(event: Event, numbers: frozenset[str]) -> bool:
    """Return whether an event may belong to an account.

    For a call, the account's number depends on its direction: `to_number` if incoming, `from_number` if outgoing, or
    the line that it was forwarded from or to. For a message, and for a call without a direction, either number may be
    the account's. Other events do not contain the account's number, nor does a call in progress without any number.

    Args:
        event: The event.
        numbers: The account's numbers, as `canonical` returns them.
    """
    if isinstance(event, CallReceived):
        call = event.call
        parties = (call.allo_number,) if call.direction in _DIRECTIONS else (call.from_number, call.to_number)
        transfers = (event.transfer_from, event.transfer_to)
        judged = (*parties, event.original_to_number, *(transfer.number for transfer in transfers if transfer))
    elif isinstance(event, (CallRinging, CallTriggered, CallAnswered)):
        either = (event.from_number, event.to_number)
        if not any(either):
            return True
        judged = (event.allo_number,) if event.direction in _DIRECTIONS else either
    elif isinstance(event, (SmsReceived, SmsSent)):
        judged = (event.message.from_number, event.message.to_number)
    else:
        return True
    # Nearly always the first one; then no number needs to be parsed.
    return any(number in numbers or not numbers.isdisjoint(canonical(number)) for number in judged if number)


_DIRECTIONS: Final = frozenset({"INBOUND", "OUTBOUND"})


def canonical(number: str) -> tuple[str, ...]:
    """Return the comparable form of a number: its numbers in E.164, else its short code or sender id."""
    keys = keys_of(number)
    if keys or len(number) > _LONGEST_NAME:
        return keys
    name = "".join(plain(number).casefold().split())
    return (name,) if name and name != WITHHELD else ()


class OwnNumbers:
    """The account's numbers: a set, or the result of a function that is called from time to time."""

    def __init__(self, numbers: Iterable[str] | Asked, *, clock: Callable[[], float] = time.monotonic) -> None:
        """Create the set from numbers, or from a function that returns them.

        Raises:
            ConfigurationError: The argument is neither, or a number is not in E.164.
        """
        self._clock = clock
        self._known: frozenset[str] | None = None
        self._ask: Asked | None = None
        self._asked_at = 0.0
        if isinstance(numbers, (str, bytes)):
            raise ConfigurationError("numbers must be a set of numbers, not one string: put it in braces.")
        if callable(numbers):
            self._ask = numbers
        elif not isinstance(numbers, Iterable):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise ConfigurationError("numbers must be a set of numbers, or a function that returns them.")
        else:
            given = list(numbers)
            self._known = _read(given)
            if not all(map(_is_expected, given)):
                raise ConfigurationError(_NOT_E164)

    def owns(self, event: Event) -> Generator[Step, Any, bool]:
        """Return whether an event belongs to the account, reading the numbers again if necessary.

        Raises:
            Exception: The function raised it, and there are no earlier numbers to use.
        """
        if self._known is None or self._age() >= KEPT:
            yield from self._refresh()
        if own_number(event, self._known or frozenset()):
            return True
        if self._age() < PAUSE:
            return False
        yield from self._refresh()
        return own_number(event, self._known or frozenset())

    def _age(self) -> float:
        return self._clock() - self._asked_at if self._ask else 0.0

    def _refresh(self) -> Generator[Step, Any, None]:
        if self._ask is None:
            return
        # Concurrent deliveries call the function too, so that no event of a new number is refused.
        try:
            found = list((yield Step(self._ask)))
            known = _read(found)
            _report(found)
            self._known = known
        except Exception as error:
            if self._known is None:
                raise
            log_failure("The account's numbers could not be read; the last known ones are used", error)
        self._asked_at = self._clock()


def _read(numbers: Any) -> frozenset[str]:
    found = list(numbers)
    if not all(isinstance(number, str) for number in found):
        raise ConfigurationError("numbers contains something that is not a string.")
    return frozenset(key for number in found for key in canonical(number))


def _report(numbers: list[str]) -> None:
    """Warn about numbers in a format that no delivery has. A few are normal; if there are no others, it is a mistake.

    Raises:
        ConfigurationError: No number is in E.164 or a sender id.
    """
    unexpected = len(numbers) - sum(map(_is_expected, numbers))
    if not unexpected:
        return
    logger.warning("%s (%d of %d that the function returned are not.)", _NOT_E164, unexpected, len(numbers))
    if unexpected == len(numbers):
        raise ConfigurationError(_NOT_E164)


def _is_expected(number: str) -> bool:
    """Return whether a delivery can contain this number: E.164, or a sender id."""
    return bool(numbers_in(number) or (canonical(number) and _is_sender(plain(number))))


def _is_sender(name: str) -> bool:
    """Return whether this is a short code or a sender id, and not a number with words around it."""
    if "+" in name or not any(map(str.isalpha, name)):
        return _SHORT_CODE.fullmatch(name) is not None
    return sum(map(str.isdigit, name)) < _DIGITS_OF_A_NUMBER or (len(name) <= _LONGEST_SENDER and name.isalnum())
