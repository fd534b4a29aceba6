"""Parts of the panel outside the panel, such as in a notebook.

from allo_ext.panel.inline import Inline
from allo_ext.panel.today import CallChart

Inline([CallChart(calls=calls, today=date(2026, 2, 27), zone=UTC)])
"""

from __future__ import annotations

import re
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final, cast

import solara

from allo_ext.hooks import AlloProvider
from allo_ext.hooks._screen import Element, component
from allo_ext.panel._parts.html import element

if TYPE_CHECKING:
    from collections.abc import Sequence

    from allo_ext import AsyncAlloClient

_PAGE: Final = re.compile(r"^(?:html\b|body\b|\.v-)[^{}]*\{[^{}]*\}\n?", re.MULTILINE)
_OWN: Final = ".allo-panel.allo-inline { min-height: 0; padding: 16px 18px; border-radius: 14px; }\n"


@component
def Inline(children: Sequence[Element], client: AsyncAlloClient | None = None) -> Element:
    """Show parts of the panel with the panel's style.

    Args:
        children: The parts to show, one below the other.
        client: The client to use. Default: a client with ALLO_API_KEY.
    """
    style = cast(
        "Element", cast("Any", solara).Style(within(files("allo_ext.panel").joinpath("panel.css").read_text("utf-8")))
    )
    return element("div", [style, AlloProvider(children=list(children), client=client)], "allo-panel allo-inline")


def within(css: str) -> str:
    """Return the panel's style for a part of another page, without changing the rest of the page."""
    return _PAGE.sub("", css).replace(":root", ".allo-inline") + _OWN
