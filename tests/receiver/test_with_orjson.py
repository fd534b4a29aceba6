"""With the extra `[orjson]`, bodies are read and events are identified as without it, only faster."""

from __future__ import annotations

import json

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from allo_ext.errors import InvalidPayloadError
from allo_ext.receiver import identity_of
from allo_ext.receiver._events import canonical, parsing
from allo_ext.receiver._events.identity import keys_of

pytest.importorskip("orjson", reason="orjson is not installed")

NUMBERS = st.one_of(
    st.integers().map(str),
    st.floats(allow_nan=False, allow_infinity=False).map(repr),
    st.sampled_from(["1E400", "0.00001", "1e16", "9999999999999999.0", "1.50", "-0", "-0.0", "1e5", "0.1e-2"]),
)
STRINGS = st.text(max_size=8).map(json.dumps) | st.text(max_size=8).map(
    lambda text: json.dumps(text, ensure_ascii=False)
)
VALUES = st.recursive(
    st.one_of(NUMBERS, STRINGS, st.sampled_from(["true", "false", "null", "NaN", "-Infinity"])),
    lambda values: st.one_of(
        st.lists(values, max_size=4).map(lambda parts: f"[{', '.join(parts)}]"),
        st.lists(st.tuples(STRINGS, values), max_size=4).map(
            lambda pairs: f"{{{','.join(f'{name}:{value}' for name, value in pairs)}}}"
        ),
    ),
    max_leaves=12,
)


def outcome(body: bytes) -> object:
    """Read a delivery; return its data and the keys under which it is handled once."""
    try:
        event, usual_floats = parsing.read(body)
        return repr(event.raw), keys_of(event, None, both_versions=False, usual_floats=usual_floats), identity_of(event)
    except InvalidPayloadError as error:
        return str(error)


@given(value=VALUES)
@example(value="18446744073709551616")
@example(value="-9223372036854775809")
@example(value="[0.00001, 1e16, 1E-7, -0, -0.0, 1e400]")
@example(value='{"b": "\\ud83d\\ude00 \\u007f \\ud800", "a": "é"}')
@example(value="[" * 1_100 + "]" * 1_100)
@settings(max_examples=100)
def test_an_event_is_the_same_with_and_without_it(value):
    """Its data, its identity, and whether it is refused: so a store can be used by processes with and without it."""
    body = f'{{"topic": "SOMETHING", "data": {{"id": "a", "of": {value}}}}}'.encode("utf-8", "replace")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(canonical, "_fastest", lambda: None)
        expected = outcome(body)

    assert outcome(body) == expected
