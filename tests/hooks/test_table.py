"""docs/hooks.md tells of every hook, beside that of the TypeScript SDK, and names its test."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from allo_ext import hooks

FOLDER = Path(__file__).parent
PAGE = FOLDER.parents[1] / "docs" / "hooks.md"
ROW = re.compile(r"^\| (?:`<?(\w+)>?`)? ?\| `(\w+)\(.*\| `(test_\w+\.py)` \|$", re.MULTILINE)
ROWS = {ours: (theirs, test) for theirs, ours, test in ROW.findall(PAGE.read_text(encoding="utf-8"))}
THEIRS = [
    "AlloProvider",
    "useCalls",
    "useContact",
    "useContacts",
    "useConversation",
    "useCreateWebhook",
    "useDeleteWebhook",
    "useNumbers",
    "useSendSms",
    "useSendSmsFrance",
    "useWebhooks",
]


def test_every_hook_has_a_row():
    """Ours, all of them; and each of the TypeScript SDK's has its counterpart."""
    assert sorted(ROWS) == [name for name in hooks.__all__ if name not in {"Mutation", "Query"}]
    assert sorted(theirs for theirs, _ in ROWS.values() if theirs) == THEIRS


@pytest.mark.parametrize("name", ROWS)
def test_the_test_that_a_row_names_uses_the_hook(name):
    """In that file it is used."""
    _, test = ROWS[name]

    assert re.search(rf"\b{name}\(|\b{name},", (FOLDER / test).read_text(encoding="utf-8"))
