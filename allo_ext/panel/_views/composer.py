"""The form that sends an SMS."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allo_ext.hooks import use_send_sms, use_send_sms_france
from allo_ext.hooks._screen import (
    Element,
    component,
    use_effect,
    use_memo,
    use_rendering,
)
from allo_ext.panel._figures.sender import (
    OTHER,
    RULE,
    senders,
    usual,
)
from allo_ext.panel._parts.composition import Composition
from allo_ext.panel._parts.state import use_state
from allo_ext.panel._parts.templates import Composer as Form
from allo_ext.panel._parts.wording import mutation_problem
from allo_ext.panel._sources.sent import SENT
from allo_ext.panel.segments import LONGEST, Length, measure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from allo_ext.records import ConversationItem, Message, Number

_FEW: int = 5


@component
def Composer(
    who: str, receivers: Sequence[str], numbers: Sequence[Number], items: Sequence[ConversationItem]
) -> Element:
    """Show the form to send an SMS to a contact.

    Args:
        who: The contact ID. A different ID starts a new draft.
        receivers: The contact's numbers.
        numbers: The account's lines.
        items: The conversation, newest first.
    """
    text, set_text = use_state("")
    to, set_to = use_state("")
    composition = use_memo(Composition, [who])
    render_again = use_rendering()
    done, set_done = use_state("")

    def went_out(message: Message) -> None:
        set_done(f"Sent to {message.to_number or to}.")
        set_text("")
        composition.succeeded()
        render_again()

    line, name = use_send_sms(on_success=went_out), use_send_sms_france(on_success=went_out)
    receiver = to if to in receivers else receivers[0]
    choices = senders(numbers, receiver)
    length = measure(text)
    error = line.error or name.error

    def end_failed_turn() -> None:
        if error is not None:
            composition.failed()
            render_again()

    use_effect(end_failed_turn, [error])

    def write(draft: Any) -> None:
        set_text(str(draft["text"]))
        set_to(str(draft["to"]))
        if draft["text"]:
            set_done("")

    def send(draft: Any) -> None:
        sender_id = str(draft["other"]).strip()
        content = (str(draft["from"]), sender_id, str(draft["to"]), str(draft["text"]))
        key = composition.take(str(draft["turn"]), content)
        if key is None:
            return
        set_text(str(draft["text"]))
        set_done("")
        line.reset()
        name.reset()
        chosen = next((choice for choice in choices if choice.id == draft["from"]), None)
        if chosen is not None and chosen.number is not None:
            line.mutate(from_=chosen.number, to=str(draft["to"]), message=str(draft["text"]), idempotency_key=key)
        elif chosen is not None:
            sender_id = sender_id if chosen.id == OTHER else chosen.sender_id or ""
            SENT.note(str(draft["to"]), str(draft["text"]), sender_id)
            name.mutate(sender_id=sender_id, to=str(draft["to"]), message=str(draft["text"]), idempotency_key=key)
        else:
            composition.failed()
            render_again()

    return Form(
        who=who,
        receivers=list(receivers),
        receiver=receiver,
        senders=[{"id": choice.id, "name": choice.name} for choice in choices],
        sender=usual(choices, items),
        rule=RULE,
        length=spelt(length),
        problem=mutation_problem(error) if choices else "This account has no line that can send SMS to this number.",
        done=done,
        turn=composition.turn,
        too_long=length.is_too_long,
        pending=composition.is_taken,
        event_write=write,
        event_send=send,
    )


def spelt(length: Length) -> str:
    """Return a description of the length of a message."""
    if not length.characters:
        return f"Up to {LONGEST} characters."
    if length.is_too_long:
        return f"{length.characters} characters: {length.characters - LONGEST} too many. The limit is {LONGEST}."
    parts = "1 SMS" if length.segments == 1 else f"{length.segments} SMS"
    characters = "1 character" if length.characters == 1 else f"{length.characters} characters"
    said = f"{characters} · {parts} · {length.left} left in this one · {length.alphabet}"
    if length.unusual:
        some = " ".join(length.unusual[:_FEW]) + (" …" if len(length.unusual) > _FEW else "")
        said += f", because of {some}"
    return said
