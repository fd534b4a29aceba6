"""`allo contacts import`, and the numbers that `allo contacts update` drops: shown before, asked once, run again."""

from __future__ import annotations

import json
from typing import Any

import pytest

from allo_ext.testing import MockAllo

OLD, NEW, OTHER = "+33639980001", "+33639980002", "+12025550178"


def rows(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


@pytest.fixture
def mock() -> MockAllo:
    return MockAllo(contacts=3, calls=0, seed=3)


@pytest.fixture
def ada(allo) -> str:
    """The id of a contact with one number and one address."""
    made = allo("contacts", "create", "--number", OLD, "--name", "Ada", "--email", "ada@example.com")
    return json.loads(made.out)["id"]


@pytest.fixture
def shown(allo):
    def shown(contact: str) -> dict[str, Any]:
        return json.loads(allo("contacts", "show", contact).out)

    return shown


def test_a_dry_run_shows_each_change_and_makes_none(allo, mock, ada, tmp_path):
    """Before and after per contact, the rows that are refused, and only reads leave."""
    file = tmp_path / "new.csv"
    lines = ("Old number;Number;Job title;Colour", f"{OLD};{NEW};;red", f";{OTHER};Buyer;", ";12;;", f"{OLD};;;")
    file.write_text("\n".join(lines), encoding="utf-8-sig")
    before = len(mock.requests)
    done = allo("contacts", "import", file, "--dry-run")
    found = rows(done.out)

    assert [(one["row"], one["action"]) for one in found] == [
        (2, "update"), (3, "create"), (4, "refused"), (5, "refused"),
    ]  # fmt: skip
    assert found[0]["changes"] == [f"numbers: {OLD} → {OLD}, {NEW}"]
    assert found[1]["changes"] == ["job_title: (empty) → Buyer", f"numbers: (empty) → {OTHER}"]
    assert "'12' is not a phone number" in found[2]["problem"]
    assert "row 2" in found[3]["problem"]
    assert {request.method for request in list(mock.requests)[before:]} == {"GET"}
    assert "Ignored columns: Colour." in done.err
    assert done.code == 1


def test_numbers_and_addresses_are_added(allo, ada, shown, tmp_path):
    """What a contact has stays; what a cell leaves empty is not touched; a second run has nothing to do."""
    file = tmp_path / "new.csv"
    file.write_text(f"number,phone 2,email,name\n{OLD},06 39 98 00 02,ada@work.example,\n")
    done = allo("contacts", "import", file, "--region", "FR", "--yes")
    now = shown(ada)
    again = allo("contacts", "import", file, "--region", "FR", "--yes")

    assert (done.code, [one["result"] for one in rows(done.out)]) == (0, ["changed"])
    assert (now["numbers"], now["emails"], now["name"]) == (
        [OLD, NEW], ["ada@example.com", "ada@work.example"], "Ada",
    )  # fmt: skip
    assert (again.code, again.out) == (0, "")
    assert "Nothing to change." in again.err


def test_numbers_are_replaced_only_if_told(allo, ada, shown, tmp_path):
    """The line says what is dropped."""
    file = tmp_path / "new.csv"
    file.write_text(f"email,number\nADA@example.com,{NEW}\n")
    done = allo("contacts", "import", file, "--match", "email", "--replace-numbers", "--yes")

    assert done.code == 0
    assert f"numbers: {OLD} → {NEW} (drops {OLD})" in done.err
    assert shown(ada)["numbers"] == [NEW]


@pytest.fixture
def two(allo) -> str:
    """The id of a contact with two numbers."""
    return json.loads(allo("contacts", "create", "--number", OLD, "--number", OTHER, "--name", "Grace").out)["id"]


@pytest.mark.parametrize("header", ["old_number,number", "Old number,New number", "number,new number"])
@pytest.mark.parametrize(
    ("options", "numbers"),
    [
        pytest.param((), [OLD, OTHER, NEW], id="add"),
        pytest.param(("--replace-numbers",), [NEW, OTHER], id="replace"),
        pytest.param(("--replace-numbers", "--drop-others"), [NEW], id="drop-others"),
    ],
)
def test_a_new_number_takes_the_place_of_the_old_one(allo, two, shown, tmp_path, header, options, numbers):  # noqa: PLR0917 (fixtures)
    """A number that the row does not name stays, unless its loss is asked for; a second run has nothing to do."""
    file = tmp_path / "new.csv"
    file.write_text(f"{header}\n{OLD},{NEW}\n")
    done = allo("contacts", "import", file, *options, "--yes")
    now = shown(two)["numbers"]
    again = allo("contacts", "import", file, *options, "--yes")

    assert (done.code, now) == (0, numbers)
    assert "Nothing to change." in again.err


def test_other_numbers_are_only_dropped_with_replace(allo, mock, tmp_path):
    """One sentence, before any request."""
    (tmp_path / "new.csv").write_text(f"old_number,number\n{OLD},{NEW}\n")
    done = allo("contacts", "import", tmp_path / "new.csv", "--drop-others", "--yes")

    assert (done.code, len(mock.requests)) == (2, 0)
    assert "--drop-others is for --replace-numbers" in done.err


@pytest.mark.parametrize("header", ["old number,new number", "number,new number"])
def test_an_unknown_old_number_makes_no_contact(allo, mock, ada, tmp_path, header):
    """A typing error is refused, not turned into a contact without a name."""
    file = tmp_path / "new.csv"
    file.write_text(f"{header}\n{OTHER},{NEW}\n")
    before = len(mock.requests)
    done = allo("contacts", "import", file, "--yes")

    assert done.code == 1
    assert "row 2 matches no contact by old number." in done.err
    assert {request.method for request in list(mock.requests)[before:]} == {"GET"}


@pytest.mark.parametrize(
    ("header", "cells", "name"),
    [
        pytest.param("name", "Ada Lovelace", "Ada", id="full-name"),
        pytest.param("name", "augusta ada LOVELACE", "augusta ada", id="another-first-name"),
        pytest.param("name,last name", "Ada Byron,Byron", "Ada", id="beside-the-last-name"),
        pytest.param("name", "Lovelace", "Lovelace", id="one-word"),
        pytest.param("name", "Ada King", "Ada King", id="another-last-name"),
    ],
)
def test_a_full_name_does_not_repeat_the_last_name(allo, ada, shown, tmp_path, header, cells, name):  # noqa: PLR0917 (fixtures)
    """A column `name` often holds the full name; what follows the first name is then the last name that is known."""
    allo("contacts", "update", ada, "--last-name", "Lovelace")
    file = tmp_path / "new.csv"
    file.write_text(f"number,{header}\n{OLD},{cells}\n")
    allo("contacts", "import", file, "--yes")

    assert shown(ada)["name"] == name


def test_a_dry_run_shows_whole_changes_on_a_narrow_terminal(on_a_terminal, served, two, tmp_path):
    """The table folds them: which numbers are dropped is what a dry run is for."""
    file = tmp_path / "new.csv"
    file.write_text(f"old_number,number,job title\n{OLD},{NEW},Head of customer operations\n")
    _, printed = on_a_terminal(
        "contacts", "import", file, "--replace-numbers", "--dry-run", ALLO_BASE_URL=served, COLUMNS="80"
    )

    assert "…" not in printed
    assert f"(drops {OLD})" in " ".join(printed.split())


def test_an_excel_workbook_is_read(allo, ada, shown, tmp_path):
    """Its first sheet; numbers that Excel kept as numbers need a region, or are refused."""
    from openpyxl import Workbook

    book = Workbook()
    book.active.append(["id", "numbers", "last_name"])
    book.active.append([ada, f"{OLD}; {NEW}", "Lovelace"])
    book.active.append([None, 639980003, "Hopper"])
    book.save(tmp_path / "new.xlsx")
    refused = allo("contacts", "import", tmp_path / "new.xlsx", "--dry-run")
    done = allo("contacts", "import", tmp_path / "new.xlsx", "--region", "FR", "--yes")

    assert "pass --region" in rows(refused.out)[1]["problem"]
    assert [one["result"] for one in rows(done.out)] == ["changed", "created"]
    assert (shown(ada)["numbers"], shown(ada)["last_name"]) == ([OLD, NEW], "Lovelace")


def test_several_contacts_with_a_number_are_not_guessed(allo, mock, ada, tmp_path):
    """The row is refused with their ids."""
    made = allo("contacts", "create", "--number", NEW, "--name", "Grace")
    file = tmp_path / "new.csv"
    file.write_text(f"number,other\n{OLD}; {NEW},\n")
    done = allo("contacts", "import", file, "--yes")

    assert done.code == 1
    assert ada in done.err
    assert json.loads(made.out)["id"] in done.err


def test_it_stops_where_no_other_row_can_succeed_and_continues(allo, mock, ada, shown, tmp_path):
    """Exit code 3 after a change; the next run does the rest, and creates nobody twice."""
    file = tmp_path / "new.csv"
    file.write_text(f"number,name\n{OLD},Augusta\n{NEW},Grace\n{OTHER},Joan\n")
    mock.faults.next(status=503, times=20, path="/contacts", method="POST")
    stopped = allo("contacts", "import", file, "--yes")
    mock.faults.clear()
    rest = allo("contacts", "import", file, "--yes")

    assert (stopped.code, [one["result"] for one in rows(stopped.out)]) == (3, ["changed", "failed", None])
    assert "1 rows are open" in stopped.err
    assert "may have been created" in stopped.err
    assert (rest.code, [one["result"] for one in rows(rest.out)]) == (0, [None, "created", "created"])
    assert shown(ada)["name"] == "Augusta"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        pytest.param(b"name,colour\nAda,red\n", "number, email or id", id="no-column"),
        pytest.param(b"PK\x03\x04rest", "not a CSV file", id="workbook"),
        pytest.param(b"", "first row must name the columns", id="empty"),
    ],
)
def test_a_file_of_something_else_is_refused(allo, mock, tmp_path, content, says):
    """One sentence, before any request."""
    (tmp_path / "new.csv").write_bytes(content)
    done = allo("contacts", "import", tmp_path / "new.csv", "--yes")

    assert (done.code, len(mock.requests)) == (2, 0)
    assert says in done.err


