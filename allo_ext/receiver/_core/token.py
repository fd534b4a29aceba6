"""The token in the path. Version 1 does not sign deliveries, so a secret URL authenticates the sender."""

from __future__ import annotations

import hmac
import re
import secrets
import warnings
from typing import Final

from allo_ext.errors import ConfigurationError, InvalidTokenError

_BYTES: Final = 16
_SHORTEST: Final = 22
"""The length of a token of 128 bits from `new_token()`."""
_SEGMENT: Final = re.compile(r"[A-Za-z0-9._~-]+")


def new_token() -> str:
    """Return a new token: 128 random bits, in URL-safe characters.

    Examples:
        >>> url = f"https://example.com/allo/{new_token()}"
    """
    return secrets.token_urlsafe(_BYTES)


def check_token(path: str, token: str) -> None:
    """Compare the last segment of a path with the token, in constant time.

    Args:
        path: The path of a request, with or without a query and a trailing slash.
        token: The token of this endpoint.

    Raises:
        InvalidTokenError: The token does not match.
        ConfigurationError: `token` is empty, for example because a variable is not set: any path would match it.
    """
    if not token.strip():
        raise ConfigurationError("token is empty. Create one with new_token().")
    given = path.partition("?")[0].removesuffix("/").rpartition("/")[2]
    # Bytes, because compare_digest rejects strings that are not ASCII; servers turn invalid bytes into surrogates.
    if not hmac.compare_digest(given.encode("utf-8", "surrogatepass"), token.encode("utf-8", "surrogatepass")):
        raise InvalidTokenError("The token is not the one of this endpoint.")


def read_token(token: str | None, *, stacklevel: int) -> str | None:
    """Check a token at start-up. An empty one, for example from a variable that is not set, is None.

    Args:
        token: The token.
        stacklevel: As for `warnings.warn`, counted from the caller.

    Raises:
        ConfigurationError: It is not a valid path segment.
    """
    if token is None or (isinstance(token, str) and not token.strip()):  # pyright: ignore[reportUnnecessaryIsInstance]
        return None
    if not isinstance(token, str) or not _SEGMENT.fullmatch(token):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise ConfigurationError("token must consist of letters, digits and - . _ ~. Create one with new_token().")
    if len(token) < _SHORTEST:
        message = f"The webhook token is short: use at least {_SHORTEST} characters. Create one with new_token()."
        warnings.warn(message, UserWarning, stacklevel=stacklevel + 1)
    return token
