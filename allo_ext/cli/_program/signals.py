"""Signals that end the command: each unwinds it as Ctrl-C does, so that nothing half done is left."""

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
"""Seconds within which Ctrl-C counts once: it is often pressed twice, and the first one cleans up in peace."""


class Stopped(KeyboardInterrupt):
    """A signal told this process to end."""


class Ending:
    """Which signal it was, if any."""

    number: int | None = None

    @property
    def code(self) -> int:
        """The exit code for it, as shells count: 128 and the number; Ctrl-C's without one."""
        return INTERRUPTED if self.number is None else 128 + self.number


@contextmanager
def unwinding(*, last: bool = False) -> Generator[Ending]:
    """Raise `Stopped` where a signal arrives, as long as this lasts; a signal that is ignored stays so (nohup).

    Args:
        last: Whether the process ends afterwards: then a further signal no longer changes its exit code.
    """
    ending = Ending()

    def stop(number: int, _frame: FrameType | None) -> NoReturn:
        # A terminal that closes and a service manager send several in a row: the first one cleans up in peace.
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
    """Return a handler that raises KeyboardInterrupt, but not again right afterwards."""
    pressed: float | None = None

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        nonlocal pressed
        now = time.monotonic()
        if pressed is None or now - pressed >= _ONE_PRESS:
            pressed = now
            raise KeyboardInterrupt

    return interrupt
