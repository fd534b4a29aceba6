"""Setting `__module__` of classes and functions that are defined in private modules."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any, get_type_hints

if TYPE_CHECKING:
    from collections.abc import Mapping


def publish(value: Any, module: str) -> None:
    """Set `__module__` to the module that users import from, for pickles and tracebacks.

    `typing` and attrs look up the names in a class's annotations in its module, so they are resolved first.

    Args:
        value: A class or function.
        module: The name of the public module.
    """
    annotations: dict[str, Any] = vars(value).get("__annotations__", {}) if isinstance(value, type) else {}
    if any(isinstance(annotation, str) for annotation in annotations.values()):
        with suppress(NameError):  # imported under TYPE_CHECKING only; it could not be resolved before either
            hints = get_type_hints(value, include_extras=True)
            value.__annotations__ = {name: hints[name] for name in annotations}
    value.__module__ = module


def publish_own(namespace: Mapping[str, Any], module: str) -> None:
    """Publish every class that a private module defines.

    Args:
        namespace: The module's `globals()`.
        module: The name of the public module.
    """
    own = namespace["__name__"]
    for value in list(namespace.values()):
        if isinstance(value, type) and value.__module__ == own:
            publish(value, module)
