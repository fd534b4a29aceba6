"""Fields that are read when they are first looked at: most programs that list calls never open most transcripts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


class Unread:
    """What a deferred field holds until someone looks: the wire's value, and what reads it without fail."""

    __slots__ = ("raw", "read")

    def __init__(self, raw: Any, read: Callable[[Any], Any]) -> None:
        self.raw = raw
        self.read = read


class Deferred:
    """Stands before the slot of a field; to everyone but the decoder it is an ordinary attribute."""

    __slots__ = ("_get", "_set")

    def __init__(self, slot: Any) -> None:
        self._get = slot.__get__
        self._set = slot.__set__

    def __get__(self, record: Any, owner: type[Any] | None = None) -> Any:
        if record is None:
            return self
        value = self._get(record)
        if value.__class__ is Unread:
            # Two threads may both read it; what they read is equal.
            value = value.read(value.raw)
            self._set(record, value)
        return value

    def __set__(self, record: Any, value: Any) -> None:
        self._set(record, value)


def defer(cls: type[Any], name: str) -> None:
    """Let a field of a slotted class hold an `Unread` value."""
    setattr(cls, name, Deferred(cls.__dict__[name]))
