"""Functions that read JSON objects into records of one class, generated from its fields as attrs generates `__init__`.

A page of calls has thousands of transcript lines, all with the same keys. So there is a function for each set of keys,
which looks up only those, and sets the other fields to their defaults. It passes an object with other keys on to the
function for them.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import cache, lru_cache, partial
from typing import TYPE_CHECKING, Any, Final, NamedTuple, cast

import attrs

from allo_ext._wire import values

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Reader = Callable[[Any], Any]

_MOST: Final = 16
"""The number of sets of keys with a function; generating one takes as long as reading many objects without it."""

_NAIVE: Final = len("2026-01-15T10:30:00")


class Field(NamedTuple):
    """A field of a record: its name, its names in the JSON, the function that parses it, and its default."""

    name: str
    wire_names: tuple[str, ...]
    read: Reader
    default: Any


class Many:
    """A reader of lists of objects like `values.items`.

    Args:
        found: The decoder of the objects.
        read: Parses other values, by default as `values.items` does.
    """

    def __init__(self, found: Decoder, read: Reader | None = None) -> None:
        self.all = found.read_all
        self._read = partial(values.items, found.read) if read is None else read

    def __call__(self, value: Any) -> Any:
        """Parse a list, of which some items may not be readable."""
        return self._read(value)


class Decoder:
    """The functions for one class."""

    def __init__(self, cls: type[Any], fields: Sequence[Field]) -> None:
        self._fields = fields
        self._known = frozenset(name for field in fields for name in field.wire_names)
        self._names = _names(cls, fields, self._known, self._other)
        self._any = cache(lambda: self._generated(_for_any_keys(fields)))
        self._by_keys: dict[tuple[frozenset[str], bool], Reader] = {}
        # The function used last for so many keys, for one object and for a list.
        self._one: dict[int, Reader] = {}
        self._all: dict[int, Reader] = {}
        self.read: Final[Reader] = _by_size(self._one.get, self._other)
        """Parses an object into a record; raises TypeError if it is not an object, or a required id is missing."""
        self.read_all: Final[Callable[[list[Any]], list[Any]]] = _by_size_of_first(self._all.get, self._others)
        """Parses a list, faster if most objects have the keys of the first; raises TypeError as `read` does."""

    def _others(self, objects: list[Any]) -> list[Any]:
        """Parse a list for whose first object there is no function."""
        first = objects[0]
        read = self._for_keys_of(first, many=True) if first.__class__ is dict else None
        if read is None:
            return list(map(self.read, objects))
        self._all[len(first)] = read
        found: list[Any] = read(objects)
        return found

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
            lines = _for_keys(self._fields, keys & self._known, len(keys), many=many)
            read = self._by_keys[keys, many] = self._generated(lines, unknown=unknown)
        return read

    def _generated(self, lines: Iterable[str], **more: Any) -> Reader:
        names = {**self._names, **more}
        exec("\n".join(lines), names)  # noqa: S102 (only names of our own fields are in it)
        return cast("Reader", names["decode"])


def _by_size(find: Callable[[int, Reader], Reader], other: Reader) -> Reader:
    return lambda wire: find(len(wire), other)(wire)


def _by_size_of_first(find: Callable[[int, Reader], Reader], other: Reader) -> Reader:
    return lambda objects: find(len(objects[0]), other)(objects) if objects else []


def _names(cls: type[Any], fields: Sequence[Field], known: frozenset[str], other: Reader) -> dict[str, Any]:
    """Return what generated code refers to."""
    names: dict[str, Any] = {
        "cls": cls,
        "new": _open(cls),
        "other": other,
        "known": known,
        "knows": known.issuperset,
        "from_iso": datetime.fromisoformat,
        "minutes": lru_cache(maxsize=4096)(values.minutes),  # most calls have one of a few hundred durations
        "seconds": lru_cache(maxsize=4096)(values.seconds),
        "UNREADABLE": values.UNREADABLE,
    }
    for name, _, read, default in fields:
        names[f"read_{name}"] = read
        names[f"default_{name}"] = default
        if isinstance(read, values.OpenEnum):
            names[f"member_{name}"] = read.members.get
        if isinstance(read, Many):
            names[f"all_{name}"] = read.all
    return names


def _open(cls: type[Any]) -> type[Any]:
    """Return a class like a frozen one, but whose attributes can be set by plain assignments.

    Those are faster than `__set__` of each attribute. When the attributes are set, `__class__` is too, which
    Python allows between classes of the same layout.
    """
    slots = vars(cls)["__slots__"]
    return type(cls.__name__, cls.__bases__, {"__slots__": slots, "__setattr__": object.__setattr__})


def _for_any_keys(fields: Sequence[Field]) -> list[str]:
    """Return the code of the function for any keys."""
    lines = [
        "def decode(wire):",
        "    get = wire.get",
        "    record = new()",
        "    record.extra = extra = {} if knows(wire) else {key: wire[key] for key in wire if key not in known}",
    ]
    for field in fields:
        lines += _field_lines(field, [(name, f"get({name!r})") for name in field.wire_names])
    return [*lines, "    record.__class__ = cls", "    return record"]


def _for_keys(fields: Sequence[Field], present: frozenset[str], size: int, *, many: bool) -> list[str]:
    """Return the code of the function for objects with these known keys.

    Args:
        fields: All fields of the class.
        present: The known keys.
        size: The number of all keys.
        many: True for the function that takes a list and returns one, in a loop without calls.
    """
    places = [(name, f"at_{field.name}_{index}") for field in fields for index, name in enumerate(field.wire_names)]
    place_of = dict(places)
    pass_on = ["        records.append(other(wire))", "        continue"] if many else ["        return other(wire)"]
    lines = [
        # Looking up a key in something else raises TypeError; in an object without keys, nothing is looked up.
        f"    if len(wire) != {size}:" if size else "    if wire.__class__ is not dict or wire:",
        *pass_on,
        "    try:",
        *(f"        {place} = wire[{name!r}]" for name, place in places if name in present),
        f"        extra = {'{key: wire[key] for key in unknown}' if size > len(present) else '{}'}",
        "    except KeyError:",
        *pass_on,
        "    record = new()",
        "    record.extra = extra",
    ]
    for field in fields:
        lines += _field_lines(field, [(name, place_of[name]) for name in field.wire_names if name in present])
    lines.append("    record.__class__ = cls")
    if not many:
        return ["def decode(wire):", *lines, "    return record"]
    lines = [f"    {line}" for text in [*lines, "    records.append(record)"] for line in text.split("\n")]
    return ["def decode(wires):", "    records = []", "    for wire in wires:", *lines, "    return records"]


def _field_lines(field: Field, sources: Sequence[tuple[str, str]]) -> list[str]:
    """Return the code that sets one field.

    For a field `start_seconds` it is, in effect:

        value = get("start_seconds")
        if value.__class__ is float:  # the usual class, without a call
            record.start_seconds = value
        elif value is None:
            record.start_seconds = None
        else:
            try:
                record.start_seconds = read_start_seconds(value)
            except UNREADABLE:
                record.start_seconds = None
                extra["start_seconds"] = value

    Args:
        field: The field.
        sources: The keys to read it from, each with the expression of its value.
    """
    name, target = field.name, f"record.{field.name}"
    default = "None" if field.default is None else f"default_{name}"
    required = field.default is attrs.NOTHING
    if not sources:
        return [f"    {target} = {f'read_{name}(None)' if required else default}"]
    (first, value), *others = sources
    key, lines = repr(first), list[str]()
    if others or not value.isidentifier():
        lines, value = [f"    value = {value}"], "value"
    if others:  # a value that cannot be parsed is kept under its original name
        key, lines = "key", [f"    key = {first!r}", *lines]
        lines += [f"    if value is None:\n        key = {other!r}\n        value = {place}" for other, place in others]
    if required:
        reading = [f"    {target} = read_{name}({value})"]
    else:
        reading = [
            f"    if {value} is None:",
            f"        {target} = {default}",
            "    else:",
            "        try:",
            *(f"            {line}" for line in _reading(field, target, value)),
            "        except UNREADABLE as error:",
            f"            {target} = getattr(error, 'read', {default})",
            f"            extra[{key}] = {value}",
        ]
    usual, result = _usual(field, value)
    if usual is not None:
        reading = [
            f"    if {usual}:",
            f"        {target} = {result}",
            "    else:",
            *(f"    {line}" for line in reading),
        ]
    return [*lines, *reading]


def _reading(field: Field, target: str, value: str) -> list[str]:
    """Return the code that parses a value, with a shorter way for the usual ones."""
    name, read = field.name, field.read
    call = f"{target} = read_{name}({value})"
    if read is values.moment:  # "Z" is faster than setting the zone afterwards
        usual, result = f"{value}.__class__ is str and len({value}) == {_NAIVE}", f"from_iso({value} + 'Z')"
    elif read is values.minutes:
        usual, result = f"{value}.__class__ is float", f"minutes({value})"
    elif read is values.seconds:
        usual, result = f"{value}.__class__ is int", f"seconds({value})"
    elif isinstance(read, Many):
        usual, result = f"{value}.__class__ is list", f"tuple(all_{name}({value}))"
    else:
        return [call]
    return [
        f"if {usual}:",
        "    try:",
        f"        {target} = {result}",
        "    except UNREADABLE:",
        f"        {call}",
        "else:",
        f"    {call}",
    ]


def _usual(field: Field, value: str) -> tuple[str | None, str]:
    """Return the condition for the usual values of a field, which need no call of its reader, and their result."""
    name, read = field.name, field.read
    if isinstance(read, values.OpenEnum):
        return f"{value}.__class__ is str", f"member_{name}({value}) or {value}"
    if read is values.text:  # the most frequent type
        return f"{value}.__class__ is str", value
    if read is values.identifier:
        return f"{value}.__class__ is str and {value}", value
    if read is values.number:
        return f"{value}.__class__ is float and {value} - {value} == 0.0", value  # neither NaN nor infinite
    return None, ""
