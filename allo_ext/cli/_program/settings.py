"""Settings, from options, environment variables and the keyring."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from allo_ext.cli._display.zone import Zone, read_zone
from allo_ext.cli._program.generation import Api, read_api
from allo_ext.cli._program.shared import Options
from allo_ext.errors import ConfigurationError
from allo_ext.pace import Pace

if TYPE_CHECKING:
    from allo_ext._http.config import Secret
    from allo_ext.cli._display.terminal import Terminal

NO_KEY: Final = (
    "There is no API key. Set ALLO_API_KEY, pass --key-file, or run `allo login`. To try without an account, run "
    "`allo mock`."
)
_OTHERS: Final = 0o077
_WITH_SCHEME: Final = re.compile(r"https?://[^/]", re.IGNORECASE)
_MORE_THAN_AN_ADDRESS: Final = re.compile(r"[@?#]|%40", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Key:
    """An API key and its source."""

    value: Secret
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Validated settings of a command."""

    key: Key | None
    base_url: str
    pace: Pace | None
    zone: Zone | None = None
    """The time zone of --tz; None for the default of the output."""
    api: Api | None = None
    """The version of --api; None for the default of the command."""

    def require_key(self) -> Key:
        """Return the API key.

        Raises:
            ConfigurationError: The key is missing; the message says how to set it.
        """
        if self.key is None:
            raise ConfigurationError(NO_KEY, reason="no key")
        return self.key


def resolve(given: Options, terminal: Terminal) -> Settings:
    """Return the settings. Options take precedence over the environment, the environment over the keyring.

    Raises:
        ConfigurationError: A setting is invalid.
    """
    from allo_ext._http import address

    base_url = (given.base_url or os.environ.get("ALLO_BASE_URL") or address.DEFAULT).strip()
    if _MORE_THAN_AN_ADDRESS.search(base_url):
        # Not shown: it may be a password or a key.
        raise ConfigurationError(
            "--base-url (or ALLO_BASE_URL) must not contain a user name, password, query or fragment."
        )
    if not _WITH_SCHEME.match(base_url):
        source = "--base-url" if given.base_url else "ALLO_BASE_URL"
        raise ConfigurationError(f"{source} must begin with https:// (or http://), like {address.DEFAULT}.")
    base_url = address.shown(base_url)
    return Settings(key=find_key(given, base_url, terminal), base_url=base_url, pace=read_pace(given.pace),
                    zone=None if given.tz is None else read_zone(given.tz), api=read_api(given.api))  # fmt: skip


def find_key(given: Options, base_url: str, terminal: Terminal) -> Key | None:
    """Return the key from the first source that has one."""
    from allo_ext._http.config import Secret

    if given.api_key:
        terminal.warn("--api-key is visible to other users of this machine and is saved in the shell history. Prefer "
                      "ALLO_API_KEY, --key-file or `allo login`.")  # fmt: skip
        return Key(Secret(given.api_key), "--api-key")
    if given.key_file:
        return Key(_read(given.key_file, terminal), f"the file {given.key_file}")
    if from_environment := os.environ.get("ALLO_API_KEY", "").strip():
        return Key(Secret(from_environment), "ALLO_API_KEY")
    from allo_ext.cli._program import keyring

    kept = keyring.look_up(base_url)
    return None if kept is None else Key(kept, "the system keyring")


def _read(path: Path, terminal: Terminal) -> Secret:
    try:
        mode = path.stat().st_mode
        text = path.read_text(encoding="utf-8").strip()
    except (OSError, ValueError) as error:
        raise ConfigurationError(
            f"--key-file {path}: {getattr(error, 'strerror', None) or 'not valid UTF-8'}."
        ) from None
    from allo_ext._http.config import Secret

    if not text or len(text.split()) != 1:
        raise ConfigurationError(f"--key-file {path} must contain only the API key.")
    if os.name == "posix" and mode & _OTHERS:
        terminal.warn(f"{path} can be read by other users. Run: chmod 600 {path}")
    return Secret(text)


def read_pace(text: str | None) -> Pace | None:
    """Parse `off` or a maximum number of reads per second.

    Raises:
        ConfigurationError: The value is neither.
    """
    if text is None:
        return Pace()
    if text == "off":
        return None
    try:
        return Pace(read_per_second=float(text))
    except ValueError:
        raise ConfigurationError("--pace must be off, or a number of reads per second above 0.") from None
