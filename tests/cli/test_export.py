"""`allo calls export` and `allo contacts export`."""

from __future__ import annotations

import csv
import hashlib
import json
import os
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pyarrow.parquet
import pytest

from allo_ext.cli._display.columns import CALLS, CONTACTS
from allo_ext.cli._display.terminal import Terminal
from allo_ext.cli._display.transcripts import as_text
from allo_ext.cli._export import files, progress
from allo_ext.cli._export.estimate import Estimate, estimate
from allo_ext.cli._export.files import safe_name, whole_file, whole_text
from allo_ext.cli._export.markdown import escaped, page_of, place_of
from allo_ext.cli._export.progress import Counted
from allo_ext.client import AlloClient
from allo_ext.errors import AuthenticationError
from allo_ext.records import Call, TranscriptLine
from allo_ext.testing import MockAllo, Quirks

FILE_FORMATS = ("csv", "jsonl", "parquet")


def rows_of(path) -> list[dict]:
    if path.suffix == ".csv":
        with path.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))
    if path.suffix == ".jsonl":
        return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return pyarrow.parquet.read_table(path).to_pylist()


def left_over(folder) -> list[str]:
    return sorted(path.name for path in folder.rglob("*.part"))


@pytest.mark.parametrize("kind", FILE_FORMATS)
def test_every_call_is_written_once(allo, tmp_path, kind):
    """All lines of the account, newest first, each id once, and nothing beside the file."""
    path = tmp_path / f"calls.{kind}"
    done = allo("calls", "export", "--out", path)
    ids = [row["id"] for row in rows_of(path)]

    assert (done.code, done.out, len(ids), len(set(ids))) == (0, "", 150, 150)
    assert done.err.startswith(f"150 calls written to {path}")
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("transcripts", [True, False], ids=["with-transcripts", "without"])
@pytest.mark.parametrize("kind", FILE_FORMATS)
def test_the_columns_are_the_same_in_the_same_order(allo, tmp_path, kind, transcripts):
    """In every format; what was said is the last one, where it is asked for."""
    path = tmp_path / f"calls.{kind}"
    allo("calls", "export", "--out", path, *(["--transcripts"] if transcripts else []))
    names = [column.name for column in CALLS] + ["transcript"] * transcripts

    assert {tuple(row) for row in rows_of(path)} == {tuple(names)}


def test_the_formats_tell_the_same(allo, tmp_path):
    """Parquet holds moments and lists where the others hold texts of them."""
    found = {}
    for kind in FILE_FORMATS:
        allo("calls", "export", "--transcripts", "--out", tmp_path / f"calls.{kind}")
        found[kind] = rows_of(tmp_path / f"calls.{kind}")
    for line, row, cell in zip(found["jsonl"], found["parquet"], found["csv"], strict=True):
        assert datetime.fromisoformat(line["start_date"]) == row["start_date"]
        assert [said["text"] for said in line["transcript"]] == [said["text"] for said in row["transcript"]]
        assert (line["summary"] or "", str(line["duration_seconds"])) == (cell["summary"], cell["duration_seconds"])
        assert (line["tags"], line["id"], line["allo_number"]) == (row["tags"], row["id"], row["allo_number"])


def test_a_window_and_a_line_narrow_it(allo, tmp_path, mock):
    """--since, --until and --number."""
    path = tmp_path / "calls.jsonl"
    allo("calls", "export", "--since", "2026-02-20", "--until", "2026-02-26", "-n", mock.numbers[0], "--out", path)
    rows = rows_of(path)

    assert rows
    assert {row["start_date"][:10] for row in rows} <= {f"2026-02-{day}" for day in range(20, 26)}
    assert {row["allo_number"] for row in rows} <= {mock.numbers[0], None}


