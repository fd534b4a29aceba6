"""IDs of webhooks created in this process. The API shows an ID only once, and lists webhooks without IDs."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from allo_ext.records import Webhook


class CreatedWebhooks:
    """IDs of created webhooks, by number, URL and topics."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._ids: dict[tuple[object, ...], str] = {}

    def note(self, hook: Webhook) -> None:
        """Store the ID of a new webhook."""
        if hook.id:
            with self._lock:
                self._ids[_known_by(hook)] = hook.id

    def id_of(self, hook: Webhook) -> str | None:
        """Return the ID of a listed webhook, if it was created here."""
        with self._lock:
            return self._ids.get(_known_by(hook))


CREATED: Final = CreatedWebhooks()


def _known_by(hook: Webhook) -> tuple[object, ...]:
    return (hook.allo_number, hook.url, tuple(sorted(map(str, hook.topics or ()))))
