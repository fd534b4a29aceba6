"""Values that the Tab key completes: topics of webhooks, and scopes of keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def topics_of_v1(incomplete: str) -> list[str]:
    """Return the topics of version 1's webhooks."""
    from allo_ext.enums import Topic

    return _beginning(Topic, incomplete)


def topics(incomplete: str) -> list[str]:
    """Return the topics of both versions."""
    from allo_ext.enums import Topic
    from allo_ext.v2 import Topic as Newer

    return _beginning([*Newer, *Topic], incomplete)


def scopes(incomplete: str) -> list[str]:
    """Return the scopes that operations need."""
    from allo_ext._operations import v1, v2

    names = {operation.scope for table in (v1.TABLE, v2.TABLE) for operation in table if operation.scope}
    return _beginning(sorted(names), incomplete)


def _beginning(values: Iterable[str], incomplete: str) -> list[str]:
    return [str(value) for value in values if value.casefold().startswith(incomplete.casefold())]