@pytest.mark.parametrize("api", ["v1", "v2"])
def test_each_option_narrows_it(allo, mock, api):
    """To the calls that have what is asked for, and to all of them."""
    own = mock.numbers
    mock.simulate_call(own[1], contact_number="+12125550105", direction="OUTBOUND", result="VOICEMAIL")

    def export(*options: object) -> list[dict]:
        out = allo("calls", "export", "--api", api, *options).out
        return [json.loads(line) for line in out.splitlines()]

    every, day = export(), "2026-02-25"
    with AlloClient("key", transport=mock.transport, pace=None) as client:  # transferred calls are listed by two lines
        of_line = client.calls.iter if api == "v1" else partial(client.v2.items.iter, type="CALL")
        listed = {call.id for call in of_line(allo_number=own[1])}
    narrowed = {
        ("--line", own[1]): lambda call: call["id"] in listed,
        ("--contact", "+12125550105"): lambda call: "+12125550105" in {call["from_number"], call["to_number"]},
        ("--since", day): lambda call: call["start_date"][:10] >= day,
        ("--until", day): lambda call: call["start_date"][:10] < day,
        ("--day", day): lambda call: call["start_date"][:10] == day,
    }
    if api == "v2":
        user = next(call["user"] for call in every if call.get("user"))
        narrowed |= {
            ("--result", "voicemail"): lambda call: call["result"] == "VOICEMAIL",
            ("--direction", "outbound"): lambda call: call["direction"] == "OUTBOUND",
            ("--tag", "quote"): lambda call: "quote" in call["tags"],
            ("--user", user): lambda call: call["user"] == user,
        }
    for options, holds in narrowed.items():
        expected = [call["id"] for call in every if holds(call)]
        assert [call["id"] for call in export(*options)] == expected, options
        assert 0 < len(expected) < len(every), options


def test_without_a_place_it_goes_to_stdout(allo):
    """JSON lines, and the count on stderr."""
    done = allo("calls", "export")

    assert len(done.out.splitlines()) == 150
    assert done.err.startswith("150 calls written (")


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(("--format", "parquet"), id="parquet-to-stdout"),
        pytest.param(("--format", "markdown"), id="markdown-to-stdout"),
        pytest.param(("--out", "calls.pages"), id="unknown-ending"),
    ],
)
def test_what_cannot_be_written_is_refused(allo, mock, arguments):
    """Exit code 2 before anything is read."""
    assert allo("calls", "export", *arguments).code == 2
    assert list(mock.requests) == []


def test_a_folder_takes_the_file(allo, tmp_path):
    """Under the name of what it holds."""
    allo("calls", "export", "--format", "csv", "--out", tmp_path)

    assert [path.name for path in tmp_path.iterdir()] == ["calls.csv"]


@pytest.mark.parametrize("kind", [*FILE_FORMATS, "markdown"])
def test_a_failure_leaves_no_file(allo, mock, tmp_path, kind):
    """An error in the middle: exit code 1, the old file as it was, nothing half written."""
    out = tmp_path / ("pages" if kind == "markdown" else f"calls.{kind}")
    if kind != "markdown":
        out.write_text("the old one")
    mock.add_key("short", daily_quota=3)
    key = tmp_path / "key"
    key.write_text("short")
    key.chmod(0o600)
    done = allo("calls", "export", "--format", kind, "--out", out, "--key-file", key)

    assert (done.code, left_over(tmp_path)) == (1, [])
    assert not (tmp_path / "pages" / "index.md").exists()
    assert kind == "markdown" or out.read_text() == "the old one"


def test_contacts_are_written(allo, tmp_path):
    """Every contact once, in the columns of the lists."""
    path = tmp_path / "contacts.csv"
    allo("contacts", "export", "--out", path)
    rows = rows_of(path)

    assert len({row["id"] for row in rows}) == len(rows) == 12
    assert list(rows[0]) == [column.name for column in CONTACTS]


