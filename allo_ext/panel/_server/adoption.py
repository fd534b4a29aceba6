"""Set-up of Solara's server for the panel: telemetry off, the gate as middleware, the webhook receiver."""

from __future__ import annotations

import os
import sys
import warnings
from typing import TYPE_CHECKING, Any, Final, cast

import solara.server.settings

from allo_ext import ConfigurationError
from allo_ext._webhooks import TOKEN_VARIABLE
from allo_ext.panel._server.access import Access
from allo_ext.panel._server.account import ACCOUNT
from allo_ext.panel._server.features import FEATURES, RECORDINGS
from allo_ext.panel._server.feed import FEED
from allo_ext.panel._server.gate import LOOPBACK, Gate
from allo_ext.panel._server.recordings import RECORDED
from allo_ext.receiver import WebhookReceiver

if TYPE_CHECKING:
    from collections.abc import Iterable

NAME: Final = "allo_ext.panel"
OPEN_TO_OTHERS: Final = (
    "Other machines can reach {host}. Anyone with the panel's URL can read your calls and contacts, and send SMS. "
    "http is not encrypted."
)
_MOST_PER_MINUTE: Final = 600


def is_served() -> bool:
    """Return whether a Solara server is starting with the panel, as opposed to use in a notebook."""
    return os.environ.get("SOLARA_APP", "").partition(":")[0] == NAME and "solara.server.starlette" in sys.modules


def adopt(host: str | None = None, names: Iterable[str] = ()) -> Access:
    """Set up Solara's server to show only the panel, and return the access token.

    Args:
        host: The address to listen on. Default: the one given to `solara run`.
        names: Additional host names, used by a reverse proxy.
    """
    from solara.server import starlette

    if (gate := _gate()) is not None:
        return gate.access
    server = cast("Any", starlette).app
    settings = cast("Any", solara.server.settings)
    # By default, Solara's development page loads content from solara.dev, and the server sends telemetry.
    settings.main.mode = "production"
    settings.telemetry.mixpanel_enable = False
    settings.assets.fontawesome_enabled = False
    settings.theme.title, settings.theme.loader = "Allo", "plain"
    listens_on = host or os.environ.get("SERVER_NAME") or "127.0.0.1"
    is_private = listens_on in LOOPBACK
    endpoint = _receiver(is_private=is_private)
    hosts = frozenset({*LOOPBACK, *names}) if is_private else None
    # Solara warns that the page cannot be embedded in other sites, which is intended.
    warnings.filterwarnings("ignore", message="Cookies with samesite=none", category=UserWarning)
    inner = server.middleware_stack or server.build_middleware_stack()
    access = Access()
    server.middleware_stack = Gate(inner, endpoint.asgi() if endpoint else None, RECORDED, hosts, access)
    FEATURES.recordings = RECORDINGS
    if not is_private:
        sys.stderr.write(OPEN_TO_OTHERS.format(host=listens_on) + "\n")
    return access


def adopt_and_announce() -> None:
    """Set up `solara run`, and print the panel's URL: the one that Solara prints has no access token."""
    if _gate() is not None:  # already done by `allo panel`
        return
    access = adopt()
    host, port = os.environ.get("SERVER_NAME") or "127.0.0.1", os.environ.get("SERVER_PORT") or "8765"
    sys.stderr.write(f"The panel is at {access.address(base_address(host, int(port)))} (contains a secret)\n")


def _gate() -> Gate | None:
    """Return the gate, if it is already installed in Solara's server."""
    from solara.server import starlette

    stack = cast("Any", starlette).app.middleware_stack
    return stack if isinstance(stack, Gate) else None


def base_address(host: str, port: int) -> str:
    """Return the URL for a browser on this machine."""
    if host in {"0.0.0.0", "::"}:  # noqa: S104 (compared, not listened on)
        host = "127.0.0.1"
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _receiver(*, is_private: bool) -> WebhookReceiver | None:
    token = os.environ.get(TOKEN_VARIABLE, "").strip()
    if not token:
        return None
    # On loopback, a tunnel may have terminated TLS. On other addresses, plain http would expose the token.
    receiver = WebhookReceiver(token, _owned, require_https=not is_private, max_per_minute=_MOST_PER_MINUTE)
    receiver.on("*")(FEED.add)
    FEATURES.token, FEED.is_on = token, True
    return receiver


async def _owned() -> frozenset[str]:
    """Return the account's numbers and sender IDs: deliveries for others are refused."""
    client = ACCOUNT.client()
    if client is None:
        raise ConfigurationError("There is no API key.")
    # A message sent from a sender ID has it in place of the number.
    return frozenset(name for line in await client.numbers.list() if (name := line.number or line.name))
