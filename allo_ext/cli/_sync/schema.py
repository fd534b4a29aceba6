"""Tables, keys and views, designed for reading in Datasette and other tools."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any, Final

from allo_ext import ConfigurationError
from allo_ext.cli._display.columns import CALLS, CONTACTS, LINES, MESSAGES, NUMBERS
from allo_ext.cli._sync.rows import types_of, types_with_extra
from allo_ext.cli._sync.shape import Shape, first
from allo_ext.cli._sync.team_tables import TEAM_TABLES

if TYPE_CHECKING:
    from pathlib import Path

    import sqlite_utils

VERSION: Final = 3
"""The value of `PRAGMA user_version`. Files with a later version are refused."""


NOT_IN_CONTACTS: Final = frozenset({"last_name", "numbers"})
"""The table's `name` is the full name, and numbers have a separate table."""

TABLES: Final[dict[str, Shape]] = {
    "numbers": Shape({**first("id"), **types_with_extra(NUMBERS)}, ("id",)),
    "contacts": Shape(
        {
            **first("id", "name", "company", "job_title", "website", "status", "engagement", "emails"),
            **types_with_extra(CONTACTS, without=NOT_IN_CONTACTS),
        },
        ("id",),
        indexes=("name", "last_activity_date"),
    ),
    "contact_numbers": Shape(
        {"contact_id": str, "number": str}, ("contact_id", "number"), (("contact_id", "contacts", "id"),), ("number",)
    ),
    "calls": Shape(
        {**first("id", "title"), **types_with_extra(CALLS)},
        ("id",),
        (("allo_number", "numbers", "id"),),
        ("start_date", "contact_number", "allo_number", "result"),
        ("summary",),
    ),
    "call_lines": Shape(
        {"call_id": str, "number_id": str},
        ("call_id", "number_id"),
        (("call_id", "calls", "id"), ("number_id", "numbers", "id")),
        ("number_id",),
    ),
    "transcript_lines": Shape(
        {"call_id": str, "position": int, **types_of(LINES)},
        ("call_id", "position"),
        (("call_id", "calls", "id"),),
        searched=("text",),
    ),
    "messages": Shape(
        {**first("id", "start_date", "direction", "allo_number", "contact_number"), **types_with_extra(MESSAGES)},
        ("id",),
        (("allo_number", "numbers", "id"),),
        ("start_date", "contact_number"),
        ("content",),
    ),
    "sync_lines": Shape({"line": str, "complete_to": str, "top": str, "reached": str}, ("line",)),
    "sync_conversations": Shape({"contact_id": str, "complete_to": str}, ("contact_id",)),
    **TEAM_TABLES,
}
"""All tables. A table references only those above it. `sync_…` store the progress of a sync."""

_WHO: Final = """coalesce((
    select contacts.name from contact_numbers join contacts on contacts.id = contact_numbers.contact_id
    where contact_numbers.number = TABLE.contact_number order by contacts.id limit 1
), (
    select people.name from person_numbers join people on people.id = person_numbers.person_id
    where person_numbers.number = TABLE.contact_number order by people.id limit 1
))"""

_VIEWS: Final = {
    "call_log": """
        select calls.id, calls.start_date, numbers.name as line, calls.direction, calls.contact_number,
            CONTACT_OF(calls) as contact, calls.duration_seconds, calls.result, calls.tag, calls.summary,
            (select group_concat(coalesce(users.name, users.email, users.id), ', ') from call_users
                join users on users.id = call_users.user_id where call_users.call_id = calls.id) as user
        from calls left join numbers on numbers.id = calls.allo_number
        order by calls.start_date desc
    """,
    "dialogue": """
        select transcript_lines.call_id, calls.start_date, transcript_lines.position,
            printf('%d:%02d', transcript_lines.start_seconds / 60, transcript_lines.start_seconds % 60) as clock,
            case transcript_lines.source when 'USER' then 'Team' when 'AGENT' then 'Assistant'
                else coalesce(CONTACT_OF(calls), calls.contact_number, 'Caller') end as speaker,
            transcript_lines.text
        from transcript_lines join calls on calls.id = transcript_lines.call_id
        order by calls.start_date desc, transcript_lines.call_id, transcript_lines.position
    """,
    "timeline": """
        select start_date, 'call' as what, direction, contact_number, CONTACT_OF(calls) as contact,
            allo_number, summary as content, id as call_id
        from calls
        union all
        select start_date, 'message', direction, contact_number, CONTACT_OF(messages), allo_number,
            content, null
        from messages
        order by start_date desc
    """,
}

