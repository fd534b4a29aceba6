"""The card of missed calls that nobody has returned."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from allo_ext.followup import open_calls
from allo_ext.panel._figures.people import Names
from allo_ext.panel._views.missed import contacts_of, rows
from allo_ext.records import Call, Contact

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
