"""API keys in the system keyring, one per base URL: a key for a mock server is never sent to the real API."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from allo_ext import ConfigurationError
from allo_ext._extras import needs

if TYPE_CHECKING:
    from types import ModuleType

    from allo_ext._http.config import Secret

SERVICE: Final = "withallo-sdk"


def look_up(base_url: str) -> Secret | None:
    """Return the key stored for a base URL; None if there is no key or no keyring."""
    try:
        library = _library()
    except ConfigurationError:
        return None
    try:
        kept = library.get_password(SERVICE, base_url.rstrip("/"))
    except _errors():
        return None
    from allo_ext._http.config import Secret

    return Secret(kept) if kept else None


def keep(base_url: str, key: Secret) -> str:
    """Store a key, and return the name of the keyring.

    Raises:
        ConfigurationError: No keyring is available.
    """
    library = _library()
    try:
        library.set_password(SERVICE, base_url.rstrip("/"), key.reveal())
    except _errors():
        raise _none() from None
    return str(library.get_keyring().name)


def forget(base_url: str) -> bool:
    """Remove the key for a base URL, and return whether there was one.

    Raises:
        ConfigurationError: No keyring is available.
    """
    library = _library()
    try:
        if not library.get_password(SERVICE, base_url.rstrip("/")):
            return False
        library.delete_password(SERVICE, base_url.rstrip("/"))
    except _errors():
        raise _none() from None
    return True


def _library() -> ModuleType:
    with needs("Storing the key", "keyring", extra="keyring", instead="put it in ALLO_API_KEY"):
        import keyring
    return keyring


def _errors() -> tuple[type[Exception], ...]:
    """Return the exceptions that a keyring may raise; a broken desktop session raises those of its D-Bus library."""
    try:
        from keyring.errors import KeyringError
    except ImportError:
        return ()
    return (KeyringError, RuntimeError, OSError)


def _none() -> ConfigurationError:
    where = "" if os.environ.get("DBUS_SESSION_BUS_ADDRESS") or os.name == "nt" else " (is this a server?)"
    return ConfigurationError(
        f"There is no keyring available{where}. Set ALLO_API_KEY, or use --key-file with a file only you can read."
    )
