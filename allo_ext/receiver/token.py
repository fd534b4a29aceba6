"""The secret in the path: version 1 deliveries are unsigned, so the URL itself is what strangers do not know."""

from __future__ import annotations

import hmac
import secrets

from allo_ext.errors import InvalidToken

_BYTES = 16


def new_token() -> str:
    """Make a token: 128 random bits, in characters that a URL takes as they are.

    Examples:
        >>> url = f"https://example.com/allo/{new_token()}"
    """
    return secrets.token_urlsafe(_BYTES)


def check_token(path: str, token: str) -> None:
    """Hold the last segment of a path against the token, in a time that does not tell how much of it was right.

    Args:
        path: The path of a request, with or without a query and a slash at the end.
        token: The token of this endpoint.

    Raises:
        InvalidToken: It is another one.
    """
    given = path.partition("?")[0].removesuffix("/").rpartition("/")[2]
    # Bytes, for compare_digest refuses texts that are not ASCII; surrogates are what servers make of hostile bytes.
    if not hmac.compare_digest(given.encode("utf-8", "surrogatepass"), token.encode("utf-8", "surrogatepass")):
        raise InvalidToken("This is not the token of this endpoint.")
