"""Metadata for Datasette: descriptions, labels and facets of the tables and views."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from pathlib import Path

_HIDDEN: Final = ("call_ids", "message_ids", "sync_lines", "sync_conversations", "sync_items")
_TABLES: Final[dict[str, dict[str, Any]]] = {
    "numbers": {"description": "The lines of the account, and the sender ids.", "label_column": "name"},
    "contacts": {
        "description": "The contacts of version 1.",
        "label_column": "name",
        "sort_desc": "last_activity_date",
        "facets": ["status", "engagement"],
    },
    "contact_numbers": {"description": "The phone numbers of contacts, in E.164 format."},
    "calls": {
        "description": "Calls, with summaries.",
        "label_column": "title",
        "sort_desc": "start_date",
        "facets": ["result", "direction", "allo_number"],
        "columns": {
            "start_date": "The start of the call, in UTC.",
            "duration_seconds": "The length in seconds.",
            "contact_number": "The other party's number, in E.164 format.",
        },
        "units": {"duration_seconds": "s"},
    },
    "call_lines": {"description": "The lines that list a call: a transferred call has several."},
    "call_users": {"description": "The team members on a call.", "facets": ["user_id"]},
    "call_tags": {"description": "The tags of a call, by name.", "facets": ["tag"]},
    "transcript_lines": {"description": "The transcripts of calls, one row per line.", "facets": ["source"]},
    "messages": {
        "description": "Text messages.",
        "sort_desc": "start_date",
        "facets": ["direction", "allo_number"],
        "columns": {"start_date": "The time of the message, in UTC."},
    },
    "users": {"description": "The members of the team.", "label_column": "name", "facets": ["role", "status"]},
    "tags": {"description": "The tags of the team.", "label_column": "name"},
    "companies": {"description": "The companies of the CRM.", "label_column": "name", "facets": ["industry"]},
    "people": {"description": "The people of the CRM.", "label_column": "name", "sort_desc": "last_activity_at"},
    "person_numbers": {"description": "The phone numbers of people, in E.164 format."},
    "deals": {"description": "The deals of the CRM.", "label_column": "name", "facets": ["status", "currency"]},
    "call_log": {
        "description": "Calls with the names of line, contact and team member.",
        "facets": ["line", "result", "user"],
    },
    "dialogue": {"description": "Transcripts with the names of the speakers.", "facets": ["speaker"]},
    "timeline": {"description": "Calls and messages together.", "facets": ["what", "direction"]},
    **{name: {"description": "The progress of a sync, or ids.", "hidden": True} for name in _HIDDEN},
}


def metadata(database: str) -> dict[str, Any]:
    """Return the metadata of a file made by `allo sync`.

    Args:
        database: Datasette's name of the file: the file name without its extension.
    """
    return {"databases": {database: {"title": "Allo", "description": "Copied by allo sync.", "tables": _TABLES}}}


def write(path: Path, database: str) -> None:
    """Write the metadata to a JSON file."""
    path.write_text(json.dumps(metadata(database), indent=2) + "\n", encoding="utf-8")
