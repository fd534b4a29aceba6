"""`allo recordings`: download recordings of calls."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from allo_ext import AlloApiError, Call
from allo_ext.cli._commands.lookup import NotThereError, find_calls
from allo_ext.cli._export.files import safe_name
from allo_ext.cli._export.progress import transfer
from allo_ext.cli._program.command import Run, command
from allo_ext.cli._program.failures import FAILED
from allo_ext.cli._program.options import Number

app = typer.Typer(help="Download recordings of calls.", no_args_is_help=True)


@app.callback()
def _recordings() -> None:
    """Recordings of calls."""


@app.command("download", epilog="Example: allo recordings download call_abc123 --out recordings/")
@command
def download(
    run: Run,
    call: Annotated[list[str], typer.Argument(metavar="CALL...", help="Call IDs, or a recording URL.")],
    out: Annotated[Path, typer.Option("--out", "-o", help="A folder, or a file if there is only one call.")] = Path(),
    number: Number = None,
) -> None:
    """Download recordings as <id>.mp3. Interrupted downloads are resumed."""
    urls = [name for name in call if "://" in name]
    ids = [name for name in call if "://" not in name]
    with run.client() as allo:
        found = find_calls(allo, ids, number) if ids else {}
        silent = [one.id for one in found.values() if not one.recording_url]
        if silent:
            raise NotThereError(f"There is no recording of {', '.join(silent)}.")
        for name, what in ((_name(what), what) for what in _each(found, urls)):
            path = _place(out, name, alone=len(call) == 1)
            path.parent.mkdir(parents=True, exist_ok=True)
            with transfer(run.terminal, path.name) as progress:
                try:
                    size = allo.calls.download_recording(what, path, progress=progress)
                except AlloApiError as error:
                    if not _is_elsewhere(error, run.settings.base_url):
                        raise
                    run.terminal.fail(error.message)  # the link was refused, not the key: no advice about the key
                    raise typer.Exit(FAILED) from None
            run.terminal.say(f"{path}: {size:,} bytes")


def _is_elsewhere(error: AlloApiError, base_url: str) -> bool:
    """Return whether the refusal came from a host other than the API."""
    import httpx

    return error.response is not None and error.response.request.url.host != httpx.URL(base_url).host


def _each(found: dict[str, Call], urls: Iterable[str]) -> list[Call | str]:
    return [*found.values(), *urls]


def _name(what: Call | str) -> str:
    """Return a safe file name: an ID is untrusted input and must not point to another folder."""
    stem = what.id if isinstance(what, Call) else what.rstrip("/").rpartition("/")[2].removesuffix(".mp3")
    return f"{safe_name(stem or 'recording')}.mp3"


def _place(out: Path, name: str, *, alone: bool) -> Path:
    return out if alone and out.suffix and not out.is_dir() else out / name
