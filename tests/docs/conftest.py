"""The pages, what stands in them, and what was run of it."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
WRITTEN_BY_HAND = [
    *sorted(ROOT.glob("*.md")),
    *sorted((ROOT / "docs").glob("**/*.md")),
    *sorted(ROOT.glob("benchmarks/*.md")),
    *sorted(ROOT.glob("allo_ext/.agents/**/*.md")),
]
FENCE = re.compile(r"^```(?P<language>\w+)[^\n]*\n(?P<text>.*?)^```$", re.DOTALL | re.MULTILINE)

NOT_RUN = {
    r"pip install": "asks a package registry",
    r"(export )?ALLO_API_KEY=…": "stands for a key of yours",
    r"make\b": "runs these tests, or the checks beside them",
    r"git clone|cd withallo-sdk": "asks another machine",
    r"allo (mock|panel|demo|listen|login|mcp)\b": "runs until it is stopped, or asks; tests/cli starts it",
    r"allo webhooks check\b": "needs an endpoint in another terminal; tests/endpoint/test_command.py has one",
    r"allo events\b": "needs stored deliveries; tests/cli/test_events.py runs it",
    r"allo sms bulk\b": "needs a file of customers; tests/cli/test_bulk.py runs it",
    r"solara run\b": "runs until it is stopped; the browser tests start it",
    r"python -m allo_ext\.testing": "runs until it is stopped; tests/mock/test_command.py starts it",
    r"uvicorn module:app": "runs until it is stopped; tests/receiver/test_adapters.py serves the same application",
    r"curl\b": "asks what runs in other terminals; tests/mock/test_server.py asks the same of the same",
    r"(uv|pipx) run examples/one_file\.py": "asks a package registry; `make wheel` runs both with the wheel",
    r"celery\b": "runs until it is stopped; tests/workers/test_celery.py starts it",
    r"python examples/receive_": "runs until it is stopped; tests/receiver/test_adapters.py starts each",
}
"""The commands that are shown and not run, and why; all others run."""


class Block(NamedTuple):
    """A fenced block of a page."""

    page: Path
    language: str
    number: int
    text: str

    @property
    def id(self) -> str:
        return f"{self.page.relative_to(ROOT)}-{self.language}-{self.number}"


class Command(NamedTuple):
    """A command, and what is shown below it."""

    line: str
    shown: list[str]

    @property
    def why_not(self) -> str | None:
        return next((why for pattern, why in NOT_RUN.items() if re.match(pattern, self.line)), None)


def blocks_of(page: Path) -> list[Block]:
    count: Counter[str] = Counter()
    found = []
    for match in FENCE.finditer(page.read_text(encoding="utf-8")):
        count[match["language"]] += 1
        found.append(Block(page, match["language"], count[match["language"]], match["text"]))
    return found


def commands_of(block: Block) -> list[Command]:
    """The lines of a session after `$ `, each with what is shown below it."""
    commands: list[Command] = []
    for line in block.text.splitlines():
        if line.startswith("$ "):
            commands.append(Command(line[2:].partition("    #")[0].rstrip(), []))
        elif line.strip():
            commands[-1].shown.append(line)
    return commands


BLOCKS = [block for page in WRITTEN_BY_HAND for block in blocks_of(page)]
# The programs of docs/regenerating.md run in a changed copy of the repository: test_regenerating.py.
PROGRAMS = [block for block in BLOCKS if block.language == "python" and block.page.name != "regenerating.md"]
TESTS = [block for block in PROGRAMS if "def test_" in block.text]
PYTHON = [block for block in PROGRAMS if block not in TESTS]
# The session in docs/cli.md is recorded, and tests/cli/test_session.py records it again.
SHELL = [block for block in BLOCKS if block.language == "console" and block.page.name != "cli.md"]
RUN = "run in the documentation"
"""The property of a test's report that says what it ran: reports reach the summary from other processes too."""


def pytest_generate_tests(metafunc):
    for name, values in (("python_block", PYTHON), ("shell_block", SHELL), ("page", WRITTEN_BY_HAND)):
        if name in metafunc.fixturenames:
            ids = [value.id if isinstance(value, Block) else str(value.relative_to(ROOT)) for value in values]
            metafunc.parametrize(name, values, ids=ids)


@pytest.fixture(scope="session")
def pages() -> list[Path]:
    """Every page that is written by hand."""
    return WRITTEN_BY_HAND


@pytest.fixture
def blocks() -> list[Block]:
    """Every block of every page."""
    return BLOCKS


@pytest.fixture
def test_blocks() -> list[Block]:
    """The blocks that hold tests."""
    return TESTS


@pytest.fixture
def commands(shell_block) -> list[Command]:
    """The commands of a shell block."""
    return commands_of(shell_block)


@pytest.fixture
def tally(record_property) -> Iterator[Counter[str]]:
    """What a test ran, for the summary."""
    counts: Counter[str] = Counter()
    yield counts
    record_property(RUN, dict(counts))


def pytest_terminal_summary(terminalreporter):
    counts: Counter[str] = Counter()
    for report in terminalreporter.getreports(""):
        if report.when == "teardown":
            counts.update(dict(report.user_properties).get(RUN, {}))
    if counts:
        terminalreporter.write_line("Documentation: " + ", ".join(f"{n} {what}" for what, n in counts.items()))