def test_markdown_is_a_page_for_each_call_and_an_index(allo, tmp_path, mock):
    """The index leads to every page, newest first."""
    call = mock.simulate_call(transcript=[("USER", "Hello."), ("EXTERNAL", "Hi.")], summary="Said *hello*.")
    allo("calls", "export", "--format", "markdown", "--out", tmp_path / "pages")
    index = (tmp_path / "pages" / "index.md").read_text(encoding="utf-8")
    links = [line.split("](")[1].split(")")[0] for line in index.splitlines() if "](" in line]
    newest = (tmp_path / "pages" / links[0]).read_text(encoding="utf-8")

    assert len(links) == len(set(links)) == 151
    assert [link for link in links if not (tmp_path / "pages" / link).is_file()] == []
    assert call.id in links[0]
    assert newest.endswith(
        "## Summary\n\nSaid \\*hello\\*.\n\n"
        f"## Transcript\n\n**Team** [0:00] Hello.\n\n**{call.from_number}** [0:04] Hi.\n"
    )


@pytest.mark.parametrize("kind", ["html", "markdown"])
def test_pages_that_the_index_does_not_list_are_counted(allo, tmp_path, kind):
    """A smaller export into the same folder says how many pages are left out, even if quiet."""
    whole = ("calls", "export", "--format", kind, "--out", tmp_path / "pages")
    first, same = allo(*whole), allo(*whole)
    (tmp_path / "pages" / "notes").mkdir()
    (tmp_path / "pages" / "notes" / f"mine.{kind}").write_text("not a call")
    none = allo("--quiet", *whole, "--day", "2001-01-01")

    assert "does not list" not in first.err + same.err
    assert "has 150 more pages, of earlier exports, which the index does not list." in " ".join(none.err.split())


# The pieces


def lines(*said: tuple[str | None, str | None, float | None]) -> tuple[TranscriptLine, ...]:
    return tuple(TranscriptLine(source=source, text=text, start_seconds=start) for source, text, start in said)


def test_speakers_are_merged():
    """What one speaker says in a row is one turn, from when it began."""
    said = lines(("USER", "One", 0.4), ("USER", " two ", 4), ("EXTERNAL", "three", 65), ("USER", None, 3_700))
    call = Call(id="c", type="INBOUND", from_number="+33639980001", transcript=said)

    assert as_text(call.turns()) == "[0:00] Team: One two\n[1:05] +33639980001: three\n[61:40] Team:"


def test_a_transcript_without_speakers_or_times_is_told():
    """Some accounts have one text and nothing more."""
    call = Call(id="c", transcript=lines((None, "All in one.", None)))

    assert as_text(call.turns()) == "?: All in one."


def test_every_call_has_a_page_of_its_own():
    """Also where two ids differ in characters that no file's name should have, or only after a long beginning."""
    ids = ["a/b", "a_b", "a?b", "\ud800", "\ud801", "x" * 5000, "x" * 5000 + "y"]
    places = [place_of(Call(id=one, start_date=datetime(2026, 1, 2, tzinfo=UTC))) for one in ids]

    assert len(set(places)) == len(ids)
    assert max(map(len, places)) < 200


@pytest.mark.parametrize("identifier", ["../../etc/passwd", "a/b", "x\x00y", "C:\\x", ".."])
def test_a_page_never_leaves_its_folder(identifier):
    """Ids come from outside."""
    place = place_of(Call(id=identifier, start_date=datetime(2026, 1, 2, 3, 4, tzinfo=UTC)))

    assert place.startswith("2026-01/2026-01-02_0304_")
    assert place.count("/") == 1
    assert not set(place) & set("\\\x00:")


def test_markdown_shows_what_was_said():
    """And does not take it for markup."""
    assert escaped("a *b* [c](d) <script> | `e`\n# f") == r"a \*b\* \[c\](d) \<script\> \| \`e\` \# f"


def test_a_page_without_anything_is_a_page():
    """Every field but the id may be missing."""
    assert list(page_of(Call(id="c")))[-1] == "No transcript."


def test_a_file_is_whole_or_not_there(tmp_path):
    """What was raised inside leaves the old file and no trace."""
    path = tmp_path / "file"
    path.write_text("old")
    with pytest.raises(ValueError, match="could not convert"), whole_text(path) as file:
        file.write(f"new {float('not a number')}")

    assert [(p.name, p.read_text()) for p in tmp_path.iterdir()] == [("file", "old")]


