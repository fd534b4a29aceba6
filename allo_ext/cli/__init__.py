"""The command `allo`: read, send, export, sync, listen. Requires the extra `[cli]`."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from typing import TYPE_CHECKING, NoReturn

from allo_ext._extras import MissingExtraError, needs

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["main"]


def main(argv: Sequence[str] | None = None) -> NoReturn:
    """Run the command and exit with its exit code.

    Args:
        argv: The arguments after the program name. Default: `sys.argv[1:]`.
    """
    try:
        # Checked first, so that a missing extra is reported in one sentence. Not imported: that takes its time.
        for library in ("typer", "rich"):
            with needs("this command", library, extra="cli"):
                if find_spec(library) is None:
                    raise ModuleNotFoundError(name=library)
    except MissingExtraError as error:
        print(f"allo: {error}", file=sys.stderr)  # noqa: T201
        sys.exit(1)
    from allo_ext.cli._program.program import run

    sys.exit(run(argv))
