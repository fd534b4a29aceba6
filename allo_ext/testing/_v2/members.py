"""The members of the team, by what requests call them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allo_ext.testing._account.chance import opaque
from allo_ext.testing._account.names import TEAM

if TYPE_CHECKING:
    from collections.abc import Mapping

    from allo_ext.testing._account.state import State

_USERS = 3 << 32


def member_id(state: State, place: int) -> str:
    """Return the id of the member at a position in `TEAM`; the first is the owner of every key."""
    return opaque("usr-", state.account.seed, _USERS + place)


def member_meant(state: State, fields: Mapping[str, str | None]) -> str | None:
    """Return the id of the member that `user_id` names, else `email`, else the key's owner; None for a stranger."""
    ids = [member_id(state, place) for place in range(len(TEAM))]
    user_id, email = fields.get("user_id"), fields.get("email")
    if user_id is not None:
        return user_id if user_id in ids else None
    if email is not None:
        wanted = email.casefold()
        return next((one for one, user in zip(ids, TEAM, strict=True) if user.email == wanted), None)
    return ids[0]
