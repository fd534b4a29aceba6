"""Run a coroutine to its end from synchronous code."""

from __future__ import annotations

import asyncio
import contextvars
import threading
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

Result = TypeVar("Result")


def run_async_work(work: Callable[[], Awaitable[Result]], *, thread_name: str, own_thread: bool = False) -> Result:
    """Run a coroutine function in a new event loop, even if one is running in this thread.

    Args:
        work: Called in the new loop; its result is awaited.
        thread_name: The name of the thread, if one is needed.
        own_thread: Use a new thread even if no loop runs in this one. `asyncio.run` leaves its thread without a current
            event loop, and does not work under trio.

    Returns:
        The result of the coroutine.

    Raises:
        BaseException: The coroutine raised it.
    """

    async def main() -> Result:
        return await work()

    if not own_thread and not in_asyncio():
        return asyncio.run(main())
    ended: list[Callable[[], Result]] = []

    def elsewhere() -> None:
        ended.append(asyncio.run(outcome(main)))

    thread = threading.Thread(target=contextvars.copy_context().run, args=(elsewhere,), name=thread_name)
    thread.start()
    thread.join()
    return ended[0]()


async def outcome(work: Callable[[], Awaitable[Result]]) -> Callable[[], Result]:
    """Return a function that returns the result or raises the error.

    A task that itself raises SystemExit or KeyboardInterrupt would stop the event loop.
    """
    try:
        result = await work()
    except BaseException as error:  # noqa: BLE001 (raised again by the function)
        caught = error

        def fail() -> Result:
            raise caught

        return fail
    return lambda: result


def in_asyncio() -> bool:
    """Return whether an asyncio event loop runs in this thread."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True
