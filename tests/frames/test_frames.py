"""Records as data frames."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta, timezone

import attrs
import pandas as pd
import pytest

from allo_ext import (
    AsyncAlloClient,
    Call,
    CallResult,
    Company,
    ConfigurationError,
    Contact,
    ConversationItem,
    Message,
    Number,
    Page,
    TranscriptLine,
    Webhook,
    frames,
)
from allo_ext._wire import columns as _columns

MAKERS = [
    pytest.param(frames.calls, Call, _columns.CALLS, {"transcript"}, id="calls"),
    pytest.param(frames.contacts, Contact, _columns.CONTACTS, {"activity"}, id="contacts"),
    pytest.param(frames.conversation, ConversationItem, _columns.CONVERSATION, {"call", "message"}, id="conversation"),
    pytest.param(frames.messages, Message, _columns.MESSAGES, set(), id="messages"),
    pytest.param(frames.numbers, Number, _columns.NUMBERS, set(), id="numbers"),
    pytest.param(frames.webhooks, Webhook, _columns.WEBHOOKS, set(), id="webhooks"),
]


def dtypes(frame: pd.DataFrame) -> dict[str, str]:
    """The name of each column's type, without where pandas keeps the texts."""
    return {str(name): str(dtype).split("[python")[0] for name, dtype in frame.dtypes.items()}


def test_calls_have_typed_columns(allo):
    """Moments in UTC, spans of time, words as categories: what a chart needs is there without a conversion."""
    found = dtypes(frames.calls(allo.calls.iter()))

    assert found == {
        "id": "string",
        "direction": "category",
        "contact_number": "string",
        "allo_number": "string",
        "from_number": "string",
        "to_number": "string",
        "duration": "timedelta64[us]",
        "start_date": "datetime64[us, UTC]",
        "result": "category",
        "summary": "string",
        "tag": "string",
        "tags": "object",
        "recording_url": "string",
    }


def test_each_call_is_a_row(allo):
    """In the order in which they came, with the values of the records."""
    calls = list(allo.calls.iter())
    frame = frames.calls(iter(calls))
    one = frame.iloc[7]

    assert frame.id.to_list() == [call.id for call in calls]
    assert (one.start_date.to_pydatetime(), one.duration.to_pytimedelta()) == (calls[7].start_date, calls[7].duration)
    assert (one.direction, one.result, one.tags) == (calls[7].direction, calls[7].result, calls[7].tags)
    assert (one.contact_number, one.allo_number) == (calls[7].contact_number, calls[7].allo_number)


def test_each_line_of_a_transcript_is_a_row(allo):
    """With the call it belongs to, its place there, and how far into the call it was said."""
    calls = [call for call in allo.calls.iter() if call.transcript]
    frame = frames.transcripts(calls)
    first = frame[frame.call_id == calls[0].id]

    assert len(frame) == sum(len(call.transcript) for call in calls)
    assert first.text.to_list() == [line.text for line in calls[0].transcript]
    assert first.line.to_list() == list(range(len(first)))
    assert first.offset.is_monotonic_increasing
    assert dtypes(frame)["source"] == "category"


@pytest.mark.parametrize(
    ("line", "offset"),
    [
        pytest.param(TranscriptLine(start_seconds=1.5), timedelta(seconds=1.5), id="seconds"),
        pytest.param(TranscriptLine(time=datetime(2026, 3, 1, 9, 0, 4, tzinfo=UTC)), timedelta(seconds=4), id="time"),
        pytest.param(TranscriptLine(text="Hello"), None, id="neither"),
    ],
)
def test_the_offset_is_told_from_either_form(line, offset):
    """The API tells seconds or a moment; where it tells nothing, nothing is made up."""
    call = Call(id="1", start_date=datetime(2026, 3, 1, 9, 0, tzinfo=UTC), transcript=(line,))
    found = frames.transcripts([call]).offset[0]

    assert (None if pd.isna(found) else found.to_pytimedelta()) == offset


def test_contacts_have_their_company_by_name():
    """A record inside a record becomes columns; numbers stay tuples, and `explode` makes rows of them."""
    contact = Contact(id="c", name="Jean", numbers=("+33639980001", "+33639980002"), company=Company(id="7", name="Ex"))
    frame = frames.contacts([contact, Contact(id="d")])

    assert frame.company.to_list() == ["Ex", pd.NA]
    assert frame.full_name.to_list() == ["Jean", ""]
    assert frame.explode("numbers").numbers.to_list()[:2] == ["+33639980001", "+33639980002"]


