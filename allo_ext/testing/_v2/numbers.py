"""Operations on the account's own numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allo_ext.testing._account.names import TEAM
from allo_ext.testing._v2.summary_templates import SummaryTemplates
from allo_ext.testing._v2.users import user_ref

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from allo_ext.testing._engine.wire import Reply
    from allo_ext.testing._v2.asked import Asked


def _list(asked: Asked) -> Reply:
    """Answer with every line, and the active sender ids, which have no number and are always French."""
    shown = list[dict[str, Any]]()
    for place, line in enumerate(asked.state.lines):
        users = TEAM if line.is_shared else (TEAM[place % len(TEAM)],)
        texts = ["SMS", "MMS"] if line.sends_sms and line.country == "US" else ["SMS"] if line.sends_sms else []
        shown.append(
            {
                "number": line.number,
                "name": line.name,
                "country": line.country,
                "type": "NUMBER",
                "capabilities": ["VOICE", *texts],
                "users": [user_ref(asked.state, user) for user in users],
            }
        )
    for sender_id in asked.state.sender_ids:
        named = {"number": None, "name": sender_id, "country": "FR", "type": "SENDER_ID"}
        shown.append({**named, "capabilities": ["SMS"], "users": []})
    return asked.data(shown)


def _set_default(asked: Asked) -> Reply:
    """Choose the template of a line; null, or nothing, clears it."""
    number, chosen = asked.path["number"], asked.body.get("summary_template_id")
    templates = asked.kept.of(SummaryTemplates)
    if asked.state.line_of(number) is None:
        return asked.error("PHONE_NUMBER_NOT_FOUND", 404)
    if chosen is not None and chosen not in templates.active:
        return asked.error("SUMMARY_TEMPLATE_NOT_FOUND", 404)
    templates.defaults[number] = chosen
    return asked.data({"number": number, "default_summary_template_id": chosen})


HANDLERS: Mapping[str, Callable[[Asked], Reply]] = {
    "list_numbers": _list,
    "set_number_default_summary_template": _set_default,
}