VIEWS: Final = {
    name: query.replace("CONTACT_OF(calls)", _WHO.replace("TABLE", "calls")).replace(
        "CONTACT_OF(messages)", _WHO.replace("TABLE", "messages")
    )
    for name, query in _VIEWS.items()
}


_TRIGRAMS: Final = (
    "create virtual table TABLE_trigrams using fts5(COLUMN, content='TABLE', tokenize='trigram')",
    """
        create trigger TABLE_trigrams_ai after insert on TABLE begin
            insert into TABLE_trigrams(rowid, COLUMN) values (new.rowid, new.COLUMN);
        end
    """,
    """
        create trigger TABLE_trigrams_ad after delete on TABLE begin
            insert into TABLE_trigrams(TABLE_trigrams, rowid, COLUMN) values ('delete', old.rowid, old.COLUMN);
        end
    """,
    """
        create trigger TABLE_trigrams_au after update on TABLE begin
            insert into TABLE_trigrams(TABLE_trigrams, rowid, COLUMN) values ('delete', old.rowid, old.COLUMN);
            insert into TABLE_trigrams(rowid, COLUMN) values (new.rowid, new.COLUMN);
        end
    """,
    "insert into TABLE_trigrams(TABLE_trigrams) values ('rebuild')",
)


def _columns(db: sqlite_utils.Database, table: str) -> set[str]:
    return {row[1] for row in db.conn.execute(f"pragma table_info({table})")}


def missing(db: sqlite_utils.Database) -> dict[str, dict[str, type[Any]]]:
    """Return the columns missing in a file's tables: fields that were added to records after it was created."""
    lacking: dict[str, dict[str, type[Any]]] = {}
    for name, shape in TABLES.items():
        there = _columns(db, name)
        if there and (new := {column: kind for column, kind in shape.columns.items() if column not in there}):
            lacking[name] = new
    return lacking


def add_missing(db: sqlite_utils.Database) -> None:
    """Add the missing columns. They stay empty in existing rows until these are read again."""
    for name, columns in missing(db).items():
        for column, kind in columns.items():
            db.table(name).add_column(column, kind)


def check(db: sqlite_utils.Database, path: Path, *, made: bool) -> None:
    """Refuse a file that has another program's table or view with one of our names.

    Args:
        db: The database.
        path: Its path.
        made: Whether the file was made by this command, according to its version: then only the columns that keys,
        indexes and the search use are required.

    Raises:
        ConfigurationError: There is such a table or view.
    """
    for name, kind in db.conn.execute("select name, type from sqlite_master where type in ('table', 'view')"):
        if name in TABLES:
            shape = TABLES[name]
            ours = kind == "table" and _columns(db, name).issuperset(shape.structural if made else shape.columns)
        else:
            ours = name not in VIEWS or kind == "view"
        if not ours:
            raise ConfigurationError(f"{path} has a {kind} {name} of another program. Pass another file.")


def create(db: sqlite_utils.Database) -> None:
    """Create missing tables, indexes and views."""
    for name, shape in TABLES.items():
        table = db.table(name)
        if table.exists():
            continue
        table.create(
            shape.columns,
            pk=shape.pk[0] if len(shape.pk) == 1 else shape.pk,
            foreign_keys=shape.references,
            not_null=shape.pk,
        )
        for column in shape.indexes:
            table.create_index([column])
        if shape.searched:
            # Not all users type accents.
            table.enable_fts(shape.searched, create_triggers=True, tokenize="unicode61 remove_diacritics 2")
    for name, query in VIEWS.items():
        db.create_view(name, query, replace=True)
    if sqlite3.sqlite_version_info >= (3, 34):
        for name, shape in TABLES.items():
            for column in shape.searched:
                if not db.table(f"{name}_trigrams").exists():
                    _add_trigrams(db, name, column)


def _add_trigrams(db: sqlite_utils.Database, table: str, column: str) -> None:
    """Add a trigram index: Japanese, Chinese and Thai put no spaces between words."""
    for statement in _TRIGRAMS:
        db.conn.execute(statement.replace("TABLE", table).replace("COLUMN", column))
