"""Operations on calls and messages."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from allo_ext.testing._account.calls import Call
from allo_ext.testing._account.conversations import Conversations, Pair
from allo_ext.testing._account.events import Event
from allo_ext.testing._account.items import Found
from allo_ext.testing._account.search import Search, words_of
from allo_ext.testing._engine.wire import Reply
from allo_ext.testing._v2.dates import DAY, midnight, naive
from allo_ext.testing._v2.item_views import CALL, MESSAGE, item_view
from allo_ext.testing._v2.tags import Tags
from allo_ext.testing._v2.users import OWNER, user_id, user_with

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Literal

    from allo_ext.testing._account.calls import Item
    from allo_ext.testing._account.state import State
    from allo_ext.testing._v2.asked import Asked

_KINDS: Mapping[str, Literal["call", "message"]] = {"CALL": "call", "SMS": "message"}
_TRANSFERS = ("TRANSFERRED", "TRANSFERRED_AI", "TRANSFERRED_EXTERNAL")
_PAIR_LIMIT = 10_000
"""The maximum number of items checked in a conversation for `unread` and `unresponded`."""


class SummaryVersions(dict[str, int]):
    """The number of edits of each call summary, by the call's key; a new summary has version 1."""

    def __init__(self, _: State) -> None:
        """Begin with no edit."""


def _search(asked: Asked) -> Reply:
    """Answer with a page of what is found; false for `unread` and `unresponded` is as if it were not there."""
    body = asked.body
    words = words_of(body["search"]) if "search" in body else ()
    if "search" in body and not words:
        return asked.error("INVALID_SEARCH_QUERY", 400)
    days: Mapping[str, str] = {} if asked.quirks.ignores_dates else body.get("date") or {}
    bounds = {end: midnight(day) for end, day in days.items() if end in {"from", "to"}}
    since, until = bounds.get("from"), bounds.get("to")
    if None in bounds.values() or (since is not None and until is not None and since > until):
        return asked.error("INVALID_DATE_RANGE", 400)
    user = user_with(asked.state, body["user_id"]) if "user_id" in body else None
    outbound = {"INBOUND": False, "OUTBOUND": True}
    result: str | None = body.get("result")
    search = Search(
        kind=_KINDS.get(body.get("type", "")),
        allo_number=body.get("allo_number"),
        contact_number=body.get("contact_number"),
        is_outbound=outbound.get(body.get("direction", "")),
        results=frozenset(_TRANSFERS if result == "TRANSFERRED" else (result,) if result else ()),
        tags=frozenset(body.get("tags") or ()),
        user=(user.email if user else "") if "user_id" in body else None,
        words=words,
        since=since,
        until=None if until is None else until + DAY,
    )
    found = _found(asked, search, oldest_first=body.get("sort") == "DATE_ASC")
    transcript = body.get("extend") is not None
    return asked.paged([item_view(asked, item, transcript=transcript) for item in found.items], found.total)


def _found(asked: Asked, search: Search, *, oldest_first: bool) -> Found:
    items, (start, stop) = asked.state.items, asked.window
    wanted: set[Pair] | None = None
    for name in ("unread", "unresponded"):
        if asked.body.get(name):
            conversations = asked.kept.of(Conversations)
            pairs = conversations.unread() if name == "unread" else conversations.unresponded()
            wanted = pairs if wanted is None else wanted & pairs
    if wanted is None:
        return items.search(search, start, stop, oldest_first=oldest_first)
    talking = [
        pair
        for pair in wanted
        if search.allo_number in {None, pair.allo_number} and search.contact_number in {None, pair.contact_number}
    ]
    both = [
        item for pair in talking for item in items.search(replace(search, **pair._asdict()), stop=_PAIR_LIMIT).items
    ]
    both.sort(key=lambda item: (item.start, item.key), reverse=not oldest_first)
    return Found(both[start:stop], len(both), has_more=stop < len(both))


def _item(asked: Asked, identifier: str) -> Item | None:
    items = asked.state.items
    kind, key = identifier[: len(CALL)], identifier[len(CALL) :]
    return items.call(key) if kind == CALL else items.message(key) if kind == MESSAGE else None


def _is_item_id(identifier: str) -> bool:
    return identifier.startswith((CALL, MESSAGE))


def _get(asked: Asked) -> Reply:
    if not _is_item_id(asked.path["id"]):
        return asked.error("INVALID_ITEM_ID", 400)
    item = _item(asked, asked.path["id"])
    if item is None:
        return asked.error("CONVERSATION_ITEM_NOT_FOUND", 404)
    return asked.data(item_view(asked, item, transcript=asked.query["extend"] is not None))


def _batch(asked: Asked) -> Reply:
    """Answer with the items that there are; the others are left out without a word."""
    identifiers = list(dict.fromkeys(asked.body["ids"]))
    if not all(map(_is_item_id, identifiers)):
        return asked.error("INVALID_ITEM_ID", 400)
    found = (_item(asked, identifier) for identifier in identifiers)
    return asked.data([item_view(asked, item) for item in found if item is not None])


def _call(asked: Asked) -> Call | Reply:
    """Return the call that a request is about: a message is refused, for it has neither summary nor tags."""
    if not asked.path["id"].startswith(CALL):
        return asked.error("INVALID_ITEM_ID", 400)
    call = _item(asked, asked.path["id"])
    return call if isinstance(call, Call) else asked.error("CALL_NOT_FOUND", 404)


def _update_summary(asked: Asked) -> Reply:
    """Replace the summary of a call, in version 1 too."""
    call = _call(asked)
    if isinstance(call, Reply):
        return call
    versions, now = asked.kept.of(SummaryVersions), asked.state.tick()
    versions[call.key] = versions.get(call.key, 1) + 1
    changed = asked.state.items.change_call(call, summary=asked.body["content"])
    asked.state.events.append(Event("summary.updated", changed, changed.allo_number))
    return asked.data(
        {
            "id": asked.path["id"],
            "content": changed.summary,
            "version": versions[call.key],
            "updated_at": naive(now),
            "updated_by": {"id": user_id(asked.state, OWNER), "name": OWNER.name},
        }
    )


def _add_tags(asked: Asked) -> Reply:
    """Add tags to a call, all of them or, if one is there already, none."""
    call = _call(asked)
    if isinstance(call, Reply):
        return call
    tags = tuple(dict.fromkeys(asked.body["tags"]))
    if not set(tags).isdisjoint(call.tags):
        return asked.error("TAG_ALREADY_EXISTS", 409)
    asked.kept.of(Tags).add(*tags)
    changed = asked.state.items.change_call(call, tags=(*call.tags, *tags))
    asked.state.events.extend(Event("tag.added", changed, changed.allo_number, tag) for tag in tags)
    return Reply(200)


def _remove_tag(asked: Asked) -> Reply:
    call = _call(asked)
    if isinstance(call, Reply):
        return call
    tag = asked.path["tag"]
    if tag not in call.tags:
        return asked.error("TAG_NOT_FOUND", 404)
    changed = asked.state.items.change_call(call, tags=tuple(one for one in call.tags if one != tag))
    asked.state.events.append(Event("tag.removed", changed, changed.allo_number, tag))
    return Reply(200)


HANDLERS: Mapping[str, Callable[[Asked], Reply]] = {
    "search_all_conversations": _search,
    "get_conversation_item": _get,
    "batch_get_conversation_items": _batch,
    "update_call_summary": _update_summary,
    "add_tags": _add_tags,
    "remove_tag": _remove_tag,
}
