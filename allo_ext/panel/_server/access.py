"""The secret that opens the panel: in the address that is printed, then in a cookie.

On its own, a loopback address lets in whoever reaches the port, such as other users of the machine and raw TCP tunnels.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qs

from allo_ext._http.config import Secret

if TYPE_CHECKING:
    from collections.abc import Iterable

    from allo_ext._serving.asgi import Scope

PARAMETER: Final = "token"


class Access:
    """One secret for as long as the process runs."""

    def __init__(self, token: str | None = None) -> None:
        """Make a secret.

        Args:
            token: The secret; a random one of 256 bits unless given.
        """
        self._token = Secret(token or secrets.token_urlsafe(32))

    def address(self, base: str) -> str:
        """Return the address that opens the panel, like `http://127.0.0.1:8765/?token=…`."""
        return f"{base}/?{PARAMETER}={self._token.reveal()}"

    def leave_address(self, scope: Scope) -> bool:
        """Tell whether the address of a request holds the secret, and take it out, whether it is right or wrong.

        A server that writes an access log reads the address from the scope when the response starts.
        """
        query = bytes(scope.get("query_string", b"")).decode("latin-1")
        given = parse_qs(query).get(PARAMETER)
        if given is None:
            return False
        scope["query_string"] = b""
        return self._is_among(given)

    def is_in_cookie(self, scope: Scope) -> bool:
        """Tell whether a request holds the secret in the cookie of this panel."""
        name = _cookie_name(scope)
        sent = (value.decode("latin-1") for header, value in scope["headers"] if header.lower() == b"cookie")
        pairs = (pair.strip().partition("=") for cookies in sent for pair in cookies.split(";"))
        return self._is_among(value for key, _, value in pairs if key == name)

    def cookie(self, scope: Scope) -> str:
        """Return the Set-Cookie header that keeps the secret until the browser is closed."""
        secure = "; Secure" if scope.get("scheme") == "https" else ""
        return f"{_cookie_name(scope)}={self._token.reveal()}; Path=/; HttpOnly; SameSite=Strict{secure}"

    def _is_among(self, candidates: Iterable[str]) -> bool:
        token = self._token.reveal().encode()
        return any(secrets.compare_digest(candidate.encode(), token) for candidate in candidates)


def _cookie_name(scope: Scope) -> str:
    """Return a name for this port: browsers share cookies among the ports of a machine."""
    server = scope.get("server")
    return f"allo-panel-{server[1] if server else 0}"
