"""Signals that end the command: each unwinds it as Ctrl-C does, so that nothing half done is left."""

from __future__ import annotations

import signal
import threading
from collections.abc import Generator
from contextlib import contextmanager
from types import FrameType
from typing import Final, NoReturn

INTERRUPTED: Final = 130
_ENDING: Final = tuple(
    getattr(signal, name) for name in ("SIGTERM", "SIGHUP", "SIGBREAK") if hasattr(signal, name)
)  # fmt: skip


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
def unwinding() -> Generator[Ending]:
    """Raise `Stopped` where a signal arrives, as long as this lasts; a signal that is ignored stays so (nohup)."""
    ending = Ending()

    def stop(number: int, _frame: FrameType | None) -> NoReturn:
        # A terminal that closes and a service manager send several in a row: the first one cleans up in peace.
        for other in before:
            signal.signal(other, signal.SIG_IGN)
        ending.number = number
        raise Stopped

    before: list[signal.Signals] = []
    if threading.current_thread() is threading.main_thread():
        before = [one for one in _ENDING if signal.getsignal(one) is signal.SIG_DFL]
    for one in before:
        signal.signal(one, stop)
    try:
        yield ending
    finally:
        for one in before:
            signal.signal(one, signal.SIG_DFL)
