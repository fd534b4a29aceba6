"""Records as pandas data frames (extra `[pandas]`).

    from allo_ext import AlloClient, frames

    with AlloClient() as allo:
        calls = frames.calls(allo.calls.iter(since=date(2026, 9, 1), until=date(2026, 10, 1)))
    calls.groupby(calls.start_date.dt.date).duration.sum()

An iterable is read once, and of each record only the columns are kept. Nothing in it is a frame all the same, with
every column. The columns have the names of the records' fields, and the same types under pandas 2.2 and 3:

    texts            string
    moments          datetime64[us, UTC]
    spans of time    timedelta64[us]
    yes or no        boolean
    the API's words  category: those that this version knows, then what else has come
    tuples           object; `frame.explode("tags")` makes rows of them

What is asynchronous is collected first: `frames.calls([call async for call in allo.calls.iter()])`.
"""

from __future__ import annotations

from datetime import UTC, timedelta
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


def calls(records: Iterable[Call]) -> pd.DataFrame:
    """Return one row for each call; what was said in them is in `transcripts`.

    Args:
        records: Calls, such as `allo.calls.iter()` or a page.

    Raises:
        TypeError: Something else is among them.
        ConfigurationError: The extra `[pandas]` is not installed.
    """
    return _frame(_each(records, Call, "calls"), _columns.CALLS)


def transcripts(records: Iterable[Call]) -> pd.DataFrame:
    """Return one row for each line of calls' transcripts: `call_id`, `line` from 0, `offset` into the call, the line.

    Args:
        records: Calls, such as `allo.calls.iter()` or a page.

    Raises:
        TypeError: Something else is among them.
        ConfigurationError: The extra `[pandas]` is not installed.
    """
    each = _each(records, Call, "transcripts")
    rows = ((call, number, line) for call in each for number, line in enumerate(call.transcript or ()))
    return _frame(rows, _columns.TRANSCRIPTS)


def contacts(records: Iterable[Contact]) -> pd.DataFrame:
    """Return one row for each contact, the company by its name.

    Args:
        records: Contacts, such as `allo.contacts.iter()` or a page.

    Raises:
        TypeError: Something else is among them.
        ConfigurationError: The extra `[pandas]` is not installed.
    """
    return _frame(_each(records, Contact, "contacts"), _columns.CONTACTS)


def conversation(records: Iterable[ConversationItem]) -> pd.DataFrame:
    """Return one row for each call or message of a conversation; what one of them lacks is missing there.

    Args:
        records: Items, such as `allo.contacts.iter_conversation(…)` or a page.

    Raises:
        TypeError: Something else is among them.
        ConfigurationError: The extra `[pandas]` is not installed.
    """
    return _frame(_each(records, ConversationItem, "conversation"), _columns.CONVERSATION)


def messages(records: Iterable[Message]) -> pd.DataFrame:
    """Return one row for each message.

    Args:
        records: Messages, such as `item.message` of a conversation's items.

    Raises:
        TypeError: Something else is among them.
        ConfigurationError: The extra `[pandas]` is not installed.
    """
    return _frame(_each(records, Message, "messages"), _columns.MESSAGES)


def numbers(records: Iterable[Number]) -> pd.DataFrame:
    """Return one row for each line of the account, such as `allo.numbers.list()` gives.

    Raises:
        TypeError: Something else is among them.
        ConfigurationError: The extra `[pandas]` is not installed.
    """
    return _frame(_each(records, Number, "numbers"), _columns.NUMBERS)


def webhooks(records: Iterable[Webhook]) -> pd.DataFrame:
    """Return one row for each registration, such as `allo.webhooks.list()` gives.

    Raises:
        TypeError: Something else is among them.
        ConfigurationError: The extra `[pandas]` is not installed.
    """
    return _frame(_each(records, Webhook, "webhooks"), _columns.WEBHOOKS)


def to_frame(records: Iterable[Any], of: type[Any] | None = None) -> pd.DataFrame:
    """Return a frame of records of one class, whichever it is: what `Page.to_frame()` stands on.

    Args:
        records: Records of one class.
        of: Their class. Without it the first record tells, and there must be one.

    Raises:
        TypeError: They are of several classes, or of one that makes no frame.
        ValueError: There are none, and their class is not given.
        ConfigurationError: The extra `[pandas]` is not installed.
    """
    if of is None:
        rest = _iterate(records, "to_frame", "records")
        first = next(rest, None)
        if first is None:
            raise ValueError(
                "frames.to_frame cannot tell the columns of nothing: give the class of the records, such as of=Call, "
                "or use frames.calls and its like."
            )
        records = chain((first,), rest)
        found: type[Any] = first.__class__
    else:
        found = of
    make = _MAKERS.get(found)
    if make is None:
        known = ", ".join(sorted(cls.__name__ for cls in _MAKERS))
        raise TypeError(f"frames.to_frame makes frames of {known}, not of {found.__name__}.")
    return make(records)


_MAKERS: Final[dict[type[Any], Callable[[Iterable[Any]], pd.DataFrame]]] = {
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
            f"frames.{function} cannot wait: collect what is asynchronous first, "
            f"frames.{function}([record async for record in …])."
        )
    try:
        return iter(records)
    except TypeError:
        raise TypeError(f"frames.{function} takes an iterable of {wanted}, not one {type(records).__name__}.") from None


def _each(records: Iterable[Any], cls: type[Any], function: str) -> Iterator[Any]:
    """Go through records, and refuse what is of another class before it makes a row of nothing."""
    for position, record in enumerate(_iterate(records, function, cls.__name__)):
        if not isinstance(record, cls):
            raise TypeError(
                f"frames.{function} takes {cls.__name__} records; number {position} is of {type(record).__name__}."
            )
        yield record


def _frame(rows: Iterable[Any], columns: tuple[Column, ...]) -> pd.DataFrame:
    with needs("allo_ext.frames", "pandas", extra="pandas"):
        import pandas as pd
    values: list[list[Any]] = [[] for _ in columns]
    adders = [(kept.append, column.read) for kept, column in zip(values, columns, strict=True)]
    for row in rows:
        for add, read in adders:
            add(read(row))
    return pd.DataFrame(
        {column.name: _series(kept, column) for kept, column in zip(values, columns, strict=True)}, copy=False
    )


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

    # Through numpy, because pandas 2.2 would count in nanoseconds on the way, and reach from 1677 to 2262.
    if column.kind is Kind.MOMENT:
        naive = [moment and moment.astimezone(UTC).replace(tzinfo=None) for moment in values]
        return pd.Series(pd.DatetimeIndex(np.array(naive, dtype="datetime64[us]")).tz_localize("UTC"))
    if column.kind is Kind.SPAN:
        # What does not fit would come out as another span.
        spans = [None if span is None or abs(span) > _LONGEST else span for span in values]
        return pd.Series(np.array(spans, dtype="timedelta64[us]"))
    if column.kind is Kind.WORD:
        said = [None if value is None else str(value) for value in values]
        unknown = sorted({word for word in said if word is not None} - set(column.words))
        return pd.Series(pd.Categorical(said, categories=[*column.words, *unknown]))
    return pd.Series(values, dtype=_DTYPES[column.kind])
