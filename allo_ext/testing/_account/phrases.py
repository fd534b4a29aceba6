"""Dialogues in two languages, from which transcripts are generated.

They are in `phrases.json`. A turn is a pair of speaker ("us" or "them") and text. Texts may name `{first}` (the
contact), `{agent}` (the colleague), `{ref}` (an order number), `{day}` and `{amount}`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from allo_ext.testing._account.lines import home_of

Turn = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Topic:
    """A reason to call: a tag, a one-sentence summary, and exchanges of which a call uses some, in order."""

    tag: str
    summary: str
    exchanges: tuple[tuple[Turn, ...], ...]


@dataclass(frozen=True, slots=True)
class Language:
    """The phrases of one language."""

    openings: tuple[tuple[Turn, ...], ...]
    topics: tuple[Topic, ...]
    closings: tuple[tuple[Turn, ...], ...]
    voicemails: tuple[str, ...]
    messages: tuple[Turn, ...]
    days: tuple[str, ...]
    caller: str
    """The term in summaries for a caller whose name and number are unknown."""
    customer: str
    """The term for a caller whose number is known."""


def language_of(country: str) -> Language:
    """Return the language of a country: French in France, English elsewhere."""
    return _languages()[home_of(country)]


@cache
def _languages() -> dict[str, Language]:
    raw = json.loads((files("allo_ext.testing._account") / "phrases.json").read_text(encoding="utf-8"))
    return {country: _language(entry) for country, entry in raw.items()}


def _language(raw: dict[str, Any]) -> Language:
    parts: dict[str, Any] = {name: _frozen(value) for name, value in raw.items() if name != "topics"}
    topics = tuple(Topic(topic["tag"], topic["summary"], _frozen(topic["exchanges"])) for topic in raw["topics"])
    return Language(topics=topics, **parts)


def _frozen(value: Any) -> Any:
    return tuple(map(_frozen, value)) if isinstance(value, list) else value  # pyright: ignore[reportUnknownArgumentType] — JSON
