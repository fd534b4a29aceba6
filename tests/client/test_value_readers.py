"""The readers of single values: of all kinds of values, each takes its own, and refuses the others."""

from __future__ import annotations

import enum
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from allo_ext._wire import extracted, fields, values

INF, NAN, HUGE = float("inf"), float("nan"), 10**400


class Colour(enum.StrEnum):
    """An open enum."""

    RED = "red"


class Text(str):
    """A string of another class."""

    __slots__ = ()


PROBES: tuple[Any, ...] = (
    None, "", "x", "7", "red", 0, 7, -3, True, False, 2.0, -0.6, 2.5, INF, -INF, NAN, HUGE, b"x",
    [], ["x"], ["x", None], ["x", 5], {}, {"a": 1}, {"name": "x"}, "2026-03-02", "2026-03-02T09:15:00",
)  # fmt: skip
DAY = date(2026, 3, 2)
MOMENT = datetime(2026, 3, 2, 9, 15, tzinfo=UTC)
STRINGS = {one: one for one in PROBES if isinstance(one, str)}
NUMBERS = {"0": 0.0, "7": 7.0, "-3": -3.0, "2.0": 2.0, "-0.6": -0.6, "2.5": 2.5}


def spans(unit: int) -> dict[str, timedelta]:
    return {shown: timedelta(seconds=round(number * unit)) for shown, number in NUMBERS.items()}


def shown(taken: dict[str, Any]) -> dict[str, Any]:
    return {repr(value): result for value, result in taken.items()}


TAKEN: dict[Callable[[Any], Any], dict[str, Any]] = {
    values.identifier: shown(STRINGS) | {"0": "0", "7": "7", "-3": "-3", repr(HUGE): str(HUGE)},
    values.text: shown(STRINGS),
    values.flag: {"True": True, "False": False},
    values.number: NUMBERS,
    values.whole: {"0": 0, "7": 7, "-3": -3, "2.0": 2, repr(HUGE): HUGE},
    values.minutes: spans(60),
    values.seconds: spans(1),
    values.day: {"'2026-03-02'": DAY},
    values.moment: {"'2026-03-02'": datetime(2026, 3, 2, tzinfo=UTC), "'2026-03-02T09:15:00'": MOMENT},
    values.mapping: {"{}": {}, "{'a': 1}": {"a": 1}, "{'name': 'x'}": {"name": "x"}},
    values.texts: {repr(one): (one,) for one in STRINGS}
    | {"''": (), "[]": (), "['x']": ("x",), "['x', None]": ("x",), "['x', 5]": values.PartlyReadError},
    values.OpenEnum(Colour): shown(STRINGS | {"red": Colour.RED}),
}
del TAKEN[values.identifier]["''"]


def outcome(read: Callable[[Any], Any], value: Any) -> Any:
    """Return what is read, or None where it is refused."""
    try:
        return read(value)
    except values.PartlyReadError as error:
        return type(error)
    except values.UNREADABLE:
        return None


@pytest.mark.parametrize("read", TAKEN, ids=lambda read: getattr(read, "__name__", "enum"))
def test_a_reader_takes_values_of_its_own_kind_and_no_others(read):
    """With the type that the record has; what it refuses is kept elsewhere."""
    found = {repr(value): outcome(read, value) for value in PROBES}
    found = {value: result for value, result in found.items() if result is not None}

    assert found == TAKEN[read]
    assert {value: type(result) for value, result in found.items()} == {
        value: type(result) for value, result in TAKEN[read].items()
    }


def test_a_length_of_time_is_rounded_to_a_second_and_may_be_too_long():
    """Half a second more or less makes the next or the last one."""
    assert [values.seconds(one) for one in (1.4, 1.6)] == [timedelta(seconds=1), timedelta(seconds=2)]
    assert [values.minutes(one) for one in (0.01, 1.49)] == [timedelta(seconds=1), timedelta(seconds=89)]
    assert outcome(values.minutes, 1e300) is None


@pytest.mark.parametrize(
    "written", ["2026-03-02T11:15:00+02:00", "2026-03-02T09:15Z", "20260302T091500", "2026-W10-1T09:15"]
)
def test_a_moment_is_in_utc_whatever_form_it_has(written):
    """ISO 8601 in any of its forms; without a zone it is UTC."""
    assert values.moment(written) == MOMENT
    assert values.moment(written).tzinfo is UTC
    assert outcome(values.moment, Text(written)) is None


def test_a_list_is_read_item_by_item():
    """Null items are left out; of one that is partly read, what can be read is in the error."""
    assert values.items(values.text, ["a", None, "b"]) == ("a", "b")
    with pytest.raises(values.PartlyReadError) as caught:
        values.items(values.number, ["a", None, 1, HUGE, INF, 2])
    assert caught.value.read == (1.0, 2.0)
    for other in ("ab", ("a",), {"a": 1}, None):
        with pytest.raises(TypeError):
            values.items(values.text, other)


def test_a_list_of_an_open_enum_has_members_and_new_strings():
    """So `is` works for the known values, and a value that the API adds is no error."""
    read = fields.reader_of(tuple[Colour | str, ...] | None)

    assert [type(one) for one in read(["red", "blue"])] == [Colour, str]


def test_an_entry_that_is_an_object_has_its_value_under_one_of_four_names():
    """The first of them counts."""
    names = ("number", "email", "name", "value")
    for place in range(4):
        entry = dict.fromkeys(reversed(names[place:]), "later") | {names[place]: "x"}
        assert values.texts([entry]) == ("x",)
    for entry in ({"number": 5, "email": "x"}, {"other": "x"}, {"number": None}, ["x"]):
        with pytest.raises(values.PartlyReadError) as caught:
            values.texts(["y", entry])
        assert caught.value.read == ("y",)


MISSING = [
    *("", " ", "null", "None", "NIL", "na", "N/A", "n/a.", " not available ", "NOT_AVAILABLE", "..."),
    *("NAME", "EMAIL", "EMAILS", "ADDRESS", "COMPANY", "WEBSITE", "JOB_TITLE", "JOB TITLE"),
]


def test_a_placeholder_of_the_extraction_is_no_value():
    """Words for nothing in any case, and the names of fields in capitals; anything else is a value."""
    assert [extracted.text(one) for one in MISSING] == [None] * len(MISSING)
    assert extracted.addresses(MISSING) == ()
    for value in ("name", "Company", "Nadia", "no", "n.a", "Email"):
        assert extracted.text(f" {value} ") == value
    with pytest.raises(TypeError):
        extracted.text(5)


def test_addresses_are_taken_apart_and_each_comes_once():
    """At commas, semicolons and spaces; what is no address is kept as it is."""
    a, b, c = "a@example.com", "b@example.com", "c@example.com"
    assert extracted.addresses([f"{a}, {b};{c}", f" {b} ", "ask Ada"]) == (a, b, c, "ask Ada")
    assert extracted.addresses(f"{a}\n{b}") == (a, b)
    assert extracted.addresses([f"Ada {a} or"]) == (a,)
