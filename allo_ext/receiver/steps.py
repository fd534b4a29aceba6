"""One flow, two ways to run it: a flow yields what must be called, and gets back what that returned or raised.

What is called is the user's: handlers, stores, functions that know the account's numbers. Any may be a coroutine
function. So the flow itself is neither sync nor async, and exists once.
"""

from __future__ import annotations

import asyncio
import contextvars
import functools
import inspect
import threading
from collections.abc import Callable, Generator
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Awaitable

Result = TypeVar("Result")


class Step(NamedTuple):
    """Something to call."""

    call: Callable[..., Any]
    argument: tuple[Any, ...] = ()
    quick: bool = False
    """Whether it returns at once, so that an event loop may call it itself."""


Flow = Generator[Step, Any, Result]


def run(flow: Flow[Result]) -> Result:
    """Run a flow here; what is awaitable runs in an event loop of its own."""
    try:
        step = next(flow)
        while True:
            try:
                value = step.call(*step.argument)
                if inspect.isawaitable(value):
                    value = _wait_for(value)
            except BaseException as error:  # noqa: BLE001 (the flow decides what becomes of it)
                step = flow.throw(error)
            else:
                step = flow.send(value)
    except StopIteration as stop:
        return cast("Result", stop.value)


async def run_async(flow: Flow[Result]) -> Result:
    """Run a flow in this event loop; what is neither quick nor a coroutine runs in a worker thread."""
    try:
        step = next(flow)
        while True:
            try:
                value = await _perform(step)
            except BaseException as error:  # noqa: BLE001 (the flow decides what becomes of it)
                step = flow.throw(error)
            else:
                step = flow.send(value)
    except StopIteration as stop:
        return cast("Result", stop.value)


async def _perform(step: Step) -> Any:
    if step.quick or _is_async(step.call):
        value = step.call(*step.argument)
    else:
        from anyio import to_thread

        # Never abandoned: a handler whose caller went away still ends before its claim does.
        # In a list, for trio refuses threads that return a coroutine.
        (value,) = await to_thread.run_sync(lambda: [step.call(*step.argument)])
    return await value if inspect.isawaitable(value) else value


def _is_async(call: Callable[..., Any]) -> bool:
    while isinstance(call, functools.partial):
        call = call.func
    return inspect.iscoroutinefunction(call) or inspect.iscoroutinefunction(getattr(call, "__call__", None))  # noqa: B004 (looked at, not called)


def _wait_for(value: Awaitable[Any]) -> Any:
    """Await something from sync code, whether or not an event loop runs in this thread."""

    async def wait() -> Any:
        return await value

    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(wait())
    outcome: list[Callable[[], Any]] = []

    def elsewhere() -> None:
        try:
            result = asyncio.run(wait())
        except BaseException as error:  # noqa: BLE001 (raised again in the thread that waits)
            outcome.append(functools.partial(_raise, error))
        else:
            outcome.append(lambda: result)

    thread = threading.Thread(target=contextvars.copy_context().run, args=(elsewhere,), name="allo-receiver")
    thread.start()
    thread.join()
    return outcome[0]()


def _raise(error: BaseException) -> None:
    raise error
