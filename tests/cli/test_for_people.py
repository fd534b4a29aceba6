"""Exports for people: Excel workbooks, CSV for spreadsheets, HTML and Markdown pages."""

from __future__ import annotations

import csv
import html.parser
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import openpyxl
import pytest

from allo_ext import Call
from allo_ext.cli._display.columns import CALLS
from allo_ext.cli._display.zone import UNIVERSAL
from allo_ext.cli._export import excel
from allo_ext.testing import MockAllo

CALLER = "+12025550178"
FORMULAS = ("=1+1", "+1-1", "@SUM(A1)", "-2+3", '=HYPERLINK("http://example.com")', "#N/A", "12", "TRUE")


MIDNIGHT = datetime(2026, 2, 27, 23, tzinfo=UTC)
"""In Paris."""


@pytest.fixture
def clock() -> list[datetime]:
    return [MIDNIGHT - timedelta(seconds=9)]


@pytest.fixture
def mock(clock) -> MockAllo:
    return MockAllo(contacts=0, calls=0, now=lambda: clock[0])


@pytest.fixture
def filled(allo, mock, clock):
    """Two calls of Ada's in the last second of a day and the first of the next, in Paris."""
    allo("contacts", "create", "--number", CALLER, "--name", "Ada", "--last-name", "=Diaz")
    for seconds, summary in ((-1, "=1+1"), (0, "Late")):
        clock[0] = MIDNIGHT + timedelta(seconds=seconds)
        mock.simulate_call(
            contact_number=CALLER, summary=summary, length_in_minutes=90.5, transcript=[("EXTERNAL", "<b>Hi</b> & you")]
        )
    return allo


def test_a_workbook_has_types(filled, tmp_path):
    """Dates, durations and texts are those of Excel; the header stays visible and has a filter."""
    path = tmp_path / "calls.xlsx"
    done = filled("--tz", "Europe/Paris", "calls", "export", "--out", path)
    sheet = openpyxl.load_workbook(path).worksheets[0]
    heads = [cell.value for cell in sheet[1]]
    row = dict(zip(heads, sheet[2], strict=True))

    assert done.code == 0
    assert (sheet.title, sheet.freeze_panes, sheet.auto_filter.ref) == ("Calls", "A2", f"A1:{sheet.dimensions[3:]}")
    assert heads[:8] == [
        "id", "start_date (Europe/Paris)", "direction", "allo_number", "line", "contact_number", "contact",
        "from_number",
    ]  # fmt: skip
    assert row["start_date (Europe/Paris)"].value == datetime(2026, 2, 28, 0, 0, 0)  # noqa: DTZ001 (as in Excel)
    assert row["start_date (Europe/Paris)"].is_date
    assert row["duration"].value == timedelta(minutes=90, seconds=30)
    assert (row["duration"].number_format, row["contact_number"].number_format) == ("[h]:mm:ss", "@")
    assert (row["contact_number"].value, row["contact_number"].data_type) == (CALLER, "s")
    assert (row["contact"].value, row["line"].value) == ("Ada =Diaz", "Head office")


def test_a_workbook_has_no_formula(allo, mock, tmp_path):
    """What looks like a formula, an error or a number is text, and stays text after somebody edits it."""
    for summary in (*FORMULAS, "\x07bell", "half \ud83d", "x" * 40_000):
        mock.simulate_call(summary=summary)
    path = tmp_path / "calls.xlsx"
    allo("calls", "export", "--transcripts", "--out", path)
    sheet = openpyxl.load_workbook(path).worksheets[0]
    place = [cell.value for cell in sheet[1]].index("summary")
    cells = [row[place] for row in sheet.iter_rows(min_row=2)]

    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "d", "n"}
    assert [cell.value for cell in reversed(cells)][: len(FORMULAS)] == list(FORMULAS)
    assert all(cell.data_type == "s" and cell.quotePrefix for cell in cells)
    assert [(len(cell.value), cell.value[-1]) for cell in cells if len(cell.value) > 99] == [(32_767, "…")]


def test_contacts_are_a_workbook_too(filled, tmp_path):
    """And an empty list has the header."""
    filled("contacts", "export", "--out", tmp_path / "people.xlsx")
    filled("calls", "export", "--month", "2020-01", "--out", tmp_path / "none.xlsx")
    people = openpyxl.load_workbook(tmp_path / "people.xlsx").worksheets[0]
    none = openpyxl.load_workbook(tmp_path / "none.xlsx").worksheets[0]

    assert [row[1] for row in people.iter_rows(values_only=True)] == ["name", "Ada"]
    assert (none.max_row, none["A1"].value) == (1, "id")


