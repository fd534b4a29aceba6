"""`allo sync`: copy an account to a SQLite file, incrementally, without gaps or duplicates."""

from __future__ import annotations

import sqlite3
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from allo_ext._lists.window import OVERLAP
from allo_ext.cli._program.command import Run
from allo_ext.cli._program.failures import explain
from allo_ext.cli._sync.skipped import Skipped
from allo_ext.errors import PermissionDeniedError

if TYPE_CHECKING:
    from collections.abc import Callable

    from allo_ext import AlloClient
    from allo_ext.cli._sync.store import Store


class Part(StrEnum):
    """Parts that --skip accepts."""

    CONTACTS = "contacts"
    CALLS = "calls"
    MESSAGES = "messages"
    USERS = "users"
    TAGS = "tags"
    COMPANIES = "companies"
    PEOPLE = "people"
    DEALS = "deals"


def sync(
    run: Run,
    db: Annotated[Path, typer.Argument(metavar="FILE", help="The SQLite file; created if it does not exist.")],
    skip: Annotated[
        list[Part] | None, typer.Option(help="Skip this part. Repeatable. In version 1, messages need the contacts.")
    ] = None,
    overlap: Annotated[
        float, typer.Option(min=0, help="Hours of known calls to read again: summaries and tags are added later.")
    ] = OVERLAP.total_seconds() / 3600,
    full: Annotated[bool, typer.Option("--full", help="Read everything again.")] = False,
    metadata: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Also write Datasette's metadata: `datasette FILE.db -m FILE.json`."),
    ] = None,
) -> None:
    """Copy numbers, contacts, calls with transcripts, and messages to a SQLite file.

    Each run reads only new and recently changed data. It can be stopped at any time; the next run continues. In version
    1, only messages with contacts are copied, because the API does not list others. With --api v2, the file also has
    messages with other numbers, users, tags, people, companies and deals. Both versions may write the same file: a call
    that both return is one row.
    """
    from allo_ext.cli._sync.store import Store

    def waits() -> None:
        run.terminal.say(f"Another `allo sync` is writing {db}. This one continues when that ends; Ctrl-C stops it.")

    try:
        with run.client() as allo, Store.open(db, waits) as store:
            reads = _newer_parts if run.uses_v2(allo, "CONVERSATIONS_READ") else _parts
            failed = reads(run, allo, store, frozenset(skip or ()), overlap=overlap * 3600, full=full)
            if metadata is not None:
                from allo_ext.cli._sync.datasette import write

                write(metadata, db.stem)
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


def _newer_parts(
    run: Run, allo: AlloClient, store: Store, skipped: frozenset[Part], *, overlap: float, full: bool
) -> bool:
    """Sync all parts over version 2, and return whether one of them failed."""
    from allo_ext.cli._sync import items, team

    def of_items(part: str) -> Callable[[AlloClient, Store], int]:
        return lambda allo, store: items.sync(allo, store, part, overlap=overlap, full=full)

    failures = Skipped(run.terminal)
    parts: dict[str, Callable[[AlloClient, Store], int]] = {
        "numbers": team.numbers,
        Part.USERS: team.users,
        Part.TAGS: team.tags,
        Part.COMPANIES: team.companies,
        Part.PEOPLE: team.people,
        Part.DEALS: team.deals,
        Part.CALLS: of_items("calls"),
        Part.MESSAGES: of_items("messages"),
    }
    for name, read in parts.items():
        if name in skipped:
            continue
        try:
            with failures.of(name):
                count = read(allo, store)
                run.terminal.say(f"{name}: {count}" if name == "numbers" else f"{name}: {count} new or changed")
        except PermissionDeniedError as error:
            if name in {Part.CALLS, Part.MESSAGES}:
                raise
            explain(error, run.terminal)
            if name in {*Part}:
                run.terminal.fail(f"{name.capitalize()} were skipped. Pass --skip {name} if that is intended.")
                failures.failed = True
    return failures.failed
