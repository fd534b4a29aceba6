"""`allo sms bulk`: one message for each line of a CSV file, through an outbox."""

from __future__ import annotations

import csv
import re
import sys
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Final, NamedTuple

import typer

from allo_ext import AlloError, ConfigurationError, InvalidArgumentError
from allo_ext.cli._display.column import Column
from allo_ext.cli._display.output import write_csv
from allo_ext.cli._display.text import iso
from allo_ext.cli._program.command import Run
from allo_ext.cli._program.failures import MAYBE_DONE, USAGE, explain
from allo_ext.cli._program.options import Yes
from allo_ext.cli._program.signals import INTERRUPTED
from allo_ext.durable import MessageState, Outbox, OutboxMessage, SendWindow
from allo_ext.phone import parse

_REPORT: Final[tuple[Column[OutboxMessage], ...]] = (
    Column("key", lambda one: one.key),
    Column("to_number", lambda one: one.to_number),
    Column("state", lambda one: str(one.state)),
    Column("error", lambda one: one.error),
    Column("sending_at", lambda one: iso(one.sending_at)),
)
_NO_NUMBER: Final = "is not a phone number with a country code, such as +12025550143"


class Row(NamedTuple):
    """A message of the file."""

    line: int
    key: str
    to: str
    message: str

    def planned(self, from_: str | None, sender_id: str | None) -> dict[str, str | None]:
        """Return the arguments of `Outbox.add`."""
        return {"key": self.key, "to": self.to, "message": self.message, "from_": from_, "sender_id": sender_id}

    def differs(self, known: OutboxMessage, from_: str | None, sender_id: str | None) -> bool:
        """Return whether the outbox has another message under this key."""
        own = (None if from_ is None else parse(from_), sender_id, parse(self.to), self.message)
        return own != (known.from_number, known.sender_id, known.to_number, known.message)


def bulk(
    run: Run,
    file: Annotated[Path, typer.Argument(metavar="FILE.csv", help="A CSV file in UTF-8 with a header line.")],
    key_column: Annotated[str, typer.Option(help="The column with a unique key per message, such as an ID.")],
    message: Annotated[
        str | None, typer.Option("--message", "-m", help="The message; {NAME} is replaced by that column.")
    ] = None,
    message_column: Annotated[str | None, typer.Option(help="The column with the message.")] = None,
    to_column: Annotated[str, typer.Option(help="The column with the recipient's number.")] = "to",
    from_: Annotated[str | None, typer.Option("--from", help="A number of the account in E.164 format.")] = None,
    sender_id: Annotated[str | None, typer.Option(help="A verified sender ID, for SMS to France.")] = None,
    campaign: Annotated[str | None, typer.Option(help="Put before each key, so that other files may use it.")] = None,
    db: Annotated[
        Path | None, typer.Option(help="The file of the outbox. Default: allo.db in the folder of FILE.csv.")
    ] = None,
    report: Annotated[Path | None, typer.Option(help="Write the state of each message to this CSV file.")] = None,
    window: Annotated[
        bool, typer.Option("--window", help="Send Mon-Sat 8:00-20:00 local time, not on public holidays.")
    ] = False,
    per_minute: Annotated[float | None, typer.Option(help="Maximum number of messages per minute.")] = None,
    yes: Yes = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Print the messages without storing or sending.")] = False,
) -> None:
    """Send one SMS for each line of a CSV file, each once.

    Each message is kept in an outbox under its key. Running the command again, also after it was killed, sends only
    what was not sent before, and only messages of this file and campaign. Exit code 3: some messages were sent or may
    have been, but not all.
    """
    if from_ is not None and not _is_number(from_):
        raise ConfigurationError(f"--from {_NO_NUMBER}.")
    rows, problems = _read(file, key_column, to_column, message, message_column, campaign)
    _refuse(run, problems)
    if dry_run:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(["key", "to", "message"])
        writer.writerows([row.key, row.to, row.message] for row in rows)
        run.terminal.say(f"{len(rows)} messages. Nothing was stored or sent.")
        return
    if (from_ is None) == (sender_id is None):
        raise ConfigurationError("Pass either --from or --sender-id.")
    db = db or file.parent / "allo.db"
    hours = SendWindow() if window else None
    with run.client() as allo, Outbox(db, allo, window=hours) as outbox:
        known = [(row, one) for row in rows if (one := outbox.get(row.key)) is not None]
        conflict = "belongs to another message in {}. For another message, pass another --campaign."
        _refuse(
            run,
            [
                f"{file}, line {row.line}: the key {row.key} {conflict.format(db)}"
                for row, one in known
                if row.differs(one, from_, sender_id)
            ],
        )
        before = sum(one.state is not MessageState.PLANNED for _, one in known)
        question = f"Send {len(rows) - before} messages ({before} are sent, failed or in doubt already)?"
        if not yes and not run.terminal.ask(question, instead="--yes"):
            run.terminal.say("Nothing was stored or sent.")
            return
        outbox.add_all([row.planned(from_, sender_id) for row in rows])
        code = _send(run, outbox, per_minute, [row.key for row in rows])
        states = [one for row in rows if (one := outbox.get(row.key)) is not None]
        others = outbox.counts()[MessageState.PLANNED] - sum(one.state is MessageState.PLANNED for one in states)
        if report is not None:
            with report.open("w", encoding="utf-8", newline="") as opened:
                write_csv(states, _REPORT, opened, raw=run.terminal.raw)
    _summarize(run, states, report, db)
    if others:
        run.terminal.say(f"{others} messages of other files or campaigns stay planned in {db}.")
    if code or any(one.state in {MessageState.FAILED, MessageState.IN_DOUBT} for one in states):
        raise typer.Exit(MAYBE_DONE if any(one.state is not MessageState.PLANNED for one in states) else code or 1)


