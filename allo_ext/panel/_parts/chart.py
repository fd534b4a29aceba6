"""A bar chart as SVG, without a chart library or scripts."""

from __future__ import annotations

import math
from html import escape
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from allo_ext.panel._figures.counts import Count

WIDTH: Final = 800
HEIGHT: Final = 230
_LEFT, _RIGHT, _TOP, _BOTTOM = 34, 6, 12, 26
_GAP: Final = 0.34
_ROUND: Final = 3.0
_STEPS: Final = (1, 2, 5)


def bars(counts: Sequence[Count], title: str) -> str:
    """Draw the outcomes per hour or day. Colours come from the style sheet (`.bar-answered` and others).

    Args:
        counts: The counts to draw, from left to right.
        title: The title, for screen readers, which also read the numbers of each bar.
    """
    shown = kinds(counts)
    step, top = scale(max((getattr(count, kind) for count in counts for kind in shown), default=0))
    room = (WIDTH - _LEFT - _RIGHT) / max(len(counts), 1)
    parts = [_frame(step, top)]
    for place, count in enumerate(counts):
        left = _LEFT + room * place
        width = room * (1 - _GAP) / len(shown)
        parts.append(f"<g><title>{escape(_sentence(count))}</title>")
        parts.append(f'<rect class="bar-hit" x="{left:.1f}" y="{_TOP}" width="{room:.1f}" height="{_floor() - _TOP}"/>')
        for nth, kind in enumerate(shown):
            value: int = getattr(count, kind)
            parts.append(_bar(left + room * _GAP / 2 + width * nth, width, value / top, kind))
        parts.append(f'<text class="tick" x="{left + room / 2:.1f}" y="{HEIGHT - 8}">{escape(count.label)}</text></g>')
    said = " ".join(_sentence(count) for count in counts if count.total) or "No calls."
    return (
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(title)}">'
        f"<desc>{escape(said)}</desc>{''.join(parts)}</svg>"
    )


def kinds(counts: Sequence[Count]) -> tuple[str, ...]:
    """Return the kinds of bars: answered and missed always, the others if they occur."""
    rest = (kind for kind in ("unreached", "unknown") if any(getattr(count, kind) for count in counts))
    return ("answered", "missed", *rest)


def scale(most: int) -> tuple[int, int]:
    """Return the distance between grid lines and the highest value: at most five lines, at round numbers."""
    step = next(
        size * 10**power
        for power in range(12)
        for size in _STEPS
        if math.ceil(most / (size * 10**power)) <= 4  # noqa: PLR2004
    )
    return step, step * max(math.ceil(most / step), 1)


def _floor() -> int:
    return HEIGHT - _BOTTOM


def _frame(step: int, top: int) -> str:
    lines: list[str] = []
    for value in range(0, top + 1, step):
        y = _floor() - (_floor() - _TOP) * value / top
        lines.append(f'<line class="grid" x1="{_LEFT}" x2="{WIDTH - _RIGHT}" y1="{y:.1f}" y2="{y:.1f}"/>')
        lines.append(f'<text class="scale" x="{_LEFT - 8}" y="{y + 4:.1f}">{value}</text>')
    return "".join(lines)


def _bar(left: float, width: float, share: float, kind: str) -> str:
    height = (_floor() - _TOP) * share
    if not height:
        return ""
    radius = min(_ROUND, width / 2, height)
    return (
        f'<path class="bar-{kind}" d="M{left + 1:.1f} {_floor()}v{-(height - radius):.1f}q0 {-radius:.1f} {radius:.1f} '
        f'{-radius:.1f}h{width - 2 - 2 * radius:.1f}q{radius:.1f} 0 {radius:.1f} {radius:.1f}v{height - radius:.1f}z"/>'
    )


def _sentence(count: Count) -> str:
    unreached = f", {count.unreached} not reached" if count.unreached else ""
    unknown = f", {count.unknown} unknown" if count.unknown else ""
    return f"{count.spelt}: {count.answered} answered, {count.missed} missed{unreached}{unknown}."
