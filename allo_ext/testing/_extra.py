"""What to say when an extra is not installed."""

from __future__ import annotations


class MissingExtraError(ImportError):
    """A library of the extra `[mock]` is not installed."""

    def __init__(self, what: str, library: str) -> None:
        """Say what needs which library, and how to get it."""
        super().__init__(f"{what} needs {library}; install it with: pip install 'withallo-sdk[mock]'", name=library)
