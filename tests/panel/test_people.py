"""The address book."""

from __future__ import annotations

import pytest

pytest.importorskip("solara", reason="solara is not installed: make .venv")

from allo_ext.panel._figures.people import in_order
from allo_ext.records import Contact


def test_contacts_are_in_the_order_of_their_names():
    """Case and accents make no difference; contacts without a name come last, by number."""
    names = ["zoé", "Émile", "eva", "Adam", "Ångström"]
    contacts = [Contact(id="n2", numbers=("+2",)), Contact(id="n1", numbers=("+1",)), Contact(id="none")]
    contacts += [Contact(id=name, name=name) for name in names]

    assert [one.id for one in in_order(contacts)] == ["Adam", "Ångström", "Émile", "eva", "zoé", "none", "n1", "n2"]
