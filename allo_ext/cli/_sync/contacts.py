"""Sync of contacts. The API cannot list changes, so all contacts are read."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from allo_ext.cli._display.columns import CONTACTS
from allo_ext.cli._sync.numbers import put_numbers
from allo_ext.cli._sync.rows import reader_of
from allo_ext.cli._sync.schema import NOT_IN_CONTACTS

if TYPE_CHECKING:
    from allo_ext import AlloClient, Contact
    from allo_ext.cli._sync.store import Store

_row_of: Final = reader_of(CONTACTS, without={*NOT_IN_CONTACTS, "emails"})


def sync(allo: AlloClient, store: Store) -> int:
    """Sync the contacts, and return how many were new or changed."""
    return store.put_all(allo.contacts.iter(prefetch=2, consistent=True), partial(_put, store))


def _put(store: Store, contacts: list[Contact]) -> int:
    changed = store.put("contacts", map(_row, contacts))
    put_numbers(store, "contact_numbers", "contact_id", contacts)
    return changed


def _row(contact: Contact) -> dict[str, Any]:
    row = _row_of(contact)
    row["name"] = contact.full_name or None
    if contact.emails is not None:
        # Searches return contacts without emails: known emails are kept.
        row["emails"] = json.dumps(contact.emails) if contact.emails else None
    return row
