"""The command `allo`: read, send, export, sync, listen. Requires the extra `[cli]`."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["main"]


def main(argv: Sequence[str] | None = None) -> NoReturn:
    """Run the command and exit with its exit code.

    Args:
        argv: The arguments after the program name. Default: `sys.argv[1:]`.
    """
    # Checked first, so that a missing extra is reported in one sentence. Not imported: rich takes its time.
    for library in ("typer", "rich"):
        if not _is_installed(library):
            from allo_ext._extras import sentence

            print(f"allo: {sentence('this command', library, 'cli')}", file=sys.stderr)  # noqa: T201
            sys.exit(1)
    from allo_ext.cli._program.program import run

    sys.exit(run(argv))


def _is_installed(library: str) -> bool:
    try:
        return find_spec(library) is not None
    except ModuleNotFoundError:
        return False
