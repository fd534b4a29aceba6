"""The parts of an account that a sync could not read: each is named, and the others are read all the same."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from allo_ext import AlloError, UnexpectedResponseError
from allo_ext._lists.refusals import is_refusal

if TYPE_CHECKING:
    from collections.abc import Generator

    from allo_ext.cli._display.terminal import Terminal


class LeftOut:
    """Names what was left out.

    Attributes:
        failed: Whether something is missing that the API has. What the API refuses to give is only named.
    """

    def __init__(self, terminal: Terminal) -> None:
        self.failed = False
        self._terminal = terminal
        self._refused: list[AlloError] = []

    @contextmanager
    def of(self, part: str) -> Generator[None]:
        """Read a part of the account inside, which may be refused or unreadable.

        Raises:
            AlloError: The error is not about this part: the others would fail as well.
        """
        try:
            yield
        except UnexpectedResponseError as error:
            self._terminal.fail(f"{part}: incomplete. {error.message}")
            self.failed = True
        except AlloError as error:
            if not is_refusal(error):
                raise
            self._terminal.warn(f"{part}: left out. {error.message}")
            self._refused.append(error)

    def check(self, parts: int) -> None:
        """Raise the refusal when all of so many parts were refused: then it was not about one of them."""
        if self._refused and len(self._refused) >= parts:
            raise self._refused[0]
