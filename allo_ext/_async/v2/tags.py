"""The team's tags."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allo_ext._wire.envelope import many
from allo_ext.v2 import Tag

if TYPE_CHECKING:
    import builtins

    from allo_ext._async.session import AsyncSession


class AsyncTags:
    """The team's tags (https://help.withallo.com/en/api-reference/v2/tags/list-tags)."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def list(self) -> builtins.list[Tag]:
        """Return the team's tags; `items.add_tags` takes their names.

        Raises:
            AlloError: See `allo_ext.errors`. The key needs the scope TAGS_READ.

        Examples:
            >>> [tag.name for tag in await allo.v2.tags.list()]

        Wraps `GET /tags`.
        """
        from allo_v2.api.tags import list_tags

        return await self._session.call(list_tags, many(Tag))
