"""Sending several requests at the same time, from different addresses."""

from __future__ import annotations

import threading
import time
from itertools import count
from typing import TYPE_CHECKING, Final

from allo_ext.testing._endpoint.sending import Answer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_HOSTS: Final = 250


def addresses() -> Iterator[str]:
    """Yield addresses reserved for documentation, so that a limit on the requests of one client does not apply."""
    return (f"198.51.100.{number % _HOSTS + 1}" for number in count())


def in_threads(jobs: list[Callable[[], Answer]], timeout: float) -> list[Answer]:
    """Run jobs at the same time; one that takes longer is left behind."""
    answers: list[Answer | None] = [None] * len(jobs)

    def work(index: int, job: Callable[[], Answer]) -> None:
        answers[index] = job()

    threads = [threading.Thread(target=work, args=pair, daemon=True) for pair in enumerate(jobs)]
    until = time.monotonic() + timeout
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(max(0.0, until - time.monotonic()))
    return [answer or late(timeout) for answer in answers]


def late(timeout: float) -> Answer:
    return Answer(None, timeout, f"nothing within {timeout:g} s", timed_out=True)
