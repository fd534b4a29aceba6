"""The versions that the two runs of the suite install; uv resolves them from pyproject.toml."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from scripts.release.building import clean_environment, run

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

TOOLS: Final = ("dev", "test")
"""The extras for those who work on the project; all others are for users."""
IN_STEP: Final = ("opentelemetry-sdk",)
"""Tools of which every release requires the same release of a dependency, and which therefore are not pinned."""


@dataclass(frozen=True)
class Plan:
    """Packages to install together with the wheel."""

    extras: tuple[str, ...]
    """Every extra for users."""
    lowest: tuple[str, ...]
    """The requirements of the package and its extras, each at its lowest allowed version."""
    tools: tuple[str, ...]
    """The packages that run the tests, pinned to constraints.txt if listed there."""

    @property
    def dependencies(self) -> tuple[str, ...]:
        """The names of what the package and its extras require."""
        return tuple(pin.partition("==")[0] for pin in self.lowest)


def plan(project: Mapping[str, Any], constraints: Path) -> Plan:
    """Work out what to install.

    Args:
        project: The table `project` of pyproject.toml.
        constraints: The path of constraints.txt.

    Raises:
        FailedError: A requirement cannot be resolved.
    """
    optional: Mapping[str, list[str]] = project["optional-dependencies"]
    extras = tuple(sorted(set(optional) - set(TOOLS)))
    required = [*project["dependencies"], *(one for extra in extras for one in optional[extra])]
    unpinned = [one for one in optional["test"] if one.startswith(IN_STEP)]
    tools = pins(sorted({*optional["test"]} - {*unpinned}), "--constraint", str(constraints))
    return Plan(extras, tuple(lowest(required)), (*tools, *unpinned))


def lowest(requirements: Iterable[str]) -> list[str]:
    """Pin requirements to the lowest versions that they allow."""
    return pins(requirements, "--resolution", "lowest-direct")


def pins(requirements: Iterable[str], *options: str) -> list[str]:
    """Pin requirements, without what they in turn require."""
    quiet = ("--quiet", "--no-header", "--no-annotate", "--no-strip-extras")
    command = (sys.executable, "-m", "uv", "pip", "compile", "-", "--no-deps", *quiet)
    given = "\n".join(requirements)
    return run(*command, *options, cwd=Path.cwd(), environment=clean_environment(), given=given).splitlines()
