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
from allo_ext.cli._sync.store import AT_ONCE, stored_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from allo_ext.cli._sync.store import Store

V1: Final = "v1"
V2: Final = "v2"
_DISTINCT: Final = {"calls": "duration_seconds", "messages": "content"}
_SECOND: Final = len("2026-01-31T09:30:00")

Near = dict[str, list[tuple[str, dict[str, Any]]]]
"""By second: the ids of rows, and what is compared of them."""


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
        named = [(stored_key(record["id"]), record) for record in records]
        known = self._known([name for name, _ in named])
        near = self._near([record for name, record in named if name not in known])
        rows = {*known.values(), *(row for some in near.values() for row, _ in some), *(name for name, _ in named)}
        aliases = self._aliases(rows)
        taken: set[str] = set()
        for name, record in named:
            row = known.get(name) or self._same(record, near, aliases, taken) or name
            taken.add(row)
            found.ids[record["id"]] = row
            if self._is_shared(row, name, aliases.get(row, set())):
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
        return self._store.db.conn.execute(sql, parameters).fetchall()

    def _for_each(self, sql: str, values: Iterable[str]) -> list[tuple[Any, ...]]:
        """Return the rows of a query for values, in place of `VALUES`: one at a time would take most of a sync."""
        distinct = list(dict.fromkeys(values))
        found: list[tuple[Any, ...]] = []
        for start in range(0, len(distinct), AT_ONCE):
            some = distinct[start : start + AT_ONCE]
            found += self._query(sql.replace("VALUES", f"values {', '.join(['(?)'] * len(some))}"), *some)
        return found

    def _known(self, names: Iterable[str]) -> dict[str, str]:
        """Return the rows that are known under these names."""
        names = list(names)
        rows = self._for_each(f"select id, id from {self._table} where id in (VALUES)", names)  # noqa: S608 (names of ours)
        noted = self._for_each(f"select id, {self._row} from {self._ids} where id in (VALUES)", names)  # noqa: S608 (names of ours)
        return {**dict(rows), **dict(noted)}

    def _near(self, records: Iterable[Mapping[str, Any]]) -> Near:
        """Return the rows of the seconds in which records start."""
        columns = ", ".join(self._compared)
        sql = f"""
            with starts(second) as (VALUES) select second, id, {columns} from starts cross join {self._table}
            on start_date >= second and start_date < second || '~' order by id
        """  # noqa: S608 (names of ours)
        near: Near = {}
        for second, row, *values in self._for_each(sql, filter(None, map(_second, records))):
            near.setdefault(second, []).append((row, dict(zip(self._compared, values, strict=True))))
        return near

    def _aliases(self, rows: Iterable[str]) -> dict[str, set[tuple[str, str]]]:
        """Return the ids of rows, and the version that uses each."""
        sql = f"select {self._row}, id, api from {self._ids} where {self._row} in (VALUES)"  # noqa: S608 (names of ours)
        aliases: dict[str, set[tuple[str, str]]] = {}
        for row, name, api in self._for_each(sql, rows):
            aliases.setdefault(row, set()).add((name, api))
        return aliases

    def _same(
        self, record: Mapping[str, Any], near: Near, aliases: Mapping[str, set[tuple[str, str]]], taken: set[str]
    ) -> str | None:
        """Return the row of the other version that agrees with a record."""
        agreeing = [(name, row) for name, row in near.get(_second(record), ()) if _agree(row, record)]
        agreeing.sort(key=lambda found: found[1].get("duration_seconds") != record.get("duration_seconds"))
        free = (name for name, _ in agreeing if self._api not in _apis(name, aliases.get(name, set())))
        return next((name for name in free if name not in taken), None)

    def _is_shared(self, row: str, name: str, aliases: set[tuple[str, str]]) -> bool:
        if not aliases and row == name:  # new, or both versions use the same id
            return False
        return {V1, V2} <= {self._api, *_apis(row, aliases)}


def _second(record: Mapping[str, Any]) -> str:
    """Return the second in which a call or message starts; an empty string without a start."""
    return (record["start_date"] or "")[:_SECOND]


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
