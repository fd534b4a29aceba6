"""Operations on tags."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allo_ext.testing._account.calls import Call
from allo_ext.testing._account.chance import mix, opaque
from allo_ext.testing._account.phrases import language_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from allo_ext.testing._account.state import State
    from allo_ext.testing._engine.wire import Reply
    from allo_ext.testing._v2.asked import Asked

_COLORS = ("#2266CC", "#EE7700", "#22AA66", "#AA2255", "#7744BB", "#888888")
_TAGS = 1 << 37


class Tags:
    """The tags of a team: those that calls have had."""

    def __init__(self, state: State) -> None:
        """Begin with those of the account's calls."""
        self._state = state
        countries = dict.fromkeys(line.country for line in state.lines)
        self._names = dict.fromkeys(topic.tag for country in countries for topic in language_of(country).topics)

    def add(self, *names: str) -> None:
        """Let the team have some more."""
        self._names.update(dict.fromkeys(names))

    def names(self) -> list[str]:
        """Return every one, also those of calls that were simulated."""
        self.add(*(tag for item in reversed(self._state.items.added) if isinstance(item, Call) for tag in item.tags))
        return list(self._names)


def _list(asked: Asked) -> Reply:
    seed = asked.state.account.seed
    return asked.data(
        [
            {"id": opaque("tag-", seed, _TAGS + place), "name": name, "color": _COLORS[mix(seed, place) % len(_COLORS)]}
            for place, name in enumerate(asked.kept.of(Tags).names())
        ]
    )


HANDLERS: Mapping[str, Callable[[Asked], Reply]] = {"list_tags": _list}
