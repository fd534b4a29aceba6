"""Tests by the lines that they run: one run of the fast tests under coverage, kept in build/mutants."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import coverage
import pytest

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Sequence

ROOT: Final = Path(__file__).resolve().parent.parent.parent
KEPT: Final = ROOT / "build/mutants"
FAST: Final = ("-p", "no:cacheprovider", "-m", "not slow and not browser")
_FILES: Final = "ALLO_MUTANTS_FILES"
_OURS: Final = ("allo_ext", "allo_v1", "allo_v2", "allo_services", "tests", "scripts", "conftest", "test_", "__m")


@dataclass(frozen=True)
class Recording:
    """The result of one run of the fast tests."""

    seconds: dict[str, float]
    """The CPU time of each test that passed."""
    imported: list[str]
    """Modules of other projects that the tests import."""
    lines: dict[str, dict[int, frozenset[str]]]
    """By file and line: the tests that ran it. Lines that only run at import are missing."""

    def sizes(self) -> dict[str, int]:
        """Count the lines of the core that each test runs: the fewer, the nearer it is to any of them."""
        counted = dict.fromkeys(self.seconds, 0)
        for lines in self.lines.values():
            for tests in lines.values():
                for test in tests:
                    counted[test] += 1
        return counted


class _Recorder:
    """The plugin: a context of coverage for each test."""

    def __init__(self, measured: coverage.Coverage) -> None:
        self._measured = measured
        self._seconds: dict[str, float] = {}
        self._failed: set[str] = set()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, object, object]:
        began = time.process_time()
        self._measured.switch_context(item.nodeid)
        try:
            return (yield)
        finally:
            self._measured.switch_context("")
            self._seconds[item.nodeid] = round(time.process_time() - began, 4)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if not report.passed:
            self._failed.add(report.nodeid)

    def pytest_sessionfinish(self) -> None:
        self._measured.stop()
        self._measured.save()
        passed = {test: took for test, took in self._seconds.items() if test not in self._failed}
        imported = [name for name in list(sys.modules) if not name.startswith(_OURS)]
        (KEPT / "tests.json").write_text(json.dumps({"seconds": passed, "imported": imported}), encoding="utf-8")


def pytest_configure(config: pytest.Config) -> None:
    """Begin; pytest calls this where it is told to load this module as a plugin."""
    files = json.loads(os.environ[_FILES])
    measured = coverage.Coverage(data_file=str(KEPT / "coverage"), config_file=False, include=files)
    measured.start()
    config.pluginmanager.register(_Recorder(measured))


def record(files: Iterable[Path], tests: Sequence[str]) -> Recording:
    """Run the fast tests, or read what the last run showed if no file has changed since.

    Args:
        files: What is going to be changed.
        tests: The folders or files of tests.
    """
    names = sorted(str(path) for path in files)
    KEPT.mkdir(parents=True, exist_ok=True)
    state, kept = _state([*names, *tests]), KEPT / "state"
    if not kept.exists() or kept.read_text(encoding="utf-8") != state:
        print("Recording which of the fast tests run which lines; this takes some minutes.", flush=True)
        kept.unlink(missing_ok=True)
        (KEPT / "coverage").unlink(missing_ok=True)
        command = [sys.executable, "-m", "pytest", "-q", "-p", "scripts.mutants.recording", *FAST, *tests]
        with (KEPT / "recording.txt").open("w", encoding="utf-8") as written:
            environment = {**os.environ, _FILES: json.dumps(names)}
            done = subprocess.run(command, cwd=ROOT, env=environment, stdout=written, stderr=written, check=False)
        if done.returncode not in {pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED}:
            sys.exit(f"mutants: the tests did not come to their end; see {KEPT.relative_to(ROOT)}/recording.txt")
        kept.write_text(state, encoding="utf-8")
    return _read(names)


def _state(names: list[str]) -> str:
    state = hashlib.sha256("\n".join(names).encode())
    for folder in ("allo_ext", "tests"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            state.update(f"{path.relative_to(ROOT)}\n".encode() + path.read_bytes())
    return state.hexdigest()


def _read(names: list[str]) -> Recording:
    known: dict[str, Any] = json.loads((KEPT / "tests.json").read_text(encoding="utf-8"))
    data = coverage.CoverageData(str(KEPT / "coverage"))
    data.read()
    lines = {
        name: {
            line: tests
            for line, contexts in data.contexts_by_lineno(name).items()
            if (tests := frozenset(contexts).intersection(known["seconds"]))
        }
        for name in names
    }
    return Recording(known["seconds"], known["imported"], lines)
