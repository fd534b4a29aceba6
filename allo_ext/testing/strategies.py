"""Webhook payloads and deliveries as Hypothesis strategies; needs the extra `withallo-sdk[strategies]`.

    @given(payloads(version=2))
    def test_no_payload_raises(payload): ...

They are derived from the schemas under `webhooks:` in the specs: every topic and format, with null, missing and unknown
fields.
"""

from __future__ import annotations

import json
import string
from typing import TYPE_CHECKING, Any, Final, Literal

from allo_ext._extras import needs
from allo_ext._webhooks import SIGNING
from allo_ext.testing._endpoint import signatures
from allo_ext.testing._endpoint.payloads import VERSIONS, Event, Payload, encoded, events, resolved

with needs("allo_ext.testing.strategies", "hypothesis", extra="strategies"):
    from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from hypothesis.strategies import DrawFn, SearchStrategy

__all__ = ["deliveries", "forged_deliveries", "payloads"]

_OWN: Final = "+12025550143"
_OTHERS: Final = ("+12025550187", "+33199005678", "+441632960123", "anonymous")
_SPELLED: Final = (
    "2026-04-14T08:32:05Z",
    "2026-04-14T08:32:05.000Z",
    "2026-04-14T08:32:05.123456Z",
    "2026-04-14T08:32:05",
)
_LONGEST: Final = 4


def payloads(*, version: Literal[1, 2] | None = None, topic: str | None = None) -> SearchStrategy[dict[str, Any]]:
    """Return a strategy for webhook payloads that a spec allows.

    Args:
        version: 1 or 2; by default both.
        topic: One topic, such as `call.completed`; by default all.

    Raises:
        ValueError: The version or the topic does not exist.

    Examples:
        >>> @given(payloads(topic="call.completed"))
        ... def test_it_is_stored(payload): ...
    """
    drawn = st.one_of([_payload(each, event) for each, event in _events(version, topic)])

    # A composite has a short repr; Hypothesis warns of that of all schemas.
    @st.composite
    def payload(draw: DrawFn) -> dict[str, Any]:
        return draw(drawn)

    return payload()


def deliveries(
    *, secret: str | None = None, version: Literal[1, 2] | None = None, topic: str | None = None
) -> SearchStrategy[tuple[dict[str, str], bytes]]:
    """Return a strategy for deliveries as Allo sends them: the header fields and the body.

    Bodies are JSON in several spellings: with and without spaces and escapes, and with keys in any order.

    Args:
        secret: The signing secret; None for deliveries without a signature, as version 1 sends them.
        version: 1 or 2; by default both, or 2 if there is a secret.
        topic: One topic; by default all.

    Raises:
        MissingExtraError: There is a secret, and standardwebhooks is not installed.
        ValueError: The version, the topic or the secret cannot be read.

    Examples:
        >>> @given(deliveries(secret="whsec_c2lnbmluZyBzZWNyZXQ="))
        ... def test_it_is_accepted(delivery): ...
    """
    drawn = payloads(version=version or (2 if secret is not None else None), topic=topic)
    if secret is not None:
        signatures.right(b"", secret)  # an unreadable secret is refused now

    @st.composite
    def delivery(draw: DrawFn) -> tuple[dict[str, str], bytes]:
        body = draw(_spelled(draw(drawn)))
        headers = {"content-type": "application/json"}
        return headers | dict(() if secret is None else signatures.right(body, secret)), body

    return delivery()


def forged_deliveries() -> SearchStrategy[tuple[dict[str, str], bytes]]:
    """Return a strategy for what strangers send: wrong, malformed and missing signatures, and bodies of any kind.

    An endpoint with a signing secret must refuse all of them, and must not raise.

    Examples:
        >>> @given(forged_deliveries())
        ... def test_it_is_refused(delivery): ...
    """

    @st.composite
    def delivery(draw: DrawFn) -> tuple[dict[str, str], bytes]:
        body = draw(st.one_of(st.binary(max_size=200), payloads(version=2).map(encoded)))
        right = dict(signatures.stranger(body))
        for name in SIGNING:
            change = draw(st.sampled_from(("keep", "drop", "replace")))
            if change == "drop":
                del right[name]
            elif change == "replace":
                right[name] = draw(_header_values())
        return {"content-type": "application/json", **right}, body

    return delivery()


def _events(version: int | None, topic: str | None) -> list[tuple[int, Event]]:
    if version not in {None, *VERSIONS}:
        raise ValueError("version must be 1 or 2")
    wanted = VERSIONS if version is None else (version,)
    found = [(each, event) for each in wanted for event in events(each) if topic in {None, event.topic}]
    if not found:
        raise ValueError("topic must be one of " + ", ".join(event.topic for each in wanted for event in events(each)))
    return found


