"""The worked examples of docs/regenerating.md, in a copy of the repository."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("regenerating")]

ROOT = Path(__file__).parents[2]
NOT_NEEDED = shutil.ignore_patterns(
    *(".git", ".venv", ".*_cache", ".hypothesis", "build", "dist", "__pycache__", "tests", "examples", "benchmarks")
)
EXAMPLES = ["A new field", "A new operation", "A renamed one"]
BLOCK = re.compile(r"^```(diff|text|python)\n(.*?)^```$", re.DOTALL | re.MULTILINE)


class Example(NamedTuple):
    """A worked example: the patches, what the changes are called, and the programs that run afterwards."""

    patches: list[str]
    told: list[str]
    programs: list[str]


def example(title: str) -> Example:
    """Read an example of the page."""
    page = (ROOT / "docs/regenerating.md").read_text(encoding="utf-8")
    section = page.partition(f"\n## {title}\n")[2].partition("\n## ")[0]
    blocks = BLOCK.findall(section)
    return Example(*([text for language, text in blocks if language == one] for one in ("diff", "text", "python")))


def run(copy: Path, *command: str, given: str | None = None) -> str:
    """Run a command in the copy, whose code comes before what is installed, and return what it prints."""
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "PYTHONPATH": f"{copy}:{copy / 'generated'}",
    }
    done = subprocess.run(
        command, cwd=copy, env=environment, input=given, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def copy(tmp_path_factory) -> Path:
    """A copy of what `make generate` needs, to which the patches of all examples were applied before it ran."""
    pytest.importorskip("openapi_python_client", reason="the generator is not installed here")
    copy = tmp_path_factory.mktemp("repository") / "copy"
    shutil.copytree(ROOT, copy, ignore=NOT_NEEDED)
    (copy / ".venv").symlink_to(sys.prefix)
    for title in EXAMPLES:
        for patch in example(title).patches:
            run(copy, "git", "apply", "-", given=patch)
    # The environment is this one: nothing is to be installed for the copy.
    run(copy, "make", "generate", "INSTALL=false", "--old-file=.venv/.ready")
    return copy


@pytest.mark.parametrize("title", EXAMPLES)
def test_a_worked_example_works(copy, tally, title):
    """Its patches apply, `make generate` takes them, the changes are told in its words, and its program runs."""
    shown = example(title)
    told = run(copy, sys.executable, "-m", "scripts.spec_changes")
    for program in shown.programs:
        run(copy, sys.executable, "-W", "error", "-c", program)
        tally["Python blocks run"] += 1

    assert [line for text in shown.told for line in text.splitlines() if line not in told] == []
    assert all(shown)


def test_a_new_field_takes_one_line_beside_the_specification():
    """Two patches, and the one outside of the specification adds a single line."""
    patches = {text.splitlines()[0]: text for text in example("A new field").patches}
    changed = [line for line in patches["--- a/allo_ext/records.py"].splitlines()[3:] if line[:1] in {"+", "-"}]

    assert {"--- a/openapi/allo-v1.yaml", "--- a/allo_ext/records.py"} == set(patches)
    assert changed == ["+    sentiment: str | None = None"]
