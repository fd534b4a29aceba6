"""The tags of a call: version 1 has a field for the first one, and one for all."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from allo_ext.records import Call


def tags_of(call: Call) -> tuple[str, ...]:
    """Return the tags of a call, each once."""
    return tuple(dict.fromkeys(tag for tag in (call.tag, *(call.tags or ())) if tag))
