"""The tools that change data, each after a person's confirmation."""

# No `from __future__ import annotations`: the confirmation is found by an annotation that names a local function.

import hashlib
import json
from typing import Annotated, Any, Literal

from mcp.server.elicitation import ElicitationResult
from mcp.server.mcpserver import Context
from mcp.server.mcpserver.resolve import Elicit, Resolve
from pydantic import Field

from allo_ext._wire.given import given
from allo_ext.client import AlloClient
from allo_ext.mcp import _rows
from allo_ext.mcp._arguments import AlloNumber, CallId, ContactNumber, UserId
from allo_ext.mcp._confirming import Confirmation, ask, inline, quoted, require
from allo_ext.mcp._fencing import fenced
from allo_ext.mcp._tool import Tool

Action = Literal["READ", "UNREAD", "ARCHIVE", "UNARCHIVE"]
Tags = Annotated[list[str], Field(min_length=1, max_length=20, description="Names of tags; see list_tags.")]
Name = Annotated[str, Field(max_length=200)]
Numbers = Annotated[list[str], Field(min_length=1, max_length=10, description="Phone numbers, E.164.")]
Queued = Annotated[list[str], Field(min_length=1, max_length=100, description="Phone numbers with country codes.")]
Content = Annotated[str, Field(min_length=1, max_length=10_000, description="The new summary, in Markdown.")]
_Context = Context[Any, Any]


def tools(allo: AlloClient) -> tuple[Tool, ...]:
    """Return the tools."""
    return (*_of_calls(allo), *_of_people(allo))


def _of_calls(allo: AlloClient) -> tuple[Tool, ...]:
    v2 = allo.v2

    def question_of_tags(ctx: _Context, call_id: str, tags: list[str]) -> Elicit[Confirmation]:
        return ask(ctx, f"Add tags to a call?\n\nCall: {inline(call_id)}\nTags: {inline(', '.join(tags))}")

    def question_of_tag(ctx: _Context, call_id: str, tag: str) -> Elicit[Confirmation]:
        return ask(ctx, f"Remove a tag from a call?\n\nCall: {inline(call_id)}\nTag: {inline(tag)}")

    def question_of_summary(ctx: _Context, call_id: str, content: str) -> Elicit[Confirmation]:
        return ask(ctx, f"Replace the summary of a call?\n\nCall: {inline(call_id)}\nSummary:\n{quoted(content)}")

    def question_of_action(
        ctx: _Context, contact_number: str, action: str, allo_number: str | None
    ) -> Elicit[Confirmation]:
        lines = inline(allo_number) if allo_number else "all numbers of the account"
        return ask(ctx, f"Mark a conversation as {action}?\n\nWith: {inline(contact_number)}\nOn: {lines}")

    def add_tags(
        call_id: CallId,
        tags: Tags,
        decision: Annotated[ElicitationResult[Confirmation], Resolve(question_of_tags)],
    ) -> str:
        """Tag a call, after the user has confirmed it."""
        require(decision)
        v2.items.add_tags(call_id, tags, idempotency_key=_key("tags", call_id, tags))
        return "The call has the tags."

    def remove_tag(
        call_id: CallId,
        tag: Name,
        decision: Annotated[ElicitationResult[Confirmation], Resolve(question_of_tag)],
    ) -> str:
        """Remove a tag from a call, after the user has confirmed it."""
        require(decision)
        v2.items.remove_tag(call_id, tag)
        return "The call no longer has the tag."

    def update_summary(
        call_id: CallId,
        content: Content,
        decision: Annotated[ElicitationResult[Confirmation], Resolve(question_of_summary)],
    ) -> str:
        """Replace the summary of a call, after the user has confirmed it."""
        require(decision)
        v2.items.update_summary(call_id, content=content)
        return "The summary was replaced."

    def mark_conversation(
        contact_number: ContactNumber,
        action: Action,
        decision: Annotated[ElicitationResult[Confirmation], Resolve(question_of_action)],
        allo_number: AlloNumber | None = None,
    ) -> str:
        """Mark a conversation as read or unread, archive it or take it back, after the user has confirmed it."""
        require(decision)
        v2.conversations.execute_action(contact_number, action, allo_number=given(allo_number))
        return "Done."

    return (
        Tool(add_tags, "Tag a call", "v2 add_tags", "write"),
        Tool(remove_tag, "Remove a tag", "v2 remove_tag", "write"),
        Tool(update_summary, "Replace a summary", "v2 update_call_summary", "write"),
        Tool(mark_conversation, "Mark a conversation", "v2 execute_conversation_action", "write"),
    )


def _of_people(allo: AlloClient) -> tuple[Tool, ...]:
    v2 = allo.v2

    def question_of_contact(
        ctx: _Context, numbers: list[str], name: str | None, last_name: str | None, emails: list[str] | None
    ) -> Elicit[Confirmation]:
        named = inline(" ".join(filter(None, (name, last_name))) or "(none)")
        mail = f"\nE-mail: {inline(', '.join(emails))}" if emails else ""
        return ask(ctx, f"Add a contact?\n\nName: {named}\nNumbers: {inline(', '.join(numbers))}{mail}")

    def question_of_queue(ctx: _Context, numbers: list[str], user_id: str | None) -> Elicit[Confirmation]:
        member = inline(user_id) if user_id else "the owner of the API key"
        listed = quoted("\n".join(inline(number) for number in numbers))
        return ask(ctx, f"Add {len(numbers)} numbers to the dialing queue?\n\nOf: {member}\nNumbers:\n{listed}")

    def create_contact(
        numbers: Numbers,
        decision: Annotated[ElicitationResult[Confirmation], Resolve(question_of_contact)],
        name: Name | None = None,
        last_name: Name | None = None,
        emails: Annotated[list[str], Field(max_length=10)] | None = None,
    ) -> str:
        """Add a contact, after the user has confirmed it. Fails if another contact has the number."""
        require(decision)
        person = v2.people.create(
            numbers=numbers,
            name=given(name),
            last_name=given(last_name),
            emails=given(emails),
            idempotency_key=_key("contact", numbers, name, last_name, emails),
        )
        return fenced("The contact was added.", _rows.person(person))

    def add_to_dialing_queue(
        numbers: Queued,
        decision: Annotated[ElicitationResult[Confirmation], Resolve(question_of_queue)],
        user_id: UserId | None = None,
    ) -> str:
        """Add phone numbers to the end of a dialing queue, after the user has confirmed them."""
        require(decision)
        added = v2.dialing_queue.append_numbers(numbers, user_id=given(user_id))
        skipped = [_rows.row(number=one.number, reason=one.reason) for one in added.skipped or ()]
        return fenced(f"{len(added.added or ())} numbers were added, {len(skipped)} were skipped.", skipped)

    return (
        Tool(create_contact, "Add a contact", "v2 create_person", "write"),
        Tool(
            add_to_dialing_queue, "Add to the dialing queue", "v2 append_dialing_queue_numbers", "write", harmless=False
        ),
    )


def _key(*parts: object) -> str:
    """Return the idempotency key for a change: a repeated tool call within the hour is one change."""
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()
