"""The key in the system's keyring, one for each address of the API: a stand-in's key never meets the real host."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from allo_ext import ConfigurationError
from allo_ext._extras import needs
from allo_ext._http.config import Secret

if TYPE_CHECKING:
    from types import ModuleType

SERVICE: Final = "withallo-sdk"


def look_up(base_url: str) -> Secret | None:
    """Return the key kept for an address; None where there is none, or no keyring to ask."""
    try:
        library = _library()
    except ConfigurationError:
        return None
    try:
        kept = library.get_password(SERVICE, base_url.rstrip("/"))
    except _errors():
        return None
    return Secret(kept) if kept else None


def keep(base_url: str, key: Secret) -> str:
    """Keep a key, and return the name of the keyring.

    Raises:
        ConfigurationError: There is no keyring.
    """
    library = _library()
    try:
        library.set_password(SERVICE, base_url.rstrip("/"), key.reveal())
    except _errors():
        raise _none() from None
    return str(library.get_keyring().name)


def forget(base_url: str) -> bool:
    """Forget the key of an address, and tell whether there was one.

    Raises:
        ConfigurationError: There is no keyring.
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
    with needs("Keeping the key", "keyring", extra="keyring", instead="put it in ALLO_API_KEY"):
        import keyring
    return keyring


def _errors() -> tuple[type[Exception], ...]:
    """Return what a keyring raises; a broken desktop session surfaces as whatever its bus raises."""
    try:
        from keyring.errors import KeyringError
    except ImportError:
        return ()
    return (KeyringError, RuntimeError, OSError)


def _none() -> ConfigurationError:
    where = "" if os.environ.get("DBUS_SESSION_BUS_ADDRESS") or os.name == "nt" else " (is this a server?)"
    return ConfigurationError(
        f"This system has no keyring that can be used{where}: put the key in ALLO_API_KEY, or in a file that only you "
        f"can read and --key-file."
    )
