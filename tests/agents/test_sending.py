"""SMS from agents: confirmed by a person, and sent once."""

from __future__ import annotations

import asyncio

import pytest

from allo_ext import AlloClient, ConfigurationError
from allo_ext.durable import Outbox
from allo_ext.mcp import create_server
from allo_ext.testing import MockAllo

pytestmark = pytest.mark.anyio
TO = "+12025550178"


@pytest.fixture
def message(mock) -> dict[str, str]:
    return {"to": TO, "from_number": mock.numbers[0], "message": "See you at 5 pm"}


async def test_a_message_is_sent_after_the_person_has_accepted(connect, outbox, mock, person, message):
    """The question has the recipient, the sender and the whole text."""
    async with connect(allow_send=True, outbox=outbox) as agent:
        answer = await agent("send_sms", **message)

    assert (answer.failed, answer.text) == (False, f"Sent to {TO}.")
    assert [(one.to_number, one.content) for one in mock.sent] == [(TO, "See you at 5 pm")]
    assert all(value in person.asked[0] for value in message.values())


@pytest.mark.parametrize(
    ("action", "content", "said"),
    [
        ("decline", None, "the user declined"),
        ("cancel", None, "the user closed the question"),
        ("accept", {"confirm": False}, "the user declined"),
        ("accept", {}, "answer to the question was not valid"),
        ("accept", None, "answer to the question was not valid"),
        ("accept", {"confirm": "maybe"}, "answer to the question was not valid"),
    ],
    ids=["declined", "cancelled", "accepted without a yes", "no answer", "no content", "no boolean"],
)
async def test_without_a_yes_nothing_is_sent(connect, outbox, mock, person, message, action, content, said):  # noqa: PLR0917 (fixtures)
    """Whatever else the client answers, the agent gets a sentence, and nothing is kept that could be sent later."""
    person.action, person.content = action, content
    async with connect(allow_send=True, outbox=outbox) as agent:
        answer = await agent("send_sms", **message)

    assert answer.failed
    assert said in answer.text
    assert (mock.sent, outbox.list()) == ([], [])


async def test_a_client_that_cannot_ask_cannot_send(connect, outbox, mock, message):
    """Without elicitation there is no confirmation, and so no message."""
    async with connect(allow_send=True, outbox=outbox, asks=False) as agent:
        answer = await agent("send_sms", **message)

    assert answer.failed
    assert "does not support elicitation" in answer.text
    assert (mock.sent, outbox.list()) == ([], [])


async def test_an_agent_cannot_answer_for_the_person(connect, outbox, mock, person, message):
    """The decision is not an argument of the tool, and is ignored if it is passed."""
    person.action = "decline"
    async with connect(allow_send=True, outbox=outbox) as agent:
        properties = (await agent.tools())["send_sms"].input_schema["properties"]
        for decision in ({"confirm": True}, {"action": "accept", "data": {"confirm": True}}, True):
            assert (await agent("send_sms", **message, decision=decision)).failed

    assert sorted(properties) == ["from_number", "key", "message", "sender_id", "to"]
    assert mock.sent == []


async def test_a_repeated_call_is_one_message(connect, outbox, mock, person, message):
    """The second call does not even ask."""
    async with connect(allow_send=True, outbox=outbox) as agent:
        first, second = await agent("send_sms", **message), await agent("send_sms", **message)

    assert (len(mock.sent), len(person.asked), first.failed, second.failed) == (1, 1, False, False)
    assert "was sent already" in second.text


async def test_calls_at_the_same_time_are_one_message(connect, outbox, mock, message):
    """Each is confirmed, and one of them is sent."""
    async with connect(allow_send=True, outbox=outbox) as agent:
        await asyncio.gather(*(agent("send_sms", **message) for _ in range(5)))

    assert len(mock.sent) == 1


async def test_another_server_knows_what_was_sent(connect, outbox, allo, tmp_path, mock, message):  # noqa: PLR0917 (fixtures)
    """The outbox is a file: a repetition after a restart is the same message."""
    async with connect(allow_send=True, outbox=outbox) as agent:
        await agent("send_sms", **message)
    with Outbox(tmp_path / "outbox.db", allo) as reopened:
        async with connect(allow_send=True, outbox=reopened) as agent:
            await agent("send_sms", **message)

    assert len(mock.sent) == 1


async def test_another_key_sends_the_same_text_again(connect, outbox, mock, person, message):
    """After another confirmation."""
    async with connect(allow_send=True, outbox=outbox) as agent:
        await agent("send_sms", **message)
        await agent("send_sms", **message, key="again-2")
        reused = await agent("send_sms", **{**message, "message": "Something else"}, key="again-2")

    assert (len(mock.sent), len(person.asked)) == (2, 2)
    assert "belongs to another message" in reused.text


async def test_a_refused_message_is_a_sentence(connect, outbox, mock, message):
    """With the reason that the API gave and what to do; a second try asks again."""
    async with connect(allow_send=True, outbox=outbox) as agent:
        answer = await agent("send_sms", **{**message, "from_number": "+12025550199"})

    assert answer.text.startswith("Not sent: the sender is not a number of this account; use one that is")
    assert mock.sent == []


async def test_a_refused_message_is_sent_when_the_api_takes_it(connect, outbox, mock, person, message):
    """By another call, after another confirmation."""
    async with connect(allow_send=True, outbox=outbox) as agent:
        mock.faults.next(path="/sms", status=400, code="FROM_NUMBER_NOT_FOUND")
        refused = await agent("send_sms", **message)
        again = await agent("send_sms", **message)

    assert (refused.failed, again.text) == (True, f"Sent to {TO}.")
    assert (len(mock.sent), len(person.asked)) == (1, 2)


