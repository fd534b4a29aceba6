"""Matching the end of a path with path templates."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_SEGMENT = re.compile(r"[^/{}?]+")
_LIKE_AN_ID = re.compile(r"[^/{}?]*[0-9_.%-][^/{}?]*")


def can_end_with(end: str, paths: Iterable[str]) -> bool:
    """Return whether a request path can have this end, given the templates; an id may be anything."""
    wanted = end.split("/")
    # A single segment could be any id, so it only matches if it looks like one.
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
