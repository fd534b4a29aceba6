"""Shared by every test: no setting of the machine reaches a client; the browser where there is one; the examples."""

from __future__ import annotations

import importlib
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import settings

sys.path.append(str(Path(__file__).parent / "services"))
pytest_plugins = ["allo_services"]

settings.register_profile("tests", settings.get_profile("ci"), derandomize="ALLO_EXAMPLES" not in os.environ)
settings.load_profile("tests")


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch) -> None:
    """Neither a key nor a proxy of whoever runs the tests."""
    for name in ("ALLO_API_KEY", "ALLO_BASE_URL"):
        monkeypatch.delenv(name, raising=False)
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a browser for Playwright; tests that need it are skipped without it."""
    pytest.importorskip("playwright.sync_api", reason="Playwright is not installed: make .venv")
    found = [path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))]
    if not found:
        pytest.skip("Chromium is not installed: make test-browser")
    return found[0]


@pytest.fixture(scope="session")
def example() -> Callable[[str], ModuleType]:
    """Load a receiver of `examples/` by its framework, once, as a server does; Django can be set up only once."""

    def load(framework: str) -> ModuleType:
        with pytest.MonkeyPatch.context() as patch:
            patch.syspath_prepend(Path(__file__).parents[1] / "examples")
            patch.setenv("ALLO_WEBHOOK_TOKEN", "0123456789abcdefABCDEF")
            patch.setenv("ALLO_NUMBERS", "+12025550143")
            return importlib.import_module(f"receive_{framework}")

    return load


@pytest.hookimpl(tryfirst=True)  # pytest-xdist reads the groups in the same hook
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that need the browser, and run those of one file in one process: they share it."""
    for item in items:
        if "chromium" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")
            if item.get_closest_marker("xdist_group") is None:
                item.add_marker(pytest.mark.xdist_group(item.nodeid.partition("::")[0]))


def pytest_collection_finish(session: pytest.Session) -> None:
    """Fail at once where pytest-xdist ignores the groups: every process would make the expensive fixtures."""
    if session.config.getoption("loadgroup", default=False):
        for item in session.items:
            assert not item.get_closest_marker("xdist_group") or "@" in item.nodeid, "pytest-xdist ignores xdist_group"
