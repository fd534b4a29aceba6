"""A server for agents in this process, its client, and the person who is asked."""

from __future__ import annotations

import json
import re
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import mcp_types as types
import pytest
from mcp import Client

from allo_ext import AlloClient
from allo_ext.durable import Outbox
from allo_ext.mcp import create_server
from allo_ext.testing import MockAllo

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

KEY = "ak_live_the_key_of_the_tests"
FENCE = re.compile(r"\A[^\n]*\n[^\n]*\n<(?P<tag>untrusted-data-[0-9a-f]{8})>\n(?P<data>[^\n]*)\n</(?P=tag)>\Z")


@dataclass
class Answer:
    """The result of a tool call."""

    text: str
    failed: bool

    @property
    def note(self) -> str:
        return self.text.partition("\n")[0]

    @property
    def data(self) -> Any:
        found = FENCE.match(self.text)
        assert found, self.text
        return json.loads(found["data"])


@dataclass
class Person:
    """The person at the client, who answers every question alike."""

    action: str = "accept"
    content: dict[str, Any] | None = field(default_factory=lambda: {"confirm": True})
    asked: list[str] = field(default_factory=list)

    async def answer(self, _: Any, params: Any) -> types.ElicitResult:
        self.asked.append(params.message)
        return types.ElicitResult(action=self.action, content=self.content if self.action == "accept" else None)


@dataclass
class Agent:
    """A client that calls tools."""

    client: Client
    answers: list[Answer] = field(default_factory=list)

    async def __call__(self, tool: str, /, **arguments: Any) -> Answer:
        result = await self.client.call_tool(tool, arguments)
        assert result.structured_content is None
        answer = Answer("".join(part.text for part in result.content), bool(result.is_error))
        self.answers.append(answer)
        return answer

    async def tools(self) -> dict[str, Any]:
        return {tool.name: tool for tool in (await self.client.list_tools()).tools}


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def mock() -> MockAllo:
    return MockAllo(api_key=KEY, contacts=12, calls=150, seed=3, validate_replies=True)


@pytest.fixture
def allo(mock):
    with AlloClient(KEY, transport=mock.transport, retry=None) as client:
        yield client


@pytest.fixture
def outbox(allo, mock, tmp_path):
    with Outbox(tmp_path / "outbox.db", allo, clock=mock.clock.seconds) as opened:
        yield opened


@pytest.fixture
def person() -> Person:
    return Person()


@pytest.fixture(params=["auto", "legacy"])
def mode(request) -> str:
    """The protocol: the newest, in which a question is a result, and the one before, in which it is a request."""
    return request.param


@pytest.fixture
def connect(allo, person, mode) -> Callable[..., Any]:
    """Connect an agent to a server with these settings."""

    @asynccontextmanager
    async def connected(*, asks: bool = True, client: AlloClient = allo, **settings: Any) -> AsyncIterator[Agent]:
        server = create_server(client, **settings)
        callback = person.answer if asks else None
        async with Client(server, mode=mode, elicitation_callback=callback) as session:
            yield Agent(session)

    return connected