def test_a_csv_for_spreadsheets(filled, tmp_path):
    """A byte order mark, names, local dates and durations; without --excel nothing of it."""
    for name, more in (("plain", ()), ("excel", ("--excel",))):
        assert filled("--tz", "UTC", "calls", "export", "--out", tmp_path / f"{name}.csv", *more).code == 0
    plain, excel = ((tmp_path / f"{name}.csv").read_text(encoding="utf-8") for name in ("plain", "excel"))
    row = next(csv.DictReader(excel.removeprefix("\ufeff").splitlines()))

    assert (plain[0], excel[0]) == ("i", "\ufeff")
    assert (row["contact"], row["start_date (UTC)"], row["duration"]) == ("Ada =Diaz", "2026-02-27 23:00:00", "1:30:30")
    assert "duration_seconds" in plain


def test_excel_is_for_spreadsheets_only(allo, tmp_path):
    """Exit code 2 for any other format; a workbook is one anyway."""
    for command in (("calls", "export"), ("contacts", "export"), ("missed",)):
        for kind, code in (("jsonl", 2), ("xlsx", 0)):
            assert allo(*command, "--excel", "--out", tmp_path / f"{command[0]}.{kind}").code == code


class Page(html.parser.HTMLParser):
    """The texts, elements and links of a page."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.tags: list[str] = []
        self.links: list[str] = []
        self.feed(source)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.links += [value for name, value in attrs if name == "href"]

    def handle_data(self, data):
        self.texts.append(data.strip())


def test_html_is_a_page_for_each_call_and_an_index(filled, tmp_path):
    """With names instead of numbers, escaped, without scripts; every link leads somewhere, also back."""
    filled("--tz", "Europe/Paris", "calls", "export", "--format", "html", "--out", tmp_path / "pages")
    index = Page((tmp_path / "pages" / "index.html").read_text(encoding="utf-8"))
    pages = [tmp_path / "pages" / link for link in index.links]
    page = Page(pages[0].read_text(encoding="utf-8"))

    assert len(pages) == 2
    assert "Ada =Diaz" in index.texts
    assert "2026-02-28 00:00" in index.texts
    assert ("Ada =Diaz" in page.texts, "<b>Hi</b> & you" in page.texts) == (True, True)
    assert page.tags.count("b") == 1
    assert "script" not in page.tags
    assert (pages[0].parent / page.links[0]).resolve() == (tmp_path / "pages" / "index.html").resolve()


@pytest.mark.parametrize("suffix", ["html", "md"])
def test_the_extension_decides(filled, tmp_path, suffix):
    """An index with this name, and the pages in a folder beside it."""
    filled("calls", "export", "--out", tmp_path / f"february.{suffix}")
    index = (tmp_path / f"february.{suffix}").read_text(encoding="utf-8")
    links = re.findall(r"february_files/[^\")]+", index)

    assert "Ada" in index
    assert len(links) == 2
    assert [link for link in links if not (tmp_path / link).is_file()] == []


def test_json_is_one_array(filled, tmp_path):
    """By the extension; --tz sets the offset, which is UTC without it."""
    filled("calls", "export", "--out", tmp_path / "utc.json")
    filled("--tz", "Europe/Paris", "calls", "export", "--out", tmp_path / "paris.json")
    utc, paris = ((tmp_path / f"{name}.json").read_text() for name in ("utc", "paris"))

    assert utc.startswith("[")
    assert '"2026-02-27T23:00:00Z"' in utc
    assert '"2026-02-28T00:00:00+01:00"' in paris


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        pytest.param((), "2 calls written: 27 to 28 February 2026 (Europe/Paris)", id="all"),
        pytest.param(("--month", "2026-02"), "2 calls written: 27 to 28 February", id="month"),
        pytest.param(("--month", "2026-03"), "0 calls written.", id="another month"),
        pytest.param(("--day", "2026-02-28"), "1 call written: 28 February 2026 (Europe/Paris)", id="day"),
        pytest.param(("--since", "2026-02-28"), "1 call written: 28 February", id="since"),
        pytest.param(("--until", "2026-02-28"), "The last day is 27 February 2026: --until is not", id="until"),
        pytest.param(("--last", "1h"), "0 calls written.", id="last"),
    ],
)
def test_the_closing_line_says_what_was_written(filled, options, expected):
    """The days are those of --tz; the last one is named where people expect another."""
    told = re.sub(r" \([\d,]+ per second\)", "", filled("--tz", "Europe/Paris", "calls", "export", *options).err)

    assert expected in told


@pytest.mark.parametrize(
    "options",
    [
        pytest.param(("--month", "february"), id="month"),
        pytest.param(("--month", "2026-13"), id="no such month"),
        pytest.param(("--day", "27.2."), id="day"),
        pytest.param(("--last", "week"), id="last"),
        pytest.param(("--last", "7d", "--since", "2026-01-01"), id="two"),
        pytest.param(("--tz", "Paris"), id="zone"),
    ],
)
def test_a_period_that_cannot_be_read_is_refused(allo, mock, options):
    """Exit code 2 and one sentence, before anything is read."""
    done = allo("calls", "export", *options)

    assert (done.code, done.err.count("\n"), list(mock.requests)) == (2, 1, [])


def test_a_result_narrows_the_list(allo, mock):
    """In upper or lower case; the limit counts what is shown."""
    for result in ("MISSED", "ANSWERED", "MISSED", "ANSWERED"):
        mock.simulate_call(result=result)
    found = allo("calls", "list", "--result", "missed", "--limit", "2", "--format", "csv").out.splitlines()

    assert len(found) == 3
    assert all("MISSED" in line for line in found[1:])


def test_without_permission_for_contacts_numbers_are_shown(filled, mock, tmp_path):
    """A warning says why there are no names."""
    mock.add_key("no-contacts", scopes=["CONVERSATIONS_READ"])
    (tmp_path / "key").write_text("no-contacts")
    (tmp_path / "key").chmod(0o600)
    done = filled("calls", "export", "--out", tmp_path / "calls.xlsx", "--key-file", tmp_path / "key")

    assert done.code == 0
    assert "CONTACTS_READ" in done.err


def test_tables_are_in_the_zone(filled):
    """And so is every other format."""
    shown = filled("--tz", "Europe/Paris", "calls", "list", "--format", "table")
    call = filled("--tz", "Europe/Paris", "calls", "list", "--format", "json").out

    assert "when (Europe/Paris)" in shown.out
    assert "2026-02-28 00:00" in shown.out
    assert "2026-02-28T00:00:00+01:00" in call


def test_more_rows_than_a_sheet_holds_continue_on_the_next(tmp_path, monkeypatch):
    """Each sheet has the header and a filter."""
    monkeypatch.setattr(excel, "_ROWS", 3)
    calls = [Call(id=f"call_{number}") for number in range(5)]
    excel.write_workbook(calls, CALLS, tmp_path / "x.xlsx", "Calls", UNIVERSAL)
    sheets = openpyxl.load_workbook(tmp_path / "x.xlsx").worksheets

    assert [(sheet.title, sheet.max_row) for sheet in sheets] == [("Calls", 3), ("Calls 2", 3), ("Calls 3", 2)]
    assert [sheet.auto_filter.ref.partition(":")[2].lstrip("ABCDEFGHIJKLMNOP") for sheet in sheets] == ["3", "3", "2"]


def test_cells_are_wide_enough_and_a_transcript_is_wrapped(allo, mock, tmp_path):
    """Names and numbers are not cut; what is beside a transcript begins at the top."""
    path = tmp_path / "calls.xlsx"
    mock.simulate_call(contact_number=CALLER, transcript=[("USER", "Hello."), ("EXTERNAL", "Good morning.")])
    allo("calls", "export", "--transcripts", "--out", path)
    sheet = openpyxl.load_workbook(path).worksheets[0]
    cells = {head.value: cell for head, cell in zip(sheet[1], sheet[2], strict=True)}
    widths = {name: sheet.column_dimensions[cell.column_letter].width for name, cell in cells.items()}

    assert cells["transcript"].alignment.wrap_text
    assert not cells["summary"].alignment.wrap_text
    assert {cell.alignment.vertical for cell in cells.values() if cell.value is not None} == {"top"}
    assert all(widths[name] >= 18 for name in ("id", "line", "contact", "contact_number", "result"))


def test_the_formula_of_the_page_adds_the_durations(filled, tmp_path):
    """The column in docs/excel.md is that of the workbook."""
    path = tmp_path / "calls.xlsx"
    filled("calls", "export", "--out", path)
    sheet = openpyxl.load_workbook(path).worksheets[0]
    page = (Path(__file__).parents[2] / "docs" / "excel.md").read_text(encoding="utf-8")
    columns = set(re.findall(r"([A-Z]+)2:([A-Z]+)801", page))

    assert {sheet[f"{letter}1"].value for pair in columns for letter in pair} == {"duration"}


def test_a_file_that_is_replaced_is_said(filled, tmp_path):
    """A month may be lost to a day."""
    path = tmp_path / "calls.csv"
    first, second = filled("calls", "export", "--out", path), filled("calls", "export", "--out", path)

    assert ["The file that was there is replaced." in done.err for done in (first, second)] == [False, True]
