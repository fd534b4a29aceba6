"""Ten tasks for an agent, each with a reference solution: the tool calls of a good agent, and what they give.

The right answer is computed from the account, not from the tools.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from allo_ext import AlloClient
    from allo_ext.testing import MockAllo

CALLER = "+12025550178"
ORDER = "R-7731"


class Calls(Protocol):
    """The tools."""

    async def __call__(self, tool: str, /, **arguments: Any) -> Any: ...


@dataclass(frozen=True)
class Task:
    """A question, its reference solution, and the right answer."""

    question: str
    solve: Callable[[Calls], Awaitable[Any]]
    right: Callable[[AlloClient, MockAllo], Any]
    most_calls: int = 3


def prepare(mock: MockAllo) -> None:
    """What the tasks need beside the account's own history."""
    mock.simulate_call(
        contact_number=CALLER,
        summary=f"The caller wants a refund for order {ORDER}.",
        transcript=[
            ("USER", "Hello, how can I help?"),
            ("EXTERNAL", f"My order {ORDER} arrived broken. I want my money back by Friday."),
            ("USER", "I will see to it."),
        ],
    )
    mock.simulate_sms(contact_number=CALLER, content="Did you see my call?", direction="INBOUND")


async def everything(tool: Calls, name: str, **arguments: Any) -> list[Any]:
    """Read all pages."""
    rows: list[Any] = []
    page = 1
    while True:
        answer = await tool(name, **arguments, page=page, size=50)
        rows += answer.data
        if "For more" not in answer.note:
            return rows
        page += 1


async def count_calls(tool: Calls) -> int:
    answer = await tool("list_calls", size=1)
    return int(answer.note.split(" of ")[1].split(" ")[0].replace(",", ""))


async def name_of_a_number(tool: Calls) -> str:
    first = (await tool("list_calls", direction="INBOUND", size=20)).data
    number = next(row["contact_number"] for row in first if row.get("contacts"))
    return (await tool("find_contacts", number=number)).data[0]["name"]


async def who_wants_a_refund(tool: Calls) -> str:
    return (await tool("list_calls", words=ORDER)).data[0]["contact_number"]


async def what_was_said(tool: Calls) -> str:
    call = (await tool("list_calls", words=ORDER)).data[0]
    lines = (await tool("get_call", call_id=call["id"])).data["transcript"]
    return next(line["text"] for line in lines if line["speaker"] == "caller")


async def latest_message(tool: Calls) -> str:
    return (await tool("read_conversation", contact_number=CALLER, only_messages=True, size=1)).data[0]["content"]


async def missed_calls(tool: Calls) -> int:
    return len(await everything(tool, "list_calls", result="VOICEMAIL"))


async def busiest_member(tool: Calls) -> str:
    users = {row["id"]: row["name"] for row in (await tool("list_users")).data}
    members = (await tool("get_statistics", since="2026-01-01", until="2026-12-31")).data["members"]
    busiest = max(members, key=lambda one: one["calls"]["value"])
    return users[busiest["user"]["id"]]


async def open_deals(tool: Calls) -> float:
    return sum(row["amount"] for row in await everything(tool, "find_deals") if row["status"] == "OPEN")


async def tag_the_call(tool: Calls) -> list[str]:
    call = (await tool("list_calls", words=ORDER)).data[0]
    await tool("add_tags", call_id=call["id"], tags=["billing"])
    return (await tool("get_call", call_id=call["id"])).data["tags"]


async def answer_by_message(tool: Calls) -> str:
    number = (await tool("list_numbers")).data[0]["number"]
    text = "We received your request for a refund."
    return (await tool("send_sms", to=CALLER, from_number=number, message=text)).text


def right_busiest(allo: AlloClient, _: MockAllo) -> str:
    calls = Counter(item.user.name for item in allo.v2.items.iter(type="CALL") if item.user is not None)
    return calls.most_common(1)[0][0] or ""


def right_name(allo: AlloClient, _: MockAllo) -> str:
    newest = allo.v2.items.search(type="CALL", direction="INBOUND", size=20)
    number = next(item.contact_number for item in newest if item.contacts)
    return allo.v2.people.find(number or "")[0].full_name


TASKS = (
    Task("How many calls are in the account?", count_calls, lambda allo, _: sum(1 for _ in allo.calls.iter()), 1),
    Task("Who is the latest caller that we know?", name_of_a_number, right_name, 2),
    Task(f"Which number called about order {ORDER}?", who_wants_a_refund, lambda *_: CALLER, 1),
    Task(
        f"What exactly did the caller say about order {ORDER}?",
        what_was_said,
        lambda *_: f"My order {ORDER} arrived broken. I want my money back by Friday.",
        2,
    ),
    Task(f"What does the latest message with {CALLER} say?", latest_message, lambda *_: "Did you see my call?", 1),
    Task(
        "How many calls went to voicemail?",
        missed_calls,
        lambda allo, _: sum(item.result == "VOICEMAIL" for item in allo.v2.items.iter(type="CALL")),
        4,
    ),
    Task("Who of us had the most calls this year?", busiest_member, right_busiest, 2),
    Task(
        "How much are the open deals worth?",
        open_deals,
        lambda allo, _: sum(deal.amount or 0 for deal in allo.v2.deals.iter() if deal.status == "OPEN"),
        2,
    ),
    Task(f"Tag the call about {ORDER} as billing.", tag_the_call, lambda *_: ["billing"], 3),
    Task(
        "Tell the caller that we received the request.",
        answer_by_message,
        lambda _, mock: f"Sent to {mock.sent[-1].to_number}.",
        2,
    ),
)
