"""Simulating external events: a call ends, a message arrives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, cast, get_args

from allo_ext.enums import CallResult, TranscriptSource
from allo_ext.testing._account.calls import (
    RECORDING_HOSTS,
    SILENT,
    Call,
    Message,
    Said,
    sentence,
    transcribe,
)
from allo_ext.testing._account.chance import dice
from allo_ext.testing._account.events import Event
from allo_ext.testing._account.lines import country_of, home_of
from allo_ext.testing._account.names import TEAM, made_up_first_name
from allo_ext.testing._account.phrases import language_of
from allo_ext.testing._arguments import (
    flag,
    number,
    one_of,
    open_word,
    phone_number,
    shown,
    text,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from allo_ext.testing._account.people import Contact
    from allo_ext.testing._account.state import State

Direction = Literal["INBOUND", "OUTBOUND"]
_SPOKEN = 31
_LONGEST = 7 * 24 * 60
"""Minutes: no call is longer than a week."""


def simulate_call(
    state: State,
    *,
    allo_number: str | None = None,
    direction: Direction = "INBOUND",
    contact_number: str | None = None,
    result: str = "ANSWERED",
    length_in_minutes: float | None = None,
    summary: str | None = None,
    tag: str | None = None,
    transcript: Sequence[tuple[str, str]] | None = None,
    recording: bool = True,
    fields: Mapping[str, Any] | None = None,
) -> Call:
    """Add a call that has just ended; see `MockAllo.simulate_call`."""
    own, other = _own(state, allo_number), _other(state, contact_number, allo_number)
    one_of("direction", direction, get_args(Direction))
    open_word("result", result, CallResult)
    flag("recording", recording)
    for field, value in (("summary", summary), ("tag", tag)):
        if value is not None:
            text(field, value)
    if length_in_minutes is not None:
        number("length_in_minutes", length_in_minutes, at_most=_LONGEST)
    lines = None if transcript is None else _lines(transcript)
    line = next(line for line in state.lines if line.number == own)
    country = country_of(other) or line.country
    rng = dice(state.account.seed, _SPOKEN, state.turn())
    start = state.tick()
    name = _first_name(state.contact_with(other))
    language = language_of(country)
    topic = rng.choice(language.topics)
    words = {
        "first": name or language.caller,
        "agent": rng.choice(TEAM).name.split(" ")[0],
        "ref": f"{rng.choice('ABCDEFGH')}-{rng.randrange(1000, 10_000)}",
        "day": rng.choice(language.days),
        "amount": str(rng.randrange(12, 190) * 5),
    }
    silent = result in SILENT
    said: tuple[Said, ...] = ()
    if lines is not None:
        said = tuple(Said(source, spoken, 4.0 * n, 4.0 * n + 3.5) for n, (source, spoken) in enumerate(lines))
    elif not silent:
        spoken_by = {**words, "first": name or made_up_first_name(country, start)}
        said = transcribe(rng, language, topic, spoken_by, robot=result == "TRANSFERRED_AI", result=result)
    inbound = direction == "INBOUND"
    key = state.new_id("")
    call = Call(
        key=key,
        from_number=other if inbound else own,
        to_number=own if inbound else other,
        minutes=length_in_minutes if length_in_minutes is not None else round(said[-1].ends / 60, 2) if said else 0.0,
        direction=direction,
        result=result,
        summary=summary if summary is not None or silent else sentence(topic.summary, words),
        tag=tag,
        recording_url=RECORDING_HOSTS[1].format(f"call_{key}") if recording and not silent else None,
        start=start,
        transcript=None if silent and transcript is None else said,
        allo_number=own,
        contact_number=other,
        is_outbound=not inbound,
        tags=(tag,) if tag else (),
        user=rng.choice(TEAM),
        fields=fields,
    )
    state.items.add_call(call)
    state.events.append(Event("call.ended", call, own))
    return call


def simulate_sms(
    state: State,
    *,
    allo_number: str | None = None,
    direction: Direction = "INBOUND",
    contact_number: str | None = None,
    content: str = "Thanks, see you tomorrow!",
) -> Message:
    """Add a message that has just been sent or received; see `MockAllo.simulate_sms`."""
    own, other = _own(state, allo_number), _other(state, contact_number, allo_number)
    one_of("direction", direction, get_args(Direction))
    text("content", content)
    inbound = direction == "INBOUND"
    start, key = state.tick(), state.new_id("")
    message = Message(other if inbound else own, None, own if inbound else other, direction, content, start, key)
    state.items.add_message(message)
    state.events.append(Event("message.passed", message, own))
    return message


def simulate_ping(state: State, *, allo_number: str | None = None) -> None:
    """Send a PING to the webhooks of a line, or of the whole account."""
    if allo_number is not None and allo_number not in {hook.allo_number for hook in state.webhooks.values()}:
        _own(state, allo_number)
    state.events.append(Event("ping", None, allo_number))


def _own(state: State, allo_number: str | None) -> str:
    numbers = [line.number for line in state.lines]
    if allo_number is None:
        return numbers[0]
    if text("allo_number", allo_number) not in numbers:
        message = f"allo_number must be one of the account's own: {', '.join(numbers)}; not {shown(allo_number)}"
        raise ValueError(message)
    return allo_number


def _other(state: State, contact_number: str | None, allo_number: str | None) -> str:
    """Return the given number, or that of the newest contact in the line's country."""
    if contact_number is None:
        own = _own(state, allo_number)
        country = home_of(next(line.country for line in state.lines if line.number == own))
        known = (contact for contact in state.contacts(0, 50) if contact.numbers and contact.country == country)
        return next((contact.numbers[0] for contact in known), "+12125550199" if country == "US" else "+33639989999")
    if contact_number == "anonymous":
        return contact_number
    try:
        return phone_number("contact_number", contact_number)
    except ValueError as error:
        message = f"{error}; a caller who withholds it is anonymous"
        raise ValueError(message) from None


def _first_name(contact: Contact | None) -> str | None:
    words = ((contact.name or "").split() or (contact.last_name or "").split()) if contact else []
    return words[0] if words else None


def _lines(transcript: Any) -> list[tuple[str, str]]:
    """Return the lines of a transcript as pairs of source and text."""
    if isinstance(transcript, str) or not hasattr(transcript, "__iter__"):
        message = f"transcript must be a list of pairs of source and text; {shown(transcript)} is not iterable as such"
        raise ValueError(message)
    lines = list[tuple[str, str]]()
    for place, line in enumerate(cast("Iterable[Any]", transcript)):
        where = f"transcript[{place}]"
        pair = cast("Sequence[Any]", line) if isinstance(line, (tuple, list)) else ()
        if len(pair) != 2:  # noqa: PLR2004 — a pair
            message = f"{where} must be a pair of source and text, such as ('EXTERNAL', 'Hello')"
            raise ValueError(message)
        lines.append(
            (open_word(f"{where}: the source", pair[0], TranscriptSource), text(f"{where}: the text", pair[1]))
        )
    return lines