@pytest.mark.parametrize(("answer", "kept"), [("y\n", [NEW]), ("n\n", [OLD])], ids=["yes", "no"])
def test_an_update_asks_before_it_drops_a_number(on_a_terminal, served, ada, shown, answer, kept):  # noqa: PLR0917 (fixtures)
    """Both lists are shown first; nothing is sent without a yes."""
    _, printed = on_a_terminal("contacts", "update", ada, "--number", NEW, answer=answer, ALLO_BASE_URL=served)

    assert f"numbers: {OLD} → {NEW} (drops {OLD})" in printed
    assert shown(ada)["numbers"] == kept


def test_an_update_adds_a_number(allo, ada, shown):
    """--add-number keeps the others, in whatever notation it is given twice; scripts are not asked."""
    added = allo("contacts", "update", ada, "--add-number", NEW)
    replaced = allo("contacts", "update", ada, "--number", OTHER)

    assert json.loads(added.out)["numbers"] == [OLD, NEW]
    assert f"drops {OLD}, {NEW}" in replaced.err
    assert shown(ada)["numbers"] == [OTHER]


@pytest.mark.parametrize("name", ["ada", "LOVELÂCE ada"])
def test_a_contact_is_found_by_name(allo, ada, name):
    """Its words in any order, whatever their case and accents; exit code 1 where nobody has it."""
    allo("contacts", "update", ada, "--last-name", "Lovelace")
    found = rows(allo("contacts", "find", name).out)
    nobody = allo("contacts", "find", "Ada Nobody")

    assert [one["id"] for one in found] == [ada]
    assert nobody.code == 1
    assert "No contact has the name Ada Nobody." in nobody.err
