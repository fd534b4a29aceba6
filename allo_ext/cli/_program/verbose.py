"""--verbose: the log of the requests, on stderr."""

from __future__ import annotations

import logging
from collections.abc import Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from allo_ext.cli._display.terminal import Terminal


class _ToTerminal(logging.Handler):
    """Prints log records as messages."""

    def __init__(self, terminal: Terminal) -> None:
        super().__init__()
        self._terminal = terminal

    def emit(self, record: logging.LogRecord) -> None:
        self._terminal.log(record.getMessage())


@contextmanager
def logged(terminal: Terminal, *, verbose: bool) -> Generator[None]:
    """Print each attempt, retry and failure inside the context, if asked."""
    log = logging.getLogger("allo_ext")
    level, handler = log.level, _ToTerminal(terminal)
    if verbose:
        log.setLevel(logging.DEBUG)
        log.addHandler(handler)
    try:
        yield
    finally:
        if verbose:
            log.removeHandler(handler)
            log.setLevel(level)
