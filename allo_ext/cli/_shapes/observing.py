"""Observation of answers: fields, types, forms and values, by the names of the spec."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from allo_ext._wire.json import is_array, is_object
from allo_ext.cli._shapes.answers import Version
from allo_ext.cli._shapes.forms import datetime_form, id_form, is_moment, type_of
from allo_ext.cli._shapes.names import Private
from allo_ext.cli._shapes.spec import operations, shape

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from allo_ext.cli._shapes.answers import Answer
    from allo_ext.cli._shapes.spec import Schema

At = tuple[Version, str]
"""The version and the id of an operation."""

_DEEPEST: Final = 12
_PROVIDERS: Final = frozenset(
    {
        ("v2", "Me", "scopes"),
        ("v2", "Me", "endpoints"),
        ("v2", "WebhookEventType", "name"),
        ("v2", "WebhookEventType", "description"),
    }
)
"""Fields that describe the API and not the account."""


@dataclass(slots=True)
class Field:
    """Facts about one field of one kind of object."""

    present: int = 0
    types: Counter[str] = field(default_factory=Counter[str])
    forms: set[str] = field(default_factory=set[str])
    values: set[str] = field(default_factory=set[str])


@dataclass(slots=True)
class Kind:
    """Facts about one kind of object.

    Attributes:
        documented: The fields in the spec, each with its types.
        known_values: The known values of the fields that are enumerations.
        seen: The number of objects.
        others: The number of objects that have none of the documented fields.
        fields: The documented fields that were seen.
        unknown: The names of other fields, and how often each was seen.
    """

    documented: Mapping[str, frozenset[str]]
    known_values: Mapping[str, frozenset[str]]
    seen: int = 0
    others: int = 0
    fields: dict[str, Field] = field(default_factory=dict[str, Field])
    unknown: Counter[str] = field(default_factory=Counter[str])


class Observed:
    """Facts about all answers.

    Attributes:
        kinds: Facts by operation and name of the object in the spec: the same object has other fields elsewhere.
        private: The words that must not be shown.
    """

    def __init__(self, answers: Iterable[Answer]) -> None:
        """Observe the successful answers."""
        self.kinds = dict[tuple[Version, str, str], Kind]()
        self.private = Private()
        for answer in answers:
            if answer.succeeded:
                at = (answer.ask.version, answer.ask.operation)
                self._observe(at, operations(at[0])[at[1]][2], answer.body, _DEEPEST)

    def _observe(self, at: At, schema: Schema, value: Any, deeper: int) -> None:
        found = shape(at[0], schema)
        if is_array(value) and found.items and deeper:
            for entry in value:
                for items in found.items:
                    self._observe(at, items, entry, deeper - 1)
        elif is_object(value) and deeper:
            best = found.best(value)
            if best is None:
                self.private.add_below(value)
            else:
                self._object(at, *best, value, deeper)
        else:
            self.private.add_below(value)

    def _object(self, at: At, name: str, schema: Schema, value: Mapping[str, Any], deeper: int) -> None:
        kind = self._kind(at, name, schema)
        if value and value.keys().isdisjoint(schema["properties"]):  # its keys may be anything, even phone numbers
            kind.others += 1
            self.private.add_below(value)
            return
        kind.seen += 1
        for key, inner in value.items():
            described = schema["properties"].get(key)
            if described is None:
                kind.unknown[key] += 1
                self.private.add_below(inner)  # nothing below an unknown field is observed
                continue
            enumerated = key in kind.known_values and _are_words(inner)
            self._field(kind.fields.setdefault(key, Field()), key, inner, enumerated=enumerated)
            if not enumerated and (at[0], name, key) not in _PROVIDERS:
                self._observe(at, described, inner, deeper - 1)

    def _kind(self, at: At, name: str, schema: Schema) -> Kind:
        found = self.kinds.get((*at, name))
        if found is None:
            version = at[0]
            shapes = {key: shape(version, inner, (name, key)) for key, inner in schema["properties"].items()}
            types = {key: one.types for key, one in shapes.items()}
            values = {key: one.values for key, one in shapes.items() if one.values is not None}
            for key, one in shapes.items():
                for items in one.items:
                    if (of_items := shape(version, items, (name, key)).values) is not None:
                        values[key] = of_items
            found = self.kinds[*at, name] = Kind(types, values)
        return found

    @staticmethod
    def _field(facts: Field, key: str, value: Any, *, enumerated: bool) -> None:
        facts.present += 1
        facts.types[type_of(value)] += 1
        if enumerated:
            facts.values.update([value] if isinstance(value, str) else value)
        elif isinstance(value, str) and is_moment(key):
            facts.forms.add(datetime_form(value))
        elif isinstance(value, str) and key == "id":
            facts.forms.add(id_form(value))


def _are_words(value: Any) -> bool:
    return isinstance(value, str) or (is_array(value) and all(isinstance(entry, str) for entry in value))
