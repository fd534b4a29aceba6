"""Lists whose objects have different keys."""

from __future__ import annotations

from itertools import combinations

import pytest

from allo_ext import Call, TranscriptLine

FIELDS = {"source": "USER", "text": "Hello", "time": "2026-01-15T10:30:00", "start_seconds": 2.5, "mood": "calm"}
LINES = [dict(some) for size in range(len(FIELDS) + 1) for some in combinations(FIELDS.items(), size)]
"""Objects with every set of these keys, more sets than there are fields; `mood` is not a field."""


@pytest.mark.parametrize("order", [1, -1], ids=["ascending", "descending"])
def test_each_object_of_a_list_is_read_by_its_own_keys(record_of, order):
    """A line has the fields of its own object, whatever the keys of the lines around it are."""
    lines = LINES[::order]
    call = record_of(Call, {"id": "call_1", "transcript": lines})
    alone = tuple(record_of(Call, {"id": "call_1", "transcript": [line]}).transcript[0] for line in lines)

    assert call.extra == {}
    assert [line.text for line in call.transcript] == [line.get("text") for line in lines]
    assert [dict(line.extra) for line in call.transcript] == [
        {"mood": line["mood"]} if "mood" in line else {} for line in lines
    ]
    assert alone == call.transcript


def test_objects_with_as_many_but_other_keys_follow_each_other(record_of):
    """The keys count, not their number: each of two kinds of lines keeps its own fields."""
    kinds = [{"text": "Hello", "source": "USER"}, {"text": "Hi", "start_seconds": 1.5}] * 3
    call = record_of(Call, {"id": "call_1", "transcript": kinds})

    expected = (TranscriptLine(text="Hello", source="USER"), TranscriptLine(text="Hi", start_seconds=1.5)) * 3

    assert expected == call.transcript


@pytest.mark.parametrize("odd", [[], "", "text", ["text"]], ids=repr)
def test_what_is_not_an_object_is_never_read_as_one(record_of, odd):
    """Also not after an object of the same size."""
    wire = [{}, {"text": "Hello"}, odd]
    call = record_of(Call, {"id": "call_1", "transcript": [{}, {"text": "Hello"}]})
    other = record_of(Call, {"id": "call_1", "transcript": wire})

    assert call.transcript == other.transcript
    assert (call.extra, other.extra) == ({}, {"transcript": wire})


def test_records_that_were_read_are_of_their_class_and_frozen(record_of):
    """A record from a response cannot be changed, and differs in nothing from one that a program made."""
    line = record_of(Call, {"id": "call_1", "transcript": [{"text": "Hello"}]}).transcript[0]

    assert type(line) is TranscriptLine
    assert hash(line) == hash(TranscriptLine(text="Hello"))
    with pytest.raises(AttributeError):
        line.text = "Goodbye"
    with pytest.raises(AttributeError):
        line.other = "A new attribute"
