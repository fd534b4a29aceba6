"""The options that filter calls over version 2."""

from __future__ import annotations

from typing import Annotated

import typer

_ONLY = "Version 2 only."


def _directions(incomplete: str) -> list[str]:
    return [one for one in ("INBOUND", "OUTBOUND") if one.startswith(incomplete.upper())]


def _direction(text: str | None) -> str | None:
    if text is not None and text.upper() not in {"INBOUND", "OUTBOUND"}:
        raise typer.BadParameter("use INBOUND or OUTBOUND.")
    return text


Direction = Annotated[
    str | None,
    typer.Option(
        metavar="INBOUND|OUTBOUND",
        help=f"Only calls in this direction. {_ONLY}",
        autocompletion=_directions,
        callback=_direction,
        show_default=False,
    ),
]
Tags = Annotated[
    list[str] | None, typer.Option("--tag", help=f"Only calls with this tag, by name. Repeatable. {_ONLY}")
]
User = Annotated[str | None, typer.Option(help=f"Only calls of this team member: id, email address or name. {_ONLY}")]
Words = Annotated[str | None, typer.Option(help=f"Only calls with these words in the transcript or summary. {_ONLY}")]
