"""The sentinel for arguments that were not given."""

from __future__ import annotations

from typing import Final, Literal, TypeVar, final

from allo_ext._published import publish

T = TypeVar("T")


@final
class NotGiven:
    """The type of `NOT_GIVEN`, the default of optional arguments.

    An argument that is not given is not sent, so the API keeps the stored value or uses its default. None is
    different: it is sent as `null`.
    """

    __slots__ = ()
    _only: NotGiven | None = None

    def __new__(cls) -> NotGiven:
        """Return the only instance."""
        if cls._only is None:
            cls._only = super().__new__(cls)
        return cls._only

    def __repr__(self) -> str:
        return "NOT_GIVEN"

    def __bool__(self) -> Literal[False]:
        return False

    def __reduce__(self) -> str:
        return "NOT_GIVEN"


publish(NotGiven, "allo_ext")
NOT_GIVEN: Final = NotGiven()
"""The value of arguments that are not given; unlike None, which is sent as `null`."""


def given(value: T | None) -> T | NotGiven:
    """Return a value, or `NOT_GIVEN` in place of None."""
    return NOT_GIVEN if value is None else value
