"""The Power Dialer's queue of each member."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from allo_ext._wire.same_number import numbers_in
from allo_ext.testing._account.calls import Call
from allo_ext.testing._account.crm import Firm
from allo_ext.testing._account.dialing import CAPACITY, Entry, Queue
from allo_ext.testing._account.events import Event
from allo_ext.testing._engine.wire import json_reply
from allo_ext.testing._v2 import crm
from allo_ext.testing._v2.item_views import item_id, result_of
from allo_ext.testing._v2.users import OWNER, member_meant, user_id

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from allo_ext.testing._account.state import State
    from allo_ext.testing._engine.wire import Reply
    from allo_ext.testing._v2.asked import Asked


@dataclass(slots=True)
class _Current:
    """The queue of each member by the member's id; one that is replaced is out of reach."""

    state: State
    queues: dict[str, Queue] = field(default_factory=dict[str, Queue])


def _get_current_dialing_queue(asked: Asked) -> Reply:
    """Answer with a page of the queue; without a queue with nothing, and not with 404."""
    user = member_meant(asked.state, asked.query)
    if user is None:
        return asked.error("ASSIGNEE_NOT_FOUND")
    queue = asked.kept.of(_Current).queues.get(user)
    if queue is None:
        zeros = dict.fromkeys(("page", "size", "total_count", "total_pages"), 0)
        return json_reply(200, {"data": [], "pagination": {**zeros, "has_more": False}})
    start, stop = asked.window
    entries = list(enumerate(queue.entries))
    shown = [_entry(asked.state, entry, place) for place, entry in entries[start:stop]]
    return asked.paged(shown, len(entries), queue=_meta(queue))


def _reset_current_dialing_queue(asked: Asked) -> Reply:
    """Begin a new queue; the old one is no longer the current one, and nothing reaches it again."""
    user = member_meant(asked.state, asked.body)
    if user is None:
        return asked.error("ASSIGNEE_NOT_FOUND")
    queue = _start(asked, user)
    queue.name = asked.body.get("name")
    return asked.data(_queue(asked.state, queue))


def _upsert_current_dialing_queue(asked: Asked) -> Reply:
    """Change the settings of the queue, or begin one; null empties the name and leaves the others."""
    user = member_meant(asked.state, asked.body)
    if user is None:
        return asked.error("ASSIGNEE_NOT_FOUND")
    queue = asked.kept.of(_Current).queues.get(user) or _start(asked, user)
    queue.name = asked.body.get("name", queue.name)
    queue.voicemail_handling = asked.body.get("voicemail_handling") or queue.voicemail_handling
    queue.do_not_disturb = asked.body.get("do_not_disturb") or queue.do_not_disturb
    queue.updated = asked.state.tick()
    return asked.data(_queue(asked.state, queue))


def _append_dialing_queue_numbers(asked: Asked) -> Reply:
    """Add numbers to the end of the queue, which is begun where there is none.

    What cannot be read is skipped. Whether numbers that cross the limit are added in part is unknown: here, none is.
    """
    state, user = asked.state, member_meant(asked.state, asked.body)
    if user is None:
        return asked.error("ASSIGNEE_NOT_FOUND")
    given = [(entry, _read(state, entry["number"])) for entry in asked.body["numbers"]]
    readable = [(entry, number) for entry, number in given if number is not None]
    queue = asked.kept.of(_Current).queues.get(user)
    if len(readable) > (queue.room if queue else CAPACITY):
        return asked.error("DIALING_QUEUE_LIMIT_REACHED")
    queue = queue or _start(asked, user)
    first, queue.updated = len(queue.entries), state.tick()
    queue.entries += [
        Entry(number, queue.updated, has_contact=_has_contact(state, number, entry)) for entry, number in readable
    ]
    return asked.data(
        {
            "added": [_entry(state, entry, place) for place, entry in enumerate(queue.entries[first:], first)],
            "skipped": [
                {"number": entry["number"], "reason": "INVALID_PHONE_NUMBER"}
                for entry, number in given
                if number is None
            ],
        }
    )


