"""A library of an extra that is not installed: one sentence and one exception, wherever it is needed."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from allo_ext.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Generator


class MissingExtraError(ConfigurationError, ImportError):
    """A library that an extra brings is not installed; the message says how to install it."""

    __module__ = "allo_ext.testing"  # where it is public

    def __init__(self, message: str = "", *, name: str | None = None) -> None:
        """Create the error.

        Args:
            message: What needs which library, and how to install it.
            name: The module that was not found.
        """
        super().__init__(message)
        self.name = name


def sentence(what: str, library: str, extra: str, *, instead: str = "") -> str:
    """Return what needs which library, and how to install it.

    Args:
        what: What needs the library, such as `allo sync`.
        library: The library, as it is called on the package index.
        extra: The extra that brings it.
        instead: What can be done without it, if anything.
    """
    return f"{what} needs {library}: pip install 'withallo-sdk[{extra}]'{f', or {instead}' if instead else ''}"


@contextmanager
def needs(what: str, library: str, *others: str, extra: str, instead: str = "") -> Generator[None]:
    """Import the libraries of an extra inside this context.

    Args:
        what: As for `sentence`.
        library: The module that the extra is for; the message names it.
        *others: More modules that come with it.
        extra: As for `sentence`.
        instead: As for `sentence`.

    Raises:
        MissingExtraError: One of these modules is not installed. The absence of any other module stays a
            ModuleNotFoundError: this extra would not bring it.
    """
    try:
        yield
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in {library, *others}:
            raise
        message = sentence(what, library.replace("_", "-"), extra, instead=instead)
        raise MissingExtraError(message, name=error.name) from None
