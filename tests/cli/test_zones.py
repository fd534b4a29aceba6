"""The time zone of what is written: that of the machine for people, UTC for programs."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

from allo_ext.cli._display.output import Format
from allo_ext.cli._export import _zone
from allo_ext.cli._export.formats import FileFormat
from allo_ext.cli._export.lists import zone_of

PEOPLE: Any = "this machine's"
PROGRAMS: Any = "UTC"


def run(*, shows_data: bool = False) -> Any:
    """Create a run whose zones are these names."""
    return SimpleNamespace(zone=PROGRAMS, zone_for_people=PEOPLE, terminal=SimpleNamespace(shows_data=shows_data))


def test_an_export_is_for_people_if_its_format_is_or_it_is_for_excel() -> None:
    """A CSV with --excel is opened by people, and so is a workbook or a page."""
    for excel, for_people in (
        (False, {FileFormat.XLSX, FileFormat.HTML, FileFormat.MARKDOWN}),
        (True, set(FileFormat)),
    ):
        places: list[Any] = [SimpleNamespace(kind=kind) for kind in FileFormat]
        zones = {place.kind: _zone(run(), place, excel=excel) for place in places}
        assert zones == {kind: PEOPLE if kind in for_people else PROGRAMS for kind in FileFormat}


def test_a_list_is_for_people_if_it_is_a_table_a_workbook_or_for_excel() -> None:
    """A list without a format is a table on a terminal, and JSON Lines elsewhere."""
    for given, out, excel, shows_data, expected in (
        (None, None, False, True, PEOPLE),
        (None, None, False, False, PROGRAMS),
        (Format.TABLE, None, False, False, PEOPLE),
        (Format.CSV, None, False, True, PROGRAMS),
        (Format.JSONL, None, False, True, PROGRAMS),
        (None, None, True, False, PEOPLE),
        (None, Path("-"), True, False, PEOPLE),
        (None, Path("list.xlsx"), False, False, PEOPLE),
        (None, Path("list.csv"), False, True, PROGRAMS),
        (None, Path("list.csv"), True, False, PEOPLE),
    ):
        assert zone_of(run(shows_data=shows_data), given, out, excel=excel) == expected, (given, out, excel)
