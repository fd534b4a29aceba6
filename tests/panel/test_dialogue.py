"""A conversation in its order."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

pytest.importorskip("solara", reason="solara is not installed: make .venv")

from allo_ext.panel._sources.v1 import newest
from allo_ext.records import ConversationItem, Message

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
ITEMS = [
    ConversationItem(type="TEXT", message=Message(type="INBOUND", content=str(n), start_date=NOON - timedelta(hours=n)))
    for n in range(40)
]

SWAPPED = [item for pair in zip(ITEMS[1::2], ITEMS[::2], strict=True) for item in pair]


class Listed:
    """A client whose conversation is listed in some order."""

    def __init__(self, items) -> None:
        self.items = items
        self.contacts = self

    async def iter_conversation(self, *_: object, **__: object):
        for item in self.items:
            yield item


@pytest.mark.parametrize("order", ["newest-first", "oldest-first", "pairs-swapped"])
def test_the_newest_items_are_shown_whatever_the_order_of_the_list(order):
    """The API documents no order, and its only example has the oldest first."""
    import asyncio

    items = {"newest-first": ITEMS, "oldest-first": ITEMS[::-1], "pairs-swapped": SWAPPED}[order]

    shown = asyncio.run(newest(Listed(items), "cnt", 5))

    assert [item.message.content for item in shown] == ["0", "1", "2", "3", "4"]
