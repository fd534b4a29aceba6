"""What README and docs show runs, against MockAllo."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from allo_ext._pool import Pool
from allo_ext.testing import MockAllo

ROOT = Path(__file__).parents[2]
FENCE = re.compile(r"^```python\n(.*?)^```", re.DOTALL | re.MULTILINE)
BLOCKS = [
    pytest.param(block, id=f"{path.relative_to(ROOT)}-{number}")
    for path in [ROOT / "README.md", *sorted((ROOT / "docs").glob("**/*.md"))]
    for number, block in enumerate(FENCE.findall(path.read_text(encoding="utf-8")), 1)
]


@pytest.mark.parametrize("block", BLOCKS)
def test_every_python_block_runs(block, monkeypatch, tmp_path):
    """Each block is a program of its own that ends without an error; its network is MockAllo."""
    mock = MockAllo(contacts=20, calls=300, validate_replies=True)
    monkeypatch.setenv("ALLO_API_KEY", mock.api_key)
    monkeypatch.setenv("ALLO_WEBHOOK_TOKEN", "a-token-for-the-documentation")
    monkeypatch.setattr(Pool, "_new_sync", lambda pool: pool._given or mock.transport)
    monkeypatch.setattr(Pool, "_new_async", lambda pool: pool._given or mock.transport)
    monkeypatch.chdir(tmp_path)

    exec(compile(block, "block", "exec"), {"__name__": "__main__"})


def test_there_are_blocks():
    """The pattern finds the blocks: none found would pass everything."""
    assert len(BLOCKS) >= 4
