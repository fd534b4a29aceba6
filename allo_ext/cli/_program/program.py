"""The `allo` program: all commands, and the exit code."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from allo_ext._version import __version__
from allo_ext.cli import _listen as listen
from allo_ext.cli import _sync as sync
from allo_ext.cli._commands import (
    analytics,
    calls,
    companies,
    contacts,
    conversation,
    deals,
    doctor,
    local,
    login,
    missed,
    numbers,
    panel,
    people,
    queue,
    recordings,
    resend,
    search,
    sms,
    stats,
    team,
    trigger,
    webhooks,
)
from allo_ext.cli._display.terminal import Terminal
from allo_ext.cli._program import streams
from allo_ext.cli._program.command import command, group
from allo_ext.cli._program.failures import FAILED
from allo_ext.cli._program.signals import INTERRUPTED, unwinding

app = typer.Typer(
    name="allo",
    help="Allo business phone, on the command line.",
    epilog="Example: allo calls list --limit 5",
    no_args_is_help=True,
    # rich tracebacks show variables, and so could show the key.
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"allo {__version__}")
        raise typer.Exit


@app.callback()
@group
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    """Allo business phone, on the command line.

    Data goes to stdout, everything else to stderr. Exit codes: 0 success, 1 failure, 2 invalid usage or
    configuration, 3 failure after a message was or may have been sent (or something changed), 130 Ctrl-C,
    143 SIGTERM, 129 SIGHUP.
    """


for name, subcommands in (
    ("calls", calls.app),
    ("contacts", contacts.app),
    ("sms", sms.app),
    ("webhooks", webhooks.app),
    ("recordings", recordings.app),
    ("people", people.app),
    ("companies", companies.app),
    ("deals", deals.app),
    ("users", team.users),
    ("tags", team.tags),
    ("templates", team.templates),
    ("queue", queue.app),
    ("analytics", analytics.app),
):
    app.add_typer(subcommands, name=name)

events = typer.Typer(help="Webhook events that were received.", no_args_is_help=True)
events.command(
    "resend", epilog="Example: allo events resend msg_2f --from events.jsonl --to http://127.0.0.1:8000/hooks"
)(command(resend.resend))
app.add_typer(events, name="events")

app.command("numbers", epilog="Example: allo numbers")(command(numbers.list_numbers))
app.command("conversation", epilog="Example: allo conversation +33639980001")(command(conversation.conversation))
app.command("missed", epilog="Example: allo missed --not-called-back --business-hours 9-18")(command(missed.missed))
app.command("stats", epilog="Example: allo stats --month 2026-02 --by line")(command(stats.stats))
app.command("sync", epilog="Example: allo sync allo.db")(command(sync.sync))
app.command("search", epilog='Example: allo search "refund" --db allo.db')(command(search.search))
app.command("listen", epilog="Example: allo listen --simulate --limit 3")(command(listen.listen))
app.command("trigger", epilog="Example: allo trigger call.completed --to http://127.0.0.1:8000/hooks")(
    command(trigger.trigger)
)
app.command("panel", epilog="Example: allo panel --no-open")(command(panel.panel))
app.command("doctor", epilog="Example: allo doctor")(command(doctor.doctor))
app.command("login", epilog="Example: allo login")(command(login.login))
for name, local_command, example in (
    ("mock", local.mock, "Example: allo mock --port 8080"),
    ("demo", local.demo, "Example: allo demo"),
):
    app.command(name, epilog=example, context_settings=local.PASS_ON)(local_command)


def run(argv: Sequence[str] | None = None) -> int:
    """Run the command line and return the exit code.

    Args:
        argv: The arguments after the program name; None to use those of the process, which then exits.
    """
    streams.open_all()
    streams.take_every_text()
    stdout = sys.stdout
    with unwinding(last=argv is None) as ending:
        try:
            code = _called(argv)
        except KeyboardInterrupt:
            code = INTERRUPTED
        # If the pipe is closed early, typer replaces stdout and exits with 1.
        code = _flushed(code) if sys.stdout is stdout else 0
        return ending.code if code == INTERRUPTED else code


def _called(argv: Sequence[str] | None) -> int:
    try:
        app(None if argv is None else list(argv), prog_name="allo")
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 0 if end.code is None else FAILED
    except OSError as error:  # for output before a command runs, such as --help
        return _unwritten(error)
    return 0


def _flushed(code: int) -> int:
    """Flush stdout. A pipe that the reader closed early is not a failure."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        streams.abandon(sys.stdout)
        return 0
    except OSError as error:
        return code or _unwritten(error)
    return code


def _unwritten(error: OSError) -> int:
    streams.abandon(sys.stdout)
    Terminal().fail(f"stdout: {error.strerror or error}")
    return FAILED
