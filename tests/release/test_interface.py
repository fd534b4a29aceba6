"""The Python API is compared with the last release."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from scripts.release.interface import breakages, last_release

pytestmark = pytest.mark.slow

OLD = "def send(to, message='Hi'): ...\n\nclass Call:\n    id: str = ''\n\ndef _private(): ...\n"


def git(root: Path, *words: str) -> None:
    who = (
        "-c",
        "user.name=A",
        "-c",
        "user.email=a@example.com",
        "-c",
        "commit.gpgsign=false",
        "-c",
        "tag.gpgsign=false",
    )
    subprocess.run(["git", *who, *words], cwd=root, check=True, capture_output=True, timeout=60)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A repository with a release in it."""
    for path, text in (("allo_ext", OLD), ("generated/allo_v1", "class Call: ...\n")):
        (tmp_path / path).mkdir(parents=True)
        (tmp_path / path / "__init__.py").write_text(text, encoding="utf-8")
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "--quiet", "--message", "A release")
    git(tmp_path, "tag", "v1.0.0")
    return tmp_path


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        pytest.param("allo_ext", OLD, [], id="nothing"),
        pytest.param("allo_ext", OLD + "def more(): ...\n", [], id="a-new-name"),
        pytest.param("allo_ext", OLD.replace("def _private(): ...", ""), [], id="a-private-name"),
        pytest.param("allo_ext", OLD.replace("to, ", "to, *, line, "), ["line"], id="a-new-parameter"),
        pytest.param("allo_ext", OLD.replace("class Call", "class Talk"), ["Call"], id="a-name-that-is-gone"),
        pytest.param("generated/allo_v1", "", ["Call"], id="a-generated-name-that-is-gone"),
    ],
)
def test_what_breaks_callers_is_found(root, path, text, expected):
    """Public names that are gone and signatures that changed, in both packages."""
    (root / path / "__init__.py").write_text(text, encoding="utf-8")
    found = " ".join(breakages(root, "v1.0.0"))

    assert bool(found) == bool(expected)
    assert [word for word in expected if word not in found] == []


def test_the_last_release_is_the_tag_before_the_one_being_released(root, tmp_path_factory):
    """And there is none where git has no tag, or where there is no git."""
    git(root, "tag", "v1.1.0")

    assert last_release(root, "v1.1.0") == "v1.0.0"
    assert last_release(tmp_path_factory.mktemp("elsewhere"), None) is None
