"""Sending an SMS, with the documented errors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allo_ext.testing._account.calls import Message
from allo_ext.testing._account.events import Event, SentMessage
from allo_ext.testing._account.lines import is_dialable, region_of
from allo_ext.testing._engine.wire import Reply, json_reply
from allo_ext.testing._v1 import views as _views
from allo_ext.testing._v1.errors import error_reply

if TYPE_CHECKING:
    from collections.abc import Mapping

    from allo_ext.testing._account.state import State
    from allo_ext.testing._v1.quirks import Quirks

_CODES = {
    "to": "INVALID_TO_NUMBER",
    "message": "INVALID_LENGTH",
    "sender_id": "INVALID_SENDER_ID",
    "from": "FROM_NUMBER_NOT_FOUND",
}
"""The error codes of invalid values, by field; the first that applies is returned."""


def refuse_values(bad_values: frozenset[str]) -> Reply | None:
    """Return the documented 400 for invalid values of fields; None if there is no code for them."""
    return next((error_reply(400, code) for field, code in _CODES.items() if field in bad_values), None)


def send_sms(state: State, quirks: Quirks, body: Mapping[str, Any], idempotency_key: str | None) -> Reply:
    """Accept a message, or return an error. As in the API, the Idempotency-Key does not prevent sending twice."""
    # The spec accepts a body with both forms if one is valid; a string in `from` then decides.
    from_number: str | None = body["from"] if isinstance(body.get("from"), str) else None
    sender_id: str | None = None if from_number is not None else body["sender_id"]
    code = (
        _refuse_sender(state, sender_id, body["to"])
        if sender_id is not None
        else _refuse_from(state, from_number, body["to"])
    )
    if code:
        return error_reply(400, code)
    start, key = state.tick(), state.new_id("")
    message = Message(from_number, sender_id, body["to"], "OUTBOUND", body["message"], start, key)
    state.items.add_message(message)
    state.sent.append(SentMessage(from_number, sender_id, body["to"], body["message"], idempotency_key))
    # A message under a sender id has no number, so it is not delivered to webhooks.
    state.events.append(Event("message.passed", message, from_number or ""))
    shown = _views.message(message, quirks)
    return json_reply(200, {"data": shown} if quirks.sms_envelope else shown)


def _refuse_from(state: State, from_number: str | None, to: str) -> str | None:
    line = next((line for line in state.lines if line.number == from_number), None)
    if line is None:
        return "FROM_NUMBER_NOT_FOUND"
    if not is_dialable(to):
        return "INVALID_TO_NUMBER"
    if region_of(to) != line.country:
        return "TO_NUMBER_COUNTRY_MISMATCH"
    return None if line.sends_sms else "PROVIDER_NOT_SUPPORTED"


def _refuse_sender(state: State, sender_id: str, to: str) -> str | None:
    # The spec ensures that it is a French number.
    if not is_dialable(to):
        return "INVALID_TO_NUMBER"
    if sender_id in state.sender_ids:
        return None
    return "SENDER_ID_NOT_ACTIVE" if sender_id in state.pending_sender_ids else "INVALID_SENDER_ID"
