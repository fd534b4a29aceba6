"""Selection of the JSON reader: the standard library or orjson."""

from __future__ import annotations

import importlib.util
from contextlib import contextmanager
from typing import TYPE_CHECKING

from allo_ext._wire import json as _json

if TYPE_CHECKING:
    from collections.abc import Generator

HAS_ORJSON = importlib.util.find_spec("orjson") is not None


@contextmanager
def reader(*, orjson: bool) -> Generator[None]:
    """Use the standard library or orjson to read JSON."""
    fastest = _json._fastest  # noqa: SLF001
    chosen = fastest() if orjson else _json._loads  # noqa: SLF001
    _json._fastest = lambda: chosen  # type: ignore[assignment]  # noqa: SLF001
    try:
        yield
    finally:
        _json._fastest = fastest  # noqa: SLF001
