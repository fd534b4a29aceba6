"""The webhooks view."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast

from allo_ext.enums import Topic
from allo_ext.hooks import Query, use_create_webhook, use_delete_webhook, use_webhooks
from allo_ext.hooks._screen import (
    Element,
    component,
    use_effect,
    use_memo,
    use_rendering,
)
from allo_ext.panel._parts import notice
from allo_ext.panel._parts.composition import Composition
from allo_ext.panel._parts.html import card, element
from allo_ext.panel._parts.state import use_state
from allo_ext.panel._parts.templates import HookList, Register
from allo_ext.panel._parts.wording import mutation_problem
from allo_ext.panel._server.created import CREATED
from allo_ext.panel._server.features import FEATURES
from allo_ext.panel.today import line_names

if TYPE_CHECKING:
    from collections.abc import Mapping

    from allo_ext.panel._parts.templates import Facts, Told
    from allo_ext.records import Number, Webhook

TOPICS: Final = {
    Topic.CALL_RECEIVED: "Ended calls",
    Topic.SMS_RECEIVED: "Received SMS",
    Topic.SMS_SENT: "Sent SMS",
    Topic.CONTACT_CREATED: "New contacts",
    Topic.CONTACT_UPDATED: "Changed contacts",
    Topic.PING: "Test deliveries (PING)",
}


@component
def Webhooks(numbers: Query[list[Number]]) -> Element:
    """Show, create and delete webhooks."""
    hooks = use_webhooks()
    done, set_done = use_state("")
    created, set_created = use_state(0)
    removed, set_removed = use_state(0)
    composition = use_memo(Composition, [])
    render_again = use_rendering()

    def was_created(hook: Webhook) -> None:
        CREATED.note(hook)
        set_done(f"Created with ID {hook.id}. Save the ID: it is shown only once.")
        set_created(created + 1)
        composition.succeeded()
        render_again()

    def was_deleted(_: None) -> None:
        set_done("Deleted.")
        set_removed(removed + 1)
        composition.succeeded()
        render_again()

    create, delete = use_create_webhook(on_success=was_created), use_delete_webhook(on_success=was_deleted)

    error = create.error or delete.error

    def end_failed_turn() -> None:
        if error is not None:
            composition.failed()
            render_again()

    use_effect(end_failed_turn, [error])

    def on_create(draft: Any) -> None:
        if composition.take(str(draft["turn"])) is None:
            return
        set_done("")
        delete.reset()
        url = str(draft["url"]).strip()
        create.mutate(
            allo_number=str(draft["line"]),
            url=FEATURES.endpoint(url) if draft["here"] else url,
            topics=cast("list[Topic]", [str(topic) for topic in draft["topics"]]),
        )

    def on_remove(draft: Any) -> None:
        if composition.take(str(draft["turn"])) is None:
            return
        set_done("")
        create.reset()
        delete.mutate(str(draft["id"]).strip())

    lines = line_names(numbers.data or ())
    form = Register(
        lines=[{"id": number, "name": f"{name} · {number}"} for number, name in lines.items()],
        topics=[{"id": str(topic), "name": name, "usual": topic is not Topic.PING} for topic, name in TOPICS.items()],
        problem=mutation_problem(error),
        done=done,
        created_so_far=created,
        removed_so_far=removed,
        turn=composition.turn,
        live=FEATURES.token is not None,
        pending=composition.is_taken,
        event_create=on_create,
        event_remove=on_remove,
    )
    waiting = notice.waiting_for(numbers, "Loading numbers…")
    create_one = [card("Create a webhook", [waiting or form])] if waiting or lines else []
    beside = element("div", create_one, "allo-beside")
    listed = notice.problems(hooks, numbers) + _list(
        hooks, lines, on_remove, composition.turn, pending=composition.is_taken
    )
    return element("div", [card("Webhooks", listed), beside], "allo-two even")


def _list(
    hooks: Query[list[Webhook]], lines: Mapping[str, str], on_remove: Told, turn: Facts, *, pending: bool
) -> list[Element]:
    said = notice.waiting_for(hooks, "Loading webhooks…")
    parts = [said] if said else []
    if hooks.data is not None and not hooks.data:
        parts.append(
            notice.empty(
                "No webhooks.",
                "Create a webhook to see calls and SMS under “Live”.",
            )
        )
    elif hooks.data:
        shown = [row(place, hook, lines) for place, hook in enumerate(hooks.data)]
        parts.append(HookList(hooks=shown, turn=turn, pending=pending, event_remove=on_remove))
    return parts


def row(place: int, hook: Webhook, lines: Mapping[str, str]) -> dict[str, Any]:
    """Return the list entry of a webhook. The token of this panel's receiver is masked."""
    number = hook.allo_number or ""
    return {
        "key": f"{place}-{hook.id or ''}",
        "id": hook.id or CREATED.id_of(hook) or "",
        "url": FEATURES.masked(hook.url or ""),
        "line": f"{lines[number]} · {number}" if number in lines else number or "Unknown line",
        "enabled": hook.enabled is not False,
        "topics": [str(topic) for topic in hook.topics or ()],
    }
