"""The secret in the path: version 1 deliveries are unsigned, so the URL itself is what strangers do not know."""

from __future__ import annotations

import hmac
import re
import secrets
import warnings
from typing import Final

from allo_ext.errors import ConfigurationError, InvalidTokenError

_BYTES: Final = 16
_SHORTEST: Final = 22
"""Characters that 128 bits take in `new_token()`."""
_SEGMENT: Final = re.compile(r"[A-Za-z0-9._~-]+")


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
        InvalidTokenError: It is another one.
        ConfigurationError: `token` is empty, as from a variable that is not set: any path would fit it.
    """
    if not token.strip():
        raise ConfigurationError("token is empty: make one with new_token().")
    given = path.partition("?")[0].removesuffix("/").rpartition("/")[2]
    # Bytes, for compare_digest refuses texts that are not ASCII; surrogates are what servers make of hostile bytes.
    if not hmac.compare_digest(given.encode("utf-8", "surrogatepass"), token.encode("utf-8", "surrogatepass")):
        raise InvalidTokenError("This is not the token of this endpoint.")


def read_token(token: str | None, *, stacklevel: int) -> str | None:
    """Check a token at the start; an empty one, as from a variable that is not set, is None.

    Args:
        token: The token.
        stacklevel: Whose line a warning names, counted from the caller as `warnings.warn` does.

    Raises:
        ConfigurationError: It cannot be a segment of a path.
    """
    if token is None or (isinstance(token, str) and not token.strip()):  # pyright: ignore[reportUnnecessaryIsInstance]
        return None
    if not isinstance(token, str) or not _SEGMENT.fullmatch(token):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise ConfigurationError("token must be letters, digits, - . _ ~ alone, such as new_token() makes.")
    if len(token) < _SHORTEST:
        message = (
            f"The webhook token is short: it should have at least {_SHORTEST} characters, such as new_token() makes."
        )
        warnings.warn(message, UserWarning, stacklevel=stacklevel + 1)
    return token
