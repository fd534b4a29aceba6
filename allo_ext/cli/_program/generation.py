"""The version of the API that a command uses."""

from __future__ import annotations

import os
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from allo_ext.errors import AuthenticationError, ConfigurationError, NotFoundError, PermissionDeniedError

if TYPE_CHECKING:
    from allo_ext import AlloClient

VARIABLE: Final = "ALLO_API"
ONLY_V2: Final = "--api v1 does not have this. Leave it out, or pass --api v2."


class Api(StrEnum):
    """The values of --api."""

    V1 = "v1"
    V2 = "v2"
    AUTO = "auto"


def read_api(given: str | None) -> Api | None:
    """Return the version of --api or ALLO_API; None if neither is set.

    Raises:
        ConfigurationError: It is not a version.
    """
    text = given or os.environ.get(VARIABLE, "").strip()
    if not text:
        return None
    try:
        return Api(text.lower())
    except ValueError:
        raise ConfigurationError(f"--api (or {VARIABLE}) must be v1, v2 or auto.") from None


def uses_v2(api: Api | None, allo: AlloClient, *scopes: str, only_v2: bool = False) -> bool:
    """Return whether a command reads from version 2.

    `auto` asks once for the scopes of the key. A key or server that version 2 does not know means version 1.

    Args:
        api: The version asked for. None: version 1, or version 2 if only that has what was asked for.
        allo: The client.
        scopes: The scopes that version 2 needs for the command.
        only_v2: Whether only version 2 has what was asked for.

    Raises:
        ConfigurationError: Version 1 was asked for, and only version 2 has it.
        AlloError: Version 2 was not reached.
    """
    if api is Api.V1 and only_v2:
        raise ConfigurationError(ONLY_V2)
    if api is None or only_v2:
        return only_v2
    if api is not Api.AUTO:
        return api is Api.V2
    try:
        return not allo.v2.me().missing(*scopes)
    except (AuthenticationError, PermissionDeniedError, NotFoundError):
        return False


def only_v2(api: Api | None) -> None:
    """Refuse `--api v1` for a command that only version 2 has.

    Raises:
        ConfigurationError: Version 1 was asked for.
    """
    if api is Api.V1:
        raise ConfigurationError(ONLY_V2)
