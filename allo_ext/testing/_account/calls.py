"""Calls and messages of the account, generated from their position."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from allo_ext.testing._account.chance import (
    dice,
    opaque,
    percent,
    pick,
)
from allo_ext.testing._account.names import TEAM, User
from allo_ext.testing._account.phrases import Language, Topic, Turn, language_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from random import Random

_CALL, _MESSAGE = 11, 12
_INBOUND = (
    *("ANSWERED",) * 62, *("VOICEMAIL",) * 12, *("MISSED",) * 9, *("TRANSFERRED_AI",) * 6,
    *("TRANSFERRED_EXTERNAL",) * 4, *("RECEIVED",) * 3, *("BLOCKED",) * 2, "CLOSED", "FAILED",
)  # fmt: skip
_OUTBOUND = (*("ANSWERED",) * 70, *("VOICEMAIL",) * 18, *("CLOSED",) * 6, *("FAILED",) * 4, *("FAILED_EXTERNAL",) * 2)
SILENT = frozenset({"MISSED", "BLOCKED", "FAILED", "FAILED_EXTERNAL", "CLOSED"})
"""Results of calls without a transcript."""
RECORDING_HOSTS = ("https://storage.withallo.com/recordings/{}.mp3", "https://api.withallo.com/v1/assets/recordings/{}")
"""The hosts of recordings: the documented one, and one seen live that requires the key."""


@dataclass(frozen=True, slots=True)
class Said:
    """A line of a transcript: the source (AGENT, EXTERNAL, USER), the text, and the seconds from the call's start."""

    source: str
    text: str
    begins: float
    ends: float


@dataclass(frozen=True, slots=True)
class Call:
    """A call; its time is in seconds since 1970."""

    key: str
    """Its id without a version's prefix."""
    from_number: str
    to_number: str | None
    minutes: float
    direction: str | None
    result: str
    summary: str | None
    tag: str | None
    recording_url: str | None
    start: int
    transcript: tuple[Said, ...] | None
    hides_result: bool = False
    """REST omits `result` for some calls; webhooks always have it."""
    allo_number: str = ""
    """The account's own number, for both directions."""
    contact_number: str = ""
    """The number of the other party, or `anonymous`."""
    is_outbound: bool = False
    """The direction; `direction` is None if version 1 omits it."""
    tags: tuple[str, ...] = ()
    """All tags; `tag` is the first."""
    user: User | None = None
    """The user on the call."""
    fields: Mapping[str, Any] | None = field(default=None, hash=False)
    """Values of fields that were added to the spec."""

    @property
    def id(self) -> str:
        """The id in version 1 of the API."""
        return f"call_{self.key}"


@dataclass(frozen=True, slots=True)
class Message:
    """An SMS; if it was sent under a sender id, `sender_id` is set instead of `from_number`."""

    from_number: str | None
    sender_id: str | None
    to_number: str
    direction: str
    content: str
    start: int
    key: str = ""
    """Its id without a version's prefix."""

    @property
    def is_outbound(self) -> bool:
        """True if the account sent it."""
        return self.direction == "OUTBOUND"

    @property
    def allo_number(self) -> str:
        """The account's own number; empty if sent under a sender id."""
        return (self.from_number if self.is_outbound else self.to_number) or ""

    @property
    def contact_number(self) -> str:
        """The number of the other party."""
        return (self.to_number if self.is_outbound else self.from_number) or ""


Item = Call | Message
"""An entry of a conversation."""


@dataclass(frozen=True, slots=True)
class Parties:
    """The parties of a call: the line's number and country, the other party's number and names."""

    own_number: str
    country: str
    number: str
    name: str
    """The other party's name in summaries."""
    first: str
    """The name that is used on the phone."""
    anonymous: bool = False


