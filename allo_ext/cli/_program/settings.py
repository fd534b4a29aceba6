"""Where the key and the rest of the settings come from."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self

from allo_ext import ConfigurationError, Pace
from allo_ext._http import address
from allo_ext._http.config import Secret

if TYPE_CHECKING:
    from allo_ext.cli._display.terminal import Terminal

NO_KEY: Final = "There is no API key: set ALLO_API_KEY, point --key-file at a file that holds it, or run `allo login`."
_OTHERS: Final = 0o077
_MORE_THAN_AN_ADDRESS: Final = re.compile(r"[@?#]|%40", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What the command line says, before it is judged."""

    api_key: str | None = None
    key_file: Path | None = None
    base_url: str | None = None
    pace: str | None = None
    raw: bool = False
    quiet: bool = False

    def over(self, wider: Any) -> Self:
        """Return this, with what was given before the command's name where nothing was given after it."""
        if not isinstance(wider, Given):
            return self
        missing = {f.name: getattr(wider, f.name) for f in fields(self) if not getattr(self, f.name)}
        return replace(self, **missing)


@dataclass(frozen=True, slots=True)
class Key:
    """A key, and where it was found."""

    value: Secret
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a command works with."""

    key: Key | None
    base_url: str
    pace: Pace | None

    def require_key(self) -> Key:
        """Return the key.

        Raises:
            ConfigurationError: There is none; the sentence says where to put one.
        """
        if self.key is None:
            raise ConfigurationError(NO_KEY, reason="no key")
        return self.key


def settle(given: Given, terminal: Terminal) -> Settings:
    """Find out what holds: options before the environment, the environment before the keyring.

    Raises:
        ConfigurationError: Something that was given cannot be used.
    """
    base_url = (given.base_url or os.environ.get("ALLO_BASE_URL") or address.DEFAULT).strip()
    if _MORE_THAN_AN_ADDRESS.search(base_url):
        # Not shown: it may be a password or a key.
        raise ConfigurationError("--base-url (or ALLO_BASE_URL) must have no user name, password, query or fragment.")
    base_url = address.shown(base_url)
    return Settings(key=find_key(given, base_url, terminal), base_url=base_url, pace=read_pace(given.pace))


def find_key(given: Given, base_url: str, terminal: Terminal) -> Key | None:
    """Return the key of the first place that has one."""
    if given.api_key:
        terminal.warn("--api-key is visible to other users of this machine, and stays in the shell's history: prefer "
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
        raise ConfigurationError(f"--key-file {path}: {getattr(error, 'strerror', None) or 'no text'}.") from None
    if not text or len(text.split()) != 1:
        raise ConfigurationError(f"--key-file {path} must hold the key and nothing else.")
    if os.name == "posix" and mode & _OTHERS:
        terminal.warn(f"{path} can be read by other users: chmod 600 {path}")
    return Secret(text)


def read_pace(text: str | None) -> Pace | None:
    """Read `off`, or how many reads a second there may be at most.

    Raises:
        ConfigurationError: It is neither.
    """
    if text is None:
        return Pace()
    if text == "off":
        return None
    try:
        return Pace(read_per_second=float(text))
    except ValueError:
        raise ConfigurationError("--pace is off, or a number of reads a second above 0.") from None
