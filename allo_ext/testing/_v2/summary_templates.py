"""Operations on templates of summaries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from allo_ext.testing._engine.wire import Reply
from allo_ext.testing._v2.dates import DAY, naive

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from allo_ext.testing._account.state import State
    from allo_ext.testing._v2.asked import Asked


@dataclass(frozen=True, slots=True)
class Template:
    """Instructions for the AI that writes summaries."""

    id: str
    name: str
    call_context: str | None
    icon: str | None
    sections: tuple[Mapping[str, Any], ...]
    created: int
    updated: int

    def as_json(self) -> dict[str, Any]:
        """Return the template as the API shows it."""
        return {
            "id": self.id,
            "name": self.name,
            "call_context": self.call_context,
            "icon": self.icon,
            "sections": [
                {"title": part["title"], "instructions": part.get("instructions"), "order": part["order"]}
                for part in self.sections
            ],
            "created_at": naive(self.created),
            "updated_at": naive(self.updated),
        }


class SummaryTemplates:
    """The templates of a team, and which line uses which."""

    def __init__(self, state: State) -> None:
        """Begin with one."""
        self._state = state
        self.defaults: dict[str, str | None] = {}
        self.active: dict[str, Template] = {}
        fields = {"name": "Sales call", "sections": [{"title": "Next steps", "order": 0}]}
        self.save(fields, now=state.now() - 90 * DAY)

    def save(self, fields: Mapping[str, Any], *, now: int, before: Template | None = None) -> Template:
        """Add a template, or put one in the place of another; what is not given is empty."""
        template = Template(
            id=before.id if before else self._state.new_id("tst-"),
            name=fields["name"],
            call_context=fields.get("call_context"),
            icon=fields.get("icon"),
            sections=tuple(sorted(fields.get("sections") or (), key=lambda part: part["order"])),
            created=before.created if before else now,
            updated=now,
        )
        self.active[template.id] = template
        return template

    def remove(self, identifier: str) -> bool:
        """Deactivate a template; return whether it was active."""
        self.defaults = {number: chosen for number, chosen in self.defaults.items() if chosen != identifier}
        return self.active.pop(identifier, None) is not None


def _list(asked: Asked) -> Reply:
    return asked.data([template.as_json() for template in asked.kept.of(SummaryTemplates).active.values()])


def _create(asked: Asked) -> Reply:
    template = asked.kept.of(SummaryTemplates).save(asked.body, now=asked.state.tick())
    return asked.data(template.as_json(), 201)


def _get(asked: Asked) -> Reply:
    template = asked.kept.of(SummaryTemplates).active.get(asked.path["id"])
    return asked.error("SUMMARY_TEMPLATE_NOT_FOUND", 404) if template is None else asked.data(template.as_json())


def _replace(asked: Asked) -> Reply:
    templates = asked.kept.of(SummaryTemplates)
    before = templates.active.get(asked.path["id"])
    if before is None:
        return asked.error("SUMMARY_TEMPLATE_NOT_FOUND", 404)
    return asked.data(templates.save(asked.body, now=asked.state.tick(), before=before).as_json())


def _delete(asked: Asked) -> Reply:
    removed = asked.kept.of(SummaryTemplates).remove(asked.path["id"])
    return Reply(204) if removed else asked.error("SUMMARY_TEMPLATE_NOT_FOUND", 404)


HANDLERS: Mapping[str, Callable[[Asked], Reply]] = {
    "list_summary_templates": _list,
    "create_summary_template": _create,
    "get_summary_template": _get,
    "update_summary_template": _replace,
    "delete_summary_template": _delete,
}
