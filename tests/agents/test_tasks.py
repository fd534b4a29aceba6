"""An agent can do its work with these tools: ten tasks, each with a reference solution whose answer is checked."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.anyio
_spec = importlib.util.spec_from_file_location("agents_tasks", Path(__file__).with_name("tasks.py"))
tasks = sys.modules["agents_tasks"] = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(tasks)


@pytest.fixture
def mode() -> str:
    return "auto"


@pytest.mark.parametrize("task", tasks.TASKS, ids=lambda task: task.question)
async def test_the_reference_solution_gives_the_right_answer(connect, allo, mock, outbox, task):
    """In few calls, without an error."""
    tasks.prepare(mock)
    async with connect(allow_send=True, allow_write=True, outbox=outbox) as agent:
        answer = await task.solve(agent)

    assert answer == task.right(allo, mock)
    assert not any(one.failed for one in agent.answers)
    assert len(agent.answers) <= task.most_calls


def test_there_are_ten_tasks():
    """Each with a question of its own."""
    assert len({task.question for task in tasks.TASKS}) == 10
