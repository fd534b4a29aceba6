"""Operations on the team."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allo_ext.testing._account.chance import opaque
from allo_ext.testing._account.names import FORMER_TEAM, TEAM, User

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from allo_ext.testing._account.state import State
    from allo_ext.testing._engine.wire import Reply
    from allo_ext.testing._v2.asked import Asked

EVERYBODY = (*TEAM, *FORMER_TEAM)
OWNER = TEAM[0]
"""Whose API keys they are."""
_USERS = 1 << 38


def user_id(state: State, user: User) -> str:
    """Return the id of a colleague."""
    return opaque("usr-", state.account.seed, _USERS + EVERYBODY.index(user))


def user_with(state: State, identifier: str) -> User | None:
    """Return the colleague with an id."""
    return next((user for user in EVERYBODY if user_id(state, user) == identifier), None)


def member_meant(state: State, fields: Mapping[str, str | None]) -> str | None:
    """Return the id of the active member that `user_id` or else `email` names, without both of the key's owner."""
    identifier, email = fields.get("user_id"), fields.get("email")
    if identifier is not None:
        found = user_with(state, identifier)
    elif email is not None:
        found = next((user for user in TEAM if user.email == email.casefold()), None)
    else:
        found = OWNER
    return user_id(state, found) if found in TEAM else None


def user_ref(state: State, user: User) -> dict[str, Any]:
    """Return a colleague as other things show who it was."""
    return {"id": user_id(state, user), "name": user.name, "email": user.email}


def _user(state: State, user: User) -> dict[str, Any]:
    return {**user_ref(state, user), "role": user.role, "status": user.status, "image_url": None}


def _list(asked: Asked) -> Reply:
    """Answer with the active members, unless asked for the blocked ones."""
    role, status = asked.query["role"], asked.query["status"] or "ACTIVE"
    users = [user for user in EVERYBODY if user.status == status and role in {None, user.role}]
    return asked.data([_user(asked.state, user) for user in users])


def _get(asked: Asked) -> Reply:
    user = user_with(asked.state, asked.path["id"])
    return asked.error("MEMBER_NOT_FOUND") if user is None else asked.data(_user(asked.state, user))


HANDLERS: Mapping[str, Callable[[Asked], Reply]] = {"list_users": _list, "get_user": _get}
