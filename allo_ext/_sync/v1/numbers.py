# Written by scripts/unasync.py from allo_ext/_async/v1/numbers.py: change it there, then `make generate`.
"""The account's phone lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allo_ext._wire.envelope import many
from allo_ext.records import Number

if TYPE_CHECKING:
    import builtins

    from allo_ext._sync.session import Session


class Numbers:
    """The account's phone lines (https://help.withallo.com/en/api-reference/numbers/get-numbers)."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def list(self) -> builtins.list[Number]:
        """Return the account's phone lines, and its sender ids, whose `number` is None.

        Returns:
            All lines; this list has no pages.

        Raises:
            AlloError: See `allo_ext.errors`. The key needs the scope CONVERSATIONS_READ.

        Examples:
            >>> for number in allo.numbers.list():
            ...     print(number.number, number.name)

        Wraps `GET /numbers`.
        """
        from allo_v1.api.numbers import list_numbers

        return self._session.call(list_numbers, many(Number))

    def owned(self) -> frozenset[str]:
        """Return the phone numbers of the account in E.164, without the sender ids.

        Raises:
            AlloError: See `allo_ext.errors`. The key needs the scope CONVERSATIONS_READ.

        Examples:
            >>> is_ours = call.from_number in allo.numbers.owned()

        Wraps `GET /numbers`.
        """
        return frozenset(line.number for line in self.list() if line.number)
