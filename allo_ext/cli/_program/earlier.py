"""Earlier names of options: they still work, but are not shown in help."""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Final, get_args

import typer

_SUFFIX: Final = "_by_its_earlier_name"


@dataclass(frozen=True, slots=True)
class Earlier:
    """The earlier name of an option, for its `Annotated` type."""

    option: str


def earlier_options(parameters: Iterable[inspect.Parameter]) -> list[inspect.Parameter]:
    """Return a hidden option for each earlier name."""
    return [
        parameter.replace(
            name=parameter.name + _SUFFIX,
            default=None,
            annotation=Annotated[get_args(parameter.annotation)[0] | None, typer.Option(name.option, hidden=True)],
        )
        for parameter in parameters
        for name in getattr(parameter.annotation, "__metadata__", ())
        if isinstance(name, Earlier)
    ]


def merged(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values with those that were given by an earlier name under the present one.

    Raises:
        typer.BadParameter: An option was given by both names.
    """
    found = {name: value for name, value in values.items() if not name.endswith(_SUFFIX)}
    for name, value in values.items():
        present = name.removesuffix(_SUFFIX)
        if present == name or not value:
            continue
        if found[present] and not isinstance(value, list):
            raise typer.BadParameter("an option was given by its present and by its earlier name.")
        found[present] = [*(found[present] or ()), *value] if isinstance(value, list) else value
    return found
