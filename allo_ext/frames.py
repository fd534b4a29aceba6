"""Records as pandas data frames (extra `[pandas]`).

    from allo_ext import AlloClient, frames

    with AlloClient() as allo:
        calls = frames.calls(allo.calls.iter(since=date(2026, 9, 1), until=date(2026, 10, 1)))
    calls.groupby(calls.start_date.dt.date).duration.sum()

An iterable is read once, and only the columns of each record are kept in memory. An empty iterable makes an empty frame
with all columns. The columns have the names of the records' fields, and the same types under pandas 2.2 and 3:

    str        string
    datetime   datetime64[us, UTC]
    timedelta  timedelta64[us]
    bool       boolean
    enum       category: the values known to this version, then any others
    tuple      object; use `frame.explode("tags")` to turn them into rows

If the API returns fields that this version does not know, a column `extra` holds them, an object or a missing value.

Excel knows no time zones, durations beyond a number, or lists, and computes text that begins with `=`. With
`excel=True` a frame is ready for `to_excel()` and for spreadsheets: datetimes are in the time zone `tz` without saying
so, durations are whole seconds in a column `…_seconds`, lists are joined by `; `, objects are JSON, and text that
Excel would compute begins with an apostrophe.

    frames.calls(calls, excel=True, tz="Europe/Paris").to_excel("calls.xlsx", index=False)

Collect an asynchronous iterator first: `frames.calls([call async for call in allo.calls.iter()])`.
"""

from __future__ import annotations

from datetime import UTC, timedelta, tzinfo
from itertools import chain
from typing import TYPE_CHECKING, Any, Final

from allo_ext._extras import needs
from allo_ext._wire import columns as _columns
from allo_ext._wire.columns import Column, Kind
from allo_ext.records import Call, Contact, ConversationItem, Message, Number, Webhook

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    import pandas as pd

__all__ = ["calls", "contacts", "conversation", "messages", "numbers", "to_frame", "transcripts", "webhooks"]


def calls(records: Iterable[Call], *, excel: bool = False, tz: tzinfo | str = UTC) -> pd.DataFrame:
    """Return one row for each call; for transcripts see `transcripts`.

    Args:
        records: Calls, such as `allo.calls.iter()` or a page.
        excel: True for a frame that `to_excel()` can write; see the module's description.
        tz: With `excel`, the time zone of datetimes, such as `Europe/Paris`.

    Raises:
        TypeError: The iterable contains something else.
        ConfigurationError: The extra `[pandas]` is not installed.
    """
    return _frame(_each(records, Call, "calls"), _columns.CALLS, excel=excel, tz=tz)


def transcripts(records: Iterable[Call], *, excel: bool = False, tz: tzinfo | str = UTC) -> pd.DataFrame:
    """Return one row for each transcript line: `call_id`, `line` from 0, `offset` into the call, and the line's fields.

    Args:
        records: Calls, such as `allo.calls.iter()` or a page.
        excel: True for a frame that `to_excel()` can write; see the module's description.
        tz: With `excel`, the time zone of datetimes, such as `Europe/Paris`.

    Raises:
        TypeError: The iterable contains something else.
        ConfigurationError: The extra `[pandas]` is not installed.
    """
    each = _each(records, Call, "transcripts")
    rows = ((call, number, line) for call in each for number, line in enumerate(call.transcript or ()))
    return _frame(rows, _columns.TRANSCRIPTS, excel=excel, tz=tz)


def contacts(records: Iterable[Contact], *, excel: bool = False, tz: tzinfo | str = UTC) -> pd.DataFrame:
    """Return one row for each contact, with the name of the company.

    Args:
        records: Contacts, such as `allo.contacts.iter()` or a page.
        excel: True for a frame that `to_excel()` can write; see the module's description.
        tz: With `excel`, the time zone of datetimes, such as `Europe/Paris`.

    Raises:
        TypeError: The iterable contains something else.
        ConfigurationError: The extra `[pandas]` is not installed.
    """
    return _frame(_each(records, Contact, "contacts"), _columns.CONTACTS, excel=excel, tz=tz)


def conversation(records: Iterable[ConversationItem], *, excel: bool = False, tz: tzinfo | str = UTC) -> pd.DataFrame:
    """Return one row for each call or message of a conversation; fields of the other kind are missing values.

    Args:
        records: Items, such as `allo.contacts.iter_conversation(…)` or a page.
        excel: True for a frame that `to_excel()` can write; see the module's description.
        tz: With `excel`, the time zone of datetimes, such as `Europe/Paris`.

    Raises:
        TypeError: The iterable contains something else.
        ConfigurationError: The extra `[pandas]` is not installed.
    """
    return _frame(_each(records, ConversationItem, "conversation"), _columns.CONVERSATION, excel=excel, tz=tz)


def messages(records: Iterable[Message], *, excel: bool = False, tz: tzinfo | str = UTC) -> pd.DataFrame:
    """Return one row for each message.

    Args:
        records: Messages, such as `item.message` of a conversation's items.
        excel: True for a frame that `to_excel()` can write; see the module's description.
        tz: With `excel`, the time zone of datetimes, such as `Europe/Paris`.

    Raises:
        TypeError: The iterable contains something else.
        ConfigurationError: The extra `[pandas]` is not installed.
    """
    return _frame(_each(records, Message, "messages"), _columns.MESSAGES, excel=excel, tz=tz)


