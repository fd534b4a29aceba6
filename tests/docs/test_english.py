"""The check for phrases that read like a translation."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def check(file: Path, text: str) -> subprocess.CompletedProcess[str]:
    file.write_text(text, encoding="utf-8")
    command = [sys.executable, str(ROOT / "scripts" / "english.py"), "--list", str(file)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


@pytest.mark.parametrize(
    "sentence",
    [
        "A page is no list.",
        "There was none, or it is none.",
        "The key cannot be had.",
        "A page cannot be gone through.",
        "The stand-in answers.",
        "It may have been carried out all the same.",
    ],
)
def test_a_phrase_is_found_wherever_people_read_it(tmp_path, sentence):
    """In a page, a comment, a message and a docstring, with its line and what to write instead."""
    page = check(tmp_path / "page.md", f"# Title\n\n{sentence}\n")
    code = check(
        tmp_path / "code.py", f'"""A module.\n\n{sentence}\n"""\n\n# {sentence}\nraise ValueError("{sentence}")\n'
    )

    assert (page.returncode, code.returncode) == (1, 1)
    assert "page.md:3: " in page.stdout
    assert [line for line in (3, 6, 7) if f"code.py:{line}: " not in code.stdout] == []


def test_a_docstring_begins_with_a_noun_or_an_imperative(tmp_path):
    """A question word at the beginning is found; inside a sentence, or in another string, it is not."""
    bad = check(tmp_path / "bad.py", '"""Where Allo reports events to."""\n')
    good = check(tmp_path / "good.py", '"""Webhook registrations, and how they end."""\n\nX = "Where are you?"\n')

    assert "begin with a noun or an imperative" in bad.stdout
    assert (good.returncode, good.stdout) == (0, "No phrases to rewrite\n")


def test_plain_sentences_and_code_pass(tmp_path):
    """So do code in a page, names between backticks, and a line that is marked as intended."""
    page = check(tmp_path / "page.md", "There is no list. It is no longer `is none`.\n\n```text\nit is none\n```\n")
    code = check(tmp_path / "code.py", "# it is none (english: ok)\n")

    assert (page.returncode, code.returncode) == (0, 0)


def test_without_list_the_number_of_phrases_in_each_file_is_printed(tmp_path):
    """The exit code is 1, so `make lint` fails, and the last line names the option that shows the phrases."""
    page = tmp_path / "page.md"
    page.write_text("A page is no list.\n\nIt is none.\n", encoding="utf-8")

    command = [sys.executable, str(ROOT / "scripts" / "english.py"), str(page)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)

    assert (done.returncode, done.stderr) == (1, "")
    counts, last = done.stdout.splitlines()
    assert counts.split()[0] == "2"
    assert last == "2 phrases to rewrite; add --list to see each of them"


def test_lint_runs_the_check():
    """`make lint` would run it on the whole project."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    lint = makefile.split("\nlint: ")[1].split("\n\n")[0]

    assert "\t$(BIN)/python scripts/english.py" in lint.splitlines()
