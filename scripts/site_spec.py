"""A hook of mkdocs: brings the specifications into the site, where docs/http-api.md shows the first.

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
"""The documents; mkdocs loads this file by itself, so it cannot ask scripts/specs.py."""


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Build the site again, while it is being served, when a specification changes."""
    config.watch.extend(map(str, SPECS))
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the specifications to the files of the site, at its root."""
    for spec in SPECS:
        files.append(File.generated(config, spec.name, abs_src_path=str(spec)))
    return files
