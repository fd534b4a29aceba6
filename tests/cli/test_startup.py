"""What `allo` imports before it does anything."""

from __future__ import annotations

import json
import re
import subprocess
import sys

import pytest
from typer.main import get_command

from allo_ext.cli._program.entries import ENTRIES
from allo_ext.cli._program.program import app

_PROGRAM = """
import sys
from allo_ext.cli import main
try:
    main({arguments})
finally:
    print(sorted({{"httpx", "rich", "allo_ext.client"}} & set(sys.modules)), file=sys.stderr)
"""


def loaded(*arguments: str, **env: str) -> tuple[str, str]:
    """Run the command in a process, and return its output and which of the slow modules it has imported."""
    program = _PROGRAM.format(arguments=list(arguments) or None)
    done = subprocess.run(
        [sys.executable, "-c", program], env={"PYTHONPATH": ":".join(sys.path), **env},
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    return done.stdout, done.stderr.splitlines()[-1]


@pytest.mark.slow
def test_the_version_is_printed_without_the_client():
    """Neither httpx nor rich is imported."""
    printed, slow = loaded("--version")

    assert printed.startswith("allo ")
    assert slow == "[]"


COMPLETED = {
    "allo ca": ["calls"],
    "allo calls l": ["list"],
    "allo people list --format j": ["json", "jsonl"],
    "allo calls export --format p": ["parquet"],
    "allo webhooks create --topic CALL": ["CALL_RECEIVED"],
    "allo trigger call.a": ["call.answered"],
    "allo doctor --need CRM_": ["CRM_DELETE", "CRM_READ", "CRM_WRITE"],
    "allo calls list --api ": ["auto", "v1", "v2"],
    "allo calls list --result MI": ["MISSED"],
}
_COMPLETE = """
import contextlib, io, json, os, sys
from allo_ext.cli import main
for words in json.load(sys.stdin):
    os.environ.update(_ALLO_COMPLETE="complete_bash", COMP_WORDS=words, COMP_CWORD=str(words.count(" ")))
    with contextlib.redirect_stdout(io.StringIO()) as out, contextlib.suppress(SystemExit):
        main(None)
    slow = sorted({"httpx", "rich", "allo_ext.client"} & set(sys.modules))
    print(json.dumps([sorted(out.getvalue().split()), slow]))
"""


@pytest.mark.slow
def test_completion_is_fast():
    """The Tab key completes commands, topics, scopes and formats without httpx and rich."""
    done = subprocess.run(
        [sys.executable, "-c", _COMPLETE], env={"PYTHONPATH": ":".join(sys.path)}, input=json.dumps([*COMPLETED]),
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip

    assert [json.loads(line) for line in done.stdout.splitlines()] == [[words, []] for words in COMPLETED.values()]


def test_the_list_of_commands_says_what_they_say():
    """The help in the list is the first sentence of the command's own help, and each command can be imported."""
    root = get_command(app)
    context = root.make_context("allo", [], resilient_parsing=True)
    wrong = []
    for name, entry in ENTRIES.items():
        found = root.get_command(context, name)
        first = re.split(r"(?<=\.) ", " ".join((found.help or "").split("\n\n")[0].split()))[0]
        if first != entry.help:
            wrong.append((name, first, entry.help))

    assert wrong == []
    assert root.list_commands(context) == list(ENTRIES)
