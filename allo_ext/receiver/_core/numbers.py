"""Whether an event belongs to this account: its numbers, given or asked for, and which number of an event is judged."""

from __future__ import annotations

import re
import time
from collections.abc import Awaitable, Callable, Iterable
from typing import TYPE_CHECKING, Any, Final

from allo_ext._wire.same_number import keys_of, numbers_in, plain
from allo_ext.errors import ConfigurationError
from allo_ext.receiver._core.failure import log_failure, logger
from allo_ext.receiver._core.steps import Step
from allo_ext.receiver._events.records import CallReceived, SmsReceived, SmsSent

if TYPE_CHECKING:
    from collections.abc import Generator

    from allo_ext.receiver._events.records import Event

Asked = Callable[[], Iterable[str] | Awaitable[Iterable[str]]]
"""A function that returns the account's numbers, such as `allo.numbers.owned`; it may be a coroutine function."""
Numbers = Iterable[str] | Asked | None

KEPT: Final = 600.0
"""Seconds after which the numbers are asked for anew."""
PAUSE: Final = 60.0
"""Seconds that pass at least before a number that is not among them has them asked for anew."""
_LONGEST_NAME: Final = 64
_SHORT_CODE: Final = re.compile(r"[0-9]{3,6}")
_LONGEST_SENDER: Final = 11
_DIGITS_OF_A_NUMBER: Final = 7
_WITHHELD: Final = "anonymous"
_NOT_E164: Final = "numbers must be in E.164, such as +12025550143, or sender ids."


def own_number(event: Event, numbers: frozenset[str]) -> bool:
    """Tell whether an event may be meant for an account.

    A call is judged by its direction: `to` when it came in, `from_number` when it went out; or by the line that it was
    forwarded from or to. Any number will do for a message, and for a call that does not tell its direction. Other
    events carry no number of the account.

    Args:
        event: The event.
        numbers: The account's numbers, as `canonical` writes them.
    """
    if isinstance(event, CallReceived):
        call = event.call
        parties = (call.allo_number,) if call.direction in _DIRECTIONS else (call.from_number, call.to_number)
        transfers = (event.transfer_from, event.transfer_to)
        judged = (*parties, event.original_to_number, *(transfer.number for transfer in transfers if transfer))
    elif isinstance(event, (SmsReceived, SmsSent)):
        judged = (event.message.from_number, event.message.to_number)
    else:
        return True
    # Nearly always the first of these: then no number needs to be read.
    return any(number in numbers or not numbers.isdisjoint(canonical(number)) for number in judged if number)


_DIRECTIONS: Final = frozenset({"INBOUND", "OUTBOUND"})


def canonical(number: str) -> tuple[str, ...]:
    """Return what to compare a number by: the numbers in it in E.164, else its short code or sender id."""
    keys = keys_of(number)
    if keys or len(number) > _LONGEST_NAME:
        return keys
    name = "".join(plain(number).casefold().split())
    return (name,) if name and name != _WITHHELD else ()


class OwnNumbers:
    """The account's numbers: a set, or what a function returns, asked now and then."""

    def __init__(self, numbers: Iterable[str] | Asked, *, clock: Callable[[], float] = time.monotonic) -> None:
        """Take the numbers, or how to get them.

        Raises:
            ConfigurationError: They are neither, or one of them is not in E.164.
        """
        self._clock = clock
        self._known: frozenset[str] | None = None
        self._ask: Asked | None = None
        self._asked_at = 0.0
        if isinstance(numbers, (str, bytes)):
            raise ConfigurationError("numbers is a set of numbers, not one string: put it in braces.")
        if callable(numbers):
            self._ask = numbers
        elif not isinstance(numbers, Iterable):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise ConfigurationError("numbers is a set of numbers, or a function that returns them.")
        else:
            given = list(numbers)
            self._known = _read(given)
            if not all(map(_is_expected, given)):
                raise ConfigurationError(_NOT_E164)

    def owns(self, event: Event) -> Generator[Step, Any, bool]:
        """Tell whether an event is ours, asking for the numbers where that is due.

        Raises:
            Exception: Whatever the function raised, while no numbers are known; later the last ones serve.
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
        # Those who come meanwhile ask too: better asked twice than an event of a new number refused.
        try:
            found = list((yield Step(self._ask)))
            known = _read(found)
            _report(found)
            self._known = known
        except Exception as error:
            if self._known is None:
                raise
            log_failure("The account's numbers could not be asked for; the last ones serve", error)
        self._asked_at = self._clock()


def _read(numbers: Any) -> frozenset[str]:
    found = list(numbers)
    if not all(isinstance(number, str) for number in found):
        raise ConfigurationError("numbers holds something that is not a string.")
    return frozenset(key for number in found for key in canonical(number))


def _report(numbers: list[str]) -> None:
    """Warn of numbers that no delivery has. The API lists few of them; a list of nothing else is a mistake.

    Raises:
        ConfigurationError: None of them is in E.164 or a sender id.
    """
    unexpected = len(numbers) - sum(map(_is_expected, numbers))
    if not unexpected:
        return
    logger.warning("%s (%d of %d that the function returned are not.)", _NOT_E164, unexpected, len(numbers))
    if unexpected == len(numbers):
        raise ConfigurationError(_NOT_E164)


def _is_expected(number: str) -> bool:
    """Tell whether a delivery can have this number: they carry E.164, or sender ids."""
    return bool(numbers_in(number) or (canonical(number) and _is_sender(plain(number))))


def _is_sender(name: str) -> bool:
    """Tell whether this is a short code or a sender id, and not a number with words around it."""
    if "+" in name or not any(map(str.isalpha, name)):
        return _SHORT_CODE.fullmatch(name) is not None
    return sum(map(str.isdigit, name)) < _DIGITS_OF_A_NUMBER or (len(name) <= _LONGEST_SENDER and name.isalnum())
