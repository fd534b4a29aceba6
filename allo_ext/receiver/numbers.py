"""Whether an event belongs to this account: its numbers, given or asked for, and which number of an event is judged."""

from __future__ import annotations

import re
import time
from collections.abc import Awaitable, Callable, Iterable
from typing import TYPE_CHECKING, Any, Final

from allo_ext.errors import ConfigurationError
from allo_ext.receiver.events import CallReceived, SmsReceived, SmsSent
from allo_ext.receiver.failure import log_failure
from allo_ext.receiver.steps import Step

if TYPE_CHECKING:
    from collections.abc import Generator

    from allo_ext.receiver.events import Event

Asked = Callable[[], Iterable[str] | Awaitable[Iterable[str]]]
"""A function that returns the account's numbers, such as `allo.numbers.owned`; it may be a coroutine function."""
Numbers = Iterable[str] | Asked | None

KEPT: Final = 600.0
"""Seconds after which the numbers are asked for anew."""
PAUSE: Final = 60.0
"""Seconds that pass at least before a number that is not among them has them asked for anew."""
_LONGEST: Final = 64
_SPACING: Final = re.compile(r"[\s().\-/]")


def own_number(event: Event, numbers: frozenset[str]) -> bool:
    """Tell whether an event may be meant for an account.

    A call is judged by its direction: `to` when it came in, `from_number` when it went out. Either will do for a
    message, and for a call that does not tell its direction. Other events carry no number of the account.

    Args:
        event: The event.
        numbers: The account's numbers, as `canonical` writes them.
    """
    if isinstance(event, CallReceived):
        call = event.call
        judged = (call.allo_number,) if call.direction in _DIRECTIONS else (call.from_number, call.to_number)
    elif isinstance(event, (SmsReceived, SmsSent)):
        judged = (event.message.from_number, event.message.to_number)
    else:
        return True
    return any(number is not None and canonical(number) in numbers for number in judged)


_DIRECTIONS: Final = frozenset({"INBOUND", "OUTBOUND"})


def canonical(number: str) -> str:
    """Return a number without its spacing, `+` for `00`; what is no number, such as a sender id, in lower case.

    What is longer than either can be becomes an empty text, which is nobody's number.
    """
    if len(number) > _LONGEST:
        return ""
    bare = _SPACING.sub("", number).casefold()
    digits = bare.removeprefix("+") if bare.startswith("+") else bare.removeprefix("00")
    return f"+{digits}" if digits.isdecimal() else bare


class OwnNumbers:
    """The account's numbers: a set, or what a function returns, asked now and then."""

    def __init__(self, numbers: Iterable[str] | Asked, *, clock: Callable[[], float] = time.monotonic) -> None:
        """Take the numbers, or how to get them.

        Raises:
            ConfigurationError: They are neither.
        """
        self._clock = clock
        self._known: frozenset[str] | None = None
        self._ask: Asked | None = None
        self._asked_at = 0.0
        if isinstance(numbers, (str, bytes)):
            raise ConfigurationError("numbers is a set of numbers, not one text: put it in braces.")
        if callable(numbers):
            self._ask = numbers
        else:
            self._known = _read(numbers)

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
            found = yield Step(self._ask)
            self._known = _read(found)
        except Exception as error:
            if self._known is None:
                raise
            log_failure("The account's numbers could not be asked for; the last ones serve", error)
        self._asked_at = self._clock()


def _read(numbers: Any) -> frozenset[str]:
    found = list(numbers)
    if not all(isinstance(number, str) for number in found):
        raise ConfigurationError("numbers holds what is not a text.")
    return frozenset(canonical(number) for number in found if number.casefold() != "anonymous") - {""}
