"""Change one thing in the core at a time, run the tests nearest to it, and print how many of the changes they notice.

    make mutants                            # every mutation of the core: hours
    make mutants SAMPLE=50                  # 50 of each module
    make mutants MODULES="_http _lists"     # only these; a file is a module too, such as retry or _http/pool

CONTRIBUTING.md says how to read the report.
"""

from __future__ import annotations

import argparse
import sys
from itertools import zip_longest
from typing import TYPE_CHECKING, Final

from scripts.mutants import running
from scripts.mutants.equivalent import LIST, equivalent
from scripts.mutants.mutations import Mutation, mutations
from scripts.mutants.recording import KEPT, ROOT, Recording, record
from scripts.mutants.report import Room, not_noticed, table
from scripts.mutants.running import Outcome
from scripts.mutants.selection import Selection

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ROOMS: Final = ("_http", "_lists", "_wire", "receiver", "durable", "cli/_sync", "cli/_export")


def files(room: str) -> list[Path]:
    """List the files of a module: a folder of the package, or one file without its extension."""
    place = ROOT / "allo_ext" / room
    found = sorted(place.rglob("*.py")) or [path for path in (place.with_suffix(".py"),) if path.is_file()]
    if not found:
        sys.exit(f"mutants: allo_ext has no module {room}")
    return found


class Trial:
    """Mutations, one after the other."""

    def __init__(self, recording: Recording) -> None:
        self._seconds = recording.seconds
        self._selection = Selection(recording)
        self._good: set[str] = set()
        self._bad: set[str] = set()

    def outcome(self, mutation: Mutation) -> Outcome:
        """Run the tests that are nearest to a mutation until one fails."""
        outcome = Outcome.NOT_REACHED
        for step in self._selection.steps(mutation):
            outcome = self._try(mutation, step)
            if outcome in {Outcome.NOTICED, Outcome.OUT_OF_TIME}:
                break
        return outcome

    def _try(self, mutation: Mutation, tests: list[str]) -> Outcome:
        while tests := [test for test in tests if _function(test) not in self._bad]:
            outcome, failed = self._run(mutation, mutation.source, tests)
            if not failed or self._is_good(mutation, tests, failed[0]):
                return outcome
        return Outcome.NOT_NOTICED

    def _is_good(self, mutation: Mutation, tests: list[str], failed: str) -> bool:
        """Try a test that failed without the mutation, once: some fail because few others were run before them.

        Args:
            mutation: The mutation.
            tests: The tests that were run.
            failed: The one that failed, or a file that was not imported.
        """
        if _function(failed) not in self._good:
            before = tests[: tests.index(failed) + 1] if failed in tests else tests
            outcome, _ = self._run(mutation, mutation.module.code, before)
            passes = outcome is Outcome.NOT_NOTICED
            affected = {_function(test) for test in before if test.partition("::")[0] == failed}
            (self._good if passes else self._bad).update(affected, [_function(failed)])
        return _function(failed) in self._good

    def _run(self, mutation: Mutation, source: str, tests: list[str]) -> tuple[Outcome, list[str]]:
        return running.run(mutation.name, mutation.path, source, tests, sum(self._seconds[test] for test in tests))


def _function(test: str) -> str:
    return test.partition("[")[0]


def main() -> None:
    """Run it, and print the report; Ctrl-C ends it early."""
    parser = argparse.ArgumentParser(description="Count the mutations of the core that the fast tests notice.")
    parser.add_argument("modules", nargs="*", default=ROOMS, help=f"default: {' '.join(ROOMS)}")
    parser.add_argument("--sample", type=int, help="try only so many of each module")
    parser.add_argument("--seed", type=int, default=1, help="choose others")
    parser.add_argument("--tests", nargs="*", default=(), help="folders or files of tests; default: all of tests/")
    options = parser.parse_args()
    places = {room: files(room) for room in options.modules}
    recording = record({path for room in {*ROOMS, *places} for path in files(room)}, options.tests)
    running.prepare(recording.imported)
    trial, known, rooms = Trial(recording), equivalent(LIST.read_text(encoding="utf-8")), list[Room]()
    for name, paths in places.items():
        found = [mutation for path in paths for mutation in mutations(path)]
        rooms.append(Room(name, len(found), sorted(found, key=lambda one: one.order(options.seed))[: options.sample]))
    try:
        for room, mutation in _in_turn(rooms):
            if mutation.key in known:
                room.equivalent += 1
            else:
                room.outcomes.append((mutation, trial.outcome(mutation)))
            (KEPT / "report.txt").write_text(f"{table(rooms)}\n", encoding="utf-8")
            (KEPT / "not-noticed.txt").write_text(not_noticed(rooms), encoding="utf-8")
    except KeyboardInterrupt:
        print("Stopped; this is the report of those that were tried.")
    print(f"{table(rooms)}\n\nThose that no test noticed are in {(KEPT / 'not-noticed.txt').relative_to(ROOT)}.")


def _in_turn(rooms: list[Room]) -> Iterator[tuple[Room, Mutation]]:
    """Take one mutation of each room, then another of each."""
    for mutation_by_room in zip_longest(*(room.chosen for room in rooms)):
        for room, mutation in zip(rooms, mutation_by_room, strict=True):
            if mutation is not None:
                yield room, mutation


if __name__ == "__main__":
    main()
