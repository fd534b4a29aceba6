"""What exported files contain: types, widths, the words of pages, and what is said about them."""

from __future__ import annotations

import html.parser
import io
import json
import re
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import openpyxl
import pyarrow.parquet
import pytest
import rich.progress
import typer.main
from rich.console import Console

from allo_ext import Call, Contact, TranscriptLine
from allo_ext._wire.columns import Kind
from allo_ext.cli._display.column import Column
from allo_ext.cli._display.columns import CALLS, CONTACTS, TRANSCRIPT
from allo_ext.cli._display.names import Names
from allo_ext.cli._display.zone import UNIVERSAL, Zone
from allo_ext.cli._export import progress
from allo_ext.cli._export.columns import for_csv, for_spreadsheets
from allo_ext.cli._export.estimate import Estimate
from allo_ext.cli._export.excel import write_workbook
from allo_ext.cli._export.html import Html
from allo_ext.cli._export.markdown import Markdown
from allo_ext.cli._export.pages import Seen
from allo_ext.cli._export.parquet import write_parquet
from allo_ext.cli._program.program import app
from allo_ext.phone import ContactIndex

PARIS = Zone(ZoneInfo("Europe/Paris"), "Europe/Paris")
OWN, OTHER = "+12025550143", "+12025550178"
WHEN = datetime(2026, 2, 27, 23, 0, tzinfo=UTC)


def local(*parts: int) -> datetime:
    """Return a time without a zone, as in Excel."""
    return datetime(*parts, tzinfo=UTC).replace(tzinfo=None)


def column(name: str, kind: Kind = Kind.TEXT) -> Column[Any]:
    return Column(name, lambda record: record.get(name), kind=kind)


# Spreadsheets


def test_the_cells_of_a_workbook_have_the_types_of_their_columns(tmp_path):
    """What Excel cannot hold as such is text: times before 1900, negative durations, texts that are too long."""
    kinds = {"text": Kind.TEXT, "moment": Kind.MOMENT, "span": Kind.SPAN, "flag": Kind.FLAG, "real": Kind.REAL}
    records = [
        {"text": "a", "moment": WHEN, "span": timedelta(hours=30, seconds=1), "flag": False, "real": 0.5},
        {"text": "", "moment": datetime(1900, 1, 2, tzinfo=UTC), "span": timedelta(), "flag": "odd", "real": 0},
        {"text": "x" * 32_767, "moment": datetime(1899, 12, 30, tzinfo=UTC), "span": timedelta(seconds=-1)},
        {"text": "x" * 32_768, "moment": datetime(9999, 12, 31, 23, 30, tzinfo=UTC), "real": None},
    ]
    columns = for_spreadsheets([column(name, kind) for name, kind in kinds.items()], PARIS)
    write_workbook(records, columns, tmp_path / "x.xlsx", "Calls", PARIS)
    sheet = openpyxl.load_workbook(tmp_path / "x.xlsx").worksheets[0]
    rows = [[(cell.value, cell.data_type) for cell in row] for row in sheet.iter_rows(min_row=2)]

    assert [(cell.value, cell.font.bold) for cell in sheet[1]] == [
        (name, True) for name in ("text", "moment (Europe/Paris)", "span", "flag", "real")
    ]
    assert rows[0] == [
        ("a", "s"), (local(2026, 2, 28), "d"), (timedelta(hours=30, seconds=1), "d"), (False, "b"), (0.5, "n"),
    ]  # fmt: skip
    assert rows[1] == [
        (None, "n"), (local(1900, 1, 2, 0, 9, 21), "d"), (timedelta(), "d"), ("odd", "s"), (0, "n"),
    ]  # fmt: skip
    assert rows[2][:3] == [("x" * 32_767, "s"), ("1899-12-30T00:00:00Z", "s"), ("-1 day, 23:59:59", "s")]
    assert [value for value, _ in rows[2][3:]] == [None, None]
    assert (rows[3][0][0], rows[3][1]) == ("x" * 32_766 + "…", (local(9999, 12, 31, 23, 30), "d"))
    assert [cell.number_format for cell in sheet[2]][:3] == ["@", "yyyy-mm-dd hh:mm:ss", "[h]:mm:ss"]


