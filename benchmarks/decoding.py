"""Decoding of bytes to records compared to `json.loads`, without and with the extra `[orjson]`."""

from __future__ import annotations

import json

from answers import page
from reading import HAS_ORJSON, reader
from table import Row, cpu_pairs

from allo_ext._wire.envelope import page_of
from allo_ext._wire.json import loads
from allo_ext.records import Call

BODY = page(100, lines=30)


def _decoded() -> object:
    return page_of(Call)(loads(BODY))


def rows() -> list[Row]:
    """Measure 100 calls of 30 transcript lines."""
    found: list[Row] = []
    for name, goal, orjson in (("", "≤ 2.5", False), (" [orjson]", "≤ 1.8", True))[: 1 + HAS_ORJSON]:
        with reader(orjson=orjson):
            ratios, ours, theirs = cpu_pairs(_decoded, lambda: json.loads(BODY), repeat=20, runs=9)
        what, note = f"decoding 100 calls of 30 lines{name}", f"{ours * 1e3:.1f} ms; {theirs * 1e3:.1f} ms"
        found.append(Row(what, "json.loads", goal, ratios, note))
    return found
