# Written by scripts/unasync.py from allo_ext/_async/v2/users.py: change it there, then `make generate`.
"""The members of the team."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from allo_ext._wire.envelope import many, one
from allo_ext._wire.given import NOT_GIVEN, NotGiven
from allo_ext.v2 import User, UserRole, UserStatus

if TYPE_CHECKING:
    import builtins

    from allo_ext._sync.session import Session

Role = UserRole | Literal["ADMIN", "MANAGER", "MEMBER"]
Status = UserStatus | Literal["ACTIVE", "BLOCKED"]


class Users:
    """The members of the team (https://help.withallo.com/en/api-reference/v2/users/list-users)."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def list(self, *, role: Role | NotGiven = NOT_GIVEN, status: Status | NotGiven = NOT_GIVEN) -> builtins.list[User]:
        """Return the members of the team.

        Args:
            role: Only members with this role.
            status: Only members with this status. The API's default is ACTIVE: it leaves out blocked members, who may
                have made older calls.

        Raises:
            InvalidArgumentError: An argument breaks the rules above; nothing was sent.
            AlloError: See `allo_ext.errors`. The key needs the scope USERS_READ.

        Examples:
            >>> [user.email for user in allo.v2.users.list(role="ADMIN")]

        Wraps `GET /users`.
        """
        from allo_v2.api.users import list_users

        return self._session.call(list_users, many(User), role=role, status=status)

    def get(self, id: str) -> User:
        """Return a member of the team.

        Args:
            id: The member's id.

        Raises:
            NotFoundError: There is no such member.
            AlloError: See `allo_ext.errors`. The key needs the scope USERS_READ.

        Examples:
            >>> user = allo.v2.users.get("usr-abc123")

        Wraps `GET /users/{id}`.
        """
        from allo_v2.api.users import get_user

        return self._session.call(get_user, one(User), id=id)