@pytest.mark.parametrize(("transcript", "vertical"), [(True, "top"), (False, None)], ids=["with", "without"])
def test_cells_begin_at_the_top_beside_a_transcript_only(tmp_path, transcript, vertical):
    """Which has many lines, and alone is wrapped; numbers and dates, too."""
    columns = [column("text"), column("real", Kind.REAL), *([column("transcript")] if transcript else [])]
    write_workbook([{"text": "a", "real": 1.5, "transcript": "A\nB"}], columns, tmp_path / "x.xlsx", "T", UNIVERSAL)
    cells = openpyxl.load_workbook(tmp_path / "x.xlsx").worksheets[0][2]

    assert {cell.alignment.vertical for cell in cells} == {vertical}
    assert [bool(cell.alignment.wrap_text) for cell in cells] == [False, False, True][: len(cells)]


def test_the_columns_of_a_workbook_are_as_wide_as_what_they_hold(tmp_path):
    """Ids, numbers, names and texts have known widths; another column is as wide as its heading, within bounds."""
    known = {
        "id": 18, "call_id": 18, "line": 20, "contact": 26, "result": 20, "outcome": 12, "allo_number": 18,
        "contact_number": 18, "from_number": 18, "to_number": 18, "numbers": 30, "summary": 60, "snippet": 60,
        "transcript": 80, "content": 60, "extra": 20,
    }  # fmt: skip
    others = {"x": 10, "twelve_chars": 16, "a_heading_of_32_characters_or_so": 40}
    columns = [*map(column, [*known, *others]), column("at", Kind.MOMENT)]
    write_workbook([], columns, tmp_path / "x.xlsx", "T", UNIVERSAL)
    sheet = openpyxl.load_workbook(tmp_path / "x.xlsx").worksheets[0]
    widths = {cell.value: sheet.column_dimensions[cell.column_letter].width for cell in sheet[1]}

    assert all(least <= widths[name] < least + 10 for name, least in {**known, **others, "at": 20}.items()), widths
    assert (widths["x"], widths["a_heading_of_32_characters_or_so"]) == (10, 40)


def test_a_csv_for_spreadsheets_has_local_times_and_durations():
    """As a spreadsheet reads them; what has none is empty, and other columns are unchanged."""
    spans = [timedelta(seconds=59), timedelta(hours=27, minutes=1, seconds=1.6), timedelta(), None]
    columns = for_csv([column("a"), column("at", Kind.MOMENT), column("length_seconds", Kind.SPAN)], PARIS)
    moments = [WHEN, datetime.max.replace(tzinfo=UTC), None, WHEN]
    records = [{"a": 1, "at": at, "length_seconds": span} for at, span in zip(moments, spans, strict=True)]

    assert [one.name for one in columns] == ["a", "at (Europe/Paris)", "length"]
    assert [[one.value(record) for one in columns] for record in records] == [
        [1, "2026-02-28 00:00:00", "0:00:59"],
        [1, "9999-12-31 23:59:59", "27:01:02"],
        [1, None, "0:00:00"],
        [1, "2026-02-28 00:00:00", None],
    ]


# Parquet


def test_parquet_has_the_types_of_the_fields(tmp_path):
    """Lists stay lists, and what is not there is null; compressed."""
    line = TranscriptLine(source="USER", text="Hello", start_seconds=1.5)
    calls = [Call(id="cll-1", tags=("vip",), transcript=(line,), start_date=WHEN, extra={"new": [1]}), Call(id="cll-2")]
    write_parquet(calls, [*CALLS, TRANSCRIPT], tmp_path / "calls.parquet")
    write_parquet([Contact(id="con-1", numbers=(OWN,)), Contact(id="con-2")], CONTACTS, tmp_path / "people.parquet")
    found, people = (pyarrow.parquet.read_table(tmp_path / f"{name}.parquet") for name in ("calls", "people"))
    types = {field.name: str(field.type) for field in (*found.schema, *people.schema)}
    first, second = found.to_pylist()

    assert {
        "start_date": "timestamp[us, tz=UTC]", "duration_seconds": "int64", "extra": "string", "result": "string",
    }.items() <= types.items()  # fmt: skip
    assert all(re.fullmatch(r"list<\w+: string>", types[name]) for name in ("tags", "numbers"))
    assert re.match(r"list<\w+: struct<", types["transcript"])
    assert (first["start_date"], first["tags"], json.loads(first["extra"])) == (WHEN, ["vip"], {"new": [1]})
    assert [said["text"] for said in first["transcript"]] == ["Hello"]
    assert (second["start_date"], second["duration_seconds"], second["extra"]) == (None, None, None)
    assert [person["numbers"] for person in people.to_pylist()] == [[OWN], None]
    assert pyarrow.parquet.ParquetFile(tmp_path / "calls.parquet").metadata.row_group(0).column(0).compression == "ZSTD"


