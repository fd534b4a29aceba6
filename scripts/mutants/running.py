"""Run tests with a mutation: in a fork, in which the other projects' modules are imported already."""

from __future__ import annotations

import gc
import importlib
import importlib.abc
import importlib.machinery
import importlib.util
import os
import resource
import signal
import sys
import time
from contextlib import suppress
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

from scripts.mutants.recording import FAST, KEPT, ROOT

if TYPE_CHECKING:
    from collections.abc import Iterable

SLOWER: Final = 10
"""The tests may take so many times longer than recorded; a mutation that takes longer is noticed."""
_AT_LEAST: Final = 60
_IDLE: Final = 20


class Outcome(Enum):
    """The result for a mutation."""

    NOTICED = "noticed"
    OUT_OF_TIME = "noticed: the tests did not end"
    NOT_NOTICED = "not noticed"
    NOT_REACHED = "not noticed: no test runs it"


class _Mutated(importlib.machinery.SourceFileLoader):
    """Loads one module from other code than its file has."""

    def __init__(self, name: str, path: Path, source: str) -> None:
        super().__init__(name, str(path))
        self._source = source

    def get_code(self, fullname: str) -> Any:  # noqa: ARG002 (the name of the argument is part of the protocol)
        """Compile the code with the mutation; nothing is read or kept."""
        return compile(self._source, self.path, "exec", dont_inherit=True)


class _Finder(importlib.abc.MetaPathFinder):
    """Finds one module."""

    def __init__(self, loader: _Mutated) -> None:
        self._loader = loader

    def find_spec(self, fullname: str, *_: object) -> Any:
        """Return the module for its name, with the submodules that it has."""
        if fullname != self._loader.name:
            return None
        return importlib.util.spec_from_file_location(fullname, self._loader.path, loader=self._loader)


def prepare(imported: Iterable[str]) -> None:
    """Import what the tests need of other projects, so that the forks have it."""
    for name in imported:
        with suppress(BaseException):
            importlib.import_module(name)
    gc.freeze()  # collections in the forks pass over all this


def run(module: str, path: Path, source: str, tests: list[str], seconds: float) -> tuple[Outcome, list[str]]:
    """Run tests with other code in one module.

    Args:
        module: The name of the module.
        path: Its file.
        source: Its code.
        tests: The tests, in this order.
        seconds: Their CPU time when they were recorded.

    Returns:
        The outcome, and the tests that failed, or the files that could not be imported.
    """
    pid = os.fork()
    if not pid:
        _test(_Mutated(module, path, source), tests, int(_AT_LEAST + seconds * SLOWER))
    try:
        status = _wait(pid, _AT_LEAST + seconds * SLOWER)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(pid, signal.SIGKILL)
    if status is None:
        os.waitpid(pid, 0)
    noted = KEPT / f"failed-{pid}"
    failed = noted.read_text(encoding="utf-8").splitlines() if noted.exists() else []
    noted.unlink(missing_ok=True)
    if status is None or (os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGXCPU):
        return Outcome.OUT_OF_TIME, []
    return Outcome.NOTICED if status else Outcome.NOT_NOTICED, failed


def _wait(pid: int, most: float) -> int | None:
    """Wait for a process until it ends, or uses no CPU any more, or most seconds have passed."""
    until, busy, used = time.monotonic() + most, time.monotonic(), 0
    while (now := time.monotonic()) < until and now < busy + _IDLE:
        ended, status = os.waitpid(pid, os.WNOHANG)
        if ended:
            return status
        if (ticks := _ticks(pid)) > used + 1:
            busy, used = now, ticks
        time.sleep(0.02)
    return None


def _ticks(pid: int) -> int:
    """Return the CPU time of a process in hundredths of a second; where Linux does not say, the time."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except OSError:
        return int(time.monotonic() * 100)
    return int(fields[11]) + int(fields[12])


def _test(loader: _Mutated, tests: list[str], most: int) -> None:
    """Run the tests and end the process."""
    code = 1
    try:
        os.setpgid(0, 0)
        resource.setrlimit(resource.RLIMIT_CPU, (most, most + 5))
        output = os.open(KEPT / "output.txt", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
        os.dup2(output, 1)
        os.dup2(output, 2)
        sys.stdin.close()
        sys.meta_path.insert(0, _Finder(loader))
        os.chdir(ROOT)
        options = ("-q", "-x", "--assert=plain", *FAST)  # what rewrites assertions would load this package, too
        code = pytest.main([*options, *tests], plugins=[_Failures()])
        if code == pytest.ExitCode.USAGE_ERROR:  # a parameter has another name
            code = pytest.main([*options, *dict.fromkeys(test.partition("[")[0] for test in tests)])
    finally:
        os._exit(code)


class _Failures:
    """The plugin: writes down what failed, and lets Hypothesis try the same each time and keep nothing."""

    def __init__(self) -> None:
        (KEPT / f"failed-{os.getpid()}").write_text("", encoding="utf-8")

    def pytest_configure(self) -> None:
        from hypothesis import HealthCheck, Phase, settings

        settings.register_profile(
            "mutants",
            database=None,
            deadline=None,
            derandomize=True,
            phases=(Phase.explicit, Phase.generate),
            suppress_health_check=list(HealthCheck),
        )
        settings.load_profile("mutants")

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        self._note(report)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self._note(report)

    def _note(self, report: pytest.CollectReport | pytest.TestReport) -> None:
        if report.failed:
            with (KEPT / f"failed-{os.getpid()}").open("a", encoding="utf-8") as written:
                written.write(f"{report.nodeid}\n")