def _payload(version: int, event: Event) -> SearchStrategy[Payload]:
    def named(payload: Payload) -> Payload:
        return payload if "event" in payload else {**payload, "topic": event.topic}

    return _valued(version, event.topic, event.schema).map(named)


def _valued(version: int, name: str, schema: Mapping[str, Any]) -> SearchStrategy[Any]:
    """Return a strategy for the values of a schema; the name of the field chooses likely ones among them."""
    schema = resolved(version, schema)
    if "anyOf" in schema:
        return st.one_of([_valued(version, name, form) for form in schema["anyOf"]])
    if "const" in schema:
        return st.just(schema["const"])
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    kinds = schema.get("type", list(_ANY))
    makers = [_MAKERS[kind](version, name, schema) for kind in ([kinds] if isinstance(kinds, str) else kinds)]
    return st.one_of(makers)


def _object(version: int, _: str, schema: Mapping[str, Any]) -> SearchStrategy[Payload]:
    fields = {key: _valued(version, key, value) for key, value in dict(schema.get("properties", {})).items()}
    required = {key: fields.pop(key) for key in schema.get("required", ()) if key in fields}
    known = st.fixed_dictionaries(required, optional=fields)
    return st.tuples(_UNKNOWN, known).map(lambda pair: {**_without(pair[0], schema), **pair[1]})


def _without(others: Payload, schema: Mapping[str, Any]) -> Payload:
    return {key: value for key, value in others.items() if key not in {*schema.get("properties", ()), "event", "body"}}


def _array(version: int, name: str, schema: Mapping[str, Any]) -> SearchStrategy[list[Any]]:
    return st.lists(_valued(version, name, schema.get("items", {})), max_size=_LONGEST)


def _string(_: int, name: str, __: Mapping[str, Any]) -> SearchStrategy[str]:
    if name == "event":
        return st.sampled_from(("call.received", "sms.received"))
    if name == "id":
        return _IDS
    if "number" in name.lower() or name == "to":
        return st.sampled_from((_OWN, *_OTHERS))
    if name.endswith(("_at", "_date", "Date")) or name in {"time", "timestamp"}:
        return st.one_of(st.sampled_from(_SPELLED), _TEXTS)
    return _TEXTS


def _text(alphabet: str, *, min_size: int = 0, max_size: int) -> SearchStrategy[str]:
    """Return a strategy for strings without `st.text`, which first builds a table of all characters for seconds."""
    return st.lists(st.sampled_from(alphabet), min_size=min_size, max_size=max_size).map("".join)


def _plain(strategy: SearchStrategy[Any]) -> Callable[[int, str, Mapping[str, Any]], SearchStrategy[Any]]:
    return lambda _version, _name, _schema: strategy


_MAKERS: Final = {
    "array": _array,
    "boolean": _plain(st.booleans()),
    "integer": _plain(st.integers()),
    "null": _plain(st.none()),
    "number": _plain(st.one_of(st.integers(0, 600), st.floats(0, 600))),
    "object": _object,
    "string": _string,
}
_ANY: Final = ("null", "object")
_IDS: Final = _text(string.ascii_lowercase + string.digits + "-_", min_size=1, max_size=20)
_WORDS: Final = _text(string.ascii_lowercase + "_", min_size=1, max_size=12)
_LATIN: Final = "".join(map(chr, range(0xA1, 0x100)))
_LETTERS: Final = string.printable + _LATIN + "\x00\x1f\u200b\u200f\u2028Łж中あ\ufffd\U0001f642"
_TEXTS: Final = _text(_LETTERS, max_size=20)
_SCALARS: Final = st.one_of(st.none(), st.booleans(), st.integers(), _TEXTS)
_UNKNOWN: Final[SearchStrategy[Payload]] = st.one_of(
    st.builds(Payload), st.dictionaries(_WORDS, st.one_of(_SCALARS, st.lists(_SCALARS, max_size=2)), max_size=2)
)
"""Fields that are not in a schema; most objects have none."""


def _spelled(payload: Payload) -> SearchStrategy[bytes]:
    """Return a strategy for the spellings of a payload in JSON."""

    spellings = [
        json.dumps(payload, separators=separators, ensure_ascii=ascii_only, sort_keys=sort).encode(errors="replace")
        for separators in ((",", ":"), (", ", ": "))
        for ascii_only in (False, True)
        for sort in (False, True)
    ]
    return st.sampled_from(spellings)


def _header_values() -> SearchStrategy[str]:
    return st.one_of(
        st.sampled_from(("", "v1", "v1,", "v1,c2hvcnQ=", "v1,%%%", "v9,c2hvcnQ=", "0", "-1", "inf", "9" * 400)),
        _text(string.printable[:95], max_size=40).map(str.strip),
        _text(_LATIN, max_size=10),
    )
