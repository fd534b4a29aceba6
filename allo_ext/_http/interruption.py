"""Telling apart what a transport raised and what a signal handler raised while the transport was at work.

A handler's exception passes through the frames it interrupted, and an HTTP library takes a TimeoutError or OSError for
its own: it comes out as a `ReadTimeout` with the handler's exception as its cause. Python calls a handler with the
frame it interrupted, which is how the handler's frame is recognized.
"""

from __future__ import annotations

from inspect import CO_VARARGS
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType, TracebackType


def interruption(error: BaseException) -> BaseException | None:
    """Return the signal handler's exception that an error is, or was made of; None where no handler was involved.

    Its traceback begins at the handler: the frames of an HTTP library hold the request's headers, and so the key.
    """
    for step in causes(error):
        handler = _handler(step.__traceback__)
        if handler is not None:
            return step.with_traceback(handler)
    return None


def causes(error: BaseException) -> Iterator[BaseException]:
    """Yield an error and what it was raised from, to the root; of a group, each member's."""
    seen: set[int] = set()
    rest: list[BaseException | None] = [error]
    while rest:
        step = rest.pop()
        if step is None or id(step) in seen:
            continue
        seen.add(id(step))
        yield step
        rest.append(step.__cause__ or step.__context__)
        if isinstance(step, BaseExceptionGroup):
            rest.extend(cast("BaseExceptionGroup[BaseException]", step).exceptions)


def _handler(traceback: TracebackType | None) -> TracebackType | None:
    """Return the part of a traceback that begins in a signal handler."""
    while traceback is not None and traceback.tb_next is not None:
        interrupted, traceback = traceback.tb_frame, traceback.tb_next
        if _was_given(traceback.tb_frame, interrupted):
            return traceback
    return None


def _was_given(frame: FrameType, interrupted: FrameType) -> bool:
    """Return whether a function got the frame below it as an argument, by itself or among `*args`."""
    code = frame.f_code
    count = code.co_argcount + code.co_kwonlyargcount + bool(code.co_flags & CO_VARARGS)
    arguments = [frame.f_locals.get(name) for name in code.co_varnames[:count]]
    return any(value is interrupted or (isinstance(value, tuple) and interrupted in value) for value in arguments)
