"""From bytes to records, beside `json.loads` of the same bytes; without and with the extra `[orjson]`."""

from __future__ import annotations

import json

from answers import page
from reading import HAS_ORJSON, reader
from table import Row, cpu_pairs

from allo_ext._json import loads
from allo_ext._normalise.envelope import page_of
from allo_ext.records import Call

BODY = page(100, lines=30)


def _decoded() -> object:
    return page_of(Call)(loads(BODY))


def _looked_at() -> object:
    return [line for call in page_of(Call)(loads(BODY)) for line in call.transcript]


def rows() -> list[Row]:
    """Measure 100 calls of 30 transcript lines: decoded, and decoded with every line looked at."""
    found: list[Row] = []
    for name, goal, orjson in (("", "≤ 2.5", False), (" [orjson]", "≤ 1.8", True))[: 1 + HAS_ORJSON]:
        for what, function in (("decoding 100 calls of 30 lines", _decoded), ("… every line looked at", _looked_at)):
            with reader(orjson=orjson):
                ratios, ours, theirs = cpu_pairs(function, lambda: json.loads(BODY), repeat=20, runs=9)
            found.append(Row(what + name, "json.loads", goal, ratios, f"{ours * 1e3:.1f} ms; {theirs * 1e3:.1f} ms"))
    return found
