"""What is public is documented, and what is documented exists."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import allo_ext
from allo_ext import AlloClient, AsyncAlloClient
from allo_ext.testing import MockAllo
from allo_ext.v2 import Topic

ROOT = Path(__file__).parents[2]
CHAIN = re.compile(r"\b(?:allo|client)\.((?:\w+\.)*\w+)\(")
WHOLE_CHAIN = re.compile(r"(?:allo|client)\.([\w.]+)")
INLINE = re.compile(r"`([^`\n]+)`")
FENCED = re.compile(r"^```\w*\n(.*?)^```", re.DOTALL | re.MULTILINE)
FILE = re.compile(r"\.(csv|xlsx|html|jsonl|parquet|md|py|json|tsv|db)$")
OF_A_RESOURCE = re.compile(r"(?<![\w./])(?:(?:allo|client)\.)?((?:calls|contacts|numbers|sms|webhooks)\.[a-z_]+)\b")
LEFT_CELL = re.compile(r"^\| [^|]* \|", re.MULTILINE)


def public_modules() -> dict[str, Path]:
    """The modules without an underscore and their files, which are read and not imported: some need an extra."""
    package = ROOT / "allo_ext"
    paths = (path.relative_to(ROOT) for path in sorted(package.rglob("*.py")))
    names = {".".join(path.with_suffix("").parts).removesuffix(".__init__"): ROOT / path for path in paths}
    return {name: path for name, path in names.items() if not any(part.startswith("_") for part in name.split("."))}


def exported(path: Path) -> list[str]:
    """What a module's `__all__` holds."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            return list(ast.literal_eval(node.value))
    return []


def public_names() -> list[tuple[str, str]]:
    """Each name where it is met first: `allo_ext.Call` is not counted again as `allo_ext.records.Call`."""
    modules = public_modules()
    at_the_top = exported(modules["allo_ext"])
    found = [(name, entry) for name, path in modules.items() for entry in exported(path)]
    return [(name, entry) for name, entry in found if name == "allo_ext" or entry not in at_the_top]


def text_of(page: Path) -> str:
    """A page as it speaks of what there is: not of TypeScript, nor of a method that an example adds."""
    text = page.read_text(encoding="utf-8")
    if page.name == "typescript.md":
        return LEFT_CELL.sub("|", text)
    return FENCED.sub("", text) if page.name == "regenerating.md" else text


@pytest.fixture(scope="module")
def guides(pages) -> str:
    """All code in README and in the pages that people read from beginning to end; the reference only lists."""
    read = [page for page in pages if page == ROOT / "README.md" or page.parent == ROOT / "docs"]
    return "\n".join(code for page in read for code in (*INLINE.findall(text_of(page)), *FENCED.findall(text_of(page))))


def test_the_public_names_are_found():
    """Reading gives what importing gives."""
    assert exported(ROOT / "allo_ext/__init__.py") == allo_ext.__all__
    assert len(public_names()) >= 100


def test_every_public_name_is_in_the_guides(guides, tally):
    """README or a guide mentions it, not only the reference."""
    tally["public names mentioned"] += len(public_names())

    assert [f"{module}.{name}" for module, name in public_names() if not re.search(rf"\b{name}\b", guides)] == []


@pytest.fixture(scope="module")
def clients():
    """Both clients, which need no network to be looked at."""
    transport = MockAllo(contacts=0, calls=0).transport
    return AlloClient("key", transport=transport), AsyncAlloClient("key", transport=transport)


def missing(clients, where: Path, chains: set[str]) -> list[str]:
    """The calls that no client has, with the page that shows them."""
    return [f"{where.relative_to(ROOT)}: {chain}" for chain in sorted(chains) if not exists(clients, chain)]


def exists(clients, chain: str) -> bool:
    """Tell whether a chain of names leads somewhere on one of the clients."""
    for client in clients:
        value = client
        for name in chain.split("."):
            value = getattr(value, name, None)
        if value is not None:
            return True
    return False


def chains_in(code: str) -> set[str]:
    """The calls on a client in a program: `allo.calls.search(…)` is `calls.search`."""
    written = (ast.unparse(node) for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Attribute))
    return {match[1] for chain in written if (match := WHOLE_CHAIN.fullmatch(chain))}


def test_every_call_in_a_python_block_exists(blocks, clients, tally):
    """Whatever a block asks of a client, a client has."""
    programs = [
        block for block in blocks if block.language == "python" and block.page.name != "regenerating.md"
    ]  # the programs of that page use methods that its patches add
    found = [(block.page, chains_in(block.text)) for block in programs]
    tally["calls in blocks that exist"] += sum(len(chains) for _, chains in found)

    assert [fault for page, chains in found for fault in missing(clients, page, chains)] == []


def test_every_call_in_prose_exists(pages, clients):
    """So does what a page says about one: `allo.calls.iter(…)`, `contacts.get`."""
    faults = []
    for page in pages:
        text = text_of(page)
        chains = set(CHAIN.findall(text))
        for words in INLINE.findall(text):
            chains |= {found for found in OF_A_RESOURCE.findall(words) if not FILE.search(found)} - {*Topic}
        faults += missing(clients, page, chains)

    assert faults == []


def test_every_call_in_an_example_exists(clients):
    """Examples too."""
    examples = sorted((ROOT / "examples").glob("*.py"))
    found = [(path, chains_in(path.read_text(encoding="utf-8"))) for path in examples]

    assert examples
    assert [fault for path, chains in found for fault in missing(clients, path, chains)] == []


def test_every_call_in_a_docstring_exists(clients):
    """And the docstrings that the reference is made of."""
    found = [(path, set(CHAIN.findall(path.read_text(encoding="utf-8")))) for path in public_modules().values()]

    assert [fault for path, chains in found for fault in missing(clients, path, chains)] == []


@pytest.mark.parametrize(("chain", "expected"), [("calls.search", True), ("calls.find", False), ("aclose", True)])
def test_a_call_that_does_not_exist_is_seen(clients, chain, expected):
    """The checks above can fail."""
    assert expected == exists(clients, chain)
