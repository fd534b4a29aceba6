"""Tools that read: what they return, how much, and which of them a key gets."""

from __future__ import annotations

import httpx
import pytest

from allo_ext import AlloClient, AuthenticationError
from allo_ext.mcp import create_server
from allo_ext.testing import SCOPES, MockAllo

pytestmark = pytest.mark.anyio
LARGEST = 32_000
READ = {
    "find_companies", "find_contacts", "find_deals", "get_account", "get_call", "get_dialing_queue", "get_statistics",
    "list_calls", "list_conversations", "list_numbers", "list_tags", "list_users", "read_conversation",
}  # fmt: skip
WRITE = {"add_tags", "add_to_dialing_queue", "create_contact", "mark_conversation", "remove_tag", "update_summary"}


@pytest.fixture
def mode() -> str:
    return "auto"


def with_scopes(mock: MockAllo, *scopes: str) -> AlloClient:
    mock.add_key("ak_live_another", scopes=scopes)
    return AlloClient("ak_live_another", transport=mock.transport, retry=None)


def without_version_2(mock: MockAllo, status: int = 404, key: str | None = None) -> AlloClient:
    """A client whose key, or whose server, does not have version 2."""

    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(status, json={}) if "/v2/" in request.url.path else mock.handle(request)

    return AlloClient(key or mock.api_key, transport=httpx.MockTransport(answer), retry=None)


async def test_the_server_is_read_only_unless_told_otherwise(connect, outbox):
    """Each permission adds its tools, and every other tool says that it only reads."""
    async with connect() as agent:
        assert (await agent.tools()).keys() == READ
        assert all(tool.annotations.read_only_hint for tool in (await agent.tools()).values())
    async with connect(allow_write=True) as agent:
        assert (await agent.tools()).keys() == READ | WRITE
    async with connect(allow_send=True, outbox=outbox) as agent:
        assert (await agent.tools()).keys() == READ | {"list_sent_messages", "send_sms"}


@pytest.mark.parametrize(
    ("scopes", "tools"),
    [
        ((), {"get_account"}),
        (("TAGS_READ",), {"get_account", "list_tags"}),
        (("TAGS_WRITE",), {"get_account", "add_tags", "remove_tag"}),
        (("CRM_READ",), {"get_account", "find_companies", "find_contacts", "find_deals"}),
        (("CONTACTS_READ",), {"get_account", "find_contacts"}),
        (("SMS_SEND",), {"get_account", "send_sms", "list_sent_messages"}),
    ],
    ids=["none", "tags", "changing tags", "crm", "version 1's contacts", "sms"],
)
async def test_tools_appear_for_the_scopes_of_the_key(connect, mock, outbox, scopes, tools):
    """A tool that would fail is not offered; version 1's is offered where only its scope is there."""
    client = with_scopes(mock, *scopes)
    async with connect(client=client, allow_send=True, allow_write=True, outbox=outbox) as agent:
        names = set(await agent.tools())
        missing = await agent("list_users")

    assert names == tools
    assert missing.text.startswith("list_users is not available: the API key lacks the scope USERS_READ.")


@pytest.mark.parametrize("status", [404, 403, 401])
async def test_a_key_without_version_2_reads_version_1(connect, mock, status):
    """All of version 1's tools are there."""
    async with connect(client=without_version_2(mock, status)) as agent:
        names = set(await agent.tools())
        calls = await agent("list_calls", allo_number=mock.numbers[0], size=3)
        one = await agent("get_call", call_id=calls.data[0]["id"], allo_number=mock.numbers[0])
        contact = (await agent("find_contacts", size=1)).data[0]
        conversation = await agent("read_conversation", contact_id=contact["id"], size=5)
        found = await agent("find_contacts", number=contact["numbers"][0])

    assert names == {"find_contacts", "get_call", "list_calls", "list_numbers", "read_conversation"}
    assert (len(calls.data), one.data["id"]) == (3, calls.data[0]["id"])
    assert found.data[0]["id"] == contact["id"]
    assert not conversation.failed


