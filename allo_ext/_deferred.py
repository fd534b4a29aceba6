"""Fields that are read when they are first looked at: most programs that list calls never open most transcripts."""

from __future__ import annotations

from typing import Any


class Deferred:
    """Stands before the slot of a field that holds a tuple; to all but the decoder it is an ordinary attribute.

    A list in the slot is the wire's own, which nobody has looked at yet: the decoder put it there with `fill`, and set
    `read` to what reads such a list without fail.
    """

    __slots__ = ("_get", "fill", "read")

    def __init__(self, slot: Any) -> None:
        self._get = slot.__get__
        self.fill = slot.__set__
        self.read: Any = tuple

    def __get__(self, record: Any, owner: type[Any] | None = None) -> Any:
        if record is None:
            return self
        value = self._get(record)
        if value.__class__ is list:
            # Two threads may both read it; what they read is equal.
            value = self.read(value)
            self.fill(record, value)
        return value

    def __set__(self, record: Any, value: Any) -> None:
        self.fill(record, tuple(value) if value.__class__ is list else value)


def defer(cls: type[Any], name: str) -> None:
    """Let a field of a slotted class hold a list that waits to be read."""
    setattr(cls, name, Deferred(cls.__dict__[name]))
