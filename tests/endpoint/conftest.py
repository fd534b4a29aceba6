"""The endpoints of `apps.py`, and the function that checks one."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from allo_ext.testing import Report, check_endpoint


@pytest.fixture(scope="session")
def apps() -> ModuleType:
    """The module with the endpoints."""
    name = "seeded_apps"
    spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name("apps.py"))
    assert spec is not None
    assert spec.loader is not None
    module = sys.modules[name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def check(apps) -> Callable[..., Report]:
    """Check an endpoint with all that it lets be seen."""

    def report(endpoint: Any, **options: Any) -> Report:
        given = {
            "secret": apps.SECRET,
            "token": endpoint.token,
            "number": apps.OWN,
            "handled": lambda: endpoint.handled,
            "break_next": endpoint.break_next,
            "settle": 0.2,
        }
        try:
            return check_endpoint(endpoint, **{**given, **options})
        finally:
            endpoint.released.set()

    return report
