"""Rows of calls and messages that both versions of the API return under different ids.

A row keeps the id under which it was first written. `call_ids` and `message_ids` hold the ids that version 2 uses, and
those of version 1 for rows that version 2 wrote first. Two records are the same if the known numbers and the second of
the start agree, and for messages the content; for a call between unknown numbers the duration. A row has at most one id
of each version, so two calls in one second stay two.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from allo_ext._parties import WITHHELD
from allo_ext.cli._sync.numbers import comparable
from allo_ext.cli._sync.store import stored_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from allo_ext.cli._sync.store import Store

V1: Final = "v1"
V2: Final = "v2"
_DISTINCT: Final = {"calls": "duration_seconds", "messages": "content"}
_SECOND: Final = len("2026-01-31T09:30:00")


@dataclass(frozen=True, slots=True)
class Match:
    """The rows of some records.

    Attributes:
        ids: The row's id for each record's id.
        shared: The rows that both versions return.
    """

    ids: dict[str, str] = field(default_factory=dict[str, str])
    shared: set[str] = field(default_factory=set[str])


class Matcher:
    """Finds the rows of records of one version.

    Args:
        store: The SQLite file.
        table: `calls` or `messages`.
        api: The version that returned the records.
    """

    def __init__(self, store: Store, table: str, api: str) -> None:
        self._store = store
        self._table = table
        self._api = api
        self._ids = f"{table.removesuffix('s')}_ids"
        self._row = f"{table.removesuffix('s')}_id"
        self._compared = ("from_number", "to_number", "contact_number", _DISTINCT[table])

    def rows_of(self, records: Iterable[Mapping[str, Any]]) -> Match:
        """Return the rows of records, given as rows with their own ids. Must run inside a transaction."""
        found = Match()
        if self._api == V1 and not self._any():
            return found
        taken: set[str] = set()
        for record in records:
            row = self._known(stored_key(record["id"])) or self._same(record, taken) or stored_key(record["id"])
            taken.add(row)
            found.ids[record["id"]] = row
            if self._is_shared(row, stored_key(record["id"])):
                found.shared.add(row)
        return found

    def note(self, found: Match) -> None:
        """Store the ids of this version. Rows must exist by then."""
        ids = found.ids.items()
        noted = ids if self._api == V2 else [(one, row) for one, row in ids if one != row]
        rows: list[dict[str, Any]] = [{"id": one, self._row: row, "api": self._api} for one, row in noted]
        if rows:
            self._store.add(self._ids, rows)

    def _any(self) -> bool:
        return bool(self._query(f"select 1 from {self._ids} limit 1"))  # noqa: S608 (names of ours)

    def _query(self, sql: str, *parameters: Any) -> list[tuple[Any, ...]]:
        # Not `Store.query`, which takes a millisecond: there are several queries for each record.
        return self._store.db.conn.execute(sql, parameters).fetchall()

    def _known(self, name: str) -> str | None:
        sql = f"select {self._row} from {self._ids} where id = ? union all select id from {self._table} where id = ?"  # noqa: S608 (names of ours)
        known = self._query(sql, name, name)
        return known[0][0] if known else None

    def _same(self, record: Mapping[str, Any], taken: set[str]) -> str | None:
        """Return the row of the other version that agrees with a record."""
        moment: str | None = record["start_date"]
        if not moment:
            return None
        second = moment[:_SECOND]
        columns = ", ".join(self._compared)
        sql = f"select id, {columns} from {self._table} where start_date >= ? and start_date < ? order by id"  # noqa: S608 (names of ours)
        near = [
            (row[0], dict(zip(self._compared, row[1:], strict=True))) for row in self._query(sql, second, f"{second}~")
        ]
        agreeing = [(name, row) for name, row in near if _agree(row, record)]
        agreeing.sort(key=lambda found: found[1].get("duration_seconds") != record.get("duration_seconds"))
        return next((name for name, _ in agreeing if name not in taken and self._is_free(name)), None)

    def _aliases(self, row: str) -> set[tuple[str, str]]:
        found = self._query(f"select id, api from {self._ids} where {self._row} = ?", row)  # noqa: S608 (names of ours)
        return {(name, api) for name, api in found}

    def _is_free(self, row: str) -> bool:
        return self._api not in _apis(row, self._aliases(row))

    def _is_shared(self, row: str, name: str) -> bool:
        aliases = self._aliases(row)
        if not aliases and row == name:  # new, or both versions use the same id
            return False
        return {V1, V2} <= {self._api, *_apis(row, aliases)}


def _apis(row: str, aliases: set[tuple[str, str]]) -> set[str]:
    """Return the versions that returned a row. A row that version 2 did not write first is of version 1."""
    apis = {api for _, api in aliases}
    return apis if (row, V2) in aliases else {V1, *apis}


def _agree(row: Mapping[str, Any], record: Mapping[str, Any]) -> bool:
    if row.get("content") != record.get("content"):
        return False
    # Version 1 omits the direction of some calls, or the line of a call from a withheld number.
    known, other = _ends(row), _ends(record)
    if not (known <= other or other <= known):
        return False
    if known & other:
        return True
    is_withheld = row["contact_number"] is record["contact_number"] is None
    return is_withheld and row.get("duration_seconds") == record.get("duration_seconds") is not None


def _ends(row: Mapping[str, Any]) -> set[str | None]:
    """Return the known numbers of a call or message."""
    return {comparable(one) for one in (row["from_number"], row["to_number"]) if one and one != WITHHELD}
