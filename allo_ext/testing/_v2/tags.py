"""Operations on tags."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from allo_ext.testing._engine.wire import Reply
    from allo_ext.testing._v2.asked import Asked

HANDLERS: Mapping[str, Callable[[Asked], Reply]] = {}
