"""Strings that are compared without case and accents."""

from __future__ import annotations

import unicodedata


def folded(text: str) -> str:
    """Return a string without case and accents."""
    return "".join(one for one in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(one))
