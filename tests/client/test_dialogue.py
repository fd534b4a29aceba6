"""The turns of a transcript, the other party and the outcome of a call."""

from __future__ import annotations

import copy
import pickle
from datetime import UTC, datetime, timedelta

import pytest

from allo_ext import Call, CallResult, TranscriptLine
from allo_ext.enums import CallOutcome
from allo_ext.records import Turn

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
CALLER, LINE = "+12125550101", "+12025550143"


def said(source: str | None, text: str | None, at: float | None = None) -> TranscriptLine:
    return TranscriptLine(source=source, text=text, start_seconds=at)


def test_lines_of_one_speaker_are_one_turn():
    """A turn has its speaker, when it began, and all that was said before another one spoke."""
    lines = (
        said("AGENT", "Hello. ", 0.5),
        said("AGENT", "Who is it?", 2),
        said("EXTERNAL", "Me.", 4),
        said("USER", "Hi"),
    )
    call = Call(id="c", type="INBOUND", from_number=CALLER, to_number=LINE, transcript=lines)

    assert call.turns() == (
        Turn(source="AGENT", speaker="Assistant", start=timedelta(seconds=0.5), text="Hello. Who is it?"),
        Turn(source="EXTERNAL", speaker=CALLER, start=timedelta(seconds=4), text="Me."),
        Turn(source="USER", speaker="Team", text="Hi"),
    )


@pytest.mark.parametrize("transcript", [None, ()])
def test_a_call_without_a_transcript_has_no_turns(transcript):
    """Whether the answer left it out or nothing was said."""
    assert Call(id="c", transcript=transcript).turns() == ()


def test_a_turn_of_a_webhook_begins_where_its_time_says():
    """Webhooks give each line a time instead of seconds."""
    line = TranscriptLine(source="USER", text="Hi", time=NOON + timedelta(seconds=7))

    assert Call(id="c", start_date=NOON, transcript=(line,)).turns()[0].start == timedelta(seconds=7)
    assert Call(id="c", transcript=(line,)).turns()[0].start is None


def test_no_start_can_break_a_dialogue():
    """A number that is no time of a call is left out."""
    assert Call(id="c", transcript=(said("USER", "Hi", 1e300),)).turns()[0].start is None


@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy, lambda turn: pickle.loads(pickle.dumps(turn))])
def test_a_turn_is_a_value(copied):
    """It can be copied, pickled, compared and hashed."""
    turn = Call(id="c", transcript=(said("USER", "Hi", 1),)).turns()[0]

    assert (copied(turn), hash(copied(turn))) == (turn, hash(turn))


@pytest.mark.parametrize(
    ("direction", "from_number", "to_number", "name", "speaker"),
    [
        pytest.param("INBOUND", CALLER, LINE, CALLER, CALLER, id="incoming"),
        pytest.param("OUTBOUND", LINE, CALLER, CALLER, CALLER, id="outgoing"),
        pytest.param("INBOUND", "anonymous", LINE, "anonymous", "anonymous", id="withheld"),
        pytest.param(None, CALLER, LINE, CALLER, CALLER, id="unknown-direction"),
        pytest.param("SIDEWAYS", CALLER, LINE, CALLER, CALLER, id="new-direction"),
        pytest.param("OUTBOUND", LINE, None, "", "Caller", id="unknown-number"),
    ],
)
def test_the_other_party_has_a_name(direction, from_number, to_number, name, speaker):
    """It is never the account's own line."""
    lines = (said("EXTERNAL", "Hi"),)
    call = Call(id="c", type=direction, from_number=from_number, to_number=to_number, transcript=lines)

    assert (call.other_party, call.turns()[0].speaker) == (name, speaker)


@pytest.mark.parametrize(
    ("result", "incoming", "outgoing"),
    [
        *((word, "answered", "answered") for word in ("ANSWERED", "RECEIVED", "TRANSFERRED_AI", "TRANSFERRED_BLAND")),
        *((word, "missed", "unreached") for word in ("MISSED", "FAILED", "FAILED_EXTERNAL", "BLOCKED", "BUSY")),
        ("VOICEMAIL", "voicemail", "voicemail"),
        (None, "unknown", "unknown"),
        ("SOMETHING_NEW", "unknown", "unknown"),
    ],
)
def test_the_result_and_the_direction_decide_the_outcome(result, incoming, outgoing):
    """One rule for programs, the command and the panel."""
    outcomes = [Call(id="c", type=way, result=result).outcome for way in ("INBOUND", "OUTBOUND")]

    assert (outcomes, {type(one) for one in outcomes}) == ([incoming, outgoing], {CallOutcome})


@pytest.mark.parametrize("result", list(CallResult))
def test_every_known_result_has_an_outcome(result):
    """No result that this version knows is unknown."""
    assert Call(id="c", type="INBOUND", result=result).outcome is not CallOutcome.UNKNOWN


@pytest.mark.parametrize("seconds", [None, 0, 3, 600])
def test_an_answered_call_is_answered_however_short_it_was(seconds):
    """The API's word counts, not a guess from the duration or the transcript."""
    duration = None if seconds is None else timedelta(seconds=seconds)

    assert Call(id="c", result="ANSWERED", duration=duration, transcript=()).outcome is CallOutcome.ANSWERED


@pytest.mark.parametrize(
    ("sources", "outcome"),
    [(("USER", "EXTERNAL"), "answered"), (("EXTERNAL",), "unknown"), (("AGENT", "USER"), "unknown"), ((), "unknown")],
)
@pytest.mark.parametrize("result", [None, "SOMETHING_NEW"])
def test_without_a_known_result_both_sides_have_to_speak(result, sources, outcome):
    """A transcript of one side may be a voicemail."""
    lines = tuple(said(source, "…") for source in sources)

    assert Call(id="c", result=result, transcript=lines).outcome == outcome
