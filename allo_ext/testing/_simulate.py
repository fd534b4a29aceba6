"""Things that happen to the account from outside: a call ends, a message arrives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, cast, get_args

from . import _payloads
from ._calls import RECORDING_HOSTS, Call, Message, Said, transcribe
from ._chance import dice
from ._lines import E164, PHONE_LINES, country_of
from ._names import TEAM
from ._phrases import LANGUAGES
from ._sms import message_event
from ._state import Event

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ._state import State

Direction = Literal["INBOUND", "OUTBOUND"]
_SPOKEN = 31


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
) -> Call:
    """Let a call have ended just now; see `MockAllo.simulate_call`."""
    own, other = _own(allo_number), _other(state, contact_number, allo_number)
    _check_direction(direction)
    contact = state.contact_with(other)
    country = country_of(other) or "US"
    rng = dice(state.account.seed, _SPOKEN, state.tick())
    start = state.tick()
    name = (contact.name if contact else None) or ("a caller" if country == "US" else "un client")
    language = LANGUAGES[country]
    topic = rng.choice(language.topics)
    words = {
        "first": name.split(" ")[0],
        "agent": rng.choice(TEAM)[0].split(" ")[0],
        "ref": f"{rng.choice('ABCDEFGH')}-{rng.randrange(1000, 10_000)}",
        "day": rng.choice(language.days),
        "amount": str(rng.randrange(12, 190) * 5),
    }
    silent = result in {"MISSED", "BLOCKED", "FAILED", "FAILED_EXTERNAL", "CLOSED"}
    said: tuple[Said, ...] = ()
    if transcript is not None:
        said = tuple(Said(source, text, 4.0 * n, 4.0 * n + 3.5) for n, (source, text) in enumerate(transcript))
    elif not silent:
        said = transcribe(rng, language, topic, words, robot=result == "TRANSFERRED_AI", result=result)
    inbound = direction == "INBOUND"
    identifier = state.new_id("call_")
    call = Call(
        id=identifier,
        from_number=other if inbound else own,
        to_number=own if inbound else other,
        minutes=length_in_minutes if length_in_minutes is not None else round(said[-1].ends / 60, 2) if said else 0.0,
        direction=direction,
        result=result,
        summary=summary if summary is not None or silent else topic.summary.format_map(words),
        tag=tag,
        recording_url=RECORDING_HOSTS[1].format(identifier) if recording and not silent else None,
        start=start,
        transcript=None if silent and transcript is None else said,
    )
    state.add_call(call, allo_number=own, contact_number=other)
    payload = _payloads.call_received(
        call,
        from_name=state.name_of(call.from_number),
        to_name=state.name_of(call.to_number),
        user_email=rng.choice(TEAM)[1],
    )
    state.events.append(Event("CALL_RECEIVED", payload, own))
    return call


def simulate_sms(
    state: State,
    *,
    allo_number: str | None = None,
    direction: Direction = "INBOUND",
    contact_number: str | None = None,
    content: str = "Thanks, see you tomorrow!",
) -> Message:
    """Let a message have passed just now; see `MockAllo.simulate_sms`."""
    own, other = _own(allo_number), _other(state, contact_number, allo_number)
    _check_direction(direction)
    _check_text("content", content)
    inbound = direction == "INBOUND"
    message = Message(other if inbound else own, None, own if inbound else other, direction, content, state.tick())
    state.add_message(message, contact_number=other)
    state.events.append(message_event(state, message))
    return message


def simulate_ping(state: State, *, allo_number: str | None = None) -> None:
    """Let somebody test the webhooks of a line (or of the whole account) by hand."""
    state.events.append(Event("PING", _payloads.ping(), allo_number))


def _own(allo_number: str | None) -> str:
    numbers = [cast(str, line.number) for line in PHONE_LINES]
    if allo_number is None:
        return numbers[0]
    if allo_number not in numbers:
        message = f"allo_number must be one of the account's own: {', '.join(numbers)}"
        raise ValueError(message)
    return allo_number


def _other(state: State, contact_number: str | None, allo_number: str | None) -> str:
    """Return the number given, else that of the newest contact in the line's country."""
    if contact_number is None:
        country = country_of(_own(allo_number))
        known = (contact for contact in state.contacts(0, 50) if contact.numbers and contact.country == country)
        return next((contact.numbers[0] for contact in known), "+12125550199" if country == "US" else "+33639989999")
    _check_text("contact_number", contact_number)
    if contact_number != "anonymous" and not E164.match(contact_number):
        raise ValueError("contact_number must be in E.164, such as +12125550105, or the word anonymous")
    return contact_number


def _check_direction(direction: Any) -> None:
    if direction not in get_args(Direction):
        raise ValueError("direction must be INBOUND or OUTBOUND")


def _check_text(name: str, value: Any) -> None:
    if not isinstance(value, str):
        message = f"{name} must be text"
        raise ValueError(message)  # noqa: TRY004 — callers of the control plane get one kind of refusal
