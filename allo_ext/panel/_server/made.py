"""The ids of the webhooks that were created here: the API tells an id once, and lists webhooks without."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from allo_ext.records import Webhook


class Made:
    """Ids by what else is known of a webhook."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._ids: dict[tuple[object, ...], str] = {}

    def note(self, hook: Webhook) -> None:
        """Keep the id of a webhook that was just created."""
        if hook.id:
            with self._lock:
                self._ids[_known_by(hook)] = hook.id

    def id_of(self, hook: Webhook) -> str | None:
        """Return the id of a webhook of the list, where it was created here."""
        with self._lock:
            return self._ids.get(_known_by(hook))


MADE: Final = Made()


def _known_by(hook: Webhook) -> tuple[object, ...]:
    return (hook.allo_number, hook.url, tuple(sorted(map(str, hook.topics or ()))))
