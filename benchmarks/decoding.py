"""Decoding of bytes to records compared to `json.loads`, without and with the extra `[orjson]`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from answers import page
from reading import HAS_ORJSON, reader
from table import Row, cpu_pairs

from allo_ext._wire.envelope import page_of
from allo_ext._wire.json import loads
from allo_ext.records import Call

if TYPE_CHECKING:
    from allo_ext import Page

BODY = page(100, lines=30)


def _decoded() -> Page[Call]:
    return page_of(Call)(loads(BODY))


def _looked_at() -> None:
    for call in _decoded():
        for line in call.transcript or ():
            _ = line.source, line.text, line.start_seconds


def rows() -> list[Row]:
    """Measure 100 calls of 30 transcript lines."""
    found: list[Row] = []
    for extra, orjson in (("", False), (", [orjson]", True))[: 1 + HAS_ORJSON]:
        for what, function in (("100 calls of 30 lines", _decoded), ("every transcript line looked at", _looked_at)):
            with reader(orjson=orjson):
                ratios, ours, theirs = cpu_pairs(function, lambda: json.loads(BODY), repeat=20, runs=9)
            found.append(Row(what + extra, "json.loads", ratios, f"{ours * 1e3:.1f} ms; {theirs * 1e3:.1f} ms"))
    return found
