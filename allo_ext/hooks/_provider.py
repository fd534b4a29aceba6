"""The provider: it stands above the components that use hooks, and gives them a client."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from allo_ext._async.client import AsyncAlloClient
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
    """What the provider was told; equal settings keep their client. Reacton logs what components depend on."""

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
    """Give the components below it a client of Allo, for the hooks that they use.

    The key stays in this process: no widget and no message to the browser holds it. Where there is none, every query
    has a ConfigurationError as its `error`, and the page stands.

    Args:
        children: What to show. `with AlloProvider(): ...` works as well.
        api_key: The API key; without it the environment variable ALLO_API_KEY.
        client: A client to use; it is not closed. One that the provider makes is closed when it leaves the screen.
        base_url: As for `AlloClient`.

    Examples:
        >>> @solara.component
        ... def Page():
        ...     AlloProvider(children=[ContactList()])
    """
    settings = _Settings(api_key, client, base_url)
    del api_key  # so that a traceback that shows variables does not show it
    return _Provider(children=list(children), settings=settings)


@component
def _Provider(children: list[Element], settings: _Settings) -> Element:  # noqa: N802
    store = use_memo(settings.store, [settings])
    _CONTEXT.provide(store)
    use_effect(lambda: store.close, [store])
    return children[0] if len(children) == 1 else column(children)


def use_store() -> Store:
    """Return the store of the provider above.

    Raises:
        ConfigurationError: There is none.
    """
    store = use_context(_CONTEXT)
    if store is None:
        raise ConfigurationError("The hooks of Allo need a provider above them: AlloProvider(children=[...]).")
    return store
