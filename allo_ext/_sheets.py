"""Values that a spreadsheet can hold, for data frames that are written to Excel."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from allo_ext._wire.columns import Column, Kind
from allo_ext.errors import InvalidArgumentError

if TYPE_CHECKING:
    from datetime import tzinfo

    import pandas as pd

_UNWRITABLE: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")
"""Characters that XML or UTF-8 cannot hold."""
_COMPUTED: Final = re.compile(r"\s*=")


def for_excel(series: pd.Series[Any], column: Column, tz: tzinfo | str) -> tuple[str, pd.Series[Any]]:
    """Return the name and the values of a column that Excel can hold.

    Args:
        series: The values.
        column: The column.
        tz: The time zone of datetimes.

    Raises:
        InvalidArgumentError: The time zone is unknown.
    """
    match column.kind:
        case Kind.MOMENT:
            return column.name, series.dt.tz_convert(_zone(tz)).dt.tz_localize(None)
        case Kind.SPAN:
            return f"{column.name}_seconds", series.dt.total_seconds().round().astype("Int64")
        case Kind.TEXT | Kind.WORD:
            return column.name, series.astype("object").map(_text).astype("string")
        case Kind.TEXTS | Kind.OBJECT:
            return column.name, series.map(_joined).astype("string")
        case _:
            return column.name, series


def _zone(tz: tzinfo | str) -> tzinfo:
    if not isinstance(tz, str):
        return tz
    try:
        return ZoneInfo(tz)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise InvalidArgumentError("tz must be a time zone such as Europe/Paris.", field="tz") from None


def _text(value: Any) -> Any:
    if not isinstance(value, str):
        return None
    text = _UNWRITABLE.sub("\N{REPLACEMENT CHARACTER}", value)
    return f"'{text}" if _COMPUTED.match(text) else text


def _joined(value: Any) -> Any:
    """Return a list of strings as one string, and anything else as JSON."""
    if value is None:
        return None
    if isinstance(value, tuple):
        items: tuple[Any, ...] = value  # pyright: ignore[reportUnknownVariableType]
        if all(isinstance(item, str) for item in items):
            return _text("; ".join(items))
    return _text(json.dumps(value, ensure_ascii=False, default=str))
