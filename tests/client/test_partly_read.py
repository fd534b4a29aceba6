"""Lists of which some items cannot be read."""

from __future__ import annotations

from allo_ext import Call, Contact, TranscriptLine


def test_readable_items_are_kept_and_the_whole_list_goes_to_extra(record_of):
    """One odd number does not hide the others, and nothing is lost."""
    numbers = [{"number": "+33639980001"}, 5, None, "+33639980002", {"number": None}]
    contact = record_of(Contact, {"id": "cnt_1", "numbers": numbers})

    assert contact.numbers == ("+33639980001", "+33639980002")
    assert contact.extra == {"numbers": numbers}


def test_readable_lines_of_a_transcript_are_kept(record_of):
    """A line that is no object is left out, and kept in the raw transcript."""
    transcript = ["odd", {"text": "Hello"}]
    call = record_of(Call, {"id": "call_1", "transcript": transcript})

    assert [line.text for line in call.transcript] == ["Hello"]
    assert call.extra == {"transcript": transcript}


def test_a_list_that_a_caller_gives_becomes_a_tuple():
    """A list in a transcript's slot is one that waits to be read: a caller's own is never taken for it."""
    lines = [TranscriptLine(text="Hello"), TranscriptLine(text="Goodbye")]

    call = Call(id="cll_1", transcript=lines)

    assert call.transcript == tuple(lines)
