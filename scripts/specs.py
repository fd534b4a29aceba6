"""The specifications, one for each version of the API, and the paths of what is written from them.

python -m scripts.specs             the versions
python -m scripts.specs --written   the paths that `make generate` writes
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent


class Spec(NamedTuple):
    """The specification of one version; all paths are relative to the project."""

    version: str

    @property
    def source(self) -> Path:
        """The document, written by hand."""
        return Path(f"openapi/allo-{self.version}.yaml")

    @property
    def released(self) -> Path:
        """The document of the last release."""
        return Path(f"openapi/released/allo-{self.version}.json")

    @property
    def json(self) -> Path:
        """The document as MockAllo reads it."""
        return Path(f"allo_ext/testing/allo-{self.version}.json")

    @property
    def operations(self) -> Path:
        """The operation table."""
        return Path(f"allo_ext/_operations/{self.version}.py")

    @property
    def package(self) -> str:
        """The import name of the generated code."""
        return f"allo_{self.version}"

    @property
    def quirks(self) -> Path:
        """The page of oddities."""
        return Path("docs/quirks.md" if self.version == "v1" else f"docs/quirks-{self.version}.md")

    @property
    def written(self) -> tuple[Path, ...]:
        """The files that `make generate` writes from this document only."""
        return (self.json, self.operations, Path("generated") / self.package, self.quirks)


def specs() -> list[Spec]:
    """Return the specifications, in the order of their versions."""
    names = (path.stem.removeprefix("allo-") for path in (ROOT / "openapi").glob("allo-v*.yaml"))
    return [Spec(version) for version in sorted(names, key=lambda version: int(version.removeprefix("v")))]


if __name__ == "__main__":
    if sys.argv[1:] == ["--written"]:
        print(*(path for spec in specs() for path in spec.written), "allo_ext/_sync", "llms.txt", sep="\n")
    else:
        print(*(spec.version for spec in specs()), sep="\n")