async def test_a_scope_that_is_missing_in_version_1_is_a_sentence(connect, mock):
    """The scopes of such a key are not known before."""
    mock.add_key("ak_live_another", scopes=["CONVERSATIONS_READ"])
    async with connect(client=without_version_2(mock, key="ak_live_another")) as agent:
        answer = await agent("find_contacts")

    assert answer.text.startswith("The API key lacks the scope CONTACTS_READ. Tell the user to add it")


def test_a_key_that_is_not_valid_ends_the_server(mock):
    """Before a client waits for it."""
    with AlloClient("ak_live_unknown", transport=mock.transport) as allo, pytest.raises(AuthenticationError):
        create_server(allo)


async def test_lists_have_pages(connect):
    """The sentence at the beginning says how to read more; all pages together are everything."""
    async with connect() as agent:
        pages = [await agent("list_calls", page=page, size=50) for page in (1, 2, 3, 4)]

    assert pages[0].note == "50 of 150 calls, page 1. For more: page=2."
    assert pages[2].note == "50 of 150 calls, page 3. This is the last page."
    assert pages[3].note == "No calls on page 4."
    assert len({row["id"] for page in pages for row in page.data}) == 150


@pytest.mark.parametrize("size", [0, 51, 10_000, -1, "many"])
async def test_a_page_has_a_maximum(connect, mock, size):
    """A larger one is refused with a sentence, and nothing is requested."""
    async with connect() as agent:
        before = len(mock.requests)
        answer = await agent("list_calls", size=size)

    assert answer.failed
    assert answer.text.startswith("The arguments are not valid. size: ")
    assert len(mock.requests) == before


async def test_a_result_has_a_maximum(connect, mock):
    """However long summaries, messages and lists are."""
    for _ in range(50):
        mock.simulate_call(summary="\x00<é" * 4000, contact_number="+12025550178")
        mock.simulate_sms(content="<" * 5000, contact_number="+12025550178")
    async with connect() as agent:
        answers = [
            await agent("list_calls", size=50),
            await agent("read_conversation", contact_number="+12025550178", size=50),
            await agent("list_conversations", allo_number=mock.numbers[0], size=50),
        ]

    assert all(len(answer.text) <= LARGEST for answer in answers)
    assert [len(answer.data) for answer in answers[:2]] == [50, 50]


async def test_a_long_transcript_comes_in_parts(connect, mock):
    """Which together are all of it."""
    mock.simulate_call(transcript=[("EXTERNAL", f"{number} " + "word " * 100) for number in range(300)])
    async with connect() as agent:
        call_id = (await agent("list_calls", size=1)).data[0]["id"]
        lines: list[dict[str, str]] = []
        first = 1
        while True:
            answer = await agent("get_call", call_id=call_id, first_line=first)
            lines += answer.data["transcript"]
            assert len(answer.text) <= LARGEST
            if "For more" not in answer.note:
                break
            first = int(answer.note.rpartition("first_line=")[2].rstrip("."))

    assert [line["text"].split()[0] for line in lines] == [str(number) for number in range(300)]
    assert not any("…" in line["text"] for line in lines)


async def test_results_have_no_links_to_recordings(connect, mock):
    """They are secrets on some servers, and agents cannot listen."""
    async with connect() as agent:
        await agent("list_calls", size=50)
        await agent("get_call", call_id=agent.answers[0].data[0]["id"])

    assert not any("recording" in answer.text or "http" in answer.text for answer in agent.answers)


async def test_days_that_the_api_ignores_are_checked_here(connect, mock):
    """It may drop a filter without an error."""
    async with connect() as agent:
        newest = (await agent("list_calls", size=1)).data[0]["date"][:10]
        rows = (await agent("list_calls", since=newest, until=newest, size=50)).data
        wrong = await agent("list_calls", since="2026-03-02", until="2026-03-01")

    assert {row["date"][:10] for row in rows} == {newest}
    assert wrong.text == "until must not be before since."


async def test_a_key_with_every_scope_gets_every_tool(connect, mock):
    """The scope that a tool needs is one that a key can have."""
    async with connect(client=with_scopes(mock, *SCOPES), allow_write=True) as agent:
        assert (await agent.tools()).keys() == READ | WRITE
