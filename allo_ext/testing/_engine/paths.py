"""Whether a path template can be the path that somebody means by its end."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_SEGMENT = re.compile(r"[^/{}?]+")
_LIKE_AN_ID = re.compile(r"[^/{}?]*[0-9_.%-][^/{}?]*")


def can_end_with(end: str, paths: Iterable[str]) -> bool:
    """Tell whether the path of a request can end so, given the templates; an id may be anything."""
    wanted = end.split("/")
    # A segment by itself could be the id of any contact: only what looks like one is taken for it.
    alone = "/" not in end.removeprefix("/")
    for path in paths:
        there = path.split("/")[-len(wanted) :]
        if len(there) == len(wanted) and all(
            _fits(known, part, partly=position == 0, alone=alone)
            for position, (known, part) in enumerate(zip(there, wanted, strict=True))
        ):
            return True
    return False


def _fits(known: str, part: str, *, partly: bool, alone: bool) -> bool:
    if partly and not part:
        return True
    if known.startswith("{"):
        return (_LIKE_AN_ID if alone else _SEGMENT).fullmatch(part) is not None
    return known.endswith(part) if partly else known == part