def test_a_link_stays_a_link(tmp_path):
    """The file that it leads to is replaced."""
    (tmp_path / "real").write_text("old")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    with whole_text(tmp_path / "link") as file:
        file.write("new")

    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_text() == "new"


@pytest.mark.parametrize("target", ["file", "pipe", "missing"])
def test_a_link_that_somebody_else_made_is_replaced(tmp_path, monkeypatch, target):
    """In a shared folder it may lead to a file of ours, or to a reader: neither gets anything."""
    victim = tmp_path / "victim"
    if target == "file":
        victim.write_text("old")
    elif target == "pipe":
        os.mkfifo(victim)
    (tmp_path / "link").symlink_to(victim)
    if os.geteuid() == 0:
        os.lchown(tmp_path / "link", 4242, 4242)
    else:
        monkeypatch.setattr(os, "geteuid", lambda: 4242)
    with whole_text(tmp_path / "link") as file:
        file.write("new")

    assert ((tmp_path / "link").is_symlink(), (tmp_path / "link").read_text()) == (False, "new")
    assert (victim.exists(), victim.is_file() and victim.read_text()) == (
        target != "missing",
        target == "file" and "old",
    )


def test_what_is_no_file_is_written_to(tmp_path):
    """A pipe stays a pipe, a device a device: replacing /dev/null would be a bad surprise."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with whole_file(pipe) as part:
        pass

    assert (part, pipe.is_fifo()) == (pipe, True)


def test_halves_of_characters_are_written(allo, mock, tmp_path):
    """JSON can hold what no encoding carries; no format fails for it."""
    mock.simulate_call(summary="half \ud83d", transcript=[("USER", "half \ud83d")])
    codes = [
        allo("calls", "export", "--transcripts", "--format", kind, "--out", tmp_path / f"x.{kind}").code
        for kind in (*FILE_FORMATS, "markdown")
    ]

    assert codes == [0, 0, 0, 0]


NEWEST = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("expected", "count", "moment", "total"),
    [
        pytest.param(Estimate(1000), 10, NEWEST, 1000, id="pages"),
        pytest.param(Estimate(1000), 1200, NEWEST, 1200, id="more-than-pages-said"),
        pytest.param(Estimate(None), 10, NEWEST, None, id="unknown"),
        pytest.param(
            Estimate(None, NEWEST, NEWEST - timedelta(days=10)), 50, NEWEST - timedelta(days=1), 500, id="time"
        ),
        pytest.param(
            Estimate(None, NEWEST, NEWEST - timedelta(days=1)), 50, NEWEST - timedelta(days=3), 50, id="beyond-the-time"
        ),
        pytest.param(Estimate(None, NEWEST, NEWEST - timedelta(days=1)), 10, NEWEST, None, id="the-first"),
        pytest.param(Estimate(None, NEWEST, NEWEST), 50, NEWEST - timedelta(days=1), 50, id="no-time"),
        pytest.param(Estimate(None, NEWEST, NEWEST - timedelta(days=1)), 50, None, None, id="no-date"),
    ],
)
def test_how_many_there_may_be(expected, count, moment, total):
    """By page counts, or by how much of the time has been covered."""
    assert expected.after(count, moment) == total


def test_pages_are_added_up(mock):
    """Within half a page a line."""
    with AlloClient("key", transport=mock.transport, pace=None) as client:
        found = estimate(client, None, None, None, whole=True)
        narrowed = estimate(client, None, NEWEST, NEWEST + timedelta(days=1), whole=True)
        mock.quirks = Quirks(call_metadata="absent")
        unknown = estimate(client, None, None, None, whole=True)

    assert abs((found.total or 0) - 150) <= 50 * 5
    assert (narrowed.total, narrowed.since, narrowed.newest) == (None, NEWEST, NEWEST + timedelta(days=1))
    assert unknown.total is None


def test_an_estimate_is_exact_for_lines_of_one_page_and_half_a_page_off_for_others():
    """It is that of the lines that were asked for, and knows the newest call; a line that is refused has none."""
    mock = MockAllo(contacts=0, calls=0, now=lambda: NEWEST)
    for count, line in ((30, mock.numbers[0]), (250, mock.numbers[1])):
        for number in range(count):
            mock.simulate_call(line, contact_number="+12125550105", length_in_minutes=number)
    with AlloClient("key", transport=mock.transport, pace=None) as client:
        both, one, other = (
            estimate(client, line, None, None, whole=True) for line in (None, mock.numbers[0], mock.numbers[1])
        )
        part = estimate(client, mock.numbers[0], None, None, whole=False)
        since = estimate(client, mock.numbers[0], NEWEST - timedelta(days=1), None, whole=True)
        mock.faults.next(path="/calls", status=400, code="ALLO_NUMBER_INVALID")
        refused = estimate(client, mock.numbers[0], None, None, whole=True)
        mock.faults.next(path="/calls", status=401, code="API_KEY_INVALID")
        with pytest.raises(AuthenticationError):
            estimate(client, None, None, None, whole=True)
        newest = next(client.calls.iter(allo_number=mock.numbers[0])).start_date

    assert (both.total, one.total, other.total, part.total, since.total) == (280, 30, 250, None, None)
    assert (one.newest, since.newest, since.since) == (newest, newest, NEWEST - timedelta(days=1))
    assert (refused.total, refused.newest) == (0, None)


def test_the_size_is_estimated_for_those_who_watch(allo, monkeypatch, tmp_path):
    """In version 1, by page counts where all calls are exported."""
    asked: list[bool] = []
    monkeypatch.setattr("allo_ext.cli._export.estimate.estimate", lambda *_, whole: asked.append(whole))
    monkeypatch.setattr(Terminal, "shows_progress", True)
    choices = ((), ("--contact", "+12125550105"), ("--until", "2026-02-26"), ("--api", "v2"))
    codes = [allo("calls", "export", *words, "--out", tmp_path / "calls.csv").code for words in choices]

    assert (codes, asked) == ([0] * 4, [True, False, False])


def test_progress_is_reported_every_hundred_records(monkeypatch):
    """With the rate of all records at the end."""
    ticks = iter([10.0, 12.0])
    monkeypatch.setattr(progress.time, "monotonic", lambda: next(ticks))
    reports: list[tuple[int, int]] = []
    counted = Counted("calls", lambda count, record: reports.append((count, record)), lambda _: None)

    assert list(counted.each(range(250))) == list(range(250))
    assert (reports, counted.rate) == ([(100, 99), (200, 199)], 125.0)


@pytest.mark.parametrize(
    ("arguments", "made"),
    [
        pytest.param(("calls", "--out", "-"), set(), id="stdout"),
        pytest.param(("calls", "--out", "Calls.CSV"), {"Calls.CSV"}, id="capitals"),
        pytest.param(("calls", "--out", "All.HTM"), {"All.HTM", "All_files"}, id="page-in-capitals"),
        pytest.param(("calls", "--out", "folder.md"), {"index.md", "2026-02"}, id="folder-with-an-ending"),
        pytest.param(("calls", "--format", "csv", "--out", "folder.md"), {"calls.csv"}, id="csv-in-a-folder"),
    ],
)
def test_a_place_is_what_it_looks_like(allo, tmp_path, monkeypatch, arguments, made):
    """A file by its ending, a folder if it is one, and - for stdout."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder.md").mkdir()
    done = allo(arguments[0], "export", *arguments[1:])
    there = {path.name for folder in (tmp_path, tmp_path / "folder.md") for path in folder.iterdir()} - {"folder.md"}

    assert (done.code, there, len(done.out.splitlines())) == (0, made, 0 if made else 150)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        pytest.param(("calls", "--format", "markdown", "--out", "there"), "needs a folder", id="file"),
        pytest.param(("contacts", "--out", "there.html"), "as csv, json, jsonl, parquet or xlsx.", id="pages"),
        pytest.param(("contacts", "--out", "there.pages"), "csv, json, jsonl, parquet or xlsx.", id="unknown"),
    ],
)
def test_a_place_that_does_not_fit_is_refused(allo, tmp_path, monkeypatch, arguments, says):
    """With exit code 2 and the possible formats; a file that is there stays."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "there").write_text("mine")
    done = allo(arguments[0], "export", *arguments[1:])

    assert (done.code, " ".join(done.err.split()).endswith(says) or says in done.err) == (2, True)
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("there", "mine")]


def test_a_new_file_is_like_any_other(tmp_path):
    """Its permissions follow the umask, its name may be as long as any, and its folders are made."""
    modes = []
    for mask in (0o027, 0):
        path = tmp_path / f"{mask}" / "b" / ("x" * 250)
        before = os.umask(mask)
        try:
            with whole_text(path) as file:
                file.write("\r\n\ud800")
        finally:
            os.umask(before)
        modes.append(path.stat().st_mode & 0o777)

    assert (modes, path.read_bytes()) == ([0o640, 0o666], b"\r\n\\ud800")


def test_an_error_of_the_disk_is_raised_as_it_is(tmp_path, monkeypatch):
    """Also where not even the temporary file could be made."""

    def fail(*_: object) -> int:
        raise PermissionError

    monkeypatch.setattr(os, "open", fail)
    with pytest.raises(PermissionError), whole_file(tmp_path / "file"):
        pass


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can give a link away")
def test_a_link_of_the_administrator_is_followed(tmp_path, monkeypatch):
    """Such as one in /var/tmp that leads to another disk."""
    (tmp_path / "link").symlink_to(tmp_path / "real")
    monkeypatch.setattr(os, "geteuid", lambda: 4242)
    with whole_text(tmp_path / "link") as file:
        file.write("new")

    assert ((tmp_path / "link").is_symlink(), (tmp_path / "real").read_text()) == (True, "new")


def test_a_name_is_kept_as_long_as_it_is_safe():
    """100 letters, digits, dashes and underlines; another one gets a part of its hash."""
    assert [safe_name(name) for name in ("cll-1_A", "x" * 100)] == ["cll-1_A", "x" * 100]
    assert safe_name("x" * 101) == "x" * 100 + "-" + hashlib.sha256(b"x" * 101).hexdigest()[:12]
    assert safe_name("a/\u00e9/b").startswith("a_b-")


def test_a_file_is_on_the_disk_before_it_has_its_name(allo, tmp_path, monkeypatch):
    """Pages are not, one by one: the index, which is written last, is."""
    path, synced = tmp_path / "file", []
    monkeypatch.setattr(os, "fsync", lambda _: synced.append(path.exists()))
    with whole_text(path):
        pass
    path.unlink()
    allo("calls", "export", "--format", "markdown", "--out", tmp_path / "pages")

    assert synced == [False, False]


def test_the_temporary_file_is_new(tmp_path, monkeypatch):
    """Nobody can put a link in its place that leads elsewhere."""
    monkeypatch.setattr(files.secrets, "token_hex", lambda _: "known")
    (tmp_path / "victim").write_text("old")
    (tmp_path / ".file.known.part").symlink_to(tmp_path / "victim")
    with pytest.raises(FileExistsError), whole_file(tmp_path / "file"):
        pass

    assert (tmp_path / "victim").read_text() == "old"


@pytest.mark.parametrize("kind", ["csv", "jsonl", "parquet", "markdown"])
def test_a_file_name_that_is_not_utf8_is_written_to(allo, tmp_path, kind):
    """A path may be any bytes."""
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9"))
    done = allo("--quiet", "calls", "export", "--format", kind, "--out", path)

    assert (done.code, done.err) == (0, "")
    assert path.exists()
