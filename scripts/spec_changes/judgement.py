"""Rules for breaking changes: requests may not get stricter, responses may not lose or change anything."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Any

from scripts.spec_changes.shapes import Shape, covers, strange, told
from scripts.spec_changes.surface import Field, Way


class What(enum.Enum):
    """The kind of a change."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True)
class Change:
    """One difference."""

    key: str
    """The name used in a changelog: `Call.summary`, `search_calls`, `search_calls.size`."""
    what: What
    says: str
    """The sentence behind the key."""
    breaks: bool


def field_added(new: Field, way: Way) -> bool:
    """Return whether a new field breaks callers: it does if they must send it."""
    return new.required and Way.SENT in way


def requirement(old: Field, new: Field, way: Way) -> tuple[str, bool] | None:
    """Judge a change from optional to required or back; None where there is none."""
    if old.required == new.required:
        return None
    if new.required:
        return "is now required", Way.SENT in way
    return "is no longer required" if way is Way.SENT else "may now be missing", Way.READ in way


def shapes(old: Shape, new: Shape, way: Way) -> tuple[str, bool] | None:
    """Judge a change of what is let through; None where both let through the same."""
    lost = [leaf for leaf in old if not covers(new, leaf, by_kind=False)]
    gained = [leaf for leaf in new if not covers(old, leaf, by_kind=False)]
    if not lost and not gained:
        return None
    other = any(not covers(old, leaf, by_kind=True) for leaf in new)
    breaks = (Way.SENT in way and bool(lost)) or (Way.READ in way and other)
    # Whatever nothing here understands is taken for the worst, even where nothing is known to use the schema.
    breaks = breaks or _strange(old) != _strange(new)
    return _told(old, new), breaks


def _strange(shape: Shape) -> list[dict[str, Any]]:
    return [demands for leaf in shape if (demands := strange(leaf.demands))]


def _told(old: Shape, new: Shape) -> str:
    was, now = _words(old), _words(new)
    if was is None or now is None:
        return f"was {told(old)}, is {told(new)}"
    parts = [("no longer has", [word for word in was if word not in now])]
    parts.append(("now has", [word for word in now if word not in was]))
    if not any(words for _, words in parts):
        return f"was {told(old)}, is {told(new)}"
    return " and ".join(f"{verb} {', '.join(map(str, words))}" for verb, words in parts if words)


def _words(shape: Shape) -> tuple[Any, ...] | None:
    """Return the members, where a shape is one enumeration and nothing else."""
    return shape[0].words if len(shape) == 1 else None
