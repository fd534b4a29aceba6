"""The access token of the panel: first in the printed URL, then in a cookie.

Listening on loopback is not enough: other users of the machine and raw TCP tunnels can reach the port.
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
    """An access token, valid until the process exits."""

    def __init__(self, token: str | None = None) -> None:
        """Create a token.

        Args:
            token: The token. Default: 256 random bits.
        """
        self._token = Secret(token or secrets.token_urlsafe(32))

    def address(self, base: str) -> str:
        """Return the URL that opens the panel, like `http://127.0.0.1:8765/?token=…`."""
        return f"{base}/?{PARAMETER}={self._token.reveal()}"

    def leave_address(self, scope: Scope) -> bool:
        """Return whether the URL of a request has the right token, and remove any token from the URL.

        Servers read the URL for their access log from the scope when the response starts.
        """
        query = bytes(scope.get("query_string", b"")).decode("latin-1")
        given = parse_qs(query).get(PARAMETER)
        if given is None:
            return False
        scope["query_string"] = b""
        return self._is_among(given)

    def is_in_cookie(self, scope: Scope) -> bool:
        """Return whether a request has the token in this panel's cookie."""
        name = _cookie_name(scope)
        sent = (value.decode("latin-1") for header, value in scope["headers"] if header.lower() == b"cookie")
        pairs = (pair.strip().partition("=") for cookies in sent for pair in cookies.split(";"))
        return self._is_among(value for key, _, value in pairs if key == name)

    def cookie(self, scope: Scope) -> str:
        """Return the Set-Cookie header for a session cookie with the token."""
        secure = "; Secure" if scope.get("scheme") == "https" else ""
        return f"{_cookie_name(scope)}={self._token.reveal()}; Path=/; HttpOnly; SameSite=Strict{secure}"

    def _is_among(self, candidates: Iterable[str]) -> bool:
        token = self._token.reveal().encode()
        return any(secrets.compare_digest(candidate.encode(), token) for candidate in candidates)


def _cookie_name(scope: Scope) -> str:
    """Return a cookie name with the port, because browsers share cookies between ports of a host."""
    server = scope.get("server")
    return f"allo-panel-{server[1] if server else 0}"
