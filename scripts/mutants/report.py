"""The figures of a run."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from scripts.mutants.running import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scripts.mutants.mutations import Mutation

HEAD: Final = ("module", "all", "tried", "equivalent", "noticed", "not noticed", "share")


@dataclass
class Room:
    """The mutations of one room of the package."""

    name: str
    all: int
    """Their number; a sample tries fewer."""
    outcomes: list[tuple[Mutation, Outcome]] = field(default_factory=list)
    equivalent: int = 0

    @property
    def noticed(self) -> int:
        """Count those that made a test fail, or kept the tests from ending."""
        return sum(outcome in {Outcome.NOTICED, Outcome.OUT_OF_TIME} for _, outcome in self.outcomes)

    def row(self) -> tuple[str, ...]:
        """Return the row of the table."""
        judged = len(self.outcomes)
        share = f"{self.noticed / judged:.0%}" if judged else "-"
        counts = (self.all, judged + self.equivalent, self.equivalent, self.noticed, judged - self.noticed)
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
