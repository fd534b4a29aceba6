"""What the panel needs, and what it says where that is missing."""

from __future__ import annotations

import subprocess
import sys

import pytest

HIDDEN = "import sys; sys.modules.update(dict.fromkeys(['solara', 'reacton', 'ipyvue'])); "
COMMAND = (
    "from allo_ext.cli._program.program import run; sys.exit(run(['panel', '--no-open', '--api-key', 'k', '--quiet']))"
)


def run(program: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-P", "-c", HIDDEN + program], capture_output=True, text=True, timeout=60, check=False
    )


@pytest.mark.parametrize(
    ("program", "said"),
    [
        pytest.param(COMMAND, "allo panel needs solara: pip install 'withallo-sdk[solara]'", id="the-command"),
        pytest.param(
            "from allo_ext.panel import Page",
            "allo_ext.panel needs solara: pip install 'withallo-sdk[solara]'",
            id="the-package",
        ),
    ],
)
def test_without_solara_it_says_what_to_install(program, said):
    """One sentence, and no success."""
    done = run(program)

    assert done.returncode != 0
    assert said in done.stderr


def test_what_has_no_page_needs_no_solara():
    """Counting an SMS, counting calls and drawing a chart are plain Python."""
    done = run(
        "import allo_ext.panel.segments, allo_ext.panel._figures.counts, allo_ext.panel._parts.chart, "
        "allo_ext.panel._figures.search"
    )

    assert (done.returncode, done.stderr) == (0, "")