def make_call(seed: int, position: int, start: int, parties: Parties, *, like: int) -> Call:
    """Return the call at a position of the account's history, with the content of position `like`."""
    rng = dice(seed, _CALL, like)
    language = language_of(parties.country)
    inbound = parties.anonymous or percent(rng, 62)
    result = pick(rng, _INBOUND if inbound else _OUTBOUND)
    silent = result in SILENT
    topic = pick(rng, language.topics)
    user, words = _words(rng, language, parties.first)
    said = () if silent else transcribe(rng, language, topic, words, robot=result == "TRANSFERRED_AI", result=result)
    spoken = (said[-1].ends + int(rng.random() * 4)) / 60 if said else 0.0
    recorded = not silent and percent(rng, 90)
    # A transcript may be null, empty or present.
    transcript = None if silent or percent(rng, 6) else () if percent(rng, 4) else said
    here, there = parties.own_number, "anonymous" if parties.anonymous else parties.number
    # The order of these draws determines the account.
    called = (None if parties.anonymous and percent(rng, 30) else here) if inbound else there
    direction = None if percent(rng, 1) else "INBOUND" if inbound else "OUTBOUND"
    summary = None if silent or percent(rng, 12) else sentence(topic.summary, {**words, "first": parties.name})
    tag = topic.tag if percent(rng, 55) and not silent else None
    return Call(
        key=opaque("", seed, position),
        from_number=there if inbound else here,
        to_number=called,
        minutes=round(spoken, 2),
        direction=direction,
        result=result,
        summary=summary,
        tag=tag,
        recording_url=pick(rng, RECORDING_HOSTS).format(opaque("rec", seed, position)) if recorded else None,
        start=start,
        transcript=transcript,
        hides_result=percent(rng, 15),
        allo_number=here,
        contact_number=there,
        is_outbound=not inbound,
        tags=(tag,) if tag else (),
        user=user,
    )


def make_message(seed: int, position: int, start: int, parties: Parties, *, like: int) -> Message:
    """Return the SMS after the call at a position, with the content of position `like`."""
    rng = dice(seed, _MESSAGE, like)
    language = language_of(parties.country)
    speaker, text = pick(rng, language.messages)
    outbound = speaker == "us"
    return Message(
        from_number=parties.own_number if outbound else parties.number,
        sender_id=None,
        to_number=parties.number if outbound else parties.own_number,
        direction="OUTBOUND" if outbound else "INBOUND",
        content=text.format_map(_words(rng, language, parties.first)[1]),
        start=start,
        key=opaque("", seed, position),
    )


def transcribe(
    rng: Random, language: Language, topic: Topic, words: dict[str, str], *, robot: bool, result: str
) -> tuple[Said, ...]:
    """Compose a dialogue: an opening, some of the topic's exchanges in order, a closing."""
    if result == "VOICEMAIL":
        return _timed(rng, (("them", pick(rng, language.voicemails)),), words, robot=False)
    kept = [place for place in range(len(topic.exchanges)) if percent(rng, 65)]
    turns = (
        *pick(rng, language.openings),
        *(turn for place in kept for turn in topic.exchanges[place]),
        *pick(rng, language.closings),
    )
    return _timed(rng, turns, words, robot=robot)


def sentence(template: str, words: dict[str, str]) -> str:
    """Fill in a template and capitalize the first letter."""
    filled = template.format_map(words)
    return filled[:1].upper() + filled[1:]


def _timed(rng: Random, turns: tuple[Turn, ...], words: dict[str, str], *, robot: bool) -> tuple[Said, ...]:
    # In tenths of a second, as integers, to avoid rounding sums of fractions.
    at, lines = 10 + int(rng.random() * 50), list[Said]()
    for speaker, text in turns:
        source = "EXTERNAL" if speaker == "them" else "AGENT" if robot else "USER"
        spoken = text.format_map(words)
        ends = at + 8 + len(spoken) * 65 // 100
        lines.append(Said(source, spoken, at / 10, ends / 10))
        at = ends + 3 + int(rng.random() * 37)
    return tuple(lines)


def _words(rng: Random, language: Language, name: str) -> tuple[User, dict[str, str]]:
    user = pick(rng, TEAM)
    return user, {
        "first": name,
        "agent": user.name.split(" ")[0],
        "ref": f"{pick(rng, 'ABCDEFGH')}-{1000 + int(rng.random() * 9000)}",
        "day": pick(rng, language.days),
        "amount": str(60 + 5 * int(rng.random() * 178)),
    }