@pytest.mark.parametrize(
    ("kind", "stored", "value"),
    [
        (Kind.FLAG, "bool", True), (Kind.REAL, "double", 0.5), (Kind.COUNT, "int64", 3), (Kind.WHOLE, "int64", 3),
        (Kind.WORD, "string", "MISSED"), (Kind.TEXT, "string", "half \ufffd"), (Kind.SPAN, "int64", 90),
    ],
)  # fmt: skip
def test_parquet_has_a_type_for_every_kind(tmp_path, kind, stored, value):
    """Nulls are allowed in each."""
    given = {Kind.TEXT: "half \ud83d", Kind.SPAN: timedelta(seconds=90)}.get(kind, value)
    write_parquet([{"a": given}, {}], [column("a", kind)], tmp_path / "x.parquet")
    table = pyarrow.parquet.read_table(tmp_path / "x.parquet")

    assert (str(table.schema.field("a").type), table["a"].to_pylist()) == (stored, [value, None])


# Pages

KNOWN = ContactIndex()
KNOWN.add(Contact(id="con-1", name="Ada", numbers=(OTHER,)))
SEEN = Seen(Names({OWN: "Head office"}, KNOWN), PARIS)
FULL = Call(
    id="cll-1", type="INBOUND", from_number=OTHER, to_number=OWN, start_date=WHEN,
    duration=timedelta(minutes=90, seconds=30), result="ANSWERED", summary="Said *hi*.", tags=("vip", "new"), recording_url="https://example.com/a.mp3?b=1&c=2",
    transcript=(
        TranscriptLine(source="AGENT", text="Welcome.", start_seconds=0),
        TranscriptLine(source="EXTERNAL", text="Hello.", start_seconds=4),
        TranscriptLine(source="USER", text="Hi!", start_seconds=65),
    ),
)  # fmt: skip
EMPTY = Call(id="cll-2")


class Texts(html.parser.HTMLParser):
    """The texts of a page, its classes, and whether its elements are closed in order."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.marked: list[str | None] = []
        self.open: list[str] = []
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag != "meta":
            self.open.append(tag)
        self.marked += [value for name, value in attrs if name in {"class", "href"}]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if data.strip() and self.open[-1] != "style":
            self.texts.append(data.strip())


def html_of(*parts: str) -> Texts:
    return Texts("".join(parts))


def test_a_page_in_html_has_every_fact_in_its_order():
    """Of the team's own words, those of the assistant too, and links that can be followed."""
    page = html_of("\n".join(Html().page(FULL, SEEN, "../index.html")))

    assert page.texts == [
        "2026-02-28 00:00 CET, called by Ada on Head office, 90:30, ANSWERED", "All calls",
        "2026-02-28 00:00 CET, called by Ada on Head office, 90:30, ANSWERED",
        "Call", "cll-1", "Line", f"Head office ({OWN})", "With", f"Ada ({OTHER})", "Length", "90:30",
        "Result", "ANSWERED", "Tags", "vip, new",
        "Recording", "https://example.com/a.mp3?b=1&c=2",
        "Summary", "Said *hi*.", "Transcript",
        "Assistant", "[0:00]", "Welcome.", "Ada", "[0:04]", "Hello.", "Team", "[1:05]", "Hi!",
    ]  # fmt: skip
    assert page.marked == ["../index.html", "https://example.com/a.mp3?b=1&c=2", "said us", "said", "said us"]
    assert page.open == []


def test_a_page_in_html_without_facts_says_so():
    """Nothing is shown for what is not known."""
    page = html_of("\n".join(Html().page(EMPTY, SEEN, "index.html")))

    assert page.texts == [
        "with unknown number", "All calls", "with unknown number", "Call", "cll-2", "Transcript", "No transcript.",
    ]  # fmt: skip


def test_an_index_in_html_has_a_row_for_each_call():
    """Under its headings, in the time zone that they name."""
    html = Html()
    index = html_of(
        html.begin(SEEN), html.entry(FULL, "a/b c.html", SEEN), html.entry(EMPTY, "d.html", SEEN), html.end()
    )

    assert index.texts == [
        "Calls", "Calls", "When (Europe/Paris)", "With", "Line", "Length", "Result", "Summary",
        "2026-02-28 00:00", "Ada", "Head office", "90:30", "ANSWERED", "Said *hi*.", "undated",
    ]  # fmt: skip
    assert index.marked == ["when", "a/b%20c.html", "length", "when", "d.html", "length"]
    assert index.open == []


