"""What the methods of MockAllo refuse, and what they read out of good arguments."""

from __future__ import annotations

import httpx
import pytest

from allo_ext.testing import MockAllo, Quirks


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param({"contacts": -1}, "contacts must not be negative", id="contacts"),
        pytest.param({"calls": "10"}, "calls must be a whole number", id="calls"),
        pytest.param({"seed": 1.5}, "seed must be a whole number", id="seed"),
        pytest.param({"latency": float("inf")}, "latency must be a finite number", id="latency"),
        pytest.param({"pace": 20}, "pace must be a Pace, or reads and writes", id="pace"),
        pytest.param({"pace": (20, 0)}, "writes per second must be above 0", id="pace-zero"),
        pytest.param({"quirks": {"dates": "z"}}, "quirks must be a Quirks", id="quirks"),
        pytest.param({"webhook_ids": "yes"}, "webhook_ids must be true or false", id="webhook-ids"),
        pytest.param({"validate_replies": 1}, "validate_replies must be true or false", id="validate"),
        pytest.param({"deliver_to": 7}, "deliver_to must be an ASGI or WSGI application", id="target"),
        pytest.param({"deliver_to": "http://127.0.0.1:1"}, 'transport or "network"', id="target-url"),
        pytest.param({"api_key": ""}, "key must be printable ASCII", id="key"),
    ],
)
def test_an_account_that_cannot_be_is_refused(arguments, message):
    """Each argument is checked when the mock is made."""
    with pytest.raises(ValueError, match=message):
        MockAllo(**{"contacts": 0, "calls": 0, **arguments})


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param({"dates": "zulu"}, "dates must be naive, z, offset or micros", id="word"),
        pytest.param({"null_results": "yes"}, "null_results must be true or false", id="flag"),
        pytest.param({"contact_not_found": 410}, "contact_not_found must be 400 or 404", id="status"),
        pytest.param({"recordings": "localhost"}, "recordings must be an origin", id="origin"),
    ],
)
def test_an_oddity_that_nobody_has_seen_is_refused(arguments, message):
    """When it is asked for, not in the answer to a request."""
    with pytest.raises(ValueError, match=message):
        Quirks(**arguments)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param({"result": "ANSWRED"}, "did you mean ANSWERED", id="result-misspelt"),
        pytest.param({"result": "missed"}, "did you mean MISSED", id="result-lower-case"),
        pytest.param({"result": 7}, "result must be a string", id="result"),
        pytest.param({"result": ""}, "result must not be empty", id="result-empty"),
        pytest.param({"direction": "inbound"}, "INBOUND or OUTBOUND", id="direction"),
        pytest.param({"allo_number": 7}, "allo_number must be a string", id="line"),
        pytest.param({"contact_number": 7}, "contact_number must be a string", id="party"),
        pytest.param({"length_in_minutes": "5"}, "length_in_minutes must be a number", id="length"),
        pytest.param({"length_in_minutes": -1}, "length_in_minutes must not be negative", id="length-negative"),
        pytest.param({"length_in_minutes": True}, "length_in_minutes must be a number", id="length-bool"),
        pytest.param({"summary": 7}, "summary must be a string", id="summary"),
        pytest.param({"tag": ["a"]}, "tag must be a string", id="tag"),
        pytest.param({"recording": "no"}, "recording must be true or false", id="recording"),
        pytest.param({"transcript": "Hello"}, "transcript must be a list of pairs", id="transcript-text"),
        pytest.param({"transcript": ["Hello"]}, r"transcript\[0\] must be a pair", id="transcript-line"),
        pytest.param({"transcript": [("USER", None)]}, r"transcript\[0\]: the text must", id="transcript-none"),
        pytest.param({"transcript": [("EXTERNL", "x")]}, "did you mean EXTERNAL", id="transcript-source"),
    ],
)
def test_a_call_that_cannot_be_is_refused(mock, http, arguments, message):
    """Before anything happens: no call is added."""
    newest = {"allo_number": mock.numbers[0], "size": 1}
    before = http.get("/calls", params=newest).json()
    with pytest.raises(ValueError, match=message):
        mock.simulate_call(**arguments)

    assert http.get("/calls", params=newest).json() == before


