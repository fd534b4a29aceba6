"""`allo sync`: copy an account to a SQLite file, incrementally, without gaps or duplicates."""

from __future__ import annotations

import sqlite3
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from allo_ext import AlloClient, PermissionDeniedError
from allo_ext._lists.window import OVERLAP
from allo_ext.cli._program.command import Run
from allo_ext.cli._program.failures import explain
from allo_ext.cli._sync.skipped import Skipped

if TYPE_CHECKING:
    from allo_ext.cli._sync.store import Store


class Part(StrEnum):
    """Parts that --skip accepts."""

    CONTACTS = "contacts"
    CALLS = "calls"
    MESSAGES = "messages"


def sync(
    run: Run,
    db: Annotated[Path, typer.Argument(metavar="FILE", help="The SQLite file; created if it does not exist.")],
    skip: Annotated[
        list[Part] | None, typer.Option(help="Skip this part. Repeatable. Messages need the contacts.")
    ] = None,
    overlap: Annotated[
        float, typer.Option(min=0, help="Hours of known calls to read again: summaries and tags are added later.")
    ] = OVERLAP.total_seconds() / 3600,
    full: Annotated[bool, typer.Option("--full", help="Read everything again.")] = False,
) -> None:
    """Copy numbers, contacts, calls with transcripts, and messages to a SQLite file.

    Each run reads only new and recently changed data. It can be stopped at any time; the next run continues. Only
    messages with contacts are copied, because the API does not list others.
    """
    from allo_ext.cli._sync.store import Store

    def waits() -> None:
        run.terminal.say(f"Another `allo sync` is writing {db}. This one continues when that ends; Ctrl-C stops it.")

    try:
        with run.client() as allo, Store.open(db, waits) as store:
            failed = _parts(run, allo, store, frozenset(skip or ()), overlap=overlap * 3600, full=full)
    except sqlite3.Error as error:
        busy = getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_BUSY
        run.terminal.fail(f"{db}: {f'another program is writing it; try again later ({error})' if busy else error}")
        raise typer.Exit(1) from None
    if failed:
        raise typer.Exit(1)


def _parts(run: Run, allo: AlloClient, store: Store, skipped: frozenset[Part], *, overlap: float, full: bool) -> bool:
    """Sync all parts, and return whether one of them failed."""
    from allo_ext.cli._sync import (
        contacts,
        conversations,
        lines,
        numbers,
    )

    say = run.terminal.say
    owned = numbers.sync(allo, store)
    say(f"numbers: {len(owned)}")
    skipped_parts, of_calls = Skipped(run.terminal), Skipped(run.terminal)
    with_contacts = Part.CONTACTS not in skipped
    if with_contacts:
        try:
            with skipped_parts.of("contacts"):
                say(f"contacts: {contacts.sync(allo, store)} new or changed")
        except PermissionDeniedError as error:
            explain(error, run.terminal)
            run.terminal.fail("Contacts and messages were skipped. Pass --skip contacts if that is intended.")
            skipped_parts.failed, with_contacts = True, False
    if Part.CALLS not in skipped:
        for number in owned:
            with of_calls.of(f"calls of {number}"):
                say(f"calls of {number}: {lines.sync(allo, store, number, overlap=overlap, full=full)} new or changed")
        of_calls.check(len(owned))
    if with_contacts and Part.MESSAGES not in skipped:
        say(f"messages: {conversations.sync(allo, store, full=full, skipped_parts=skipped_parts)} new")
    return skipped_parts.failed or of_calls.failed
