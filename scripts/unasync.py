"""Generate allo_ext/_sync from allo_ext/_async by removing `await` and replacing words.

python scripts/unasync.py [TARGET_FOLDER]
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "allo_ext" / "_async"

# Applied in this order. The patterns must not match anything else in the sources.
WORDS = [
    (r"\basync (def|with|for)\b", r"\1"),
    (r"\bawait ", ""),
    (r"\bAsyncGenerator\b", "Generator"),
    (r"\bAsyncIterator\b", "Iterator"),
    (r"\bAwaitable\[(\w+\[\w+\]|\w+)\]", r"\1"),
    (r", Awaitable\b|\bAwaitable, ", ""),
    (r" \| AsyncLimiter\b|\bAsyncLimiter, ", ""),
    (r"\bAsync([A-Z]\w+)", r"\1"),
    (r"\b__a(enter|exit)__\b", r"__\1__"),
    (r"\baclose\b", "close"),
    (r"\banext\b", "next"),
    (r"\baiter_bytes\b", "iter_bytes"),
    (r"\basyncio\(client", "sync(client"),
    (r"\bset_async_httpx_client\b", "set_httpx_client"),
    (r"\bread_ahead_async\b", "read_ahead"),
    (r"\b_async\b", "_sync"),
    (r", asynchronously, under asyncio or trio\.", "."),
    (r"\bThe asynchronous\b", "The synchronous"),
    (r"\basynchronous: the source\. `make generate` derives `_sync` from it", "synchronous: derived from `_async`"),
    (r"One client serves a whole program: .*\n.*", "One client serves a whole program and all of its threads."),
    (r"\bin tasks\b", "in threads"),
]
NOTICE = "# Written by scripts/unasync.py from allo_ext/_async/{name}: change it there, then `make generate`.\n"


def derive(source: str) -> str:
    """Return the synchronous version of a source."""
    for pattern, replacement in WORDS:
        source = re.sub(pattern, replacement, source)
    return source


def main(target: Path) -> None:
    """Write the whole folder."""
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    for path in sorted(SOURCE.rglob("*.py")):
        name = path.relative_to(SOURCE)
        (target / name).parent.mkdir(exist_ok=True)
        (target / name).write_text(NOTICE.format(name=name) + derive(path.read_text()))
    # With the project's settings.
    ruff = [sys.executable, "-m", "ruff"]
    settings = ["--quiet", "--no-cache", "--config", str(ROOT / "pyproject.toml")]
    subprocess.run([*ruff, "check", "--select", "I,D4", "--fix-only", *settings, str(target)], check=True)
    subprocess.run([*ruff, "format", *settings, str(target)], check=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "allo_ext" / "_sync")