@pytest.mark.parametrize(
    "happens",
    [
        pytest.param(lambda mock: mock.simulate_sms(content=7), id="content"),
        pytest.param(lambda mock: mock.simulate_sms(content=None), id="content-none"),
        pytest.param(lambda mock: mock.simulate_sms(direction="OUT"), id="direction"),
        pytest.param(lambda mock: mock.simulate_ping("+12125550105"), id="ping-of-a-stranger"),
        pytest.param(lambda mock: mock.simulate_ping(7), id="ping-of-a-number"),
        pytest.param(lambda mock: mock.forward("", "http://127.0.0.1:1"), id="forward-nothing"),
        pytest.param(lambda mock: mock.forward("https://example.com", "127.0.0.1:1"), id="forward-to-no-url"),
        pytest.param(lambda mock: mock.deliver({"topic": "PING"}, 7), id="deliver-to-a-number"),
    ],
)
def test_what_cannot_happen_does_not(mock, happens):
    """Each method refuses what it cannot do."""
    with pytest.raises(ValueError, match="must"):
        happens(mock)

    assert mock.deliveries == []


def test_a_result_that_nobody_knows_is_taken(mock, http):
    """The API may add one: programs can be tried with it."""
    mock.simulate_call(result="TRANSFERRED_ELEVEN_LABS")
    newest = http.get("/calls", params={"allo_number": mock.numbers[0], "size": 1}).json()["data"]["results"][0]

    assert newest["result"] == "TRANSFERRED_ELEVEN_LABS"


@pytest.mark.parametrize("line", [0, 3], ids=["american", "french"])
def test_a_caller_without_a_name_is_a_caller(line):
    """Summaries name them in a whole phrase, with a capital where it begins the sentence; dialogues use a name."""
    mock = MockAllo(contacts=0, calls=0)
    calls = [mock.simulate_call(mock.numbers[line], contact_number="anonymous") for _ in range(30)]
    summaries = [call.summary for call in calls]
    spoken = " ".join(said.text for call in calls for said in call.transcript)
    whole = ("A caller ", " a caller ", "with a caller") if line == 0 else ("Un client ", " un client ")

    assert [summary for summary in summaries if not any(phrase in f"{summary} " for phrase in whole)] == []
    assert all(summary[0].isupper() or not summary[0].isalpha() for summary in summaries)
    assert "a caller" not in spoken
    assert "un client" not in spoken
    assert " a," not in spoken


def test_nobody_of_the_account_begins_a_summary_in_lower_case():
    """Callers without a number, and strangers, are named in whole phrases as well."""
    mock = MockAllo(contacts=0, calls=400)
    summaries = []
    with httpx.Client(
        transport=mock.transport, base_url="https://api.withallo.com/v1/api", headers={"Authorization": "key"}
    ) as http:
        for number in mock.numbers:
            found = http.get("/calls", params={"allo_number": number, "size": 100}).json()["data"]["results"]
            summaries += [call["summary"] for call in found if call["summary"]]

    assert len(summaries) > 100
    assert [summary for summary in summaries if not summary[0].isupper() or "…" in summary] == []


@pytest.mark.parametrize("name", ["  ", "Ann", None], ids=["blank", "one", "none"])
def test_a_contacts_name_is_used_as_far_as_there_is_one(mock, http, name):
    """A blank name is no name."""
    http.post("/contacts", json={"numbers": ["+12125550177"], "name": name}).raise_for_status()
    summaries = [mock.simulate_call(contact_number="+12125550177").summary for _ in range(10)]

    assert all(("Ann" if name == "Ann" else "caller") in summary for summary in summaries)
