"""A hook of mkdocs: brings the specification into the site, where docs/http-api.md shows it.

`mkdocs.yml` names this file under `hooks`. The site then holds the document that everything else is made from, and no
copy of it is committed below `docs/`.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.structure.files import File

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

SPEC = Path(__file__).resolve().parent.parent / "openapi" / "allo-v1.yaml"


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Build the site again, while it is being served, when the specification changes."""
    config.watch.append(str(SPEC))
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the specification to the files of the site, at its root."""
    files.append(File.generated(config, SPEC.name, abs_src_path=str(SPEC)))
    return files
