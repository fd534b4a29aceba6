"""CPU time for ten times as many calls, contacts and webhooks; and the pictures of it.

python benchmarks/growth.py          writes the pictures into docs/images, as `make bench-plots` does
"""

from __future__ import annotations

import itertools
import json
import statistics
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from answers import serving
from deliveries import OWN, TOKEN, calls
from table import Row, cpu_of

from allo_ext import AlloClient
from allo_ext.receiver import Request, WebhookReceiver

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Sequence
    from contextlib import AbstractContextManager

    Ready = Callable[[], object]

IMAGES = Path(__file__).resolve().parent.parent / "docs" / "images"
RUNS = 5
STEPS = (0.1, 0.3, 1, 3, 10)
"""The sizes of the pictures, as shares of `few`."""


@contextmanager
def _reading_calls(number: int) -> Generator[Ready]:
    with serving(number, 0, 1) as base_url, AlloClient("key", base_url=base_url, pace=None) as allo:
        yield lambda: _count(allo.calls.iter(size=100), number)


@contextmanager
def _reading_contacts(number: int) -> Generator[Ready]:
    with serving(0, 0, number) as base_url, AlloClient("key", base_url=base_url, pace=None) as allo:
        yield lambda: _count(allo.contacts.iter(size=100), number)


@contextmanager
def _receiving(number: int) -> Generator[Ready]:
    sample = json.loads(calls(1)[0][1])
    bodies: list[bytes] = []
    for n in range(number):
        sample["data"]["id"] = f"call_{n}"
        bodies.append(json.dumps(sample).encode())

    def receive() -> None:
        receiver = WebhookReceiver(TOKEN, {OWN}, max_per_minute=None, require_https=False)
        handled = itertools.count()
        receiver.on("CALL_RECEIVED")(lambda _: next(handled))
        for body in bodies:
            assert receiver.handle(Request("POST", f"/{TOKEN}", {}, body, "203.0.113.7")).status == 200
        assert next(handled) == number

    yield receive


def _count(records: Generator[object], number: int) -> None:
    count = sum(1 for _ in records)
    assert count == number, (count, number)


class Series(NamedTuple):
    """An operation, and the number of records in the smaller of its two measurements."""

    few: int
    prepared: Callable[[int], AbstractContextManager[Ready]]
    done: str


SERIES = {
    "calls": Series(10_000, _reading_calls, "read with calls.iter()"),
    "contacts": Series(10_000, _reading_contacts, "read with contacts.iter()"),
    "webhooks": Series(2_000, _receiving, "verified and handled by the receiver"),
}


def rows() -> list[Row]:
    """Measure each operation alternately with few and with ten times as many records."""
    return [_row(name, series) for name, series in SERIES.items()]


def _row(name: str, series: Series) -> Row:
    with series.prepared(series.few) as few, series.prepared(10 * series.few) as many:
        few()  # warm up
        pairs = [(cpu_of(few), cpu_of(many)) for _ in range(RUNS)]
    small, large = (statistics.median(seconds) for seconds in zip(*pairs, strict=True))
    note = f"{large:.2f} s for {10 * series.few:,}; {small:.2f} s for {series.few:,}"
    return Row(f"10 times the {name}", f"{series.few:,}", [many / few for few, many in pairs], note)


def plot() -> None:
    """Draw a picture for each row."""
    import matplotlib as mpl

    mpl.use("agg")
    from matplotlib import pyplot as plt

    for name, series in SERIES.items():
        sizes = [round(series.few * step) for step in STEPS]
        seconds = _medians(series, sizes)
        middle = STEPS.index(1)
        ideal = [seconds[middle] * size / sizes[middle] for size in sizes]
        figure, axes = plt.subplots(figsize=(5.2, 3.6), dpi=100, layout="constrained")
        axes.loglog(sizes, ideal, color="0.6", linestyle="--", label=f"proportional to {sizes[middle]:,}")
        axes.loglog(sizes, seconds, color="tab:blue", marker="o", label="measured")
        axes.set_xlabel(f"{name}, {series.done}")
        axes.set_ylabel("CPU time in seconds")
        axes.set_xticks(sizes, [f"{size:,}" for size in sizes])
        axes.minorticks_off()
        axes.yaxis.set_major_formatter("{x:g}")
        axes.grid(visible=True, color="0.9")
        axes.legend()
        path = IMAGES / f"growth-{name}.png"
        figure.savefig(path, metadata={"Software": None})
        plt.close(figure)
        print(path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path)


def _medians(series: Series, sizes: Sequence[int]) -> list[float]:
    """Measure all sizes in turn, three times, because the speed of a shared machine changes."""
    with ExitStack() as stack:
        prepared = [stack.enter_context(series.prepared(size)) for size in sizes]
        for measured in prepared:
            measured()  # warm up
        rounds = [[cpu_of(measured) for measured in prepared] for _ in range(3)]
    return [statistics.median(seconds) for seconds in zip(*rounds, strict=True)]


if __name__ == "__main__":
    plot()
