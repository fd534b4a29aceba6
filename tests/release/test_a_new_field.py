"""A field that the API has gained: one edit of the document, `make generate`, one line in a record.

It is tried on a copy of the whole tree, with the tools of the environment that runs the tests.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("a_new_field")]

ROOT = Path(__file__).parents[2]
LEFT_OUT = shutil.ignore_patterns(
    *(".git", ".venv", "build", "dist", "site", "node_modules", "__pycache__", "*.egg-info"),
    *(".hypothesis", ".mypy_cache", ".ruff_cache", ".pytest_cache"),
)
SCHEMA = "    Call:\n      description: A finished call.\n      type: object\n      required: [id]\n      properties:\n"
IN_THE_DOCUMENT = (SCHEMA, f"{SCHEMA}        sentiment:\n          type: [string, 'null']\n")
RECORD = 'class Call:\n    """A call that has ended."""\n\n    id: str\n'
IN_THE_RECORD = (RECORD, f"{RECORD}    sentiment: str | None = None\n")

# An API that sends the field already: MockAllo, whose calls have it, and which holds each reply against the document.
WITH_SENTIMENT = """
from allo_ext import AlloClient
from allo_ext.testing import MockAllo
from allo_ext.testing._v1 import views as _views

plain = _views._call
_views._call = lambda *args, **settings: {**plain(*args, **settings), "sentiment": SENTIMENT}
mock = MockAllo(contacts=3, calls=3, validate_replies=True)
allo = AlloClient("key", transport=mock.transport)
call = next(allo.calls.iter(allo_number=mock.numbers[0]))
"""


@dataclass
class Tree:
    """A copy of the project."""

    root: Path

    def edit(self, path: str, change: tuple[str, str]) -> None:
        """Replace a text that is in a file once."""
        text = (self.root / path).read_text(encoding="utf-8")
        assert text.count(change[0]) == 1
        (self.root / path).write_text(text.replace(*change), encoding="utf-8")

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        """Run something that imports the copy, not the original."""
        search = os.pathsep.join([str(self.root), str(self.root / "generated")])
        path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
        environment = {**os.environ, "PYTHONPATH": search, "PATH": path}
        return subprocess.run(
            command, cwd=self.root, env=environment, capture_output=True, text=True, timeout=300, check=False
        )

    def say(self, program: str) -> str:
        """Run a Python program and return what it prints, or the last line of its traceback."""
        done = self.run(sys.executable, "-c", program)
        return done.stdout.strip() or done.stderr.strip().splitlines()[-1]

    def generate(self) -> str:
        """Run `make generate` with the environment that is there, and return what it prints."""
        (self.root.parent / "env").symlink_to(sys.prefix, target_is_directory=True)
        # Nothing is installed for the copy: the environment is the one that runs the tests.
        done = self.run("make", "generate", "VENV=..", "BIN=../env/bin", "INSTALL=false", "--old-file=../.ready")
        assert (done.returncode, done.stderr) == (0, "")
        return done.stdout


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Tree:
    """A copy of the project, its document with one more field, and generated anew."""
    copy = Tree(tmp_path_factory.mktemp("copy") / "project")
    shutil.copytree(ROOT, copy.root, ignore=LEFT_OUT)
    copy.edit("openapi/allo-v1.yaml", IN_THE_DOCUMENT)
    said = copy.generate()
    assert "added    Call.sentiment: text or null, optional" in said
    return copy


def test_the_copy_is_what_is_tried(tree: Tree) -> None:
    """Everything below runs the copy's code."""
    said = tree.say("import allo_ext, allo_v1; print(allo_ext.__file__, allo_v1.__file__)").split()

    assert said == [str(tree.root / "allo_ext/__init__.py"), str(tree.root / "generated/allo_v1/__init__.py")]


def test_the_stand_in_knows_the_field(tree: Tree) -> None:
    """MockAllo takes the field in a reply for what the document says it is, and for nothing else."""
    assert tree.say(WITH_SENTIMENT.replace("SENTIMENT", "'GOOD'") + "print(call.id)").startswith("call_")
    assert "search_calls answered 200: Problem" in tree.say(WITH_SENTIMENT.replace("SENTIMENT", "5"))


def test_the_generated_class_has_the_field(tree: Tree) -> None:
    """And it is typed: text, null or not there."""
    said = tree.say(
        "import typing; from allo_v1.models import Call\n"
        "print(Call.from_dict({'id': 'c', 'sentiment': 'GOOD'}).sentiment, Call.__annotations__['sentiment'])"
    )

    assert said == "GOOD None | str | Unset"


def test_the_field_is_in_extra_until_the_record_has_its_line(tree: Tree) -> None:
    """Nothing is lost before, the project's own tests ask for the line, and with it the record has the field."""
    own = (sys.executable, "-m", "pytest", "-q", "tests/client/test_fields_of_the_spec.py")
    program = WITH_SENTIMENT.replace("SENTIMENT", "'GOOD'")
    before = tree.say(program + "print(call.extra, hasattr(call, 'sentiment'))")
    asked_for = tree.run(*own).stdout
    tree.edit("allo_ext/records.py", IN_THE_RECORD)
    after = tree.say(program + "print(call.extra, call.sentiment)")
    satisfied = tree.run(*own).stdout

    assert (before, after) == ("{'sentiment': 'GOOD'} False", "{} GOOD")
    assert "sentiment" in asked_for
    assert "add it to the record Call in allo_ext/records.py" in asked_for
    assert "failed" not in satisfied
