"""`allo sync`: the account in a SQLite file, again and again, without gaps and without duplicates."""

from __future__ import annotations

import sqlite3
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from allo_ext import AlloClient, PermissionDeniedError
from allo_ext.cli._program.command import Run
from allo_ext.cli._program.failures import explain
from allo_ext.cli._sync.left_out import LeftOut

if TYPE_CHECKING:
    from allo_ext.cli._sync.store import Store


class Part(StrEnum):
    """What can be left out."""

    CONTACTS = "contacts"
    CALLS = "calls"
    MESSAGES = "messages"


def sync(
    run: Run,
    db: Annotated[Path, typer.Argument(metavar="FILE", help="The SQLite file; it is made where there is none.")],
    skip: Annotated[
        list[Part] | None, typer.Option(help="Leave this out; may be repeated. Messages need the contacts.")
    ] = None,
    overlap: Annotated[
        float, typer.Option(min=0, help="Read so many hours again: summaries and tags come later than calls.")
    ] = 48,
    full: Annotated[bool, typer.Option("--full", help="Read everything again.")] = False,
) -> None:
    """Bring numbers, contacts, calls with transcripts, and messages into a SQLite file.

    Run it as often as you like: it reads what is new, and what may have changed. It may be stopped at any moment; the
    next run goes on where it was. Messages come from contacts' conversations: the API lists no others.
    """
    from allo_ext.cli._sync.store import Store

    try:
        with run.client() as allo, Store.open(db) as store:
            failed = _parts(run, allo, store, frozenset(skip or ()), overlap=overlap * 3600, full=full)
    except sqlite3.Error as error:
        run.terminal.fail(f"{db}: {error}")
        raise typer.Exit(1) from None
    if failed:
        raise typer.Exit(1)


def _parts(run: Run, allo: AlloClient, store: Store, skipped: frozenset[Part], *, overlap: float, full: bool) -> bool:
    """Do one part after the other, and return whether one of them failed."""
    from allo_ext.cli._sync import (
        contacts,
        conversations,
        lines,
        numbers,
    )

    say = run.terminal.say
    owned = numbers.sync(allo, store)
    say(f"numbers: {len(owned)}")
    left_out, of_calls = LeftOut(run.terminal), LeftOut(run.terminal)
    with_contacts = Part.CONTACTS not in skipped
    if with_contacts:
        try:
            with left_out.of("contacts"):
                say(f"contacts: {contacts.sync(allo, store)} new or changed")
        except PermissionDeniedError as error:
            explain(error, run.terminal)
            run.terminal.fail("Contacts and messages were left out: add --skip contacts where that is as it should be.")
            left_out.failed, with_contacts = True, False
    if Part.CALLS not in skipped:
        for number in owned:
            with of_calls.of(f"calls of {number}"):
                say(f"calls of {number}: {lines.sync(allo, store, number, overlap=overlap, full=full)} new or changed")
        of_calls.check(len(owned))
    if with_contacts and Part.MESSAGES not in skipped:
        say(f"messages: {conversations.sync(allo, store, full=full, left_out=left_out)} new")
    return left_out.failed or of_calls.failed