def test_pages_in_markdown_have_every_fact_in_its_order():
    """The index is a table; what is not known is empty."""
    page, empty = ([*Markdown().page(call, SEEN, "")] for call in (FULL, EMPTY))
    markdown = Markdown()
    index = markdown.begin(SEEN) + markdown.entry(FULL, "a.md", SEEN) + markdown.entry(EMPTY, "b.md", SEEN)

    assert page == [
        "# 2026-02-28 00:00 CET, called by Ada on Head office, 90:30, ANSWERED", "",
        "- Call: cll-1", f"- Line: Head office ({OWN})", f"- With: Ada ({OTHER})", "- Length: 90:30",
        "- Result: ANSWERED", "- Tags: vip, new", r"- Recording: https://example.com/a.mp3?b=1&c=2", "",
        "## Summary", "", r"Said \*hi\*.", "", "## Transcript", "", "**Assistant** [0:00] Welcome.", "",
        f"**{OTHER}** [0:04] Hello.", "", "**Team** [1:05] Hi!",
    ]  # fmt: skip
    assert empty == ["# with unknown number", "", "- Call: cll-2", "", "## Transcript", "", "No transcript."]
    assert index.splitlines() == [
        "# Calls", "", "| when (Europe/Paris) | with | length | result | summary |", "| --- | --- | --- | --- | --- |",
        r"| [2026-02-28 00:00](a.md) | Ada | 90:30 | ANSWERED | Said \*hi\*. |", "| [undated](b.md) |  |  |  |  |",
    ]  # fmt: skip
    assert markdown.end() == ""


@pytest.mark.parametrize(("url", "linked"), [("http://example.com/a", 1), ("javascript:alert(1)", 0)])
def test_only_addresses_of_the_web_are_links(url, linked):
    """An address comes from outside."""
    call = Call(id="c", recording_url=url, transcript=(TranscriptLine(source="USER", text="Hi"),))
    page = html_of("\n".join(Html().page(call, SEEN, "index.html")))

    assert (page.marked.count(url), url in page.texts) == (linked, True)
    assert list(Markdown().page(call, SEEN, ""))[-1] == "**Team** Hi"  # without a time


@pytest.mark.parametrize(
    ("over", "expected"),
    [
        ({"type": "OUTBOUND", "from_number": OWN, "to_number": OTHER}, "called Ada on Head office"),
        ({"type": "OUTBOUND", "from_number": "+12025550199", "to_number": "+12025550188"}, "called +12025550188 on"),
        ({"type": None, "from_number": None, "to_number": None}, "with unknown number, 90:30"),
    ],
    ids=["outbound", "without names", "without numbers"],
)
def test_a_title_says_who_called_whom(over, expected):
    """By name, else by number."""
    call = Call(**{"id": "c", "start_date": WHEN, "duration": timedelta(minutes=90, seconds=30), **over})

    assert expected in SEEN.title(call)
    assert not over["from_number"] or f"on {SEEN.names.which(over['from_number'])}" in SEEN.title(call)


# Options and what is said


def _options() -> list[tuple[str, Any]]:
    """List the options of all commands."""
    found, left = [], [("allo", typer.main.get_command(app))]
    for name, command in left:
        left += [(f"{name} {one}", sub) for one, sub in getattr(command, "commands", {}).items()]
        found += [(name, option) for option in command.params if option.param_type_name == "option"]
    return found


