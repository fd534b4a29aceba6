"""Which versions the two runs of the suite install, from pyproject.toml and constraints.txt."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

LOWER: Final = {">=", "==", "~="}
TOOLS: Final = ("dev", "test")
"""The extras for those who work on the project; all others are for those who use it."""
IN_STEP: Final = {"opentelemetry-sdk": "opentelemetry-api"}
"""Tools of which every release demands the same release of a dependency, and which therefore cannot be pinned."""


class NoLowerBoundError(Exception):
    """A dependency does not say from which version on it will do; the message is one sentence."""


@dataclass(frozen=True)
class Plan:
    """What is installed beside the wheel."""

    extras: tuple[str, ...]
    """Every extra for users."""
    dependencies: tuple[str, ...]
    """The names of what the package and its extras ask for."""
    lowest: tuple[str, ...]
    """Each of them at the lowest version that is allowed."""
    tools: tuple[str, ...]
    """What runs the tests, at the versions of constraints.txt where there is one."""


def plan(project: Mapping[str, Any], constraints: str) -> Plan:
    """Work out what to install.

    Args:
        project: The table `project` of pyproject.toml.
        constraints: The text of constraints.txt.

    Raises:
        NoLowerBoundError: A dependency has none.
    """
    optional: Mapping[str, list[str]] = project["optional-dependencies"]
    extras = tuple(sorted(set(optional) - set(TOOLS)))
    asked = [
        Requirement(line) for line in [*project["dependencies"], *(one for key in extras for one in optional[key])]
    ]
    pins: dict[str, str] = {
        canonicalize_name(name): version for name, version in re.findall(r"(?m)^([^=\s]+)==(\S+)", constraints)
    }
    own = canonicalize_name(project["name"])
    tools = [one for one in map(Requirement, optional["test"]) if canonicalize_name(one.name) != own]
    return Plan(
        extras,
        tuple(sorted({canonicalize_name(one.name) for one in asked})),
        tuple(sorted({lowest(one) for one in asked})),
        tuple(sorted(_pinned(tools, pins))),
    )


def lowest(requirement: Requirement) -> str:
    """Pin a requirement to the lowest version that it allows."""
    bounds = [one.version for one in requirement.specifier if one.operator in LOWER]
    if len(bounds) != 1:
        raise NoLowerBoundError(f"{requirement} does not say from which version on it will do.")
    marker = f"; {requirement.marker}" if requirement.marker else ""
    return f"{requirement.name}=={bounds[0]}{marker}"


def _pinned(tools: Iterable[Requirement], pins: Mapping[str, str]) -> Iterable[str]:
    for tool in tools:
        name = canonicalize_name(tool.name)
        extras = f"[{','.join(sorted(tool.extras))}]" if tool.extras else ""
        known = name in pins and name not in IN_STEP
        yield f"{tool.name}{extras}=={pins[name]}" if known else str(tool)
