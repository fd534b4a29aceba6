"""Parts of an account that could not be read. They are reported, and the sync continues."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from allo_ext import AlloError, UnexpectedResponseError
from allo_ext._lists.refusals import is_refusal

if TYPE_CHECKING:
    from collections.abc import Generator

    from allo_ext.cli._display.terminal import Terminal


class Skipped:
    """Reports skipped parts.

    Attributes:
        failed: Whether data is missing because of an error. Refusals of the API only cause a warning.
    """

    def __init__(self, terminal: Terminal) -> None:
        self.failed = False
        self._terminal = terminal
        self._refused: list[AlloError] = []

    @contextmanager
    def of(self, part: str) -> Generator[None]:
        """Catch and report errors about a part of the account.

        Raises:
            AlloError: The error is not specific to this part, so the other parts would fail as well.
        """
        try:
            yield
        except UnexpectedResponseError as error:
            self._terminal.fail(f"{part}: incomplete. {error.message}")
            self.failed = True
        except AlloError as error:
            if not is_refusal(error):
                raise
            self._terminal.warn(f"{part}: skipped. {error.message}")
            self._refused.append(error)

    def check(self, parts: int) -> None:
        """Raise the refusal if all parts were refused: it is then not specific to one of them."""
        if self._refused and len(self._refused) >= parts:
            raise self._refused[0]
