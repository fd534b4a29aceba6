"""The members of the team: their ids, and what requests call them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allo_ext.testing._account.chance import opaque
from allo_ext.testing._account.names import FORMER_TEAM, TEAM

if TYPE_CHECKING:
    from collections.abc import Mapping

    from allo_ext.testing._account.names import User
    from allo_ext.testing._account.state import State

EVERYBODY = (*TEAM, *FORMER_TEAM)
OWNER = TEAM[0]
"""Whose the API keys are."""
_USERS = 3 << 32


def user_id(state: State, user: User) -> str:
    """Return the id of a member."""
    return opaque("usr-", state.account.seed, _USERS + EVERYBODY.index(user))


def user_with(state: State, identifier: str) -> User | None:
    """Return the member with an id."""
    return next((user for user in EVERYBODY if user_id(state, user) == identifier), None)


def user_ref(state: State, user: User) -> dict[str, Any]:
    """Return a member as other things show who it was."""
    return {"id": user_id(state, user), "name": user.name, "email": user.email}


def member_meant(state: State, fields: Mapping[str, str | None]) -> str | None:
    """Return the id of the member that `user_id` names, else `email`, else the key's owner; None for a stranger."""
    identifier, email = fields.get("user_id"), fields.get("email")
    if identifier is not None:
        return identifier if user_with(state, identifier) in TEAM else None
    if email is not None:
        wanted = email.casefold()
        return next((user_id(state, user) for user in TEAM if user.email == wanted), None)
    return user_id(state, OWNER)
