"""The `allo` program: all commands, and the exit code."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from allo_ext._version import __version__
from allo_ext.cli._program import streams
from allo_ext.cli._program.entries import ENTRIES
from allo_ext.cli._program.lazy import lazy_group
from allo_ext.cli._program.shared import group
from allo_ext.cli._program.signals import INTERRUPTED, unwinding

_FAILED = 1

app = typer.Typer(
    name="allo",
    cls=lazy_group(ENTRIES),
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
        return end.code if isinstance(end.code, int) else 0 if end.code is None else _FAILED
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
    from allo_ext.cli._display.terminal import Terminal

    streams.abandon(sys.stdout)
    Terminal().fail(f"stdout: {error.strerror or error}")
    return _FAILED
