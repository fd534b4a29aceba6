"""Phone lines that the API lists, but whose calls it refuses to list."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Final

from allo_ext.errors import AlloApiError, AlloError, InvalidArgumentError, UnreadableLineWarning

if TYPE_CHECKING:
    from collections.abc import Sequence

_NOT_ABOUT_THE_REQUEST: Final = frozenset({401, 403, 408, 425, 429})
_CLIENT_ERRORS: Final = range(400, 500)


def is_refusal(error: AlloError) -> bool:
    """Return whether an error is about this request only, so that a request for another line can succeed."""
    if isinstance(error, AlloApiError):
        return error.status in _CLIENT_ERRORS and error.status not in _NOT_ABOUT_THE_REQUEST
    return isinstance(error, InvalidArgumentError)


class Refusals:
    """The refused lines of one iteration."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines
        self._refused: dict[str, AlloError] = {}
        self._reported = 0

    def add(self, line: str, error: AlloError) -> None:
        """Add a line."""
        self._refused[line] = error

    def report(self) -> None:
        """Warn about each refused line, once.

        Raises:
            AlloError: Every line was refused.
        """
        if len(self._refused) == self._reported:
            return
        refused = list(self._refused.items())
        if len(refused) == len(self._lines):
            raise refused[0][1]
        for line, error in refused[self._reported :]:
            self._reported += 1
            warnings.warn(UnreadableLineWarning(line, error), stacklevel=3)
