"""Tables that only version 2 of the API fills, and the ids that one call or message has in both versions."""

from __future__ import annotations

from typing import Final

from allo_ext.cli._display.newer_columns import COMPANIES, DEALS, PEOPLE, TAGS, USERS
from allo_ext.cli._sync.rows import types_with_extra
from allo_ext.cli._sync.shape import Shape, first

NOT_IN_PEOPLE: Final = frozenset({"last_name", "numbers", "company"})
"""The table's `name` is the full name; numbers and companies have separate tables."""

TEAM_TABLES: Final[dict[str, Shape]] = {
    "users": Shape(types_with_extra(USERS), ("id",)),
    "tags": Shape(types_with_extra(TAGS), ("id",)),
    "companies": Shape(types_with_extra(COMPANIES), ("id",), indexes=("name",)),
    "people": Shape(
        {**first("id", "name", "company_id"), **types_with_extra(PEOPLE, without=NOT_IN_PEOPLE)},
        ("id",),
        (("company_id", "companies", "id"),),
        ("name", "company_id", "last_activity_at"),
    ),
    "person_numbers": Shape(
        {"person_id": str, "number": str}, ("person_id", "number"), (("person_id", "people", "id"),), ("number",)
    ),
    "deals": Shape(
        {**first("id", "name", "company_id"), **types_with_extra(DEALS, without={"company"})},
        ("id",),
        (("company_id", "companies", "id"),),
        ("company_id", "status"),
    ),
    "call_users": Shape(
        {"call_id": str, "user_id": str},
        ("call_id", "user_id"),
        (("call_id", "calls", "id"), ("user_id", "users", "id")),
        ("user_id",),
    ),
    "call_tags": Shape(
        {"call_id": str, "tag": str}, ("call_id", "tag"), (("call_id", "calls", "id"),), ("tag",)
    ),
    "call_ids": Shape(
        {"id": str, "call_id": str, "api": str}, ("id",), (("call_id", "calls", "id"),), ("call_id",)
    ),
    "message_ids": Shape(
        {"id": str, "message_id": str, "api": str}, ("id",), (("message_id", "messages", "id"),), ("message_id",)
    ),
    "sync_items": Shape({"part": str, "complete_to": str}, ("part",)),
}  # fmt: skip