def test_a_conversation_has_calls_and_messages():
    """What one of them lacks is missing in its row."""
    call = Call(id="1", type="INBOUND", from_number="+12025550143", result="ANSWERED", duration=timedelta(minutes=2))
    message = Message(type="OUTBOUND", to_number="+12025550143", content="On my way")
    items = [ConversationItem(type="CALL", call=call), ConversationItem(type="TEXT_MESSAGE", message=message)]
    frame = frames.conversation(items)

    assert frame.contact_number.to_list() == ["+12025550143"] * 2
    assert frame.content.to_list() == [pd.NA, "On my way"]
    assert frame.result.isna().to_list() == frame.call_id.isna().to_list() == [False, True]
    assert frame.duration.isna().to_list() == [False, True]


@pytest.mark.parametrize(("make", "cls", "columns", "left_out"), MAKERS)
def test_nothing_has_every_column(make, cls, columns, left_out):
    """Of an empty list and of records that know nothing the columns and their types are those of a full one."""
    bare = cls(id="1") if "id" in {field.name for field in attrs.fields(cls)} else cls()
    empty = make(iter(()))

    assert (len(empty), dtypes(empty)) == (0, dtypes(make([bare])))
    assert list(empty.columns) == [column.name for column in columns]


@pytest.mark.parametrize(("make", "cls", "columns", "left_out"), MAKERS)
def test_every_field_of_a_record_is_a_column(make, cls, columns, left_out):
    """A field that is added to a record is in the frame; `type` is there as the direction where it is one."""
    fields = {field.name for field in attrs.fields(cls)} - {"extra"} - left_out
    names = {"type" if column.name == "direction" else column.name for column in columns}

    assert fields <= names


def test_a_word_that_is_new_is_a_category_of_its_own():
    """The words that this version knows come first, in a fixed order, seen or not."""
    result = frames.calls([Call(id="1", result="TELEPORTED"), Call(id="2", result=CallResult.MISSED)]).result

    assert result.to_list() == ["TELEPORTED", "MISSED"]
    assert list(result.cat.categories) == [*(str(word) for word in CallResult), "TELEPORTED"]
    assert {type(word) for word in result.cat.categories} == {str}


def test_moments_of_other_zones_are_the_same_moments():
    """Records made by hand may have any zone, and years that nanoseconds do not reach."""
    east = datetime(2026, 1, 1, 2, tzinfo=timezone(timedelta(hours=2)))
    calls = [Call(id="1", start_date=east), Call(id="2", start_date=datetime(9999, 1, 1, tzinfo=UTC)), Call(id="3")]
    moments = frames.calls(calls).start_date

    assert [moment.isoformat() for moment in moments[:2]] == ["2026-01-01T00:00:00+00:00", "9999-01-01T00:00:00+00:00"]
    assert pd.isna(moments[2])


def test_a_span_that_does_not_fit_is_missing():
    """It would come out as another span."""
    spans = frames.calls([Call(id="1", duration=timedelta.max), Call(id="2", duration=timedelta(days=300_000))])

    assert spans.duration.isna().to_list() == [True, False]


def test_a_page_becomes_a_frame(allo, mock):
    """`to_frame()` is a method of every page, the empty ones included."""
    page = allo.calls.search(allo_number=mock.numbers[0], size=5)
    beyond = allo.calls.search(allo_number=mock.numbers[0], page=500, size=5)
    contact = allo.contacts.search(size=1)[0]

    assert page.to_frame().id.to_list() == [call.id for call in page]
    assert (len(beyond), dtypes(beyond.to_frame())) == (0, dtypes(page.to_frame()))
    assert list(allo.contacts.search(page=500).to_frame().columns) == [column.name for column in _columns.CONTACTS]
    assert "content" in allo.contacts.conversation(contact.id).to_frame()


def test_a_page_does_not_show_that_it_knows_its_class(allo, mock):
    """A page from the API equals one made by hand."""
    page = allo.calls.search(allo_number=mock.numbers[0], size=5)

    assert page == Page(page.results, page.current_page, page.total_pages)
    assert "Call'" not in repr(page)


@pytest.mark.parametrize(("make", "cls", "columns", "left_out"), MAKERS)
def test_to_frame_knows_every_class(make, cls, columns, left_out):
    """It is told by the first record, or by `of` where there may be none."""
    bare = cls(id="1") if "id" in {field.name for field in attrs.fields(cls)} else cls()

    assert list(frames.to_frame(iter([bare, bare])).columns) == [column.name for column in columns]
    assert list(frames.to_frame([], of=cls).columns) == [column.name for column in columns]


async def _nothing() -> AsyncIterator[Call]:
    return
    yield


