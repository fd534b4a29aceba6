"""The provider, which gives a client to the components below it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from allo_ext._async.client import AsyncAlloClient
from allo_ext._sync.client import AlloClient
from allo_ext.errors import ConfigurationError
from allo_ext.hooks._screen import (
    Context,
    Element,
    column,
    component,
    new_context,
    use_context,
    use_effect,
    use_memo,
)
from allo_ext.hooks._store import Store
from allo_ext.hooks._worker import Worker

if TYPE_CHECKING:
    from collections.abc import Sequence

_CONTEXT: Context[Store | None] = new_context("allo")


@attrs.frozen
class _Settings:
    """The provider's arguments. Equal arguments keep their client. The key is not in the repr: Reacton logs it."""

    api_key: str | None = attrs.field(repr=False)
    client: AsyncAlloClient | None
    base_url: str | None

    def store(self) -> Store:
        return Store(Worker(self._client, owns_client=self.client is None))

    def _client(self) -> AsyncAlloClient:
        return self.client if self.client is not None else AsyncAlloClient(self.api_key, base_url=self.base_url)


def AlloProvider(  # noqa: N802 (components are named like classes)
    children: Sequence[Element] = (),
    *,
    api_key: str | None = None,
    client: AsyncAlloClient | None = None,
    base_url: str | None = None,
) -> Element:
    """Provide an Allo client to the hooks of the components below.

    The API key stays in this process and is never sent to the browser. If it is missing, the page still renders, and
    the `error` of every query is a ConfigurationError.

    Args:
        children: The components to show. `with AlloProvider(): ...` works as well.
        api_key: The API key. Default: the environment variable ALLO_API_KEY.
        client: An existing client, which is not closed. A client made by the provider is closed on unmount.
        base_url: See `AlloClient`.

    Raises:
        ConfigurationError: The client is not an AsyncAlloClient.

    Examples:
        >>> @solara.component
        ... def Page():
        ...     AlloProvider(children=[ContactList()])
    """
    if isinstance(client, AlloClient):
        raise ConfigurationError("The hooks need an AsyncAlloClient, not an AlloClient.")
    settings = _Settings(api_key, client, base_url)
    del api_key  # so that tracebacks with variables do not show it
    return _Provider(children=list(children), settings=settings)


@component
def _Provider(children: list[Element], settings: _Settings) -> Element:  # noqa: N802
    store = use_memo(settings.store, [settings])
    _CONTEXT.provide(store)
    use_effect(lambda: store.close, [store])
    return children[0] if len(children) == 1 else column(children)


def use_store() -> Store:
    """Return the store of the nearest provider.

    Raises:
        ConfigurationError: There is no provider.
    """
    store = use_context(_CONTEXT)
    if store is None:
        raise ConfigurationError("No AlloProvider found. Put the component inside AlloProvider(children=[...]).")
    return store
