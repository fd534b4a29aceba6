"""Flows that run synchronously or asynchronously: a generator yields calls, and receives their results or exceptions.

The calls are to the user's functions (handlers, stores, `numbers`), any of which may be a coroutine function. So the
flow itself is neither sync nor async, and is written only once.
"""

from __future__ import annotations

import asyncio
import functools
import inspect
from collections.abc import Callable, Generator
from types import FunctionType
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar, cast

from allo_ext._serving.loop import in_asyncio, outcome, run_async_work

if TYPE_CHECKING:
    from collections.abc import Awaitable

Result = TypeVar("Result")
_TRIES = 3


class Step(NamedTuple):
    """A call."""

    call: Callable[..., Any]
    argument: tuple[Any, ...] = ()
    quick: bool = False
    """True if it returns at once, so that an event loop may call it directly."""
    whole: bool = False
    """True to complete it even if the flow is cancelled; the cancellation is raised at the next other step."""
    again: bool = False
    """True to repeat it if its own task was cancelled, as a server does with all tasks when it stops."""


Flow = Generator[Step, Any, Result]


class StrayError(Exception):
    """A step raised CancelledError or GeneratorExit, although the flow was not cancelled or closed."""


def run(flow: Flow[Result]) -> Result:
    """Run a flow synchronously; awaitables run in a new event loop."""
    try:
        step = next(flow)
        while True:
            try:
                value = step.call(*step.argument)
                if inspect.isawaitable(value):
                    value = _wait_for(value)
            except (asyncio.CancelledError, GeneratorExit) as error:
                step = flow.throw(_stray(error))
            except BaseException as error:  # noqa: BLE001 (the flow decides what becomes of it)
                step = flow.throw(error)
            else:
                step = flow.send(value)
    except StopIteration as stop:
        return cast("Result", stop.value)


async def run_async(flow: Flow[Result]) -> Result:
    """Run a flow in this event loop; blocking functions run in a worker thread.

    Raises:
        BaseException: The flow was cancelled, after completing its uninterruptible steps.
    """
    cancelled: list[BaseException] = []
    try:
        step = next(flow)
        while True:
            if cancelled and not step.whole:
                step = flow.throw(cancelled.pop())
                continue
            try:
                call = step.call
                if step.quick or (not step.whole and _is_async(call)):
                    value = call(*step.argument)
                    if value is not None and inspect.isawaitable(value):
                        value = await value
                else:
                    value = await _perform(step, cancelled)
            except (asyncio.CancelledError, GeneratorExit) as error:
                step = flow.throw(error if _is_cancelled() else _stray(error))
            except BaseException as error:  # noqa: BLE001 (the flow decides what becomes of it)
                step = flow.throw(error)
            else:
                step = flow.send(value)
    except StopIteration as stop:
        if cancelled:
            raise cancelled.pop() from None
        return cast("Result", stop.value)


async def _perform(step: Step, cancelled: list[BaseException]) -> Any:
    """Run a step that may block."""
    if step.whole:
        return await _to_the_end(functools.partial(_call, step), cancelled, _TRIES if step.again else 1)
    # Never abandoned: a handler whose caller disconnected ends before its claim is settled.
    value = await _to_the_end(functools.partial(_in_thread, step), cancelled, 1)
    if not inspect.isawaitable(value):
        return value
    if cancelled:
        if inspect.iscoroutine(value):
            value.close()
        raise cancelled.pop()
    return await value


async def _call(step: Step) -> Any:
    value = step.call(*step.argument) if _is_async(step.call) else await _in_thread(step)
    return await value if inspect.isawaitable(value) else value


async def _in_thread(step: Step) -> Any:
    from anyio import to_thread

    # In a list, because trio rejects threads that return a coroutine.
    (value,) = await to_thread.run_sync(lambda: [step.call(*step.argument)])
    return value


async def _to_the_end(work: Callable[[], Awaitable[Any]], cancelled: list[BaseException], tries: int) -> Any:
    """Await something in a shield, and record cancellations in the meantime.

    anyio's shield protects against cancel scopes, including trio's, but not against asyncio's `task.cancel()`. There
    the work is a separate task, which is awaited however often this one is cancelled.
    """
    from anyio import CancelScope

    with CancelScope(shield=True):
        if not in_asyncio():
            return await work()
        while True:
            tries -= 1
            task = asyncio.create_task(outcome(work))
            while not task.done():
                try:
                    await asyncio.wait([task])
                except asyncio.CancelledError as error:
                    cancelled[:] = [error]
            # A task that was cancelled before it started has no outcome.
            ended = functools.partial(_raise, asyncio.CancelledError()) if task.cancelled() else task.result()
            try:
                return ended()
            except asyncio.CancelledError:
                if tries < 1:
                    raise


def _is_cancelled() -> bool:
    """Return whether this task was cancelled, and not just a task of the handler."""
    task = asyncio.current_task() if in_asyncio() else None
    return task is not None and task.cancelling() > 0


def _stray(error: BaseException) -> StrayError:
    stray = StrayError()
    stray.__cause__ = error
    return stray


def _is_async(call: Callable[..., Any]) -> bool:
    if call.__class__ is FunctionType and call.__code__.co_flags & inspect.CO_COROUTINE:
        return True  # nearly always in an event loop; `inspect` takes longer than everything else here
    return inspect.iscoroutinefunction(call) or inspect.iscoroutinefunction(getattr(call, "__call__", None))  # noqa: B004 (looked at, not called)


def _wait_for(value: Awaitable[Any]) -> Any:
    """Await something from sync code, even if an event loop is running in this thread."""
    return run_async_work(lambda: value, thread_name="allo-receiver")


def _raise(error: BaseException) -> None:
    raise error
