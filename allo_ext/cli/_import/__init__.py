"""`allo contacts import`: create and change contacts from a CSV or Excel file, after showing what changes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from allo_ext.cli._display.column import Column
from allo_ext.cli._display.output import Format, FormatOption, chosen, show
from allo_ext.cli._display.text import on_one_line
from allo_ext.cli._import.plan import Action, Book, Match, Numbers, Step, changes, plan
from allo_ext.cli._program.command import Run
from allo_ext.cli._program.failures import FAILED, MAYBE_DONE, explain
from allo_ext.cli._program.options import Region, Yes
from allo_ext.errors import AlloError, BadRequestError, ConflictError, InvalidArgumentError, NotFoundError
from allo_ext.phone import ContactIndex

if TYPE_CHECKING:
    from allo_ext import AlloClient, Contact
    from allo_ext.cli._import.rows import Row

_OF_ONE_ROW: Final = (BadRequestError, ConflictError, InvalidArgumentError, NotFoundError)
"""Errors that say nothing about the other rows."""
FAILURE: Final = "failed"
_DONE: Final = {Action.CREATE: "created", Action.UPDATE: "changed"}

STEPS: Final[tuple[Column[Step], ...]] = (
    Column("row", lambda step: step.row.line, "row"),
    Column("action", lambda step: str(step.action), "action"),
    Column("contact_id", lambda step: step.contact.id if step.contact else None),
    Column("contact", lambda step: step.who or None, "contact", rank=1),
    Column("changes", lambda step: [str(one) for one in step.differences], "changes",
           lambda step: "; ".join([*map(str, step.differences), *filter(None, [step.problem])]),
           stretches=True, folds=True),
    Column("problem", lambda step: step.problem),
    Column("result", lambda step: step.result, "result", rank=2),
)  # fmt: skip


def import_contacts(
    run: Run,
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE", help="A CSV or xlsx file; its first row names the columns.", dir_okay=False),
    ],
    match: Annotated[
        Match, typer.Option(help="What identifies a contact; a column id takes precedence. email reads each contact.")
    ] = Match.NUMBER,
    replace_numbers: Annotated[
        bool,
        typer.Option(
            "--replace-numbers/--add-number",
            help="Replace the old number of a row by its new one; without an old number, replace all numbers of the "
            "contact. Default: add.",
        ),
    ] = False,
    drop_others: Annotated[
        bool,
        typer.Option(
            "--drop-others",
            help="With --replace-numbers: in rows with an old number, drop the contact's other numbers as well.",
        ),
    ] = False,
    update_only: Annotated[bool, typer.Option("--update-only", help="Do not create contacts.")] = False,
    region: Region = None,
    yes: Yes = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would change, and change nothing.")] = False,
    format: FormatOption = None,  # noqa: A002 (the option's name)
) -> None:
    """Create and update contacts from a CSV or Excel file.

    Columns: number, email or id, and name, last_name, job_title, website. To change a number: old_number and
    new_number; such a row never creates a contact. Empty cells change nothing. Shows each change as before → after,
    asks once, and can be stopped at any time: run it again, and what is done stays unchanged. Exit code 1: rows were
    refused or failed; 3: it stopped after changing something.
    """
    from allo_ext.cli._import.files import read_table
    from allo_ext.cli._import.rows import read_rows

    if drop_others and not replace_numbers:
        raise InvalidArgumentError("--drop-others is for --replace-numbers. Pass both, or neither.")
    mode = Numbers.ADD if not replace_numbers else Numbers.REPLACE_ALL if drop_others else Numbers.REPLACE
    rows, ignored = read_rows(read_table(file), region)
    if ignored:
        run.terminal.say(f"Ignored columns: {', '.join(map(on_one_line, ignored))}.")
    with run.client() as allo:
        book = read_book(allo, rows, match, region)
        steps = plan(
            rows, book, match=match, mode=mode, create=not update_only,
            whole=lambda contact: allo.contacts.get(contact.id),
        )  # fmt: skip
        if dry_run:
            show(steps, STEPS, format, run.terminal)
            run.terminal.say(f"{_summary(steps)}. Nothing was sent.")
            raise typer.Exit(FAILED if _has(steps, Action.REFUSED) else 0)
        _tell(run, steps)
        if not _has(steps, Action.CREATE, Action.UPDATE):
            run.terminal.say("Nothing to change.")
            raise typer.Exit(FAILED if _has(steps, Action.REFUSED) else 0)
        if not yes and not run.terminal.ask(f"{_summary(steps)}. Continue?", instead="--yes"):
            run.terminal.say("Nothing was sent.")
            return
        done, code = carry_out(run, allo, steps, mode=mode)
    if format is not None or chosen(format, run.terminal) is not Format.TABLE:
        show(done, STEPS, format, run.terminal)
    if code:
        raise typer.Exit(code)


def read_book(allo: AlloClient, rows: Iterable[Row], match: Match, region: str | None) -> Book:
    """Read the address book; for a match by email address, also each contact, because a list omits the addresses."""
    contacts: dict[str, Contact] = {}
    index, emails = ContactIndex(region=region), dict[str, list[str]]()
    found = allo.contacts.iter(prefetch=2)
    try:
        for contact in found:
            contacts[contact.id] = contact
    finally:
        found.close()
    if match is Match.EMAIL and any(row.emails and row.id is None for row in rows):
        contacts = {one: allo.contacts.get(one) for one in contacts}
        for contact in contacts.values():
            for email in contact.emails or ():
                emails.setdefault(email.lower(), []).append(contact.id)
    for contact in contacts.values():
        index.add(contact)
    return Book(contacts=contacts, index=index, emails=emails)


def carry_out(run: Run, allo: AlloClient, steps: list[Step], *, mode: Numbers) -> tuple[list[Step], int]:
    """Make the changes, and return the steps with their results, and the exit code."""
    done: list[Step] = []
    stopped = None
    try:
        for step in steps:
            result = step
            if step.action in _DONE:
                result, stopped = _one(run, allo, step, mode=mode)
            done.append(result)
            if stopped is not None:
                break
    except KeyboardInterrupt:
        stopped = MAYBE_DONE
    open_ = sum(step.action in _DONE for step in steps[len(done) :])
    run.terminal.say(f"{_results(done)}.")
    if open_:
        run.terminal.fail(f"Stopped: {open_} rows are open. Run the command again; what is done stays unchanged.")
    done += steps[len(done) :]
    if stopped is not None and any(one.result in _DONE.values() for one in done):
        stopped = MAYBE_DONE
    bad = any(one.action is Action.REFUSED or one.result == FAILURE for one in done)
    return done, (FAILED if bad else 0) if stopped is None else stopped


def _one(run: Run, allo: AlloClient, step: Step, *, mode: Numbers) -> tuple[Step, int | None]:
    """Make one change; return the step with its result, and the exit code if no other change should be tried."""
    where = f"row {step.row.line} ({step.who})"
    try:
        if step.contact is None:
            made = allo.contacts.create(**step.fields)
            return replace(step, contact=made, result="created"), None
        now = allo.contacts.get(step.contact.id)
        if changes(step.row, now, mode=mode) != step.differences:
            problem = "has changed since it was read: run the command again"
            run.terminal.fail(f"{where} {problem}.")
            return replace(step, result=FAILURE, problem=problem), None
        allo.contacts.update(step.contact.id, **step.fields)
        return replace(step, result="changed"), None
    except _OF_ONE_ROW as error:
        run.terminal.fail(f"{where}: {error}")
        return replace(step, result=FAILURE, problem=str(error)), None
    except AlloError as error:
        run.terminal.fail(f"{where} was not {_DONE[step.action]}:" if not error.maybe_sent else f"{where}:")
        doubt = f"The contact may have been {_DONE[step.action]}. The next run reads it first."
        return replace(step, result=FAILURE, problem=str(error)), explain(error, run.terminal, doubt=doubt)


def _tell(run: Run, steps: Iterable[Step]) -> None:
    """Print each change, and each row that is refused."""
    for step in steps:
        where = f"row {step.row.line}"
        if step.action is Action.REFUSED:
            run.terminal.fail(f"{where} {step.problem}.")
        elif step.action in _DONE:
            what = "; ".join(map(str, step.differences))
            run.terminal.say(on_one_line(f"{where}: {step.action} {step.who}: {what}"))


def _summary(steps: Iterable[Step]) -> str:
    counts = dict.fromkeys(Action, 0)
    for step in steps:
        counts[step.action] += 1
    return ", ".join(f"{count:,} to {action}" if action in _DONE else f"{count:,} {action}"
                     for action, count in counts.items() if count) or "0 rows"  # fmt: skip


def _has(steps: Iterable[Step], *actions: Action) -> bool:
    return any(step.action in actions for step in steps)


def _results(done: Iterable[Step]) -> str:
    found = [one.result or str(one.action) for one in done]
    order = ("created", "changed", FAILURE, "unchanged", "refused")
    return ", ".join(f"{found.count(what):,} {what}" for what in order if what in found) or "Nothing was done"