def test_the_same_option_has_the_same_short_form_in_every_command():
    """One that a user learns for one command works in the others."""
    short: dict[str, set[tuple[str, ...]]] = {}
    for _, option in _options():
        names = [name for name in option.opts if name.startswith("--")]
        for name in names:
            short.setdefault(name, set()).add(tuple(one for one in option.opts if not one.startswith("--")))

    # In the commands of contacts, --number is the number of a contact, and a line has no short form.
    assert {name for name, some in short.items() if len(some) > 1} == {"--line", "--number"}
    assert {name: next(iter(some)) for name, some in short.items() if len(some) == 1}.items() >= {
        "--out": ("-o",), "--format": ("-f",),
    }.items()  # fmt: skip
    assert "--excel" in short
    assert {letters for _, option in _options() for letters in (*option.opts, *option.secondary_opts)} == {
        letters for _, option in _options() for letters in (*option.opts, *option.secondary_opts)
        if re.fullmatch(r"-[A-Za-z]|--[a-z][a-z0-9-]*", letters)
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.csv", "csv"), ("a.json", "json"), ("a.jsonl", "jsonl"), ("a.ndjson", "jsonl"), ("a.parquet", "parquet"),
        ("a.xlsx", "xlsx"), ("a.html", "html"), ("a.htm", "html"), ("a.md", "markdown"), ("a.markdown", "markdown"),
    ],
)  # fmt: skip
def test_the_ending_of_a_file_and_the_name_of_its_format_say_the_same(allo, tmp_path, name, kind):
    """Each format can be named by either."""
    codes = [
        allo("calls", "export", "--day", "2026-02-25", "--out", tmp_path / name).code,
        allo("calls", "export", "--day", "2026-02-25", "--format", kind, "--out", tmp_path / "other").code,
    ]
    other = tmp_path / "other"
    same = other / f"index.{'md' if kind == 'markdown' else 'html'}" if other.is_dir() else other
    first = (tmp_path / name).read_bytes()

    assert codes == [0, 0]
    assert kind == "xlsx" or first.replace(b"a_files/", b"") == same.read_bytes()


def said(done: Any) -> str:
    """Return what was said, on one line and without the rate."""
    return re.sub(r" \([\d,]+ per second\)", "", " ".join(done.err.split()))


def test_an_export_says_what_was_written_where(allo, mock, tmp_path):
    """In one sentence; pages by their folder, and what was there before."""
    path, pages = tmp_path / "people.csv", tmp_path / "pages"
    first, second = allo("contacts", "export", "--out", path), allo("contacts", "export", "--out", path)
    folder = allo("calls", "export", "--format", "html", "--out", pages)
    index = allo("calls", "export", "--out", tmp_path / "one.html", "--day", "2001-01-01")
    (tmp_path / "one_files" / "undated").mkdir(parents=True)
    (tmp_path / "one_files" / "undated" / "x.html").write_text("")
    left = allo("calls", "export", "--out", tmp_path / "one.html", "--day", "2001-01-01")
    days = said(folder).partition(": ")[2]

    assert said(first) == f"12 contacts written to {path}."
    assert said(second) == f"12 contacts written to {path}. The file that was there is replaced."
    assert said(folder) == f"150 calls written to {pages}: {days}"
    assert said(index) == f"0 calls written to {tmp_path / 'one.html'}."
    assert "one_files has 1 more page, of earlier exports, which the index does not list." in said(left)


@pytest.mark.parametrize(
    ("until", "expected"), [("2026-02-28", True), ("2026-02-28T12:00", False), ("0001-01-01", False)]
)
def test_a_day_that_is_not_included_is_named(allo, until, expected):
    """Where the end is a day, and there is a day before."""
    assert ("is not included" in said(allo("calls", "export", "--until", until))) is expected


def test_lists_are_written_as_exports_are(allo, tmp_path, monkeypatch):
    """To stdout as CSV, to a folder under their names; for people in this machine's time, else in UTC."""
    monkeypatch.setenv("TZ", "America/New_York")
    folder = tmp_path / "folder"
    folder.mkdir()
    one, again = (allo("stats", "--since", "2026-01-01", "--format", "csv", "--out", folder) for _ in range(2))
    rows = (folder / "stats.csv").read_text().splitlines()[1:]
    noun = "row" if len(rows) == 1 else "rows"
    printed = allo("stats", "--since", "2026-01-01", "--out", "-").out
    excel = allo("missed", "--since", "2026-01-01", "--excel").out
    plain = allo("missed", "--since", "2026-01-01", "--out", "-").out
    wrong = allo("stats", "--format", "table", "--out", tmp_path / "x.csv")

    told = f"{len(rows)} {noun} written to {folder / 'stats.csv'}."
    assert (told in said(one), f"{told} The file that was there is replaced." in said(again)) == (True, True)
    assert "is replaced" not in said(one)
    assert printed.splitlines()[1:] == rows
    assert excel.startswith("\ufeff")
    assert "(America/New_York)" in excel.splitlines()[0]
    assert "New_York" not in plain.splitlines()[0]
    assert (wrong.code, "table is printed only" in said(wrong)) == (2, True)


# Progress


