"""Sets two documents against each other and lists what differs, in the order in which they are written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

from scripts.spec_changes import judgement
from scripts.spec_changes.judgement import Change, What
from scripts.spec_changes.shapes import Json, shape_of, told, written
from scripts.spec_changes.surface import (
    Content,
    Event,
    Field,
    Operation,
    Surface,
    Way,
    fields_of,
    has_fields,
    surface_of,
)

Thing = TypeVar("Thing")


def changes(old: Json, new: Json) -> list[Change]:
    """List what differs between two documents.

    Args:
        old: The document of the last release.
        new: The document of now.
    """
    return list(_Comparison(surface_of(old), surface_of(new)).all())


def _pairs(old: Mapping[str, Thing], new: Mapping[str, Thing]) -> Iterator[tuple[str, Thing | None, Thing | None]]:
    for name in [*old, *(name for name in new if name not in old)]:
        yield name, old.get(name), new.get(name)


class _Comparison:
    def __init__(self, old: Surface, new: Surface) -> None:
        self.old, self.new = old, new

    def all(self) -> Iterator[Change]:
        for what, was, now in _pairs(self.old.whole, self.new.whole):
            if was != now:
                yield Change(what, What.CHANGED, f"was {was}, is {now}", breaks=True)
        for name, was, now in _pairs(self.old.operations, self.new.operations):
            yield from self._operation(name, was, now)
        for topic, was, now in _pairs(self.old.events, self.new.events):
            yield from self._event(topic, was, now)
        for name, was, now in _pairs(self.old.schemas, self.new.schemas):
            yield from self._schema(name, was, now)

    def _operation(self, name: str, old: Operation | None, new: Operation | None) -> Iterator[Change]:
        if old is None or new is None:
            at = old.at if old else new.at if new else ""
            yield _came_or_went(name, old, f"an operation, {at}", breaks=new is None)
            return
        for says, was, now in (
            ("was at {}, is at {}", old.at, new.at),
            ("needed the scope {}, needs {}", old.scope, new.scope),
            ("had the security {}, has {}", old.security, new.security),
            ("was served by {}, is served by {}", *(one.servers or "the document's servers" for one in (old, new))),
        ):
            if was != now:
                yield Change(name, What.CHANGED, says.format(was, now), breaks=True)
        if new.deprecated and not old.deprecated:
            yield Change(name, What.CHANGED, "is deprecated", breaks=False)
        yield from _rest(name, old.rest, new.rest)
        yield from self._fields(name, old.parameters, new.parameters, Way.SENT)
        yield from self._body(name, old.body, new.body)
        for status, was, now in _pairs(old.answers, new.answers):
            yield from self._answer(f"{name} {status}", was, now, is_success=status.startswith("2"))

    def _body(self, name: str, old: Content | None, new: Content | None) -> Iterator[Change]:
        if old is None or new is None:
            if old is not new:
                breaks = new is None or new.required
                yield _came_or_went(f"{name} body", old, "the request body", breaks=breaks)
            return
        if old.required != new.required:
            says = "is now required" if new.required else "is no longer required"
            yield Change(f"{name} body", What.CHANGED, says, breaks=new.required)
        yield from self._media(f"{name} body", old, new, Way.SENT)

    def _answer(self, key: str, old: Content | None, new: Content | None, *, is_success: bool) -> Iterator[Change]:
        if old is None or new is None:
            # Callers must be ready for any error; of success they know what the document says.
            yield _came_or_went(key, old, "a documented status", breaks=new is None and is_success)
            return
        yield from self._media(key, old, new, Way.READ)
        yield from self._fields(key, old.headers, new.headers, Way.READ)

    def _event(self, topic: str, old: Event | None, new: Event | None) -> Iterator[Change]:
        if old is None or new is None:
            yield _came_or_went(topic, old, "an event", breaks=new is None)
            return
        if old.method != new.method:
            says = f"was delivered by {old.method.upper()}, is delivered by {new.method.upper()}"
            yield Change(topic, What.CHANGED, says, breaks=True)
        yield from _rest(topic, old.rest, new.rest)
        yield from self._fields(topic, old.parameters, new.parameters, Way.READ)
        if old.body is None or new.body is None:
            if old.body is not new.body:
                yield _came_or_went(f"{topic} body", old.body, "what is delivered", breaks=new.body is None)
            return
        yield from self._media(topic, old.body, new.body, Way.READ)

    def _media(self, key: str, old: Content, new: Content, way: Way) -> Iterator[Change]:
        yield from _rest(key, old.beside, new.beside)
        for kind, was, now in _pairs(old.schemas, new.schemas):
            if kind not in old.schemas or kind not in new.schemas:
                went = kind in old.schemas
                says = f"{'no longer has' if went else 'now also has'} the form {kind}"
                yield Change(key, What.CHANGED, says, breaks=went)
            else:
                yield from _rest(f"{key} {kind}", old.rest[kind], new.rest[kind])
                yield from self._shape(key, was, now, way)

    def _schema(self, name: str, old: Json | None, new: Json | None) -> Iterator[Change]:
        way = self.old.ways.get(name, Way.NONE) | self.new.ways.get(name, Way.NONE)
        if old is None or new is None:
            # Whoever uses the generated code imports it by its name, whichever way it travels.
            yield _came_or_went(name, old, "a schema", breaks=new is None)
            return
        if not has_fields(self.old.document, old) or not has_fields(self.new.document, new):
            yield from self._shape(name, old, new, way)
            return
        yield from self._fields(name, fields_of(old), fields_of(new), way)
        kind_was, kind_is = (shape_of({}, {"type": one.get("type", "object")}) for one in (old, new))
        if (judged := judgement.shapes(kind_was, kind_is, way)) is not None:
            yield Change(name, What.CHANGED, judged[0], judged[1])
        rest = ("properties", "required", "type")
        was, now = ({key: value for key, value in written(one).items() if key not in rest} for one in (old, new))
        yield from _rest(name, was, now)

    def _fields(self, owner: str, old: Mapping[str, Field], new: Mapping[str, Field], way: Way) -> Iterator[Change]:
        for name, was, now in _pairs(old, new):
            key = f"{owner}.{name}"
            if was is None or now is None:
                here, document = (now, self.new.document) if was is None else (was, self.old.document)
                if here is not None:
                    says = f"{told(shape_of(document, here.schema))}, {'required' if here.required else 'optional'}"
                    yield _came_or_went(key, was, says, breaks=now is None or judgement.field_added(now, way))
                continue
            if (judged := judgement.requirement(was, now, way)) is not None:
                yield Change(key, What.CHANGED, judged[0], judged[1])
            if was.more != now.more:
                yield Change(key, What.CHANGED, f"travels as {now.more}, not {was.more}", breaks=True)
            yield from self._shape(key, was.schema, now.schema, way)

    def _shape(self, key: str, old: Any, new: Any, way: Way) -> Iterator[Change]:
        yield from _settings(key, old, new, way)
        if written(old) == written(new):  # what lies behind a name is compared under that name
            return
        judged = judgement.shapes(shape_of(self.old.document, old), shape_of(self.new.document, new), way)
        if judged is not None:
            yield Change(key, What.CHANGED, judged[0], judged[1])


def _rest(key: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    """Compare keywords that nothing here knows the meaning of for callers: a change of one is taken for the worst."""
    for keyword, was, now in _pairs(old, new):
        if was != now:
            yield Change(key, What.CHANGED, f"had {keyword} {was}, has {now}", breaks=True)


def _settings(key: str, old: Any, new: Any, way: Way) -> Iterator[Change]:
    """Compare the keywords beside a shape: `default` and `deprecated`."""
    if not isinstance(old, Mapping) or not isinstance(new, Mapping):
        return
    if (was := old.get("default")) != (now := new.get("default")):
        # Who left it out is now understood differently.
        yield Change(key, What.CHANGED, f"had the default {was}, has {now}", breaks=Way.SENT in way)
    if new.get("deprecated") and not old.get("deprecated"):
        yield Change(key, What.CHANGED, "is deprecated", breaks=False)


def _came_or_went(key: str, old: Any, says: str, *, breaks: bool) -> Change:
    return Change(key, What.ADDED if old is None else What.REMOVED, says, breaks)
