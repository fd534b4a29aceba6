"""The account's own phone numbers, as an argument."""

from __future__ import annotations

import httpx
import pytest

from allo_ext.testing import Line, MockAllo

BASE_URL = "https://api.withallo.com/v1/api"


def ask(mock: MockAllo, path: str, **query: str | int) -> dict:
    with httpx.Client(transport=mock.transport, base_url=BASE_URL, headers={"Authorization": "key"}) as client:
        return client.get(path, params=query).json()["data"]


def send(mock: MockAllo, from_: str, to: str) -> str | None:
    text = {"from": from_, "to": to, "message": "Hello"}
    with httpx.Client(transport=mock.transport, base_url=BASE_URL, headers={"Authorization": "key"}) as client:
        return client.post("/sms", json=text).json().get("code")


@pytest.mark.parametrize(
    "numbers",
    [
        pytest.param(["+12025550143"], id="one"),
        pytest.param(["+33199000042", "+12025550143"], id="two"),
        pytest.param(["+447700900123"], id="elsewhere"),
        pytest.param([f"+1202555010{n}" for n in range(8)], id="eight"),
        pytest.param([f"+1202555010{n}" for n in range(5)], id="five-others"),
    ],
)
def test_every_line_has_calls_and_contacts(numbers):
    """The calls are spread over the lines that were given, and over no others; each has a conversation."""
    mock = MockAllo(numbers=numbers, contacts=40, calls=400, validate_replies=True)
    listed = [line["number"] for line in ask(mock, "/numbers") if line["number"]]
    seen = set()
    for number in numbers:
        for page in range(5):
            calls = ask(mock, "/calls", allo_number=number, page=page, size=100)["results"]
            assert all(number in (call["from_number"], call["to_number"]) or not call["to_number"] for call in calls)
            seen |= {call["id"] for call in calls}
    contacts = ask(mock, "/contacts", size=40)["results"]
    talked = [ask(mock, f"/contact/{contact['id']}/conversation", size=1)["results"] for contact in contacts]

    assert mock.numbers == tuple(numbers)
    assert listed == numbers
    assert len(seen) == 400
    assert any(talked)


def test_what_is_simulated_happens_on_the_lines_that_there_are():
    """The first line unless told which; another number is refused by name."""
    mock = MockAllo(numbers=["+447700900123"], contacts=5, calls=5)

    assert mock.simulate_call().to_number == "+447700900123"
    assert mock.simulate_sms().to_number == "+447700900123"
    with pytest.raises(ValueError, match=r"one of the account's own: \+447700900123; not '\+12025550143'"):
        mock.simulate_call("+12025550143")


def test_a_line_may_say_more_than_its_number():
    """Its label and whether it sends SMS; the country is that of the number."""
    mock = MockAllo(numbers=[Line("+447700900123", "London", is_shared=True), Line("+33199000042", sends_sms=False)])
    london, paris = ask(mock, "/numbers")[:2]

    assert london == {"number": "+447700900123", "name": "London", "country": "GB", "is_shared_number": True}
    assert (paris["name"], paris["country"]) == ("Line 2", "FR")
    assert send(mock, "+447700900123", "+447700900456") is None
    assert send(mock, "+447700900123", "+12125550105") == "TO_NUMBER_COUNTRY_MISMATCH"
    assert send(mock, "+33199000042", "+33639980001") == "PROVIDER_NOT_SUPPORTED"
    assert send(mock, "+12025550143", "+12125550105") == "FROM_NUMBER_NOT_FOUND"


@pytest.mark.parametrize(
    ("numbers", "message"),
    [
        pytest.param([], "numbers must have at least one phone number", id="none"),
        pytest.param("+12025550143", "numbers must be a list of phone numbers", id="string"),
        pytest.param(["2025550143"], r"numbers\[0\] must be in E.164", id="not-e164"),
        pytest.param(["+12025550143", "+12025550143"], "numbers contains a phone number twice", id="twice"),
        pytest.param([7], r"numbers\[0\] must be a string", id="not-a-number"),
        pytest.param([Line("+12025550143", name=3)], r"numbers\[0\]: the name must be a string", id="name"),
    ],
)
def test_lines_that_cannot_be_are_refused(numbers, message):
    """With the argument and what is wrong with it."""
    with pytest.raises(ValueError, match=message):
        MockAllo(numbers=numbers)
