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

__all__ = [
    "AlloProvider",
    "Mutation",
    "Query",
    "use_calls",
    "use_contact",
    "use_contacts",
    "use_conversation",
    "use_create_contact",
    "use_create_webhook",
    "use_delete_webhook",
    "use_numbers",
    "use_query",
    "use_refresh",
    "use_send_sms",
    "use_send_sms_france",
    "use_update_contact",
    "use_webhooks",
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
