"""Functions that read JSON objects into records of one class, generated from its fields as attrs generates `__init__`.

A page of calls has thousands of transcript lines, all with the same keys. So there is a function for each set of keys,
which looks up only those, and sets the other fields to their defaults. It passes an object with other keys on to the
function for them.
"""

from __future__ import annotations

from datetime import datetime
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, Final, NoReturn, cast

from allo_ext._wire import values
from allo_ext._wire.decoder_code import Many, One, for_any_keys, for_keys, with_defaults

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from allo_ext._wire.decoder_code import Field, Reader

_MOST: Final = 16
"""The number of sets of keys with a function; generating one takes as long as reading many objects without it."""

_END: Final = object()


class _Nothing(dict[str, Any]):
    """An empty dictionary that stays empty, so that the `extra` of most records is the same object.

    To create one for each took a sixth of the time to read a transcript. Copies and pickles are ordinary dictionaries.
    """

    __slots__ = ()

    def _refuse(self, *_: object, **__: object) -> NoReturn:
        raise TypeError("A record cannot be changed; attrs.evolve(record, extra=…) returns one with another extra.")

    __setitem__ = __ior__ = setdefault = update = _refuse  # pyright: ignore[reportAssignmentType]

    def __reduce__(self) -> tuple[type[dict[str, Any]], tuple[()]]:
        return dict, ()


NOTHING: Final = _Nothing()
"""The `extra` of a record without unknown fields."""


class Decoder:
    """The functions for one class."""

    def __init__(self, cls: type[Any], fields: Sequence[Field]) -> None:
        self._fields = fields
        self._known = frozenset(name for field in fields for name in field.wire_names)
        self._names = _names(cls, fields, self._known, self._other)
        self._any = cache(lambda: self._generated(for_any_keys(fields)))
        self._by_keys: dict[tuple[frozenset[str], bool], Reader] = {}
        # The function used last for so many keys, for one object and for a list.
        self._one: dict[int, Reader] = {}
        self._all: dict[int, Reader] = {}
        self.for_one: Final = self._one.get, self._other
        """The function that finds the one for so many keys, and the one to use if there is none."""
        self.for_many: Final = self._all.get, self._others
        """The same for lists, by the number of keys of the first object."""
        self.read: Final[Reader] = _by_size(*self.for_one)
        """Parses an object into a record; raises TypeError if it is not an object, or a required id is missing."""
        self.read_all: Final[Callable[[list[Any]], list[Any]]] = _by_size_of_first(*self.for_many)
        """Parses a list, faster if most objects have the keys of the first; raises TypeError as `read` does."""

    def take_all(self, objects: list[Any]) -> list[Any]:
        """Parse a list as `read_all` does, and empty it.

        The garbage collector runs less often if objects are dropped while others are created.
        """
        if not objects:
            return []
        first = objects[0]
        read = self._all.get(len(first)) or self._like(first)
        objects.append(_END)
        objects.reverse()
        found: list[Any] = read(iter(objects.pop, _END))
        return found

    def _others(self, objects: list[Any]) -> list[Any]:
        """Parse a list for whose first object there is no function."""
        found: list[Any] = self._like(objects[0])(objects)
        return found

    def _like(self, first: Any) -> Reader:
        """Return the function for a list that begins with this object."""
        read = self._for_keys_of(first, many=True) if first.__class__ is dict else None
        if read is None:
            return self._one_by_one
        self._all[len(first)] = read
        return read

    def _one_by_one(self, objects: Iterable[Any]) -> list[Any]:
        return list(map(self.read, objects))

    def _other(self, wire: Any) -> Any:
        """Parse an object for whose size there is no function, or one for other keys."""
        if wire.__class__ is not dict:
            raise TypeError(wire)
        read = self._for_keys_of(wire, many=False)
        if read is None:
            return self._any()(wire)
        self._one[len(wire)] = read
        self._all.pop(len(wire), None)
        return read(wire)

    def _for_keys_of(self, wire: dict[str, Any], *, many: bool) -> Reader | None:
        """Return the function for objects with the keys of this one; None if there are too many functions."""
        keys = frozenset(wire)
        read = self._by_keys.get((keys, many))
        if read is None and len(self._by_keys) < _MOST:
            unknown = tuple(key for key in wire if key not in self._known)
            lines = for_keys(self._fields, keys & self._known, len(keys), many=many)
            read = self._by_keys[keys, many] = self._generated(lines, unknown=unknown)
        return read

    def _generated(self, lines: Sequence[str], **more: Any) -> Reader:
        names = {**self._names, **more}
        exec(with_defaults(lines, names), names)  # noqa: S102 (only names of our own fields are in it)
        return cast("Reader", names["decode"])


def _by_size(find: Callable[[int, Reader], Reader], other: Reader) -> Reader:
    return lambda wire: find(len(wire), other)(wire)


def _by_size_of_first(find: Callable[[int, Reader], Reader], other: Reader) -> Reader:
    return lambda objects: find(len(objects[0]), other)(objects) if objects else []


def _names(cls: type[Any], fields: Sequence[Field], known: frozenset[str], other: Reader) -> dict[str, Any]:
    """Return what generated code refers to."""
    names: dict[str, Any] = {
        **{each.__name__: each for each in (dict, float, int, len, list, str, tuple)},
        "cls": cls,
        "new": _open(cls),
        "other": other,
        "known": known,
        "knows": known.issuperset,
        "from_iso": datetime.fromisoformat,
        "minutes": lru_cache(maxsize=4096)(values.minutes),  # most calls have one of a few hundred durations
        "seconds": lru_cache(maxsize=4096)(values.seconds),
        "NOTHING": NOTHING,
        "UNREADABLE": values.UNREADABLE,
    }
    for name, _, read, default in fields:
        names[f"read_{name}"] = read
        names[f"default_{name}"] = default
        if isinstance(read, values.OpenEnum):
            names[f"member_{name}"] = read.members.get
        if isinstance(read, One):
            names[f"find_{name}"], names[f"other_{name}"] = read.found.for_one
        if isinstance(read, Many):
            names[f"find_{name}"], names[f"others_{name}"] = read.found.for_many
    return names


def _open(cls: type[Any]) -> type[Any]:
    """Return a class like a frozen one, but whose attributes can be set by plain assignments.

    Those are faster than `__set__` of each attribute. When the attributes are set, `__class__` is too, which
    Python allows between classes of the same layout, and does soonest if one is a base class of the other.
    """
    plain = {name: getattr(object, name) for name in ("__init__", "__setattr__", "__delattr__")}
    return type(cls.__name__, (cls,), {"__slots__": (), **plain})