async def test_the_same_text_from_another_number_is_another_message(connect, outbox, mock, person, message):
    """The message is its sender, its recipient and its text."""
    async with connect(allow_send=True, outbox=outbox) as agent:
        await agent("send_sms", **message)
        await agent("send_sms", **{**message, "from_number": mock.numbers[1]})
        listed = await agent("list_sent_messages", limit=1)

    assert (tuple(one.from_number for one in mock.sent), len(person.asked)) == (mock.numbers[:2], 2)
    assert (listed.note, len(listed.data)) == ("1 of 2 messages.", 1)
    assert outbox.get(listed.data[0]["key"]).from_number == mock.numbers[1]  # the newest


@pytest.mark.parametrize(
    "over",
    [{"message": " \n"}, {"sender_id": "Shop"}, {"from_number": None}, {"to": "nobody"}, {"from_number": "nobody"}],
    ids=str,
)
async def test_what_cannot_be_sent_is_not_asked_about(connect, outbox, mock, person, message, over):  # noqa: PLR0917 (fixtures)
    """The agent gets a sentence."""
    async with connect(allow_send=True, outbox=outbox) as agent:
        answer = await agent("send_sms", **{**message, **over})

    assert (answer.failed, answer.text.endswith("."), person.asked, mock.sent) == (True, True, [], [])


async def test_a_message_that_did_not_leave_waits_for_another_confirmation(connect, outbox, mock, person, message):
    """It stays planned, but is not sent along with another message."""
    async with connect(allow_send=True, outbox=outbox) as agent:
        mock.faults.next(path="/sms", disconnect=True, before=True)
        failed = await agent("send_sms", **message)
        other = await agent("send_sms", **{**message, "message": "Another one"})
        assert [one.content for one in mock.sent] == ["Another one"]
        again = await agent("send_sms", **message)

    assert (failed.failed, other.failed, again.failed) == (True, False, False)
    assert (len(person.asked), len(mock.sent)) == (3, 2)


async def test_a_lost_answer_is_not_sent_again(connect, outbox, mock, message):
    """The message is looked for in the conversation; the agent is told how it ended."""
    async with connect(allow_send=True, outbox=outbox) as agent:
        mock.faults.next(path="/sms", disconnect=True, applied=True)
        first = await agent("send_sms", **message)
        second = await agent("send_sms", **message)

    assert len(mock.sent) == 1
    assert (first.failed, first.text) == (False, f"Sent to {TO}.")
    assert "was sent already" in second.text


async def test_what_could_not_be_looked_for_is_looked_for_at_the_next_call(connect, outbox, mock, person, message):
    """The conversation could not be read at first: the agent is told the result when it can."""
    async with connect(allow_send=True, outbox=outbox) as agent:
        mock.faults.next(path="/sms", disconnect=True, applied=True)
        mock.faults.next(path="/search", status=403)
        first = await agent("send_sms", **message)
        second = await agent("send_sms", **message)

    assert "may have been sent" in first.text
    assert "was sent already" in second.text
    assert (len(mock.sent), len(person.asked)) == (1, 1)


async def test_what_is_not_found_stays_in_doubt(connect, outbox, mock, person, message):
    """The answer was lost and the conversation does not have the message: it is not sent again, and the agent knows."""
    async with connect(allow_send=True, outbox=outbox) as agent:
        mock.faults.next(path="/sms", disconnect=True, applied=False)
        answers = [await agent("send_sms", **message) for _ in range(3)]

    assert (len(mock.sent), len(person.asked)) == (0, 1)
    assert all("may have been sent" in answer.text for answer in answers)


async def test_a_suppressed_number_is_not_asked_about(connect, outbox, mock, person, message):
    """Its owner has said STOP."""
    outbox.suppress(TO)
    async with connect(allow_send=True, outbox=outbox) as agent:
        answer = await agent("send_sms", **message)

    assert "suppression list" in answer.text
    assert (person.asked, mock.sent) == ([], [])


async def test_a_text_cannot_change_the_question(connect, outbox, person, message):
    """Every line of it is quoted, and what cannot be seen is written out."""
    person.action = "decline"
    text = "Hello\nTo: +12025550100\u202e\u200b\x1b[2K"
    async with connect(allow_send=True, outbox=outbox) as agent:
        await agent("send_sms", **{**message, "message": text})

    lines = person.asked[0].split("\n")
    assert [line for line in lines if line.startswith("To:")] == [f"To: {TO}"]
    assert lines[-2:] == ["> Hello", r"> To: +12025550100\u202e\u200b\u001b[2K"]


async def test_messages_are_listed_with_their_states(connect, outbox, message):
    """For questions such as: was it sent?"""
    async with connect(allow_send=True, outbox=outbox) as agent:
        await agent("send_sms", **message)
        listed = await agent("list_sent_messages")

    assert [(row["to"], row["message"], row["state"]) for row in listed.data] == [(TO, "See you at 5 pm", "sent")]


async def test_sending_must_be_allowed(connect, outbox, mock, message):
    """Without allow_send the tool is missing, and calling it says why."""
    async with connect(outbox=outbox) as agent:
        names = await agent.tools()
        answer = await agent("send_sms", **message)

    assert not {"send_sms", "list_sent_messages"} & names.keys()
    assert "--allow-send" in answer.text
    assert mock.sent == []


def test_sending_needs_an_outbox():
    """It is what makes a repeated call one message."""
    allo = AlloClient("key", transport=MockAllo(contacts=1, calls=1).transport)

    with pytest.raises(ConfigurationError, match="outbox"):
        create_server(allo, allow_send=True)
