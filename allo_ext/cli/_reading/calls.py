"""The calls of an account, newest first, from version 1 or 2."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from allo_ext import NOT_GIVEN
from allo_ext.errors import InvalidArgumentError

if TYPE_CHECKING:
    from collections.abc import Generator

    from allo_ext import AlloClient, Call
    from allo_ext.cli._program.command import Run
    from allo_ext.cli._program.period import Period
    from allo_ext.v2 import User

SCOPE: Final = "CONVERSATIONS_READ"
_RESULTS: Final = frozenset({"ANSWERED", "VOICEMAIL", "TRANSFERRED"})
"""The results that the server filters by."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """The calls to read.

    Attributes:
        number: A line of the account.
        contact: The other party's number.
        period: The dates.
        result: The result.
        direction: INBOUND or OUTBOUND; filtered by version 2's server, as are all below.
        tags: Names of tags.
        user: A team member: id, e-mail address or name.
        words: Words that must occur in the transcript or the summary.
    """

    number: str | None = None
    contact: str | None = None
    period: Period
    result: str | None = None
    direction: str | None = None
    tags: list[str] | None = None
    user: str | None = None
    words: str | None = None

    @property
    def need_v2(self) -> bool:
        """Return whether one of the filters exists in version 2 only."""
        return any((self.direction, self.tags, self.user, self.words))


def reads_v2(run: Run, allo: AlloClient, filters: Filters) -> bool:
    """Return whether the calls are read from version 2."""
    return run.uses_v2(allo, SCOPE, only_v2=filters.need_v2)


def from_v2(allo: AlloClient, filters: Filters, *, limit: int | None = None, **options: Any) -> Generator[Call]:
    """Yield calls of version 2, newest first.

    Args:
        allo: The client.
        filters: Which calls.
        limit: The maximum number of calls.
        **options: Further arguments of `items.iter`.
    """
    from allo_ext._older import call_of

    result = filters.result.upper() if filters.result else None
    items = allo.v2.items.iter(
        type="CALL",
        sort="DATE_DESC",
        since=filters.period.since,
        until=filters.period.until,
        allo_number=filters.number or NOT_GIVEN,
        contact_number=filters.contact or NOT_GIVEN,
        direction=filters.direction.upper() if filters.direction else NOT_GIVEN,  # type: ignore[arg-type]
        result=result if result in _RESULTS else NOT_GIVEN,  # type: ignore[arg-type]
        tags=filters.tags or NOT_GIVEN,
        user_id=user_id(allo, filters.user) if filters.user else NOT_GIVEN,
        search=filters.words or NOT_GIVEN,
        **options,
    )
    try:
        # The server may ignore a filter without an error.
        calls = (call_of(item) for item in items if item.type == "CALL" and (result is None or item.result == result))
        yield from islice(calls, limit)
    finally:
        items.close()


def members(allo: AlloClient) -> list[User]:
    """Return the members of the team, also blocked ones, who may have made older calls."""
    return [*allo.v2.users.list(status="ACTIVE"), *allo.v2.users.list(status="BLOCKED")]


def user_id(allo: AlloClient, text: str) -> str:
    """Return the id of the team member with an id, e-mail address or name.

    Raises:
        InvalidArgumentError: There is no such member, or several have this name.
    """
    users = members(allo)
    wanted = text.casefold()
    for name in ("id", "email", "name"):
        found = {user.id for user in users if (getattr(user, name) or "").casefold() == wanted}
        if len(found) == 1:
            return found.pop()
        if found:
            raise InvalidArgumentError(field="user", problem=f"{text!r} is the name of several members; pass an id")
    raise InvalidArgumentError(field="user", problem=f"{text!r} is not the id, e-mail address or name of a member")