def numbers(records: Iterable[Number], *, excel: bool = False, tz: tzinfo | str = UTC) -> pd.DataFrame:
    """Return one row for each phone line.

    Args:
        records: Lines, such as `allo.numbers.list()`.
        excel: True for a frame that `to_excel()` can write; see the module's description.
        tz: With `excel`, the time zone of datetimes, such as `Europe/Paris`.

    Raises:
        TypeError: The iterable contains something else.
        ConfigurationError: The extra `[pandas]` is not installed.
    """
    return _frame(_each(records, Number, "numbers"), _columns.NUMBERS, excel=excel, tz=tz)


def webhooks(records: Iterable[Webhook], *, excel: bool = False, tz: tzinfo | str = UTC) -> pd.DataFrame:
    """Return one row for each webhook.

    Args:
        records: Webhooks, such as `allo.webhooks.list()`.
        excel: True for a frame that `to_excel()` can write; see the module's description.
        tz: With `excel`, the time zone of datetimes, such as `Europe/Paris`.

    Raises:
        TypeError: The iterable contains something else.
        ConfigurationError: The extra `[pandas]` is not installed.
    """
    return _frame(_each(records, Webhook, "webhooks"), _columns.WEBHOOKS, excel=excel, tz=tz)


def to_frame(records: Iterable[Any], of: type[Any] | None = None) -> pd.DataFrame:
    """Return a frame of records of any one class; `Page.to_frame()` uses it.

    Args:
        records: Records of one class.
        of: Their class; by default the class of the first record.

    Raises:
        TypeError: The records have several classes, or an unsupported one.
        ValueError: The iterable is empty and `of` is missing.
        ConfigurationError: The extra `[pandas]` is not installed.
    """
    if of is None:
        rest = _iterate(records, "to_frame", "records")
        first = next(rest, None)
        if first is None:
            raise ValueError(
                "frames.to_frame needs the class of the records if there are none: pass it, such as of=Call, "
                "or use frames.calls or another function of frames."
            )
        records = chain((first,), rest)
        found: type[Any] = first.__class__
    else:
        found = of
    make = _MAKERS.get(found)
    if make is None:
        known = ", ".join(sorted(cls.__name__ for cls in _MAKERS))
        raise TypeError(f"frames.to_frame supports {known}, not {found.__name__}.")
    return make(records)


_MAKERS: Final[dict[type[Any], Callable[..., pd.DataFrame]]] = {
    Call: calls,
    Contact: contacts,
    ConversationItem: conversation,
    Message: messages,
    Number: numbers,
    Webhook: webhooks,
}


def _iterate(records: Iterable[Any], function: str, wanted: str) -> Iterator[Any]:
    if hasattr(records, "__aiter__"):
        raise TypeError(
            f"frames.{function} is synchronous: collect the asynchronous iterator first, "
            f"frames.{function}([record async for record in …])."
        )
    try:
        return iter(records)
    except TypeError:
        raise TypeError(f"frames.{function} takes an iterable of {wanted}, not {type(records).__name__}.") from None


def _each(records: Iterable[Any], cls: type[Any], function: str) -> Iterator[Any]:
    """Yield the records; raise TypeError for a record of another class."""
    for position, record in enumerate(_iterate(records, function, cls.__name__)):
        if not isinstance(record, cls):
            raise TypeError(
                f"frames.{function} takes {cls.__name__} records; item {position} is a {type(record).__name__}."
            )
        yield record


def _frame(rows: Iterable[Any], columns: tuple[Column, ...], *, excel: bool, tz: tzinfo | str) -> pd.DataFrame:
    with needs("allo_ext.frames", "pandas", extra="pandas"):
        import pandas as pd
    values: list[list[Any]] = [[] for _ in columns]
    extras: list[Any] = []
    adders = [(kept.append, column.read) for kept, column in zip(values, columns, strict=True)]
    for row in rows:
        for add, read in adders:
            add(read(row))
        extras.append(_columns.extra_of(row))
    found = {column.name: _series(kept, column) for kept, column in zip(values, columns, strict=True)}
    if any(extras):
        # Only then: a program that reads a frame is not surprised by a column of missing values.
        columns = (*columns, Column("extra", _columns.extra_of, Kind.OBJECT))
        found["extra"] = _series(extras, columns[-1])
    if excel:
        from allo_ext._sheets import for_excel

        found = dict(for_excel(found[column.name], column, tz) for column in columns)
    return pd.DataFrame(found, copy=False)


_LONGEST: Final = timedelta(days=100_000_000)
_DTYPES: Final[dict[Kind, str]] = {
    Kind.TEXT: "string",
    Kind.FLAG: "boolean",
    Kind.REAL: "float64",
    Kind.COUNT: "int64",
    Kind.WHOLE: "Int64",
    Kind.TEXTS: "object",
    Kind.OBJECT: "object",
}


def _series(values: list[Any], column: Column) -> pd.Series[Any]:
    import numpy as np
    import pandas as pd

    # Through numpy: pandas 2.2 would convert to nanoseconds, whose range is 1677 to 2262.
    if column.kind is Kind.MOMENT:
        naive = [moment and moment.astimezone(UTC).replace(tzinfo=None) for moment in values]
        return pd.Series(pd.DatetimeIndex(np.array(naive, dtype="datetime64[us]")).tz_localize("UTC"))
    if column.kind is Kind.SPAN:
        # An overflowing value would become a different timedelta.
        spans = [None if span is None or abs(span) > _LONGEST else span for span in values]
        return pd.Series(np.array(spans, dtype="timedelta64[us]"))
    if column.kind is Kind.WORD:
        said = [None if value is None else str(value) for value in values]
        unknown = sorted({word for word in said if word is not None} - set(column.words))
        return pd.Series(pd.Categorical(said, categories=[*column.words, *unknown]))
    return pd.Series(values, dtype=_DTYPES[column.kind])
