"""JSON is read the same with and without the extra `[orjson]`."""

from __future__ import annotations

import math

import pytest

from allo_ext._wire import json as _json


@pytest.fixture(params=[_json._loads, _json.loads], ids=["standard-library", "fastest"])
def read(request):
    return request.param


@pytest.mark.parametrize(
    ("content", "value"),
    [
        (b'{"a": [1, 2.5, null, true]}', {"a": [1, 2.5, None, True]}),
        (b'"\\ud800"', "\ud800"),
        (b"Infinity", math.inf),
        ('"é"'.encode(), "é"),
        (b'{"a": 1, "a": 2}', {"a": 2}),
    ],
)
def test_what_other_servers_send_is_read(read, content, value):
    """Also what is no strict JSON: lone surrogates, and numbers without end."""
    assert value == read(content)


@pytest.mark.parametrize("content", [b"", b"<html>", b"{", b'"\xff"', b"[" * 100_000, b"1" * 5000])
def test_what_cannot_be_read_is_a_value_error(read, content):
    """Whatever is wrong with it, so that the client need not know which reader it has."""
    with pytest.raises(ValueError):  # noqa: PT011 (each reader has words of its own)
        read(content)
