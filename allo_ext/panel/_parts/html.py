"""Plain HTML elements that contain templates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import solara

if TYPE_CHECKING:
    from collections.abc import Sequence

    from allo_ext.hooks._screen import Element


def element(tag: str, children: Sequence[Element | str], classes: str = "", **attributes: str) -> Element:
    """Return an element. Underscores in attribute names become dashes."""
    named = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
    made = cast("Any", solara).v.Html(tag=tag, class_=classes, attributes=named, children=list(children))
    return cast("Element", made)


def card(title: str, children: Sequence[Element | str], classes: str = "") -> Element:
    """Return a section with a heading."""
    heading = element("h2", [title])
    return element("section", [heading, *children], f"allo-card {classes}", aria_label=title)
