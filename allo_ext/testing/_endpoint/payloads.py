"""The payloads of both specs: every topic and generation, with null and with missing fields.

They are the examples under `webhooks:` in `openapi/`, with the endpoint's number and new ids; where no source shows the
data of a topic, they have the data that `event` guesses. The schemas decide which fields may be null or missing.
"""

from __future__ import annotations

import copy
import json
import secrets
import uuid
from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files
from itertools import count
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from allo_ext._wire.json import is_object
from allo_ext.testing._event import event as build

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Payload = dict[str, Any]

VERSIONS: Final = (1, 2)
OWN: Final = "+12025550143"
"""The account's number in the specs' examples."""
_OTHERS: Final = frozenset({"+14155550187", "+12025550187"})
"""The other party's."""
_PARTIES: Final = frozenset({"from_number", "to_number", "to", "fromNumber", "toNumber", "type", "direction"})
"""Never null or missing here, because an endpoint may check that the event is for its number."""
_DOTTED: Final = "event"
_BEGUN: Final = frozenset({"start_date", "startDate", "sent_at"})
_EPOCH: Final = datetime(2026, 3, 2)  # noqa: DTZ001 (the zone is in the rest of the string)
_calls: Final = count(secrets.randbelow(5_000_000))
"""No two calls begin at the same time, also of two runs: an endpoint may take those for one call of both versions."""


class Sample(NamedTuple):
    """A payload of a spec."""

    version: int
    topic: str
    generation: str
    """The name of the example in the spec."""
    payload: Payload


class Event(NamedTuple):
    """A topic of a spec, its examples, and the schema of its payload."""

    topic: str
    examples: Mapping[str, Payload]
    schema: Mapping[str, Any]


@cache
def spec(version: int) -> Mapping[str, Any]:
    """Return a version's spec."""
    found: Mapping[str, Any] = json.loads((files("allo_ext.testing") / f"allo-v{version}.json").read_text("utf-8"))
    return found


def resolved(version: int, node: Any) -> Any:
    """Return what a reference refers to; anything else unchanged."""
    while "$ref" in node:
        target: Any = spec(version)
        for step in node["$ref"].removeprefix("#/").split("/"):
            target = target[step]
        node = target
    return node


@cache
def events(version: int) -> tuple[Event, ...]:
    """Return the events of a version's spec."""
    found: list[Event] = []
    for topic, item in spec(version)["webhooks"].items():
        media = item["post"]["requestBody"]["content"]["application/json"]
        examples = {name: resolved(version, given)["value"] for name, given in media["examples"].items()}
        found.append(Event(topic, examples, media["schema"]))
    return tuple(found)


def samples(version: int, *, own: str, other: str) -> Iterator[Sample]:
    """Yield the payload of every topic and generation of a version, each with a new id.

    Args:
        version: 1 or 2.
        own: The endpoint's number.
        other: The number of the other party.
    """
    for event in events(version):
        for name, example in event.examples.items():
            payload = _personal(_completed(event, example), own, other)
            if payload.get("data") == {} and event.topic != "PING":
                payload["data"] = build(event.topic, allo_number=own, contact_number=other)["data"]
            yield Sample(version, event.topic, name, payload)


def sample(version: int, topic: str, *, own: str, other: str) -> Payload:
    """Return the current payload of a topic, with the arguments of `samples`."""
    return next(each.payload for each in samples(version, own=own, other=other) if each.topic == topic)


def with_nulls(given: Sample) -> Payload:
    """Return a payload in which every field that may be null is null, except for the parties."""
    return _sparse(given, missing=False)


def with_gaps(given: Sample) -> Payload:
    """Return a payload without the fields that may be missing, except for the parties."""
    return _sparse(given, missing=True)


def data_of(payload: Payload) -> Payload:
    """Return the object with the event's data."""
    inside = next((payload[key] for key in ("data", "body") if is_object(payload.get(key))), None)
    return payload if inside is None else inside


def encoded(payload: Any) -> bytes:
    """Return the body as Allo sends it: JSON without spaces. Bytes are a body already."""
    if isinstance(payload, bytes):
        return payload
    return json.dumps(payload, separators=(",", ":"), ensure_ascii=False).encode()


def _completed(event: Event, example: Payload) -> Payload:
    """Add a call to the oldest example, which ends after its timestamp in every source."""
    if _DOTTED not in example:
        return copy.deepcopy(example)
    return {**copy.deepcopy(data_of(next(iter(event.examples.values())))), **example}


def _personal(payload: Payload, own: str, other: str) -> Payload:
    renamed: Payload = _renamed(payload, own, other)
    data, unique = data_of(renamed), uuid.uuid4().hex[:20]
    begun = (_EPOCH + timedelta(seconds=next(_calls))).isoformat()
    for key in _BEGUN & data.keys():
        data[key] = begun + str(data[key])[len(begun) :]
    if isinstance(data.get("id"), str):
        data["id"] = f"{data['id'][:4]}{unique}"
    elif isinstance(data.get("content"), str):
        data["content"] += f" ({unique})"
    elif "summary" in data:
        data["summary"] = f"{data['summary']} ({unique})"
    return renamed


def _renamed(node: Any, own: str, other: str) -> Any:
    if isinstance(node, dict):
        return {key: _renamed(value, own, other) for key, value in node.items()}  # pyright: ignore[reportUnknownVariableType] — JSON
    if isinstance(node, list):
        return [_renamed(entry, own, other) for entry in node]  # pyright: ignore[reportUnknownVariableType] — JSON
    return own if node == OWN else other if isinstance(node, str) and node in _OTHERS else node


def _sparse(given: Sample, *, missing: bool) -> Payload:
    event = next(event for event in events(given.version) if event.topic == given.topic)
    forms = [resolved(given.version, form) for form in _forms(given.version, event.schema)]
    payload = _thinned(given.version, forms, given.payload, missing=missing)
    for key in ("data", "body"):
        if is_object(payload.get(key)):
            inner = [
                data
                for form in forms
                if key in form["properties"]
                for data in _forms(given.version, form["properties"][key])
            ]
            payload[key] = _thinned(given.version, inner, payload[key], missing=missing)
    return payload


def _thinned(version: int, forms: list[Any], node: Payload, *, missing: bool) -> Payload:
    """Return an object without what may be missing in some form, or with null where some form allows it."""
    kept = _PARTIES | {"data", "body", "event", "topic"}
    if missing:
        required = {name for form in forms for name in form.get("required", ())}
        return {key: value for key, value in node.items() if key in required | kept}
    nullable = {
        name
        for form in forms
        for name, schema in form.get("properties", {}).items()
        if any("null" in _types(each) for each in _forms(version, schema))
    }
    return {key: None if key in nullable - kept else value for key, value in node.items()}


def _types(schema: Mapping[str, Any]) -> Any:
    found = schema.get("type", ())
    return [found] if isinstance(found, str) else found


def _forms(version: int, schema: Any) -> list[Any]:
    """Return the alternatives of a schema."""
    found = resolved(version, schema)
    return [each for form in found["anyOf"] for each in _forms(version, form)] if "anyOf" in found else [found]
