"""Solara hooks for Allo, modelled on the React hooks of the TypeScript SDK. Requires the extra `[solara]`.

    from allo_ext.hooks import AlloProvider, use_contacts

    @solara.component
    def ContactList():
        contacts = use_contacts(page=0, size=20)
        ...

    @solara.component
    def Page():
        AlloProvider(children=[ContactList()])

A query (`use_contacts` and others) fetches data while a component that uses it is mounted; identical queries share one
request. A mutation (`use_send_sms` and others) runs when `mutate` is called, and refetches the queries it affects.
Hooks of version 2 have the API's names for its resources: `use_items`, `use_people` and others.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from allo_ext._extras import needs
from allo_ext._published import publish

if TYPE_CHECKING:
    from allo_ext.hooks._mutation import Mutation
    from allo_ext.hooks._mutations import (
        use_create_contact,
        use_create_webhook,
        use_delete_webhook,
        use_send_sms,
        use_send_sms_france,
        use_update_contact,
    )
    from allo_ext.hooks._provider import AlloProvider
    from allo_ext.hooks._queries import (
        use_calls,
        use_contact,
        use_contacts,
        use_conversation,
        use_numbers,
        use_webhooks,
    )
    from allo_ext.hooks._query import Query
    from allo_ext.hooks._reading import use_query
    from allo_ext.hooks._refreshing import use_refresh
    from allo_ext.hooks._v2_activity import (
        use_analytics_outbound,
        use_analytics_overview,
        use_conversations,
        use_item,
        use_items,
    )
    from allo_ext.hooks._v2_crm import (
        use_companies,
        use_company,
        use_deal,
        use_deals,
        use_people,
        use_person,
    )
    from allo_ext.hooks._v2_mutations import (
        use_add_tags,
        use_append_queue_numbers,
        use_clear_queue_numbers,
        use_create_company,
        use_create_deal,
        use_create_person,
        use_create_summary_template,
        use_create_webhook_v2,
        use_delete_deal,
        use_delete_summary_template,
        use_delete_webhook_v2,
        use_execute_action,
        use_remove_tag,
        use_replace_summary_template,
        use_reset_dialing_queue,
        use_set_default_summary_template,
        use_update_company,
        use_update_deal,
        use_update_person,
        use_update_summary,
        use_update_webhook_v2,
        use_upsert_dialing_queue,
    )
    from allo_ext.hooks._v2_team import (
        use_dialing_queue,
        use_me,
        use_numbers_v2,
        use_summary_templates,
        use_tags,
        use_user,
        use_users,
        use_webhooks_v2,
    )

__all__ = [
    "AlloProvider",
    "Mutation",
    "Query",
    "use_add_tags",
    "use_analytics_outbound",
    "use_analytics_overview",
    "use_append_queue_numbers",
    "use_calls",
    "use_clear_queue_numbers",
    "use_companies",
    "use_company",
    "use_contact",
    "use_contacts",
    "use_conversation",
    "use_conversations",
    "use_create_company",
    "use_create_contact",
    "use_create_deal",
    "use_create_person",
    "use_create_summary_template",
    "use_create_webhook",
    "use_create_webhook_v2",
    "use_deal",
    "use_deals",
    "use_delete_deal",
    "use_delete_summary_template",
    "use_delete_webhook",
    "use_delete_webhook_v2",
    "use_dialing_queue",
    "use_execute_action",
    "use_item",
    "use_items",
    "use_me",
    "use_numbers",
    "use_numbers_v2",
    "use_people",
    "use_person",
    "use_query",
    "use_refresh",
    "use_remove_tag",
    "use_replace_summary_template",
    "use_reset_dialing_queue",
    "use_send_sms",
    "use_send_sms_france",
    "use_set_default_summary_template",
    "use_summary_templates",
    "use_tags",
    "use_update_company",
    "use_update_contact",
    "use_update_deal",
    "use_update_person",
    "use_update_summary",
    "use_update_webhook_v2",
    "use_upsert_dialing_queue",
    "use_user",
    "use_users",
    "use_webhooks",
    "use_webhooks_v2",
]

# Importing Solara takes most of a second, so everything is loaded on first use.
_HOMES = {
    "AlloProvider": "_provider",
    "Mutation": "_mutation",
    "Query": "_query",
    "use_query": "_reading",
    "use_refresh": "_refreshing",
    **dict.fromkeys(
        ("use_calls", "use_contact", "use_contacts", "use_conversation", "use_numbers", "use_webhooks"), "_queries"
    ),
    **dict.fromkeys(
        (
            "use_create_contact",
            "use_create_webhook",
            "use_delete_webhook",
            "use_send_sms",
            "use_send_sms_france",
            "use_update_contact",
        ),
        "_mutations",
    ),
    **dict.fromkeys(
        (
            "use_analytics_outbound",
            "use_analytics_overview",
            "use_conversations",
            "use_item",
            "use_items",
        ),
        "_v2_activity",
    ),
    **dict.fromkeys(
        (
            "use_companies",
            "use_company",
            "use_deal",
            "use_deals",
            "use_people",
            "use_person",
        ),
        "_v2_crm",
    ),
    **dict.fromkeys(
        (
            "use_add_tags",
            "use_append_queue_numbers",
            "use_clear_queue_numbers",
            "use_create_company",
            "use_create_deal",
            "use_create_person",
            "use_create_summary_template",
            "use_create_webhook_v2",
            "use_delete_deal",
            "use_delete_summary_template",
            "use_delete_webhook_v2",
            "use_execute_action",
            "use_remove_tag",
            "use_replace_summary_template",
            "use_reset_dialing_queue",
            "use_set_default_summary_template",
            "use_update_company",
            "use_update_deal",
            "use_update_person",
            "use_update_summary",
            "use_update_webhook_v2",
            "use_upsert_dialing_queue",
        ),
        "_v2_mutations",
    ),
    **dict.fromkeys(
        (
            "use_dialing_queue",
            "use_me",
            "use_numbers_v2",
            "use_summary_templates",
            "use_tags",
            "use_user",
            "use_users",
            "use_webhooks_v2",
        ),
        "_v2_team",
    ),
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    with needs("allo_ext.hooks", "solara", "reacton", extra="solara"):
        home = import_module(f"{__name__}.{_HOMES[name]}")
    value = globals()[name] = getattr(home, name)
    publish(value, __name__)
    return value


def __dir__() -> list[str]:
    return __all__
