"""Every record of the package, and values for its fields, by their annotations."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from enum import StrEnum
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import attrs
import pytest
from hypothesis import strategies as st

from allo_ext import receiver, records, v2

NOT_RECORDS = {receiver.Reply, receiver.Request}
RECORDS = [
    records.Turn,
    *(
        value
        for module in (records, v2, receiver)
        for name in module.__all__
        if isinstance(value := getattr(module, name), type) and attrs.has(value) and value not in NOT_RECORDS
    ),
]
WHOLE = st.integers(-(2**53), 2**53)
REAL = st.floats(allow_nan=False, allow_infinity=False)
JSON = st.recursive(
    st.none() | st.booleans() | WHOLE | REAL | st.text(),
    lambda values: st.lists(values, max_size=3) | st.dictionaries(st.text(), values, max_size=3),
    max_leaves=5,
)
ZONES = st.sampled_from([UTC, timezone(timedelta(hours=5, minutes=45)), timezone(timedelta(hours=-8))])
CENTURIES = timedelta(days=70_000)


def _kinds(hint: Any) -> tuple[Any, ...]:
    return get_args(hint) if get_origin(hint) in {Union, UnionType} else (hint,)


def _values(hint: Any) -> st.SearchStrategy[Any]:
    """Return a strategy for a type; half of the known words and any other text for an open enum."""
    if len(_kinds(hint)) > 1:
        return st.one_of(*map(_values, _kinds(hint)))
    if get_origin(hint) is tuple:
        return st.lists(_values(get_args(hint)[0]), max_size=3).map(tuple)
    if get_origin(hint) is Mapping:
        return st.dictionaries(st.text(), JSON, max_size=3)
    if attrs.has(hint):
        return any_record(hint)
    if issubclass(hint if isinstance(hint, type) else object, StrEnum):
        return st.sampled_from(hint)
    return {
        Any: JSON,
        NoneType: st.none(),
        str: st.text(),
        bool: st.booleans(),
        int: WHOLE,
        float: REAL,
        date: st.dates(),
        datetime: st.datetimes(timezones=ZONES),
        timedelta: st.timedeltas(-CENTURIES, CENTURIES),
    }[hint]


def any_record(cls: type[Any]) -> st.SearchStrategy[Any]:
    """Return a strategy for records of a class."""
    hints = get_type_hints(cls)
    return st.builds(cls, **{field.name: _values(hints[field.name]) for field in attrs.fields(cls)})


def _filled(hint: Any) -> Any:
    kinds = [kind for kind in _kinds(hint) if kind is not NoneType]
    enum = next((kind for kind in kinds if isinstance(kind, type) and issubclass(kind, StrEnum)), None)
    if enum is not None:
        return next(iter(enum))
    if get_origin(kinds[0]) is tuple:
        return (_filled(get_args(kinds[0])[0]),) * 2
    if get_origin(kinds[0]) is Mapping or kinds[0] is Any:
        return {"kept": ["é", 1, 0.5, None, True]}
    if attrs.has(kinds[0]):
        return full_record(kinds[0])
    return {
        str: "Zoë 📞",
        bool: True,
        int: 7,
        float: 0.25,
        date: date(2026, 2, 28),
        datetime: datetime(2026, 2, 28, 12, 30, 0, 250_000, tzinfo=UTC),
        timedelta: timedelta(minutes=2),
    }[kinds[0]]


def full_record(cls: type[Any]) -> Any:
    """Return a record in which every field has a value."""
    hints = get_type_hints(cls)
    return cls(**{field.name: _filled(hints[field.name]) for field in attrs.fields(cls)})


@pytest.fixture(scope="session")
def strategy() -> Callable[[type[Any]], st.SearchStrategy[Any]]:
    """Makes a strategy for a record's class."""
    return any_record


@pytest.fixture(scope="session")
def full_records() -> list[Any]:
    """One record of each class, with a value in every field."""
    return [full_record(cls) for cls in RECORDS]


def pytest_generate_tests(metafunc):
    if "record_class" in metafunc.fixturenames:
        ids = [f"{cls.__module__.removeprefix('allo_ext.')}.{cls.__name__}" for cls in RECORDS]
        metafunc.parametrize("record_class", RECORDS, ids=ids)
