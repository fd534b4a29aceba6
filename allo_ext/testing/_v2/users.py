"""Operations on the team."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allo_ext.testing._v2.members import EVERYBODY, user_ref, user_with

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from allo_ext.testing._account.names import User
    from allo_ext.testing._account.state import State
    from allo_ext.testing._engine.wire import Reply
    from allo_ext.testing._v2.asked import Asked


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
