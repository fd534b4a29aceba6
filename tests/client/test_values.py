"""Single values: every form that they have been seen in, and rubbish."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import httpx
import pytest

from allo_ext.records import Call, Company, Contact, TranscriptLine

AT = datetime(2026, 1, 15, 10, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2026-01-15T10:30:00", AT),
        ("2026-01-15T10:30:00Z", AT),
        ("2026-01-15T10:30:00+00:00", AT),
        ("2026-01-15T12:30:00+02:00", AT),
        ("2026-01-15T05:30:00-0500", AT),
        ("2026-01-15T10:30:00.5Z", AT + timedelta(milliseconds=500)),
        ("2026-01-15T10:30:00.123Z", AT + timedelta(milliseconds=123)),
        ("2026-01-15T10:30:00.123456Z", AT + timedelta(microseconds=123456)),
        ("2026-01-15T10:30:00.123456789Z", AT + timedelta(microseconds=123456)),
        ("2026-01-15 10:30:00", AT),
        ("2026-01-15", AT.replace(hour=0, minute=0)),
    ],
)
def test_every_timestamp_is_aware_and_in_utc(record_of, written, expected):
    """Naive means UTC; Z, offsets and fractions of any length are read."""
    moment = record_of(Call, {"id": "1", "start_date": written}).start_date

    assert (expected, timedelta(0)) == (moment, moment.utcoffset())


@pytest.mark.parametrize(
    "rubbish",
    [
        "",
        "yesterday",
        "2026-13-40T99:00:00",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-14:00",
        1768473000,
        [],
        {},
    ],
    ids=repr,
)
def test_a_timestamp_that_cannot_be_read_is_kept(record_of, rubbish):
    """Rubbish is None in the field, and lies untouched in `extra`."""
    call = record_of(Call, {"id": "1", "start_date": rubbish})

    assert (None, {"start_date": rubbish}) == (call.start_date, call.extra)


@pytest.mark.parametrize(
    ("field", "value"),
    [("type", "SIDEWAYS"), ("result", "TRANSFERRED_ELEVEN_LABS"), ("result", "NO_ANSWER")],
)
def test_an_unknown_enum_value_stays_the_text_it_was(record_of, field, value):
    """A newer word of the API breaks nothing."""
    assert value == getattr(record_of(Call, {"id": "1", field: value}), field)


def test_unknown_fields_are_kept(record_of):
    """What this version does not know is in `extra`, at every depth."""
    line = {"text": "Hi", "mood": "glad"}
    call = record_of(Call, {"id": "1", "rating": 5, "transcript": [line]})

    assert (call.extra, call.transcript[0].extra) == ({"rating": 5}, {"mood": "glad"})


@pytest.mark.parametrize(
    ("minutes", "seconds"), [(0, 0), (5, 300), (5.5, 330), (0.02, 1), (1.0166666, 61), (-1, -60)], ids=repr
)
def test_a_duration_counts_seconds(record_of, minutes, seconds):
    """Minutes as whole numbers and fractions become a timedelta, to the second."""
    assert timedelta(seconds=seconds) == record_of(Call, {"id": "1", "length_in_minutes": minutes}).duration


@pytest.mark.parametrize("rubbish", ["5.5", True, 1e300, 10**400, float("inf"), float("nan"), [5]], ids=str)
def test_a_duration_that_is_none_is_kept(record_of, rubbish):
    """What is no length of time is None, and kept in `extra`."""
    call = record_of(Call, {"id": "1", "length_in_minutes": rubbish})

    assert call.duration is None
    assert repr(call.extra["length_in_minutes"]) == repr(rubbish)


def test_a_number_is_finite(record_of):
    """1e999 is infinite when it is read: as other rubbish it is kept, and the field is None."""
    rubbish = ["5", True, float("inf"), float("-inf"), float("nan"), [1.0]]
    transcript = [{"text": "", "start_seconds": one} for one in rubbish]
    lines = record_of(Call, {"id": "1", "transcript": transcript}).transcript

    assert [line.start_seconds for line in lines] == [None] * len(rubbish)
    assert [repr(line.extra["start_seconds"]) for line in lines] == list(map(repr, rubbish))


LINE = TranscriptLine(source="AGENT", text="Hello")


@pytest.mark.parametrize(
    ("key", "wire", "expected"),
    [
        pytest.param("transcript", None, None, id="null"),
        pytest.param("transcript", [], (), id="empty"),
        pytest.param("transcript", "", (), id="empty-text"),
        pytest.param("transcript", "Hello", (TranscriptLine(text="Hello"),), id="text"),
        pytest.param("transcript", [{"source": "AGENT", "text": "Hello"}], (LINE,), id="lines"),
        pytest.param("transcript", [None, {"source": "AGENT", "text": "Hello"}], (LINE,), id="null-line"),
        pytest.param("transcript", {"transcripts": [{"source": "AGENT", "text": "Hello"}]}, (LINE,), id="nested"),
        pytest.param("transcript", {"transcripts": None}, None, id="nested-null"),
        pytest.param("transcript", {"transcripts": []}, (), id="nested-empty"),
        pytest.param("transcription", "Hello", (TranscriptLine(text="Hello"),), id="other-name"),
    ],
)
def test_a_transcript_is_a_tuple_of_lines(record_of, key, wire, expected):
    """A list, a string, a nested list or another name: lines; null is None."""
    assert expected == record_of(Call, {"id": "1", key: wire}).transcript


@pytest.mark.parametrize("rubbish", [5, ["Hello"], {"text": "Hello"}, [[]]], ids=repr)
def test_a_transcript_that_cannot_be_read_is_kept(record_of, rubbish):
    """It is None, and is kept as it came in `extra`."""
    call = record_of(Call, {"id": "1", "transcript": rubbish})

    assert (() if isinstance(rubbish, list) else None, rubbish) == (call.transcript, call.extra["transcript"])


@pytest.mark.parametrize(
    ("wire", "expected"),
    [
        (["+33639980001"], ("+33639980001",)),
        ([{"number": "+33639980001"}, "+33639980002"], ("+33639980001", "+33639980002")),
        (["+33639980001", None], ("+33639980001",)),
        ([{"value": "+33639980001"}, {"name": "+33639980002"}], ("+33639980001", "+33639980002")),
        ("+33639980001", ("+33639980001",)),
        (None, None),
        ([], ()),
        ("", ()),
    ],
    ids=repr,
)
def test_numbers_are_texts_or_objects(record_of, wire, expected):
    """A contact's numbers come as texts, in one case as objects; null among them is nothing that could not be read."""
    assert Contact(id="1", numbers=expected) == record_of(Contact, {"id": "1", "numbers": wire})


@pytest.mark.parametrize(
    ("wire", "expected"),
    [(None, None), ("Dupont", Company(name="Dupont")), ({"id": "com_1"}, Company(id="com_1"))],
    ids=repr,
)
def test_a_company_is_an_object_or_its_name(record_of, wire, expected):
    """REST gives an object, webhooks a name."""
    assert expected == record_of(Contact, {"id": "1", "company": wire}).company


@pytest.mark.parametrize("odd", ["NaN", "-Infinity", "1e999", '"\\ud800"', "1" * 400], ids=lambda odd: odd[:9])
def test_json_that_stricter_readers_refuse_is_read(make, scripted, odd):
    """Numbers that are none, lone surrogates, endless integers: they come from real servers, and cost no record."""
    body = f'{{"data": [{{"name": "Main", "odd": {odd}}}]}}'
    allo = make(scripted(lambda _: httpx.Response(200, stream=httpx.ByteStream(body.encode()))))

    assert [line.name for line in allo.numbers.list()] == ["Main"]
