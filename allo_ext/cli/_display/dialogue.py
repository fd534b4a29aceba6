"""Calls and conversations, formatted for a terminal."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from allo_ext._tags import tags_of
from allo_ext.cli._display.column import whole_seconds
from allo_ext.cli._display.text import clock, day_and_time, printable
from allo_ext.cli._display.transcripts import began
from allo_ext.cli._display.zone import UNIVERSAL, Zone
from allo_ext.records import Call, ConversationItem

if TYPE_CHECKING:
    from rich.console import Console

_STYLES = {"Team": "bold cyan", "Assistant": "bold magenta"}


def headline(call: Call, zone: Zone = UNIVERSAL) -> str:
    """Return a one-line description of a call: time, parties, duration, result."""
    verb = {"INBOUND": "called by", "OUTBOUND": "called"}.get(str(call.direction), "with")
    line = f" on {call.allo_number}" if call.allo_number else ""
    length = clock(whole_seconds(call.duration))
    facts = (f"{verb} {call.other_party or 'unknown number'}{line}", length, str(call.result or ""))
    when = f"{day_and_time(call.start_date, zone.info)} {zone.short(call.start_date)}"
    return ", ".join(filter(None, (when, *facts)))


def print_call(call: Call, console: Console, zone: Zone = UNIVERSAL) -> None:
    """Print a call with its summary and transcript."""
    console.print(Text(printable(headline(call, zone)), style="bold"), soft_wrap=False)
    for name, value in (("id", call.id), ("tags", ", ".join(tags_of(call))), ("recording", call.recording_url)):
        if value:
            console.print(Text(f"{name}: {printable(value)}", style="dim"), soft_wrap=True)
    if call.summary:
        console.print()
        console.print(Text(printable(call.summary)))
    spoken = call.turns()
    console.print()
    if not spoken:
        console.print(Text("No transcript.", style="dim"))
        return
    play = Table.grid(padding=(0, 1))
    play.add_column(justify="right", no_wrap=True)
    play.add_column(no_wrap=True)
    play.add_column(overflow="fold")
    for turn in spoken:
        name = printable(turn.speaker)
        play.add_row(Text(began(turn), style="dim"), Text(name, style=_STYLES.get(name, "bold")), printable(turn.text))
    console.print(play)


def print_conversation(items: Iterable[ConversationItem], console: Console, zone: Zone = UNIVERSAL) -> None:
    """Print calls and messages, oldest first."""
    for item in items:
        if item.call is not None:
            console.print(Text(printable(headline(item.call, zone)), style="bold"))
            _indent(item.call.summary, console)
        elif item.message is not None:
            sent = item.message
            verb = "SMS from" if sent.direction == "INBOUND" else "SMS to"
            moment = f"{day_and_time(sent.start_date, zone.info)} {zone.short(sent.start_date)}"
            when = f"{moment}, {verb} {sent.contact_number or sent.to_number or '?'}"
            console.print(Text(printable(when), style="bold"))
            _indent(sent.content, console)


def _indent(text: str | None, console: Console) -> None:
    if text:
        console.print(Padding(Text(printable(text)), (0, 0, 0, 4)))