class Drawn:
    """A terminal, and the progress bars that are drawn on its stderr."""

    shows_progress = True

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.bars: list[rich.progress.Progress] = []
        self.screens = {stderr: io.StringIO() for stderr in (True, False)}
        drawn = self

        class Kept(rich.progress.Progress):
            def __init__(self, *columns: Any, **options: Any) -> None:
                super().__init__(*columns, **options)
                drawn.bars.append(self)

        monkeypatch.setattr(rich.progress, "Progress", Kept)

    def console(self, *, stderr: bool = False) -> Console:
        return Console(file=self.screens[bool(stderr)], force_terminal=True, width=120)


@pytest.fixture
def drawn(monkeypatch):
    return Drawn(monkeypatch)


def state(drawn: Drawn) -> tuple[str, float, float | None]:
    (bar,) = drawn.bars
    (task,) = bar.tasks
    return task.description, task.completed, task.total


def test_a_progress_bar_shows_what_is_expected_and_what_was_read(drawn):
    """Every hundred records; at the end there are as many as there were. It is gone after that."""
    since = WHEN - timedelta(days=10)
    expected, states = Estimate(1000, WHEN, since), []
    records = [SimpleNamespace(at=WHEN - timedelta(minutes=number), extra={}) for number in range(250)]
    with progress.counting(drawn, "calls", expected, when=lambda one: one.at) as counted:
        states.append(state(drawn))
        for number, _ in enumerate(counted.each(records), 1):
            if number in {101, 201}:
                states.append(state(drawn))
        line = drawn.bars[0].columns[2].render(drawn.bars[0].tasks[0]).plain
    shown = drawn.screens[True].getvalue()

    assert states == [
        ("calls", 0, 1000), ("calls", 100, expected.after(100, records[99].at)),
        ("calls", 200, expected.after(200, records[199].at)),
    ]  # fmt: skip
    assert state(drawn) == ("calls", 250, 250)
    assert line.startswith(f"200 of about {expected.after(200, records[199].at):,.0f}")
    assert ("calls" in shown, drawn.screens[False].getvalue(), drawn.bars[0].live.transient) == (True, "", True)


def test_a_progress_bar_without_an_estimate_counts(drawn):
    """The rate is shown as soon as it is known."""
    with progress.counting(drawn, "contacts", None, when=lambda _: None) as counted:
        list(counted.each([SimpleNamespace(extra={})] * 100))
        task = drawn.bars[0].tasks[0]
        assert (task.completed, task.total) == (100, None)
        render = drawn.bars[0].columns[2].render
        plain = render(SimpleNamespace(finished_speed=None, speed=None, total=None, completed=100)).plain
        fast = render(SimpleNamespace(finished_speed=None, speed=1234.4, total=2000, completed=100)).plain
        ended = render(SimpleNamespace(finished_speed=7, speed=1234.4, total=None, completed=100)).plain

    assert (plain, fast, ended) == (
        "100", "100 of about 2,000, 1,234 per second", "100, 7 per second",
    )  # fmt: skip


def test_a_download_shows_its_bytes(drawn):
    """Of the total, as soon as that is known; nothing without a terminal."""
    with progress.transfer(drawn, "call.mp3") as report:
        before = state(drawn)
        report(10, None)
        report(30, 100)

    assert (before, state(drawn)) == (("call.mp3", 0, None), ("call.mp3", 30, 100))
    assert "call.mp3" in drawn.screens[True].getvalue()
    assert (drawn.screens[False].getvalue(), drawn.bars[0].live.transient) == ("", True)
    drawn.shows_progress = False
    with progress.transfer(drawn, "call.mp3") as report:
        assert report is None


def test_records_with_new_fields_are_counted_if_they_come_late():
    """After the first hundred, which decide the columns, and only if none of these has any. Dates are those of all."""

    def count(*extra_at: int) -> progress.Counted:
        counted = progress.Counted("calls", None, lambda one: one.at)
        dates = [WHEN, WHEN + timedelta(days=1), None, WHEN - timedelta(days=1), WHEN]
        records = [
            SimpleNamespace(at=dates[number % 5], extra={"a": 1} if number in extra_at else {})
            for number in range(1, 131)
        ]
        assert list(counted.each(records)) == records
        return counted

    assert [count(*numbers).late for numbers in ((), (101, 120), (100, 101), (1,), (130,))] == [0, 2, 0, 0, 1]
    assert (count().first, count().last, count().count) == (WHEN - timedelta(days=1), WHEN + timedelta(days=1), 130)
