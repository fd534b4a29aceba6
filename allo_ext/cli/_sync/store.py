"""The SQLite file. Only new and changed rows are written."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Generator, Iterable, Mapping
from contextlib import contextmanager
from itertools import chain, islice
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self, TypeVar

from allo_ext import ConfigurationError
from allo_ext._extras import needs
from allo_ext.cli._display.text import encodable
from allo_ext.cli._sync import schema
from allo_ext.cli._sync.alone import alone

if TYPE_CHECKING:
    import sqlite_utils

Row = Mapping[str, Any]
T = TypeVar("T")

_PATIENCE: Final = 30.0
_PART: Final = 500
"""Records in one transaction."""
_AS_THEY_ARE: Final = frozenset({type(None), int, float, bytes})
"""The types of values that SQLite stores and returns unchanged."""
AT_ONCE: Final = 400
"""Keys per query: old versions of SQLite allow 999 parameters."""


class Store:
    """A file made by `allo sync`."""

    def __init__(self, db: sqlite_utils.Database) -> None:
        self.db = db

    @classmethod
    @contextmanager
    def open(cls, path: Path, waits: Callable[[], object] = lambda: None) -> Generator[Self]:
        """Open a file; create it if it does not exist.

        Args:
            path: The file.
            waits: Called before waiting for another sync of the file.

        Raises:
            ConfigurationError: The extra is not installed, or the file was made by a later version.
            sqlite3.Error: It is not a SQLite file, or it cannot be written.
        """
        with needs("allo sync", "sqlite_utils", extra="sync"):
            import sqlite_utils
        path.resolve().parent.mkdir(parents=True, exist_ok=True)
        with alone(path, waits):
            connection = sqlite3.connect(path, timeout=_PATIENCE)
            try:
                store = cls(sqlite_utils.Database(connection, execute_plugins=False))
                store._prepare(path)
                yield store
            finally:
                connection.close()

    def _prepare(self, path: Path) -> None:
        """Create missing tables and columns, unless the file belongs to another program."""
        if self._version() == schema.VERSION:
            schema.check(self.db, path, made=True)
            if not schema.missing(self.db):
                return
        with self.whole():
            version = self._version()  # another sync may have created them in the meantime
            if version > schema.VERSION:
                raise ConfigurationError(f"{path} was made by a later version of allo. Update withallo-sdk.")
            schema.check(self.db, path, made=version > 0)
            if version < schema.VERSION:
                schema.create(self.db)
                self.db.conn.execute(f"pragma user_version = {schema.VERSION}")
            schema.add_missing(self.db)

    def _version(self) -> int:
        return int(self.db.conn.execute("pragma user_version").fetchone()[0])

    @contextmanager
    def whole(self) -> Generator[None]:
        """Run the block in one transaction.

        The write lock is taken at the start: a transaction that reads first and writes later would fail immediately
        instead of waiting for other writers.
        """
        connection = self.db.conn
        connection.execute("begin immediate")
        try:
            yield
        except BaseException:
            connection.rollback()
            raise
        connection.commit()

    def put(self, table: str, rows: Iterable[Row]) -> int:
        """Write new and changed rows, and return how many there were."""
        by_key = self._by_key(table, rows)
        there = self._rows(table, [key[0] for key in by_key])
        differing = _differing(by_key, there)
        self._write(table, differing)
        return len(differing)

    def put_all(self, records: Generator[T], put: Callable[[list[T]], int]) -> int:
        """Write the records of a list in parts, each in one transaction, and return how many were new or changed.

        Args:
            records: The records; closed at the end.
            put: Writes a part.
        """
        changed = 0
        try:
            while some := list(islice(records, _PART)):
                with self.whole():
                    changed += put(some)
        finally:
            records.close()
        return changed

    def add(self, table: str, rows: Iterable[Row]) -> None:
        """Insert rows whose keys do not exist yet."""
        self._write(table, list(self._by_key(table, rows).values()), update=False)

    def replace(self, table: str, owner: str, ids: Iterable[str], rows: Iterable[Row]) -> int:
        """Replace the rows of some owners, and return how many owners had different rows.

        Args:
            table: The table.
            owner: The column with the owner, the first of the key.
            ids: The IDs of the owners.
            rows: Their new rows.
        """
        shape = schema.TABLES[table]
        wanted: dict[str, dict[tuple[Any, ...], dict[str, Any]]] = {stored_key(one): {} for one in ids}
        for key, row in self._by_key(table, rows).items():
            wanted[row[owner]][key] = row
        there: dict[str, dict[tuple[Any, ...], dict[str, Any]]] = {one: {} for one in wanted}
        for key, row in self._rows(table, list(wanted)).items():
            there[key[0]][key] = row
        differing = [one for one, theirs in wanted.items() if theirs != there[one]]
        written: list[dict[str, Any]] = []
        for one in differing:
            for key in there[one].keys() - wanted[one].keys():
                where = " and ".join(f"{name} = ?" for name in shape.pk)
                self.db.conn.execute(f"delete from {table} where {where}", list(key))  # noqa: S608 (names of ours)
            written += _differing(wanted[one], there[one])
        self._write(table, written)
        return len(differing)

    def get(self, table: str, key: str) -> dict[str, Any] | None:
        """Return a row by the first column of its key."""
        return next(iter(self._rows(table, [stored_key(key)]).values()), None)

    def query(self, sql: str, *parameters: Any) -> Generator[dict[str, Any]]:
        """Yield the rows of a query.

        Not by `Database.query`: it sets a savepoint each time, which takes longer than most of these queries.
        """
        cursor = self.db.conn.execute(sql, parameters)
        names = [column[0] for column in cursor.description]
        for values in cursor:
            yield dict(zip(names, values, strict=True))

    def _write(self, table: str, rows: list[dict[str, Any]], *, update: bool = True) -> None:
        """Insert rows with as few statements as SQLite allows. Those whose key exists are updated, or left as they are.

        The indexes for the search take half the time if many rows are inserted by one statement. `upsert_all` of
        sqlite-utils would insert 66 calls at a time.
        """
        shapes = dict.fromkeys(map(tuple, rows))
        pk, columns = schema.TABLES[table].pk, list(dict.fromkeys(chain.from_iterable(shapes)))
        names, keys = (", ".join(f'"{name}"' for name in some) for some in (columns, pk))
        changes = ", ".join(f'"{name}" = excluded."{name}"' for name in columns if name not in pk)
        action = f"update set {changes}" if changes and update else "nothing"
        most = self.db.conn.getlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER) // max(1, len(columns))
        for start in range(0, len(rows), most):
            some = rows[start : start + most]
            places = ", ".join([f"({', '.join('?' * len(columns))})"] * len(some))
            sql = f"insert into {table} ({names}) values {places} on conflict ({keys}) do {action}"  # noqa: S608 (names of ours)
            # One shape is the rule: the values are then in the order of the columns.
            if len(shapes) == 1:
                values = [value for row in some for value in row.values()]
            else:
                values = [row.get(name) for row in some for name in columns]
            self.db.conn.execute(sql, values)

    def _by_key(self, table: str, rows: Iterable[Row]) -> dict[tuple[Any, ...], dict[str, Any]]:
        """Return rows by their keys, with values as SQLite returns them."""
        shape = schema.TABLES[table]
        keys = {*shape.pk, *(column for column, _, _ in shape.references)}
        by_key: dict[tuple[Any, ...], dict[str, Any]] = {}
        key_of = _key_of(shape.pk)
        for row in rows:
            clean = {**row}
            for name, value in row.items():
                kind = value.__class__
                if value.isascii() if kind is str else kind in _AS_THEY_ARE:
                    continue
                clean[name] = stored_key(value) if name in keys else _value(value)
            by_key[key_of(clean)] = clean
        return by_key

    def _rows(self, table: str, firsts: list[Any]) -> dict[tuple[Any, ...], dict[str, Any]]:
        """Return the rows whose first key column has one of these values, by their keys."""
        shape = schema.TABLES[table]
        found: dict[tuple[Any, ...], dict[str, Any]] = {}
        distinct = list(dict.fromkeys(firsts))
        key_of = _key_of(shape.pk)
        for start in range(0, len(distinct), AT_ONCE):
            some = distinct[start : start + AT_ONCE]
            places = ", ".join("?" * len(some))
            sql = f"select * from {table} where {shape.pk[0]} in ({places})"  # noqa: S608 (names of ours)
            found.update((key_of(row), row) for row in self.query(sql, *some))
        return found


def _differing(
    rows: Mapping[tuple[Any, ...], dict[str, Any]], there: Mapping[tuple[Any, ...], dict[str, Any]]
) -> list[dict[str, Any]]:
    """Return the rows that are new or changed, completed from the file: missing columns would be emptied."""
    differing: list[dict[str, Any]] = []
    for key, row in rows.items():
        known = there.get(key)
        whole = row if known is None else {**known, **row}
        if whole != known:
            differing.append(whole)
    return differing


def _key_of(pk: tuple[str, ...]) -> Callable[[dict[str, Any]], tuple[Any, ...]]:
    """Return a function that reads the key of a row."""
    if len(pk) > 1:
        return itemgetter(*pk)
    first = next(iter(pk))
    return lambda row: (row[first],)


def stored_key(value: Any) -> Any:
    """Convert a key to a value that SQLite can store; different keys stay different."""
    if value.__class__ is str and value.isascii():
        return value
    return value.encode("utf-8", "backslashreplace").decode() if isinstance(value, str) else _value(value)


def _value(value: Any) -> Any:
    if isinstance(value, bool):
        return int(value)
    return encodable(str(value)) if isinstance(value, str) else value
