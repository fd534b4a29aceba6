"""The figures of a run."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from scripts.mutants.running import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scripts.mutants.mutations import Mutation

HEAD: Final = ("module", "all", "tried", "equivalent", "noticed", "by time", "not noticed", "share")


@dataclass
class Room:
    """The mutations of one room of the package."""

    name: str
    all: int
    """Their number."""
    chosen: list[Mutation] = field(default_factory=list)
    """Those that are tried, in this order."""
    outcomes: list[tuple[Mutation, Outcome]] = field(default_factory=list)
    equivalent: int = 0

    def row(self) -> tuple[str, ...]:
        """Return the row of the table."""
        judged = len(self.outcomes)
        endless = sum(outcome is Outcome.OUT_OF_TIME for _, outcome in self.outcomes)
        noticed = sum(outcome is Outcome.NOTICED for _, outcome in self.outcomes) + endless
        share = f"{noticed / judged:.0%}" if judged else "-"
        counts = (self.all, judged + self.equivalent, self.equivalent, noticed, endless, judged - noticed)
        return (self.name, *map(str, counts), share)


def table(rooms: Iterable[Room]) -> str:
    """Return the table: the share is that of the mutations that are not equivalent."""
    rows = [HEAD, *(room.row() for room in rooms)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(
            [row[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))]
        )
        for row in rows
    )


def not_noticed(rooms: Iterable[Room]) -> str:
    """Return the mutations that no test noticed, as equivalent.txt takes them."""
    return "".join(
        f"# line {mutation.lines.start}; {outcome.value}\n{mutation.key}\n"
        for room in rooms
        for mutation, outcome in room.outcomes
        if outcome in {Outcome.NOT_NOTICED, Outcome.NOT_REACHED}
    )
