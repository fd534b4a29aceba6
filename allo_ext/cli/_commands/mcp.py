"""`allo mcp`: a local server for agents."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from types import FrameType
from typing import Annotated, Any, NoReturn

import typer

from allo_ext import ConfigurationError
from allo_ext._extras import needs
from allo_ext.cli._display.text import with_brackets
from allo_ext.cli._program.command import Run
from allo_ext.durable import Outbox


def mcp(
    run: Run,
    allow_send: Annotated[
        bool, typer.Option("--allow-send", help="Offer a tool that sends an SMS after a person has confirmed it.")
    ] = False,
    allow_write: Annotated[
        bool, typer.Option("--allow-write", help="Offer tools that change data after a person has confirmed it.")
    ] = False,
    db: Annotated[
        Path | None, typer.Option(help="A database made by `allo sync`, for searches that use no API quota.")
    ] = None,
    outbox: Annotated[
        Path | None,
        typer.Option(help="The file that remembers which messages were sent. Default: in your folder for such files."),
    ] = None,
) -> None:
    """Serve tools for agents on stdin and stdout, over the Model Context Protocol (MCP).

    An MCP client starts this command; see docs/mcp.md. Read-only by default. Only the tools for which the API key has
    the scopes are offered, and what callers said is marked as data in every result.
    """
    if db is not None and not db.is_file():
        raise ConfigurationError(f"{db} does not exist. Create it with `allo sync {db}`.")
    run.settings.require_key()
    create_server = _library()
    with run.client() as allo:
        if not allow_send:
            _run(create_server(allo, allow_write=allow_write, search=_search(db)))
            return
        with Outbox(outbox or _default_outbox(), allo) as opened:
            server = create_server(allo, allow_send=True, allow_write=allow_write, outbox=opened, search=_search(db))
            _run(server)


def _run(server: Any) -> None:
    """Serve until the client closes stdin, or a signal ends the process.

    A thread that reads stdin cannot be interrupted, so a signal ends the process at once. The outbox allows for it.
    """
    if threading.current_thread() is threading.main_thread():
        for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK"):
            number = getattr(signal, name, None)
            if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
                signal.signal(number, _exit)
    server.run("stdio")


def _exit(number: int, _frame: FrameType | None) -> NoReturn:
    os._exit(128 + number)


def _library() -> Any:
    with needs("allo mcp", "mcp", "mcp_types", "pydantic", extra="mcp"):
        from allo_ext.mcp import create_server
    return create_server


def _search(db: Path | None) -> Any:
    """Return the full-text search in a database; None without one."""
    if db is None:
        return None

    def search(words: str, limit: int, since: date | None, until: date | None) -> tuple[Sequence[dict[str, Any]], int]:
        from allo_ext.cli._sync import index

        found = index.search(db, words, limit, since, until)
        return [{**row, "snippet": with_brackets(row["snippet"]), "total": None} for row in found.rows], found.total

    return search


def _default_outbox() -> Path:
    """Return the file for this user's outbox; its folder is created. MCP clients start servers in any folder."""
    home = Path.home()
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = home / "Library" / "Application Support"
    else:
        base = Path(os.environ.get("XDG_STATE_HOME") or home / ".local" / "state")
    folder = base / "allo"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder / "mcp-outbox.db"