@pytest.mark.parametrize(
    ("make", "given", "error", "sentence"),
    [
        pytest.param(
            frames.calls, [Call(id="1"), Contact(id="2")], TypeError,
            r"^frames\.calls takes Call records; item 1 is a Contact\.$", id="other-class",
        ),
        pytest.param(
            frames.transcripts, [TranscriptLine()], TypeError,
            r"^frames\.transcripts takes Call records; item 0 is a TranscriptLine\.$", id="lines",
        ),
        pytest.param(
            frames.to_frame, [Call(id="1"), Contact(id="2")], TypeError,
            r"^frames\.calls takes Call records; item 1 is a Contact\.$", id="mixed",
        ),
        pytest.param(
            frames.to_frame, [{"id": "1"}], TypeError,
            r"^frames\.to_frame supports Call, Contact, .*, not dict\.$", id="unknown",
        ),
        pytest.param(
            frames.contacts, Contact(id="1"), TypeError,
            r"^frames\.contacts takes an iterable of Contact, not Contact\.$", id="one",
        ),
        pytest.param(
            frames.to_frame, [], ValueError,
            r"needs the class of the records if there are none: .* of=Call", id="nothing",
        ),
        pytest.param(frames.calls, _nothing(), TypeError, r"frames\.calls\(\[record async for", id="asynchronous"),
        pytest.param(
            frames.to_frame, _nothing(), TypeError,
            r"collect the asynchronous iterator first", id="asynchronous-any",
        ),
    ],
)  # fmt: skip
def test_what_makes_no_frame_is_one_sentence(make, given, error, sentence):
    """The sentence names the function, what it takes, and what stood where."""
    with pytest.raises(error, match=sentence):
        make(given)


def test_what_is_asynchronous_is_collected_first(mock):
    """As the documentation says."""

    async def read() -> pd.DataFrame:
        async with AsyncAlloClient("key", transport=mock.transport) as allo:
            return frames.calls([call async for call in allo.calls.iter()])

    assert len(asyncio.run(read())) == 120


def test_an_iterator_is_read_once_and_let_go():
    """A record is not kept when its row is made: of a long list only the columns are in memory."""
    alive, most = 0, 0

    class Counted(Call):
        def __del__(self) -> None:
            nonlocal alive
            alive -= 1

    def produce() -> Iterator[Call]:
        nonlocal alive, most
        for number in range(1000):
            alive += 1
            most = max(most, alive)
            yield Counted(id=str(number))

    frame = frames.calls(produce())

    assert (len(frame), most) == (1000, 2)


def test_without_pandas_it_says_what_to_install(monkeypatch):
    """The module can be imported, and the error is a sentence."""
    monkeypatch.setitem(sys.modules, "pandas", None)

    with pytest.raises(ConfigurationError, match=r"pip install 'withallo-sdk\[pandas\]'"):
        frames.calls([])


def test_pandas_is_not_loaded_before_it_is_needed():
    """Neither the client nor a page costs the second that importing pandas takes."""
    code = "import sys, allo_ext.client, allo_ext.pages, allo_ext.frames; sys.exit('pandas' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize(("make", "cls", "columns", "without"), MAKERS)
def test_a_frame_for_excel_can_be_written(make, cls, columns, without, tmp_path):
    """With every field empty, and with no rows."""
    openpyxl = pytest.importorskip("openpyxl")
    required = {"id": "x"} if any(field.name == "id" for field in attrs.fields(cls)) else {}
    for records in ([], [cls(**required)]):
        make(records, excel=True).to_excel(tmp_path / "x.xlsx", index=False)
        sheet = openpyxl.load_workbook(tmp_path / "x.xlsx").worksheets[0]
        assert sheet.max_row == 1 + len(records)
        assert sheet.max_column == len(columns)


def test_a_frame_for_excel_has_local_dates_seconds_and_no_formula(tmp_path):
    """What Excel cannot hold is turned into what it can."""
    openpyxl = pytest.importorskip("openpyxl")
    call = Call(
        id="call_1", type="INBOUND", start_date=datetime(2026, 2, 27, 23, 30, tzinfo=UTC), tags=("a", "b"),
        duration=timedelta(minutes=90, seconds=30), summary="=1+1\x07", from_number="+12025550178",
    )  # fmt: skip
    frames.calls([call], excel=True, tz="Europe/Paris").to_excel(tmp_path / "calls.xlsx", index=False)
    head, row = openpyxl.load_workbook(tmp_path / "calls.xlsx").worksheets[0].iter_rows()
    cells = {name.value: cell for name, cell in zip(head, row, strict=True)}

    assert cells["start_date"].value == datetime(2026, 2, 28, 0, 30)  # noqa: DTZ001 (as in Excel)
    assert (cells["duration_seconds"].value, cells["tags"].value) == (5430, "a; b")
    assert (cells["summary"].value, cells["summary"].data_type) == ("'=1+1\N{REPLACEMENT CHARACTER}", "s")
    assert cells["contact_number"].value == "+12025550178"


def test_fields_of_a_later_version_are_a_column():
    """Only if there are any: the columns of today's records stay as they are."""
    plain, more = Call(id="call_1"), Call(id="call_2", extra={"sentiment": "good"})

    assert "extra" not in frames.calls([plain]).columns
    assert frames.calls([plain, more])["extra"].tolist() == [None, {"sentiment": "good"}]
    assert frames.calls([more], excel=True)["extra"].tolist() == ['{"sentiment": "good"}']
