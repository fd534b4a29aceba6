"""One call for each of the 48 operations, and the answers that the spec shows for them."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest
import yaml

if TYPE_CHECKING:
    from collections.abc import Callable

EMPTY_QUEUE = {"data": [], "pagination": {"page": 0, "total_count": 0, "has_more": False}}
LINE, OTHER = "+12025550143", "+12025550178"

CALLS: dict[str, Callable[[Any], Any]] = {
    "get_me": lambda v2: v2.me(),
    "list_users": lambda v2: v2.users.list(role="ADMIN"),
    "get_user": lambda v2: v2.users.get("usr-1"),
    "list_numbers": lambda v2: v2.numbers.list(),
    "set_number_default_summary_template": lambda v2: v2.numbers.set_default_summary_template(
        LINE, template_key="tst-1"
    ),
    "list_tags": lambda v2: v2.tags.list(),
    "list_conversations": lambda v2: v2.conversations.list(allo_number=LINE, unread=True),
    "execute_conversation_action": lambda v2: v2.conversations.execute_action(OTHER, "READ", allo_number=LINE),
    "search_all_conversations": lambda v2: v2.items.search(type="CALL", tags=["a"]),
    "get_conversation_item": lambda v2: v2.items.get("cll-1", transcript=True),
    "batch_get_conversation_items": lambda v2: v2.items.batch(["cll-1", "msg-1"]),
    "update_call_summary": lambda v2: v2.items.update_summary("cll-1", content="New"),
    "add_tags": lambda v2: v2.items.add_tags("cll-1", ["a", "b"]),
    "remove_tag": lambda v2: v2.items.remove_tag("cll-1", "a/b"),
    "list_summary_templates": lambda v2: v2.summary_templates.list(),
    "create_summary_template": lambda v2: v2.summary_templates.create(name="Support"),
    "get_summary_template": lambda v2: v2.summary_templates.get("tst-1"),
    "update_summary_template": lambda v2: v2.summary_templates.replace(
        "tst-1", name="Support", call_context=None, icon=None, sections=[]
    ),
    "delete_summary_template": lambda v2: v2.summary_templates.delete("tst-1"),
    "get_team_metrics": lambda v2: v2.analytics.overview(date=("2026-03-01", "2026-03-31")),
    "get_analytics_outbound": lambda v2: v2.analytics.outbound(date=("2026-03-01", "2026-03-31"), granularity="WEEK"),
    "search_people": lambda v2: v2.people.search(company="Dupont"),
    "create_person": lambda v2: v2.people.create(numbers=[OTHER], name="Ada"),
    "get_person": lambda v2: v2.people.get("per-1"),
    "update_person": lambda v2: v2.people.update("per-1", emails=["ada@example.com"]),
    "search_companies": lambda v2: v2.companies.search(name="Dupont"),
    "create_company": lambda v2: v2.companies.create(name="Dupont"),
    "get_company": lambda v2: v2.companies.get("com-1"),
    "update_company": lambda v2: v2.companies.update("com-1", industry=None),
    "search_deals": lambda v2: v2.deals.search(stage="open"),
    "create_deal": lambda v2: v2.deals.create(name="Order", amount=12.5, currency="EUR"),
    "get_deal": lambda v2: v2.deals.get("dea-1"),
    "update_deal": lambda v2: v2.deals.update("dea-1", status="won"),
    "delete_deal": lambda v2: v2.deals.delete("dea-1"),
    "get_current_dialing_queue": lambda v2: v2.dialing_queue.get(page=1),
    "reset_current_dialing_queue": lambda v2: v2.dialing_queue.reset(name="Monday"),
    "upsert_current_dialing_queue": lambda v2: v2.dialing_queue.upsert(voicemail_handling="SKIP"),
    "append_dialing_queue_numbers": lambda v2: v2.dialing_queue.append_numbers([OTHER]),
    "clear_dialing_queue_numbers": lambda v2: v2.dialing_queue.clear_numbers(number=OTHER),
    "list_webhooks": lambda v2: v2.webhooks.list(),
    "create_webhook": lambda v2: v2.webhooks.create(url="https://example.com/allo", topics=["call.completed"]),
    "get_webhook": lambda v2: v2.webhooks.get("ep_1"),
    "update_webhook": lambda v2: v2.webhooks.update("ep_1", enabled=True),
    "delete_webhook": lambda v2: v2.webhooks.delete("ep_1"),
    "list_webhook_event_types": lambda v2: v2.webhooks.event_types(),
    "create_partner_account": lambda v2: v2.partner_accounts.create(
        email="jean@example.com", name="Jean", personal_mobile=OTHER, number_preference={"country": "FR"}
    ),
    "get_partner_account": lambda v2: v2.partner_accounts.get("usr_1"),
    "delete_partner_account": lambda v2: v2.partner_accounts.delete("usr_1"),
}
"""By the operation id of the spec."""


@cache
def _spec() -> dict[str, Any]:
    path = Path(__file__).parents[3] / "openapi" / "allo-v2.yaml"
    found: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return found


class Spec:
    """The parts of the spec that tests hold the client against."""

    def __init__(self) -> None:
        self.schemas: dict[str, Any] = _spec()["components"]["schemas"]
        self.operations: dict[str, tuple[str, str, dict[str, Any]]] = {
            operation["operationId"]: (method.upper(), path, operation)
            for path, item in _spec()["paths"].items()
            for method, operation in item.items()
            if isinstance(operation, dict) and "operationId" in operation
        }

    def resolved(self, node: dict[str, Any]) -> dict[str, Any]:
        """Follow a reference, if it is one."""
        if "$ref" not in node:
            return node
        found = _spec()
        for step in node["$ref"].removeprefix("#/").split("/"):
            found = found[step]
        return found

    def answers(self, operation_id: str) -> list[tuple[int, Any]]:
        """Return the successes that the spec shows: status and body, None for no body."""
        _, _, operation = self.operations[operation_id]
        found: list[tuple[int, Any]] = []
        for status, response in operation["responses"].items():
            if status.startswith("2"):
                media = self.resolved(response).get("content", {}).get("application/json", {})
                bodies = [self.resolved(example)["value"] for example in media.get("examples", {}).values()]
                found += [(int(status), body) for body in bodies or [None]]
        return found

    def script(self, operation_id: str, *answers: Any) -> list[Any]:
        """Return what a transport should answer, so that an operation gets these answers, or those that the spec shows.

        Appending numbers reads the size of the queue first.
        """
        shown = self.answers(operation_id)[:1] if not answers else []
        made = [httpx.Response(status) if body is None else httpx.Response(status, json=body) for status, body in shown]
        return [*([EMPTY_QUEUE] if operation_id == "append_dialing_queue_numbers" else []), *answers, *made]


@pytest.fixture(scope="session")
def spec() -> Spec:
    """The spec of version 2."""
    return Spec()


@pytest.fixture
def calls() -> dict[str, Callable[[Any], Any]]:
    """One call for each operation, by its id."""
    return CALLS
