"""What to say where a framework is not installed."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from allo_ext.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Generator


@contextmanager
def needs(framework: str) -> Generator[None]:
    """Import what needs a framework inside this; its extra is called as it is.

    Raises:
        ConfigurationError: The framework is not installed. Another module that is missing is the caller's matter.
    """
    try:
        yield
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] != framework:
            raise
        message = f"receiver.{framework}() needs an extra: pip install 'withallo-sdk[{framework}]'."
        raise ConfigurationError(message) from None
