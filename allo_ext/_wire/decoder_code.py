"""The code of the functions that read JSON objects into records of one class, for `_wire.decoding`."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Protocol

import attrs

from allo_ext._wire import values

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Reader = Callable[[Any], Any]

_WITHOUT_ZONE: Final = len("2026-01-15T10:30:00")
_IN_UTC: Final = len("2026-01-15T10:30:00Z")


class Field(NamedTuple):
    """A field of a record: its name, its names in the JSON, the function that parses it, and its default."""

    name: str
    wire_names: tuple[str, ...]
    read: Reader
    default: Any


class Found(Protocol):
    """The parts of a nested object's decoder that the code of its owner uses."""

    @property
    def read(self) -> Reader:
        """The function that parses an object."""
        ...

    @property
    def for_one(self) -> tuple[Any, Any]:
        """The names `find_…` and `other_…` of the code for an object."""
        ...

    @property
    def for_many(self) -> tuple[Any, Any]:
        """The names `find_…` and `others_…` of the code for a list."""
        ...


class One:
    """A reader of an object."""

    def __init__(self, found: Found) -> None:
        self.found = found

    def __call__(self, value: Any) -> Any:
        """Parse an object."""
        return self.found.read(value)


class Many:
    """A reader of lists of objects like `values.items`.

    Args:
        found: The decoder of the objects.
        read: Parses other values, by default as `values.items` does.
    """

    def __init__(self, found: Found, read: Reader | None = None) -> None:
        self.found = found
        self._read = partial(values.items, found.read) if read is None else read

    def __call__(self, value: Any) -> Any:
        """Parse a list, of which some items may not be readable."""
        return self._read(value)


def with_defaults(lines: Sequence[str], names: Mapping[str, Any]) -> str:
    """Return the code of a function whose names are arguments with defaults, which Python finds faster than globals.

    Args:
        lines: The lines of the function; the first one defines it.
        names: The names to which it refers.
    """
    first, *rest = lines
    code = "\n".join(rest)
    used = names.keys() & set(re.findall(r"\w+", code))
    return f"{first.removesuffix('):')}, {', '.join(f'{name}={name}' for name in sorted(used))}):\n{code}"


def for_any_keys(fields: Sequence[Field]) -> list[str]:
    """Return the code of the function for any keys."""
    lines = [
        "def decode(wire):",
        "    get = wire.get",
        "    record = new()",
        "    record.extra = extra = NOTHING if knows(wire) else {key: wire[key] for key in wire if key not in known}",
    ]
    for field in fields:
        lines += _field_lines(field, [(name, f"get({name!r})") for name in field.wire_names])
    return [*lines, "    record.__class__ = cls", "    return record"]


def for_keys(fields: Sequence[Field], present: frozenset[str], size: int, *, many: bool) -> list[str]:
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
        f"        extra = {'{key: wire[key] for key in unknown}' if size > len(present) else 'NOTHING'}",
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
        else:
            try:
                if value is None:
                    record.start_seconds = None
                else:
                    record.start_seconds = read_start_seconds(value)
            except UNREADABLE:
                record.start_seconds = None
                record.extra = extra = {**extra, "start_seconds": value}

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
            "    try:",
            *(f"        {line}" for line in _reading(field, target, value, default)),
            "    except UNREADABLE as error:",
            f"        {target} = getattr(error, 'read', {default})",
            f"        record.extra = extra = {{**extra, {key}: {value}}}",
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


def _reading(field: Field, target: str, value: str, default: str) -> list[str]:
    """Return the code that parses a value, with a shorter way for the usual ones."""
    name, read = field.name, field.read
    call = f"{target} = read_{name}({value})"
    usual: list[tuple[str, list[str]]] = []
    if read is values.moment:  # "Z" is faster than setting the zone afterwards
        has_length = f"{value}.__class__ is str and len({value}) =="
        usual = [
            (f"{has_length} {_WITHOUT_ZONE}", _tried(f"{target} = from_iso({value} + 'Z')", call)),
            (f"{has_length} {_IN_UTC} and {value}[-1] == 'Z'", _tried(f"{target} = from_iso({value})", call)),
        ]
    elif isinstance(read, Many):
        result = f"find_{name}(len({value}[0]), others_{name})({value})"
        usual = [(f"{value}.__class__ is list", _tried(f"{target} = tuple({result}) if {value} else ()", call))]
    elif isinstance(read, One):
        usual = [(f"{value}.__class__ is dict", [f"{target} = find_{name}(len({value}), other_{name})({value})"])]
    elif read is values.minutes:
        usual = [(f"{value}.__class__ is float", [f"{target} = minutes({value})"])]
    elif read is values.seconds:
        usual = [(f"{value}.__class__ is int", [f"{target} = seconds({value})"])]
    branches = [*usual, (f"{value} is None", [f"{target} = {default}"])]
    lines = [line for condition, then in branches for line in (f"elif {condition}:", *(f"    {each}" for each in then))]
    return [lines[0].removeprefix("el"), *lines[1:], "else:", f"    {call}"]


def _tried(first: str, then: str) -> list[str]:
    return ["try:", f"    {first}", "except UNREADABLE:", f"    {then}"]


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
