"""Modules import downwards: no cycles, and the contracts of pyproject.toml."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import grimp

ROOT = Path(__file__).parents[1]


def test_no_module_imports_itself_in_a_circle():
    """Not even for types: imports under TYPE_CHECKING count."""
    graph = grimp.build_graph("allo_ext", exclude_type_checking_imports=False, cache_dir=None)
    circular = [
        f"{importer} -> {imported}"
        for importer in sorted(graph.modules)
        for imported in sorted(graph.find_modules_directly_imported_by(importer))
        if graph.chain_exists(importer=imported, imported=importer)
    ]

    assert len(graph.modules) > 100
    assert circular == []


def test_the_contracts_hold():
    """Layers, and a receiver without an HTTP client."""
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)

    assert done.returncode == 0, done.stdout + done.stderr
