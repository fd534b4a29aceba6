"""The tests to run for a mutation: those that run its lines, the nearest first.

Lines of the core are run by thousands of tests, almost all of which are about something else. The nearest are those
that run few lines of the core beside these.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from scripts.mutants.mutations import Mutation
    from scripts.mutants.recording import Recording


@dataclass(frozen=True)
class Limit:
    """Bounds of one run of tests."""

    seconds: float
    """CPU time."""
    files: int
    tests: int


STEPS: Final = (Limit(seconds=4, files=3, tests=80), Limit(seconds=12, files=10, tests=300))
"""A few tests notice most mutations. The others meet more tests, and after them count as not noticed."""


class Selection:
    """Tests by mutation."""

    def __init__(self, recording: Recording) -> None:
        self._seconds = recording.seconds
        self._lines = recording.lines
        self._sizes = recording.sizes()
        self._place = {test: place for place, test in enumerate(recording.seconds)}

    def steps(self, mutation: Mutation) -> list[list[str]]:
        """Return the tests to run one list after the other until one notices; empty if no test runs the lines."""
        left = self._nearest(self._reaching(mutation))
        steps = []
        for limit in STEPS:
            chosen = self._within(limit, left)
            left = [test for test in left if test not in chosen]
            if chosen:
                steps.append(sorted(chosen, key=self._place.__getitem__))  # fixtures of files are made once
        return steps

    def _reaching(self, mutation: Mutation) -> set[str]:
        """Find the tests that run the lines of a mutation; of the whole file, if it runs at import."""
        if not mutation.body:
            return self._importing(mutation.path)
        lines = self._lines[str(mutation.path)]
        found = set[str]().union(*(lines.get(line, ()) for line in mutation.lines))
        before = mutation.lines.start
        while not found and before > mutation.body:  # the statement begins further up
            before -= 1
            found = set(lines.get(before, ()))
        return found

    def _importing(self, path: Path) -> set[str]:
        """Find the tests that run any line of a file; if it has no functions, any of a file in its folder."""
        found = set[str]().union(*self._lines[str(path)].values())
        folder = (lines for name, lines in self._lines.items() if path.parent in Path(name).parents)
        return found or found.union(*(tests for lines in folder for tests in lines.values()))

    def _nearest(self, tests: set[str]) -> list[str]:
        """Sort by size, one set of parameters of each test before the second of any."""
        rounds: dict[str, int] = {}
        sorted_tests = []
        for test in sorted(tests, key=lambda one: (self._sizes[one], self._seconds[one], one)):
            function = test.partition("[")[0]
            rounds[function] = rounds.get(function, -1) + 1
            sorted_tests.append((rounds[function], test))
        return [test for _, test in sorted(sorted_tests, key=lambda one: one[0])]

    def _within(self, limit: Limit, tests: list[str]) -> dict[str, None]:
        chosen: dict[str, None] = {}
        files, seconds = set[str](), 0.0
        for test in tests:
            file = test.partition("::")[0]
            if len(files | {file}) <= limit.files and seconds + self._seconds[test] <= limit.seconds:
                chosen[test] = None
                files.add(file)
                seconds += self._seconds[test]
            if len(chosen) == limit.tests:
                break
        return chosen
