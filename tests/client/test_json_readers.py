"""JSON is read the same with and without the extra `[orjson]`."""

from __future__ import annotations

import math

import pytest

from allo_ext._wire import json as _json
from allo_ext._wire.envelope import page_of
from allo_ext.records import Call


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


def test_the_json_of_a_page_is_dropped_while_its_records_are_read():
    """So a large page is not in memory twice."""
    results = [{"id": "call_1"}, {"id": "call_2", "tag": "sales"}, {"id": "call_3"}]
    page = page_of(Call)({"data": {"results": results, "metadata": {}}})
    assert [(call.id, call.tag) for call in page.results] == [("call_1", None), ("call_2", "sales"), ("call_3", None)]
    assert results == []
