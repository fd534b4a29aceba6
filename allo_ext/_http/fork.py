"""Resetting state that a forked process must not share with its parent: connections, locks and waiting calls."""

from __future__ import annotations

import os
import weakref
from typing import Final, Protocol


class Renewable(Protocol):
    """An object whose state must not survive a fork."""

    def renew(self) -> None:
        """Reset the state. Called first in the child process, where other threads' locks may still be held."""
        ...


_renewables: Final[weakref.WeakSet[Renewable]] = weakref.WeakSet()


def renew_in_child(renewable: Renewable) -> None:
    """Call `renew` of an object in every process forked from this one."""
    _renewables.add(renewable)


def _renew() -> None:
    for renewable in list(_renewables):
        renewable.renew()


if hasattr(os, "register_at_fork"):  # not on Windows, which does not fork
    os.register_at_fork(after_in_child=_renew)
