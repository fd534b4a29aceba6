"""Distinguishing exceptions of a transport from those of a signal handler that interrupted it.

A handler's exception propagates through the interrupted frames, where an HTTP library treats a TimeoutError or OSError
as its own and raises `ReadTimeout` from it. Python passes the interrupted frame to the handler; this identifies the
handler's frame.
"""

from __future__ import annotations

from inspect import CO_VARARGS
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType, TracebackType


def interruption(error: BaseException) -> BaseException | None:
    """Return the signal handler's exception that an error is, or was raised from; None if there is not one.

    Its traceback begins at the handler, because the frames of an HTTP library contain the key in the headers.
    """
    for step in causes(error):
        handler = _handler(step.__traceback__)
        if handler is not None:
            return step.with_traceback(handler)
    return None


def causes(error: BaseException) -> Iterator[BaseException]:
    """Yield an error and its causes, including those of the members of exception groups."""
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
    """Return whether a function received the frame below it as an argument, directly or in `*args`."""
    code = frame.f_code
    count = code.co_argcount + code.co_kwonlyargcount + bool(code.co_flags & CO_VARARGS)
    arguments = [frame.f_locals.get(name) for name in code.co_varnames[:count]]
    return any(value is interrupted or (isinstance(value, tuple) and interrupted in value) for value in arguments)
