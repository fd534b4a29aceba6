"""Hooks that read from a source, and the choice of the source."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Final
from weakref import WeakKeyDictionary

from allo_ext.errors import AlloError
from allo_ext.hooks import Query, use_query
from allo_ext.panel._sources.v1 import V1
from allo_ext.panel._sources.v2 import Version2

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from allo_ext import AsyncAlloClient
    from allo_ext.panel._sources.source import Found, Source, Talk, Waiting, Week
    from allo_ext.records import Call, Contact

_PATIENCE: Final = 10.0


class Choices:
    """The source of each client, so that `/v2/api/me` is requested once per process. Thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: WeakKeyDictionary[AsyncAlloClient, Source] = WeakKeyDictionary()

    async def choose(self, allo: AsyncAlloClient) -> Source:
        """Return version 2 if the key has the scopes for it, else version 1.

        If the request fails, the page uses version 1 and shows its errors; the next page asks again.
        """
        with self._lock:
            known = self._known.get(allo)
        if known is not None:
            return known
        try:
            me = await allo.with_options(timeout=_PATIENCE, retry=None).v2.me()
        except AlloError:
            return V1
        source = Version2.of(me) or V1
        with self._lock:
            self._known[allo] = source
        return source


_CHOICES: Final = Choices()


def use_source() -> Source | None:
    """Return the source for the key; None while it is being chosen."""
    query = use_query("me", _choose)
    return V1 if query.error is not None else query.data


def use_week(source: Source, since: datetime) -> Query[Week]:
    """Fetch the activity since a time."""
    return use_query("calls", _week, source, since)


def use_full_call(source: Source, call_id: str) -> Query[Call | None]:
    """Fetch a call with its transcript; disabled if the list has transcripts, or without an id."""
    return use_query("call", _call, source, call_id, enabled=source.is_v2 and bool(call_id))


def use_one(source: Source, contact_id: str) -> Query[Contact]:
    """Fetch a contact."""
    return use_query("contact", _contact, source, contact_id)


def use_talk(source: Source, contact_id: str, numbers: Sequence[str] | None, count: int) -> Query[Talk]:
    """Fetch a conversation. Version 2 needs the contact's numbers first."""
    wanted = tuple(numbers or ()) if source.is_v2 else ()
    enabled = not source.is_v2 or numbers is not None
    return use_query("conversation", _talk, source, contact_id, wanted, count, enabled=enabled, keep_previous=True)


def use_search(source: Source, words: str, count: int, chosen: str) -> tuple[Query[Found], Query[Found]]:
    """Search people on the server, and count all of them. Both are disabled in version 1."""
    found = use_query(
        "contacts", _search, source, words, count, "" if words else chosen, enabled=source.is_v2, keep_previous=True
    )
    return found, use_query("contacts", _search, source, "", 1, "", enabled=source.is_v2)


def use_waiting(source: Source, which: Waiting | None) -> Query[tuple[Contact, ...]]:
    """Fetch who waits; disabled in version 1, or without a choice."""
    return use_query("conversation", _waiting, source, which or "unread", enabled=source.is_v2 and which is not None)


async def _choose(allo: AsyncAlloClient) -> Source:
    return await _CHOICES.choose(allo)


async def _week(allo: AsyncAlloClient, source: Source, since: datetime) -> Week:
    return await source.week(allo, since)


async def _call(allo: AsyncAlloClient, source: Source, call_id: str) -> Call | None:
    return await source.call(allo, call_id)


async def _contact(allo: AsyncAlloClient, source: Source, contact_id: str) -> Contact:
    return await source.contact(allo, contact_id)


async def _talk(allo: AsyncAlloClient, source: Source, contact_id: str, numbers: tuple[str, ...], count: int) -> Talk:
    return await source.talk(allo, contact_id, numbers, count)


async def _search(allo: AsyncAlloClient, source: Source, words: str, count: int, chosen: str) -> Found:
    return await source.search(allo, words, count, chosen)


async def _waiting(allo: AsyncAlloClient, source: Source, which: Waiting) -> tuple[Contact, ...]:
    return await source.waiting(allo, which)
