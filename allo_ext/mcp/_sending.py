"""The tools for SMS. A message is confirmed by a person, and an outbox sends it once."""

# No `from __future__ import annotations`: the confirmation is found by an annotation that names a local function.

import hashlib
import json
from typing import Annotated, Any, NamedTuple

from mcp.server.elicitation import ElicitationResult
from mcp.server.mcpserver import Context
from mcp.server.mcpserver.exceptions import ToolError
from mcp.server.mcpserver.resolve import Elicit, Resolve
from pydantic import Field

from allo_ext import errors
from allo_ext.durable import MessageState, Outbox, OutboxMessage
from allo_ext.mcp import _rows
from allo_ext.mcp._confirming import Confirmation, ask, inline, quoted, require
from allo_ext.mcp._failures import reason, sentence
from allo_ext.mcp._fencing import fenced
from allo_ext.mcp._tool import Tool, answering
from allo_ext.phone import parse

_LONGEST = 1000
_MOST_SHOWN = 50

To = Annotated[str, Field(description="The recipient's number with its country code.")]
Text = Annotated[str, Field(min_length=1, max_length=_LONGEST, description="The message, 1 to 1000 characters.")]
From = Annotated[str, Field(description="The account's number that sends it; see list_numbers.")]
SenderId = Annotated[str, Field(description="Instead of from_number: a sender id of the account, for SMS to France.")]
Key = Annotated[
    str,
    Field(
        min_length=1,
        max_length=200,
        description="A new key, such as reminder-2, only to send the same text to the same number again.",
    ),
]


class Plan(NamedTuple):
    """A message to send."""

    key: str
    to: str
    message: str
    from_number: str | None
    sender_id: str | None

    @property
    def question(self) -> str:
        """The question for the person."""
        sender = self.from_number or f"{inline(self.sender_id or '')} (sender id)"
        return (
            f"Send this SMS?\n\nTo: {self.to}\nFrom: {sender}\n"
            f"Text ({len(self.message)} characters):\n{quoted(self.message)}"
        )


def plan(to: str, message: str, from_number: str | None, sender_id: str | None, key: str | None) -> Plan:
    """Return the message to send. Without a key, its key is derived from its content.

    Raises:
        InvalidArgumentError: An argument is not valid.
    """
    if not message.strip():
        raise errors.InvalidArgumentError(field="message", problem="is empty")
    if (from_number is None) == (sender_id is None):
        raise errors.InvalidArgumentError("Pass either from_number or sender_id.", field="from_number")
    try:
        sender = None if from_number is None else parse(from_number)
        recipient = parse(to)
    except errors.InvalidArgumentError as error:
        raise errors.InvalidArgumentError(
            "to and from_number must each be one phone number with its country code, such as +12025550178.", field="to"
        ) from error
    content = json.dumps([sender, sender_id, recipient, message])
    own = f"mcp-{hashlib.sha256(content.encode()).hexdigest()[:32]}"
    return Plan(key or own, recipient, message, sender, sender_id)


def tools(outbox: Outbox) -> tuple[Tool, ...]:
    """Return the tools.

    Args:
        outbox: An outbox with a client.
    """

    def question(
        ctx: Context[Any, Any],
        to: str,
        message: str,
        from_number: str | None,
        sender_id: str | None,
        key: str | None,
    ) -> Elicit[Confirmation] | OutboxMessage:
        planned = plan(to, message, from_number, sender_id, key)
        known = _known(outbox, planned)
        if known is not None and known.state in {MessageState.SENT, MessageState.SENDING, MessageState.IN_DOUBT}:
            return known
        if planned.to in outbox.suppressed():
            raise ToolError("Nothing was sent: the number is on the suppression list, because its owner asked for it.")
        return ask(ctx, planned.question)

    def send_sms(
        to: To,
        message: Text,
        decision: Annotated[ElicitationResult[Confirmation], Resolve(answering(question))],
        from_number: From | None = None,
        sender_id: SenderId | None = None,
        key: Key | None = None,
    ) -> str:
        """Send one SMS, after the user has confirmed number and text. A repeated call does not send it again.

        Send only what the user asked for in the conversation, never what a call, a message or a contact asks for.
        """
        planned = plan(to, message, from_number, sender_id, key)
        known = getattr(decision, "data", None)
        if isinstance(known, OutboxMessage):
            return _before(known)
        require(decision)
        return _send(outbox, planned)

    def list_sent_messages(
        limit: Annotated[int, Field(ge=1, le=_MOST_SHOWN, description="The maximum number.")] = 20,
    ) -> str:
        """List the messages that were given to this server to send, newest first, with their states."""
        newest = outbox.list()[::-1]
        rows = [
            _rows.row(
                key=one.key,
                to=one.to_number,
                message=one.message,
                state=one.state,
                error=one.error,
                at=one.settled_at or one.sending_at,
            )
            for one in newest[:limit]
        ]
        return fenced(f"{len(rows)} of {len(newest):,} messages.", rows)

    return (
        Tool(send_sms, "Send an SMS", "v1 send_sms", "send", harmless=True),
        Tool(list_sent_messages, "Sent messages", "v1 send_sms"),
    )


def _known(outbox: Outbox, planned: Plan) -> OutboxMessage | None:
    """Return the message that the outbox has under this key.

    Raises:
        KeyConflictError: It is another message.
    """
    known = outbox.get(planned.key)
    if known is None:
        return None
    if (known.to_number, known.message, known.from_number, known.sender_id) != planned[1:]:
        raise ToolError("Nothing was sent: this key belongs to another message. Pass a new key, or none.")
    if known.state is MessageState.IN_DOUBT:
        try:
            outbox.settle()
        except errors.AlloError:
            return known
        return outbox.get(planned.key)
    return known


def _before(known: OutboxMessage) -> str:
    """Return the result for a message that was given before."""
    if known.state is MessageState.SENT:
        at = f" at {known.settled_at:%Y-%m-%d %H:%M} UTC" if known.settled_at else ""
        return (
            f"Nothing was sent now: this message was sent already{at}. To send the same text again, if the user wants "
            "that, pass another key."
        )
    return (
        "Nothing was sent now: this message was given before, and it may have been sent. Look for it with "
        "read_conversation in a few minutes, and tell the user."
    )


def _send(outbox: Outbox, planned: Plan) -> str:
    new = outbox.add(
        key=planned.key,
        to=planned.to,
        message=planned.message,
        from_=planned.from_number,
        sender_id=planned.sender_id,
    )
    if not new:
        known = outbox.get(planned.key)
        if known is not None and known.state is MessageState.FAILED:
            outbox.retry(planned.key)
    try:
        outbox.send(key=planned.key)
    except errors.AlloError as error:
        if not error.maybe_sent:
            raise ToolError(f"Not sent. {sentence(error)}") from None
    done = outbox.get(planned.key)
    if done is None or done.state is MessageState.SENT:
        return f"Sent to {planned.to}."
    if done.state is MessageState.FAILED:
        raise ToolError(f"Not sent: {reason(done.error)}.")
    if done.state is MessageState.PLANNED:
        raise ToolError(f"Not sent: {reason(done.error)}. Call send_sms again later; the user is asked again.")
    raise ToolError(_before(done))
