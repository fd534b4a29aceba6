"""Signals that end the command. Each raises an exception, as Ctrl-C does, so that cleanup code runs."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from types import FrameType
from typing import Any, Final, NoReturn

INTERRUPTED: Final = 130
_ENDING: Final = tuple(
    getattr(signal, name) for name in ("SIGTERM", "SIGHUP", "SIGBREAK") if hasattr(signal, name)
)  # fmt: skip
_ONE_PRESS: Final = 1.0
"""Seconds within which a second Ctrl-C is ignored, so that it does not interrupt the cleanup."""


class Stopped(KeyboardInterrupt):
    """Raised when a signal ends the process."""


class Ending:
    """The signal, if any."""

    number: int | None = None

    @property
    def code(self) -> int:
        """The exit code as in shells: 128 plus the signal number; that of Ctrl-C without a signal."""
        return INTERRUPTED if self.number is None else 128 + self.number


@contextmanager
def unwinding(*, last: bool = False) -> Generator[Ending]:
    """Raise `Stopped` on a signal inside the context. Ignored signals stay ignored (nohup).

    Args:
        last: Whether the process exits afterwards: further signals then no longer change the exit code.
    """
    ending = Ending()

    def stop(number: int, _frame: FrameType | None) -> NoReturn:
        # A closing terminal or a service manager may send several: only the first one counts.
        for other in before.keys() - {signal.SIGINT}:
            signal.signal(other, signal.SIG_IGN)
        ending.number = number
        raise Stopped

    before: dict[signal.Signals, Any] = {}
    if threading.current_thread() is threading.main_thread():
        before = {one: signal.SIG_DFL for one in _ENDING if signal.getsignal(one) is signal.SIG_DFL}
        for one in before:
            signal.signal(one, stop)
        if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
            before[signal.SIGINT] = signal.signal(signal.SIGINT, _once_a_press())
    try:
        yield ending
    finally:
        for one, handler in before.items():
            signal.signal(one, signal.SIG_IGN if last else handler)


def _once_a_press() -> Callable[[int, FrameType | None], None]:
    """Return a handler that raises KeyboardInterrupt, but not twice in quick succession."""
    pressed: float | None = None

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        nonlocal pressed
        now = time.monotonic()
        if pressed is None or now - pressed >= _ONE_PRESS:
            pressed = now
            raise KeyboardInterrupt

    return interrupt
