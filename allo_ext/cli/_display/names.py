"""Names of lines and contacts, to show beside their numbers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from allo_ext import PermissionDeniedError
from allo_ext.phone import ContactIndex

if TYPE_CHECKING:
    from allo_ext import AlloClient, Contact
    from allo_ext.cli._display.terminal import Terminal


@dataclass(frozen=True, slots=True)
class Names:
    """The names of the account's lines, and its contacts by number."""

    lines: dict[str, str] = field(default_factory=dict[str, str])
    contacts: ContactIndex = field(default_factory=ContactIndex)

    def line(self, number: str | None) -> str | None:
        """Return the name of a line."""
        return self.lines.get(number or "")

    def contact(self, number: str | None) -> str | None:
        """Return the name of the contact with a number, the first one if there are several."""
        found = self.known(number)
        return None if found is None else found.full_name or None

    def known(self, number: str | None) -> Contact | None:
        """Return the contact with a number, the first one if there are several."""
        return self.contacts.get(number) if number else None

    def who(self, number: str | None) -> str:
        """Return the name for a number, or the number."""
        return self.contact(number) or number or ""

    def which(self, number: str | None) -> str:
        """Return the name of a line, or its number."""
        return self.line(number) or number or ""


NOBODY = Names()


def read_lines(allo: AlloClient) -> dict[str, str]:
    """Read the names of the lines, by number."""
    return {line.number: line.name for line in allo.numbers.list() if line.number and line.name}


def read_names(allo: AlloClient, terminal: Terminal) -> Names:
    """Read the lines and all contacts. Without permission for contacts, a warning says so."""
    lines = read_lines(allo)
    index = ContactIndex()
    contacts = allo.contacts.iter(prefetch=2)
    try:
        for contact in contacts:
            index.add(contact)
    except PermissionDeniedError:
        terminal.warn("The key lacks the scope CONTACTS_READ: numbers are shown without names.")
    finally:
        contacts.close()
    return Names(lines, index)
