"""A mkdocs hook that adds the specifications to the site; docs/http-api.md shows the first one.

`mkdocs.yml` names this file under `hooks`. The site then holds the documents that everything else is made from, and no
copy of them is committed below `docs/`.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.structure.files import File

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

SPECS = sorted((Path(__file__).resolve().parent.parent / "openapi").glob("allo-v*.yaml"))
"""The specs; mkdocs loads this file on its own, so it cannot import scripts/specs.py."""


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Rebuild the site during `mkdocs serve` when a specification changes."""
    config.watch.extend(map(str, SPECS))
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the specifications to the files of the site, at its root."""
    for spec in SPECS:
        files.append(File.generated(config, spec.name, abs_src_path=str(spec)))
    return files
