"""Output of events, one per line."""

from __future__ import annotations

import sys
import threading
from typing import TYPE_CHECKING

from rich.text import Text

from allo_ext._wire.json import is_object
from allo_ext.cli._display.dialogue import headline
from allo_ext.cli._display.output import as_json
from allo_ext.cli._display.text import day_and_time, on_one_line
from allo_ext.receiver import (
    CallAnswered,
    CallReceived,
    CallRinging,
    CallTriggered,
    ContactCreated,
    ContactUpdated,
    Event,
    SmsReceived,
    SmsSent,
)

if TYPE_CHECKING:
    from allo_ext.cli._display.terminal import Terminal


def line_of(event: Event) -> str:
    """Return a one-line description of an event."""
    match event:
        case CallReceived():
            said = headline(event.call) + (f": {event.call.summary}" if event.call.summary else "")
        case SmsReceived() | SmsSent():
            sent = event.message
            verb = "from" if sent.direction == "INBOUND" else "to"
            said = f"{day_and_time(sent.start_date)} UTC, {verb} {sent.contact_number or '?'}: {sent.content or ''}"
        case ContactCreated() | ContactUpdated():
            said = f"{event.contact.full_name or event.contact.id}: {', '.join(event.contact.numbers or ())}"
        case CallRinging() | CallTriggered() | CallAnswered():
            verb = "calls" if event.direction == "OUTBOUND" else "called by"
            said = f"{verb} {event.contact_number or '?'} on {event.allo_number or '?'}"
        case _:
            said = as_json(event.raw)
    return on_one_line(said)


def topic_of(event: Event) -> str:
    """Return the topic as it was delivered; `event.topic` has version 1's names."""
    named = event.raw.get("topic") if is_object(event.raw) else None
    return named if isinstance(named, str) else str(event.topic)


class Printer:
    """Writes events to stdout. Thread-safe."""

    def __init__(self, terminal: Terminal, *, as_lines: bool, limit: int | None) -> None:
        self._console = terminal.console()
        self._as_lines = as_lines
        self._left = limit
        self._lock = threading.Lock()
        self._done = threading.Event()

    def show(self, event: Event) -> None:
        """Write an event, unless the limit is reached."""
        with self._lock:
            if self._left is not None and self._left <= 0:
                return
            if self._as_lines:
                head = Text(f"{on_one_line(topic_of(event)):<16} ", style="bold cyan")
                self._console.print(head + Text(line_of(event)), soft_wrap=True)
            else:
                self._write(as_json(event.raw, sys.stdout) + "\n")

    def _write(self, line: str) -> None:
        try:
            sys.stdout.write(line)
            sys.stdout.flush()
        except BrokenPipeError:
            self._done.set()  # the reader closed the pipe; the main thread exits
            raise

    def count(self) -> None:
        """Count a handled event."""
        with self._lock:
            if self._left is not None:
                self._left -= 1
                if self._left <= 0:
                    self._done.set()

    def wait(self) -> None:
        """Wait until the limit is reached; without a limit, until Ctrl-C."""
        # In short waits: on Windows, a wait without a timeout cannot be interrupted.
        while not self._done.wait(1.0):
            pass
