"""The page: header, views and shared state."""

from __future__ import annotations

from importlib.resources import files
from typing import Any, Final, cast

import solara

from allo_ext.hooks import AlloProvider, use_numbers
from allo_ext.hooks._screen import Element, component, use_memo
from allo_ext.panel._figures.people import use_names, use_people
from allo_ext.panel._parts import clock, notice
from allo_ext.panel._parts.html import element
from allo_ext.panel._parts.state import use_state
from allo_ext.panel._parts.templates import Header, as_text
from allo_ext.panel._server.account import ACCOUNT, described
from allo_ext.panel._server.features import FEATURES
from allo_ext.panel._server.feed import FEED, use_events
from allo_ext.panel._sources.reading import use_source
from allo_ext.panel._views.contacts import Contacts
from allo_ext.panel._views.webhooks import Webhooks
from allo_ext.panel.today import Today

TABS: Final = (
    {"id": "today", "name": "Today"},
    {"id": "contacts", "name": "Contacts"},
    {"id": "webhooks", "name": "Webhooks"},
)
_CSS: Final = files("allo_ext.panel").joinpath("panel.css").read_text(encoding="utf-8")


@component
def Page() -> Element:
    """Show the account of this process."""
    client = use_memo(ACCOUNT.client, [])
    style = cast("Element", cast("Any", solara).Style(_CSS))
    return element("div", [style, AlloProvider(children=[Desk()], client=client)], "allo-panel")


@component
def Layout(children: list[Element]) -> Element:
    """Show the page without Solara's default layout."""
    return element("div", children)


@component
def Desk() -> Element:
    """Show the current view, and hold the state shared by all views."""
    view, set_view = use_state("today")
    contact_id, set_contact_id = use_state("")
    source = use_source()
    numbers, events = use_numbers(enabled=source is not None), use_events(FEED)
    people = use_people(enabled=source is not None and not source.is_v2)
    names = use_names(people)
    zone = use_memo(clock.local_zone, [])

    def visit(chosen: str) -> None:
        set_contact_id(chosen)
        set_view("contacts")

    match source, view:
        case None, _:
            shown = notice.loading("Connecting to Allo…")
        case _, "contacts":
            shown = Contacts(
                people=people,
                numbers=numbers,
                zone=zone,
                chosen=contact_id,
                on_choose=set_contact_id,
                source=source,
            )
        case _, "webhooks":
            shown = Webhooks(numbers=numbers)
        case _:
            shown = Today(
                source=source,
                numbers=numbers,
                people=people,
                names=names,
                events=events,
                feed=FEED,
                zone=zone,
                recordings=FEATURES.recordings,
                on_visit=visit,
            )
    head = Header(
        tabs=list(TABS),
        view=view,
        zone=clock.name_of(zone, clock.now()),
        account=described(ACCOUNT.host, numbers.data or ()),
        live=FEED.is_on,
        event_go=as_text(set_view),
    )
    return element("div", [head, element("main", [shown], "allo-view", id="allo-main", tabindex="-1")], "allo-desk")


def routes() -> list[Any]:
    """Return the routes for Solara: only this page."""
    return [cast("Any", solara).Route(path="/", component=Page, layout=Layout, label="Allo")]
