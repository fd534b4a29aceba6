"""A web interface for an Allo account. Requires the extra `[solara]`; start it with `allo panel`.

solara run allo_ext.panel --no-check-version
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allo_ext._extras import needs

if TYPE_CHECKING:
    from allo_ext.panel._views.screen import Layout, Page

__all__ = ["Layout", "Page"]


def __getattr__(name: str) -> Any:
    """Import the page on first use: it takes most of a second, and other parts of the package do not need it."""
    if name not in {*__all__, "routes"}:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    with needs("allo_ext.panel", "solara", "reacton", "ipyvue", extra="solara"):
        from allo_ext.panel._server.adoption import adopt_and_announce, is_served
        from allo_ext.panel._views import screen
    if name == "routes" and is_served():
        adopt_and_announce()
    value = globals()[name] = screen.routes() if name == "routes" else getattr(screen, name)
    return value


def __dir__() -> list[str]:
    return __all__
