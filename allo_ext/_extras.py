"""The error for a missing optional dependency."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from allo_ext.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Generator


class MissingExtraError(ConfigurationError, ImportError):
    """An optional dependency is not installed; the message says how to install it."""

    __module__ = "allo_ext.testing"  # where it is public

    def __init__(self, message: str = "", *, name: str | None = None) -> None:
        """Create the error.

        Args:
            message: The feature, the library that it needs, and how to install it.
            name: The module that was not found.
        """
        super().__init__(message)
        self.name = name


def sentence(what: str, library: str, extra: str, *, instead: str = "") -> str:
    """Return the sentence about a missing library: what needs it, and how to install it.

    Args:
        what: The feature that needs the library, such as `allo sync`.
        library: The library's name on PyPI.
        extra: The extra that installs it.
        instead: An alternative that does not need the library, if there is one.
    """
    return f"{what} needs {library}: pip install 'withallo-sdk[{extra}]'{f', or {instead}' if instead else ''}"


@contextmanager
def needs(what: str, library: str, *others: str, extra: str, instead: str = "") -> Generator[None]:
    """Turn import errors of an extra's libraries, inside this context, into MissingExtraError.

    Args:
        what: As for `sentence`.
        library: The main module of the extra; the message names it.
        *others: Other modules that the extra installs.
        extra: As for `sentence`.
        instead: As for `sentence`.

    Raises:
        MissingExtraError: One of these modules is not installed. Any other missing module stays a
            ModuleNotFoundError, because this extra does not install it.
    """
    try:
        yield
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in {library, *others}:
            raise
        message = sentence(what, library.replace("_", "-"), extra, instead=instead)
        raise MissingExtraError(message, name=error.name) from None
