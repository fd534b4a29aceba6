"""Commands that send or change something: confirmation, dry run, and a message about the outcome."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Generic, TypeVar

import typer

from allo_ext.cli._program.failures import MAYBE_DONE, explain
from allo_ext.cli._program.streams import abandon
from allo_ext.errors import AlloError

if TYPE_CHECKING:
    from allo_ext import AlloClient
    from allo_ext.cli._program.command import Run

T = TypeVar("T")
_CHECK: Final = "Check before you run the command again."


@dataclass(frozen=True, slots=True, kw_only=True)
class Change(Generic[T]):
    """A change made by a command.

    Attributes:
        send: Sends the request.
        show: Prints the result.
        noun: The object, such as "message".
        verb: The past participle, such as "sent".
        identify: Returns what to mention if the result cannot be printed, such as an ID; empty for nothing.
    """

    send: Callable[[AlloClient], T]
    show: Callable[[T], None]
    noun: str
    verb: str
    identify: Callable[[T], str] = lambda _: ""

    @property
    def not_done(self) -> str:
        """The message for a change that was not made."""
        return f"The {self.noun} was not {self.verb}."


def write(
    run: Run, change: Change[T], *, question: str | None = None, yes: bool = False, dry_run: bool = False
) -> None:
    """Make a change, after confirmation if needed.

    Args:
        run: The run.
        change: What to do.
        question: The confirmation question; None if no confirmation is needed.
        yes: Whether --yes was passed.
        dry_run: Whether to print the request instead.

    Raises:
        typer.Exit: With code 3 if the change was or may have been made, but the command failed.
    """
    if dry_run:
        from allo_ext.cli._program.preview import show_request

        show_request(run, change.send)
        return
    if question is not None and not yes and not _agreed(run, change, question):
        run.terminal.say("Nothing was sent.")
        return
    _show(run, change, _sent(run, change))


def _agreed(run: Run, change: Change[T], question: str) -> bool:
    try:
        return run.terminal.ask(question, instead="--yes")
    except KeyboardInterrupt:
        run.terminal.fail(change.not_done)
        raise


def _sent(run: Run, change: Change[T]) -> T:
    """Send the request and return the result. On failure, print whether the change may have been made."""
    fate = change.not_done
    try:
        with run.client() as allo:
            fate = f"The {change.noun} may have been {change.verb}. {_CHECK}"
            done = change.send(allo)
            fate = f"The {change.noun} was {change.verb}{_named(change, done)}."
    except AlloError as error:
        code = explain(error, run.terminal, doubt=fate)
        if code != MAYBE_DONE:
            run.terminal.fail(change.not_done)
        raise typer.Exit(code) from None
    except KeyboardInterrupt:
        run.terminal.fail(fate)
        if fate == change.not_done:
            raise
        raise typer.Exit(MAYBE_DONE) from None
    except Exception as error:
        if fate == change.not_done:
            run.terminal.fail(fate)
            raise
        run.terminal.fail(f"{type(error).__name__}: {error}")
        run.terminal.fail(fate)
        raise typer.Exit(MAYBE_DONE) from None
    return done


def _show(run: Run, change: Change[T], done: T) -> None:
    """Print the result. If printing fails, the message says not to repeat the change."""
    try:
        change.show(done)
        sys.stdout.flush()
    except KeyboardInterrupt:
        reason = "the command was stopped"
    except Exception as error:  # noqa: BLE001 (whatever it is, the change was made)
        reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
    else:
        return
    abandon(sys.stdout)
    was = f"The {change.noun} was {change.verb}{_named(change, done)}"
    run.terminal.fail(f"{was}, but the output could not be written: {reason}. Do not run the command again.")
    raise typer.Exit(MAYBE_DONE)


def _named(change: Change[T], done: T) -> str:
    name = change.identify(done)
    return f" ({name})" if name else ""