def _refuse(run: Run, problems: Sequence[str]) -> None:
    """Print what is wrong with the file, and exit, if anything is."""
    for problem in problems:
        run.terminal.fail(problem)
    if problems:
        run.terminal.say("Nothing was stored or sent.")
        raise typer.Exit(USAGE)


def _send(run: Run, outbox: Outbox, per_minute: float | None, keys: Sequence[str]) -> int:
    with _progress(run, len(keys)) as step:
        try:
            outbox.send(keys=keys, per_minute=per_minute, progress=step)
        except AlloError as error:
            return explain(error, run.terminal)
        except KeyboardInterrupt:
            run.terminal.fail("Stopped.")
            return INTERRUPTED
    return 0


@contextmanager
def _progress(run: Run, total: int) -> Generator[Callable[[OutboxMessage], None] | None]:
    if not run.terminal.shows_progress:
        yield None
        return
    from rich.progress import Progress

    with Progress(console=run.terminal.console(stderr=True), transient=True) as bar:
        task = bar.add_task("messages", total=total)
        yield lambda _: bar.advance(task)


def _summarize(run: Run, messages: Sequence[OutboxMessage], report: Path | None, db: Path) -> None:
    counts = {state: sum(one.state is state for one in messages) for state in MessageState}
    run.terminal.say(", ".join(f"{number} {state}" for state, number in counts.items() if number) + ".")
    if counts[MessageState.PLANNED]:
        run.terminal.say("Run the command again to send what is planned.")
    if counts[MessageState.IN_DOUBT]:
        keys = [one.key for one in messages if one.state is MessageState.IN_DOUBT]
        run.terminal.say(f"In doubt: {', '.join(keys)}.")
        run.terminal.say(
            "They may have been sent and are not in the conversation yet. Run again to look, or look in Allo or ask the"
            f" recipient, then: `allo sms outbox confirm KEY --db {db}`, or `retry` to send it again."
        )
    if report is not None:
        run.terminal.say(f"See {report}.")


def _read(
    file: Path, key: str, to: str, message: str | None, message_column: str | None, campaign: str | None
) -> tuple[list[Row], list[str]]:
    """Return the rows, and what is wrong with the file's lines."""
    if (message is None) == (message_column is None):
        raise ConfigurationError("Pass either --message or --message-column.")
    rows: list[Row] = []
    problems: list[str] = []
    seen: set[str] = set()
    with file.open(encoding="utf-8-sig", newline="") as opened:
        reader = csv.DictReader(opened)
        needed = [name for name in (key, to, message_column) if name is not None]
        missing = [name for name in needed if name not in (reader.fieldnames or ())]
        if missing:
            raise ConfigurationError(f"{file} has no column {missing[0]}.")
        for row in reader:
            own, where = row[key], f"{file}, line {reader.line_num}"
            if not own or own in seen:
                problems.append(f"{where}: the key is {'used twice' if own else 'empty'}.")
            seen.add(own)
            try:
                words = row[message_column] if message_column is not None else _filled(message or "", row)
            except KeyError as error:
                raise ConfigurationError(f"{file} has no column {error.args[0]}, which --message names.") from None
            if not words:
                problems.append(f"{where}: the message is empty.")
            if not _is_number(row[to]):
                problems.append(f"{where}, column {to}: it {_NO_NUMBER}.")
            rows.append(Row(reader.line_num, f"{campaign}/{own}" if campaign else own, row[to], words))
    return rows, problems


def _is_number(text: str | None) -> bool:
    try:
        parse(text or "")
    except InvalidArgumentError:
        return False
    return True


def _filled(template: str, row: Mapping[str, str]) -> str:
    """Replace {NAME} by the column with this name; nothing else is evaluated."""
    return re.sub(r"\{(\w[\w -]*)\}", lambda found: row[found[1]], template)
