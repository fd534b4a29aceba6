"""The pytest plugin."""

from __future__ import annotations

import subprocess
import sys

import pytest

pytestmark = pytest.mark.slow

pytest_plugins = ["pytester"]


def test_the_fixture_is_a_mock_of_its_own(pytester):
    """Every test gets a fresh account, without asking for anything but the fixture."""
    pytester.makepyfile(
        """
        import httpx
        import pytest

        @pytest.mark.parametrize("n", [1, 2])
        def test_it(mock_allo, n):
            request = httpx.Request("GET", "https://api.withallo.com/v1/api/numbers", headers={"Authorization": "key"})
            assert mock_allo.handle(request).status_code == 200
            assert len(mock_allo.requests) == 1
        """
    )

    pytester.runpytest_subprocess().assert_outcomes(passed=2)


def test_the_plugin_is_listed(pytester):
    """`pytest --fixtures` shows it with a sentence."""
    pytester.runpytest_subprocess("--fixtures").stdout.fnmatch_lines(["mock_allo*", "*A new MockAllo for each test*"])


def test_the_plugin_loads_nothing_at_start():
    """Pytest starts no slower for it: no HTTP library, no validation, no server."""
    program = (
        "import sys, pytest; before = set(sys.modules); import allo_ext.testing.plugin; "
        "heavy = {'httpx', 'anyio', 'jsonschema_rs', 'uvicorn', 'attrs', 'attr', 'allo_ext.testing._mock'}; "
        "print(sorted(heavy & (set(sys.modules) - before)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True)

    assert done.stdout == "[]\n"
