"""The card of missed calls that nobody has returned."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from allo_ext import AlloClient, AsyncAlloClient
from allo_ext.followup import open_calls
from allo_ext.hooks import AlloProvider
from allo_ext.panel._figures.people import Names
from allo_ext.panel._views.missed import NotCalledBack, contacts_of, rows
from allo_ext.records import Call, Contact
from allo_ext.testing import MockAllo

LINE, ADA, OTHER = "+12025550143", "+12025550178", "+12025550179"
PARIS = ZoneInfo("Europe/Paris")
NAMES = Names([Contact(id="cnt_1", name="Ada", numbers=("(202) 555-0178", ADA))])


def call(number: int, hour: int, result: str, *, who: str = ADA, way: str = "INBOUND") -> Call:
    ends = (LINE, who) if way == "OUTBOUND" else (who, LINE)
    return Call(
        id=f"call_{number}", type=way, from_number=ends[0], to_number=ends[1], result=result,
        start_date=datetime(2026, 3, 1, hour, 30, tzinfo=UTC), summary="About a refund" if number == 1 else None,
    )  # fmt: skip


def test_an_entry_says_who_when_and_what_was_tried():
    """The newest first, in the panel's time zone, by the contact's name."""
    found = open_calls(
        [
            call(1, 9, "VOICEMAIL"),
            call(2, 10, "VOICEMAIL", way="OUTBOUND"),
            call(3, 11, "MISSED", who="anonymous"),
            call(4, 12, "MISSED", who=OTHER),
            call(5, 13, "ANSWERED", who=OTHER, way="OUTBOUND"),
        ]
    )
    first, second = rows(found, NAMES, {LINE: "Head office"}, PARIS, date(2026, 3, 2))

    assert (first["who"], first["about"]) == ("Number withheld", "Missed · on Head office")
    assert second == {
        "id": "call_1",
        "day": "Yesterday",
        "time": "10:30",
        "who": "Ada",
        "about": f"Voicemail · on Head office · tried once · {ADA}",
        "summary": "About a refund",
    }


def test_conversations_of_known_callers_are_read():
    """Each once; a number that is no contact has no conversation."""
    found = open_calls([call(1, 9, "MISSED"), call(2, 10, "MISSED"), call(3, 11, "MISSED", who=OTHER)])

    assert contacts_of(found, NAMES) == ("cnt_1",)


def test_a_message_takes_a_call_off_the_card():
    """The conversations of those who called are read, and only theirs."""
    solara = pytest.importorskip("solara")
    mock = MockAllo(contacts=3, calls=0)
    with AlloClient("key", transport=mock.transport) as allo:
        people = list(allo.contacts.iter())
        first, second = (contact.numbers[0] for contact in people[:2])
        for number in (first, second):
            mock.simulate_call(contact_number=number, result="MISSED")
        mock.simulate_sms(contact_number=first, direction="OUTBOUND", content="We call tomorrow.")
        calls = list(allo.calls.iter())

    @solara.component
    def screen() -> None:
        client = solara.use_memo(lambda: AsyncAlloClient("key", transport=mock.transport), [])
        card = NotCalledBack(
            calls=calls, events=[], names=Names(people), lines={}, zone=UTC, today=date(2026, 3, 2), days=7
        )
        AlloProvider(children=[card], client=client)

    box, context = solara.render(screen(), handle_error=False)
    end = time.monotonic() + 20
    while len(listed := _listed(box)) != 1 and time.monotonic() < end:
        time.sleep(0.01)
    context.close()

    assert [one["id"] for one in listed] == [calls[0].id]


def _listed(widget) -> list[dict]:
    """Return the entries of the card, from the widgets."""
    found = list(getattr(widget, "missed", None) or [])
    for child in getattr(widget, "children", None) or []:
        found += [] if isinstance(child, str) else _listed(child)
    return found
