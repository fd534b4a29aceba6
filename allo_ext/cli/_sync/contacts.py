"""Sync of contacts. The API cannot list changes, so all contacts are read."""

from __future__ import annotations

import json
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from allo_ext.cli._display.columns import CONTACTS
from allo_ext.cli._sync.numbers import readings
from allo_ext.cli._sync.rows import row_with_extra
from allo_ext.cli._sync.schema import NOT_IN_CONTACTS

if TYPE_CHECKING:
    from allo_ext import AlloClient, Contact
    from allo_ext.cli._sync.store import Store

_TOGETHER: Final = 500


def sync(allo: AlloClient, store: Store) -> int:
    """Sync the contacts, and return how many were new or changed."""
    changed = 0
    contacts = allo.contacts.iter(prefetch=2, consistent=True)
    try:
        while some := list(islice(contacts, _TOGETHER)):
            with store.whole():
                changed += _put(store, some)
    finally:
        contacts.close()
    return changed


def _put(store: Store, contacts: list[Contact]) -> int:
    changed = store.put("contacts", map(_row, contacts))
    listed = {one.id: one.numbers for one in contacts if one.numbers is not None}
    lines = [row["number"] for row in store.query("select number from numbers where number is not null")]
    numbers = [
        {"contact_id": one, "number": key}
        for one, theirs in listed.items()
        for number in theirs
        for key in readings(number, lines)
    ]
    store.replace("contact_numbers", "contact_id", listed, numbers)
    return changed


def _row(contact: Contact) -> dict[str, Any]:
    row = row_with_extra(contact, CONTACTS, without={*NOT_IN_CONTACTS, "emails"})
    row["name"] = contact.full_name or None
    if contact.emails is not None:
        # Searches return contacts without emails: known emails are kept.
        row["emails"] = json.dumps(contact.emails) if contact.emails else None
    return row