def _clear_dialing_queue_numbers(asked: Asked) -> Reply:
    """Remove a number, what is at a position, one occurrence of a number, or all that were not called yet."""
    query = asked.query
    written, position, unassigned = query["number"], query["position"], query["unassigned"]
    number = None if written is None else _read(asked.state, written)
    code = _wrong_filter(unassigned=bool(unassigned), named=written is not None, placed=position is not None)
    if code is None and written is not None and number is None:
        code = "INVALID_PHONE_NUMBER"
    if code is not None:
        return asked.error(code)
    user = member_meant(asked.state, query)
    if user is None:
        return asked.error("ASSIGNEE_NOT_FOUND")
    queue = asked.kept.of(_Current).queues.get(user)
    if queue is None:
        return asked.error("DIALING_QUEUE_NOT_FOUND")
    removed: int | None
    if unassigned:
        removed = queue.remove_where(lambda entry: _call(asked.state, entry) is None)
    else:
        removed = queue.remove(number, position)
    if removed is None:
        return asked.error("QUEUE_NUMBER_POSITION_NOT_FOUND")
    queue.updated = asked.state.tick()
    return asked.data({"removed": removed})


def _wrong_filter(*, unassigned: bool, named: bool, placed: bool) -> str | None:
    """Return what is wrong with a choice of filters: there is none, or `unassigned` is beside another."""
    if unassigned and (named or placed):
        return "DIALING_QUEUE_DELETE_FILTER_CONFLICT"
    return None if unassigned or named or placed else "DIALING_QUEUE_DELETE_FILTER_REQUIRED"


def _start(asked: Asked, user: str) -> Queue:
    now = asked.state.tick()
    queue = Queue(asked.state.new_id("pdl_"), user, user_id(asked.state, OWNER), now, now)
    asked.kept.of(_Current).queues[user] = queue
    return queue


def _read(state: State, written: str) -> str | None:
    """Return a number in E.164; without a country code it is one of the first line's country, which is a guess."""
    found = numbers_in(written, state.lines[0].country)
    return found[0] if len(found) == 1 else None


def _has_contact(state: State, number: str, entry: Mapping[str, Any]) -> bool:
    """Find the contact of a number, or add one if the entry has a name; return whether there is one now."""
    if state.contact_with(number) is not None:
        return True
    if not entry.get("name") and not entry.get("last_name"):
        return False
    fields = {**entry, "numbers": [number]}
    company = crm.reference(_company(state, entry["company"])) if entry.get("company") else None
    address = next(iter(entry.get("addresses") or ()), None)
    contact = state.add_contact(fields, company=company, address=address)
    state.events.append(Event("contact.created", contact))
    return True


def _company(state: State, name: str) -> Firm:
    """Return the company with a name, a new one if there is none."""
    known = state.crm.firm_named(name)
    if known is not None:
        return known
    now = state.tick()
    return state.crm.save_firm(Firm(state.new_id(""), name, None, None, now, now), {})


def _call(state: State, entry: Entry) -> Call | None:
    """Return the call to a number since it was put into the queue."""
    since = (item for item in state.items.added_with((entry.number,), None) if item.start >= entry.created)
    return next((item for item in since if isinstance(item, Call) and item.is_outbound), None)


def _queue(state: State, queue: Queue) -> dict[str, Any]:
    return {**_meta(queue), "numbers": _entries(state, queue.entries)}


def _entries(state: State, entries: Sequence[Entry]) -> list[dict[str, Any]]:
    return [_entry(state, entry, place) for place, entry in enumerate(entries)]


def _meta(queue: Queue) -> dict[str, Any]:
    return {
        "id": queue.id,
        "name": queue.name,
        "creator_id": queue.creator_id,
        "assignee_id": queue.assignee_id,
        "voicemail_handling": queue.voicemail_handling,
        "do_not_disturb": queue.do_not_disturb,
        "created_at": crm.written(queue.created),
        "updated_at": crm.written(queue.updated),
    }


def _entry(state: State, entry: Entry, place: int) -> dict[str, Any]:
    call = _call(state, entry)
    return {
        "number_to": entry.number,
        "position": place,
        "created_at": crm.written(entry.created),
        "updated_at": crm.written(call.start if call else entry.created),
        "call_start_date": crm.written(call.start) if call else None,
        "call_id": item_id(call) if call else None,
        "routing_result": result_of(call) if call else None,
        "sync_status": "SYNCED" if entry.has_contact else "NOT_SYNCED",
        "detected_outbound_voicemail": None,
        "not_reached_destination_reason": None,
        "voicemail_left": None,
    }


HANDLERS: Mapping[str, Callable[[Asked], Reply]] = {
    "get_current_dialing_queue": _get_current_dialing_queue,
    "reset_current_dialing_queue": _reset_current_dialing_queue,
    "upsert_current_dialing_queue": _upsert_current_dialing_queue,
    "append_dialing_queue_numbers": _append_dialing_queue_numbers,
    "clear_dialing_queue_numbers": _clear_dialing_queue_numbers,
}
