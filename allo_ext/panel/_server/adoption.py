"""Taking the panel into Solara's server: nothing that leaves the machine, the gate in front, the receiver behind it."""

from __future__ import annotations

import os
import sys
import warnings
from typing import TYPE_CHECKING, Any, Final, cast

import solara.server.settings

from allo_ext import ConfigurationError
from allo_ext.panel._server.access import Access
from allo_ext.panel._server.account import ACCOUNT
from allo_ext.panel._server.feed import FEED
from allo_ext.panel._server.gate import LOOPBACK, Gate
from allo_ext.panel._server.recordings import RECORDED
from allo_ext.panel._server.served import RECORDINGS, SERVED
from allo_ext.receiver import WebhookReceiver

if TYPE_CHECKING:
    from collections.abc import Iterable

NAME: Final = "allo_ext.panel"
TOKEN_VARIABLE: Final = "ALLO_WEBHOOK_TOKEN"  # noqa: S105 (a variable's name)
OPEN_TO_OTHERS: Final = (
    "Other machines can reach {host}. Anyone with the panel's address can read your calls and contacts, and send SMS; "
    "http does not encrypt it."
)
_MOST_PER_MINUTE: Final = 600


def is_served() -> bool:
    """Tell whether a Solara server is about to show the panel; elsewhere, as in a notebook, it changes nothing."""
    return os.environ.get("SOLARA_APP", "").partition(":")[0] == NAME and "solara.server.starlette" in sys.modules


def adopt(host: str | None = None, names: Iterable[str] = ()) -> Access:
    """Have Solara's server show the panel and nothing else; return what lets people in.

    Args:
        host: What it listens on; what `solara run` was told unless given.
        names: Further names that a proxy of yours calls it by.
    """
    from solara.server import starlette

    if (gate := _gate()) is not None:
        return gate.access
    server = cast("Any", starlette).app
    settings = cast("Any", solara.server.settings)
    # In development Solara's page loads a page from solara.dev; the server would report its use, and loads of pages.
    settings.main.mode = "production"
    settings.telemetry.mixpanel_enable = False
    settings.assets.fontawesome_enabled = False
    settings.theme.title, settings.theme.loader = "Allo", "plain"
    listens_on = host or os.environ.get("SERVER_NAME") or "127.0.0.1"
    is_private = listens_on in LOOPBACK
    endpoint = _receiver(is_private=is_private)
    hosts = frozenset({*LOOPBACK, *names}) if is_private else None
    # It says for every page that it cannot be shown inside a page of somebody else's, which is as it should be.
    warnings.filterwarnings("ignore", message="Cookies with samesite=none", category=UserWarning)
    inner = server.middleware_stack or server.build_middleware_stack()
    access = Access()
    server.middleware_stack = Gate(inner, endpoint.asgi() if endpoint else None, RECORDED, hosts, access)
    SERVED.recordings = RECORDINGS
    if not is_private:
        sys.stderr.write(OPEN_TO_OTHERS.format(host=listens_on) + "\n")
    return access


def adopt_and_announce() -> None:
    """Do so for `solara run`, and print the panel's address: the one that Solara prints and opens lets nobody in."""
    if _gate() is not None:  # `allo panel` has done it
        return
    access = adopt()
    host, port = os.environ.get("SERVER_NAME") or "127.0.0.1", os.environ.get("SERVER_PORT") or "8765"
    sys.stderr.write(f"The panel is at {access.address(base_address(host, int(port)))} (the address holds a secret)\n")


def _gate() -> Gate | None:
    """Return the gate that stands in front of Solara's server already."""
    from solara.server import starlette

    stack = cast("Any", starlette).app.middleware_stack
    return stack if isinstance(stack, Gate) else None


def base_address(host: str, port: int) -> str:
    """Return where a browser on this machine finds what listens there."""
    if host in {"0.0.0.0", "::"}:  # noqa: S104 (compared, not listened on)
        host = "127.0.0.1"
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _receiver(*, is_private: bool) -> WebhookReceiver | None:
    token = os.environ.get(TOKEN_VARIABLE, "").strip()
    if not token:
        return None
    # On this machine's own address a tunnel in front has taken TLS off; on any other, plain http shows the token.
    receiver = WebhookReceiver(token, _owned, require_https=not is_private, max_per_minute=_MOST_PER_MINUTE)
    receiver.on("*")(FEED.add)
    SERVED.token, FEED.is_on = token, True
    return receiver


async def _owned() -> frozenset[str]:
    """Return the account's numbers and sender ids: deliveries for others are refused."""
    client = ACCOUNT.client()
    if client is None:
        raise ConfigurationError("There is no API key.")
    # A message that went out under a sender id says that name where the number belongs.
    return frozenset(name for line in await client.numbers.list() if (name := line.number or line.name))
