"""Version 2's events of a changed call. No source shows their content, so it is passed on unchanged."""

from typing import Any

import attrs

from allo_ext.receiver._events.records import Event


@attrs.frozen(kw_only=True)
class _Change(Event):
    """A change of a call.

    Attributes:
        data: The content of the delivery, unchanged.
    """

    data: Any = attrs.field(default=None, hash=False)


@attrs.frozen(kw_only=True)
class TagAdded(_Change):
    """A tag was added to a call: version 2's `tag.added`."""


@attrs.frozen(kw_only=True)
class TagRemoved(_Change):
    """A tag was removed from a call: version 2's `tag.removed`."""


@attrs.frozen(kw_only=True)
class SummaryUpdated(_Change):
    """The summary of a call was edited: version 2's `summary.updated`."""
