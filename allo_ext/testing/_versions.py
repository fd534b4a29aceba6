"""The versions of the API that MockAllo answers for, and the scopes of both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allo_ext._operations import scopes
from allo_ext.testing._v1.version import version_1
from allo_ext.testing._v2.version import version_2

if TYPE_CHECKING:
    from collections.abc import Callable

    from allo_ext.testing._account.state import State
    from allo_ext.testing._engine.keys import Keys
    from allo_ext.testing._engine.version import Version
    from allo_ext.testing._v1.quirks import Quirks

SCOPES = tuple(dict.fromkeys((*scopes("v1"), *scopes("v2"))))
"""Every scope that an operation of either version asks for."""


def versions(state: State, keys: Keys, quirks: Callable[[], Quirks]) -> list[Version]:
    """Return both versions over one account, with the oddities of the moment."""
    return [version_1(state, quirks), version_2(state, keys, quirks)]
