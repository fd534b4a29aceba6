"""Components on a screen without a browser: what a hook gives them at each rendering, against MockAllo in process."""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from allo_ext import AsyncAlloClient
from allo_ext.testing import MockAllo

solara = pytest.importorskip("solara", reason="the hooks need solara: pip install 'withallo-sdk[solara]'")

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

KEY = "ak_test_5ecret0123456789"
BOUND = 20.0


def wait_until(true: Callable[[], Any]) -> None:
    """Wait until something is so; the bound is for a test that fails."""
    end = time.monotonic() + BOUND
    while not true():
        assert time.monotonic() < end, "it never came to be"
        time.sleep(0.002)


class Gate(httpx.AsyncBaseTransport):
    """The mock behind a gate: what is held waits until it is let through, or is cancelled."""

    def __init__(self, mock: MockAllo) -> None:
        self.mock = mock
        self.held: set[str] = set()
        self.waiting: list[str] = []
        self.cancelled: list[str] = []
        self.ignores_cancelling = False
        self.threads: set[threading.Thread] = set()
        self.was_closed = False

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.threads.add(threading.current_thread())
        url = request.url.raw_path.decode()
        while any(part in url for part in self.held):
            if url not in self.waiting:
                self.waiting.append(url)
            try:
                await asyncio.sleep(0.001)
            except asyncio.CancelledError:
                self.cancelled.append(url)
                if not self.ignores_cancelling:
                    raise
        return await self.mock.transport.handle_async_request(request)

    async def aclose(self) -> None:
        self.was_closed = True


class Probe:
    """A component that uses one hook, and what the hook gave it at each rendering."""

    def __init__(self, hook: Callable[[Any], Any], argument: Any = None) -> None:
        self.hook = hook
        self.argument = argument
        self.seen: list[Any] = []
        self.is_shown = False
        self.change: Callable[[Any], None]

    @property
    def now(self) -> Any:
        return self.seen[-1]

    def mount(self) -> Callable[[], None]:
        """Say that it is on the screen, until the returned function is called."""
        self.is_shown = True
        return lambda: setattr(self, "is_shown", False)

    def settle(self) -> Any:
        """Wait until nothing is under way, and return what there is."""
        wait_until(lambda: not (getattr(self.now, "is_fetching", False) or getattr(self.now, "is_pending", False)))
        return self.now

    def mutate(self, *args: Any, **arguments: Any) -> Any:
        """Act, wait until that is over, and return what there is then."""
        seen = len(self.seen)
        assert self.now.mutate(*args, **arguments)
        wait_until(lambda: len(self.seen) > seen and not self.now.is_pending)
        return self.now


@solara.component
def Shown(probe: Probe):  # noqa: N802
    argument, probe.change = solara.use_state(probe.argument)
    got = probe.hook(argument)
    probe.seen.append(got)
    solara.use_effect(probe.mount, [])
    solara.Text(f"{getattr(got, 'data', '')} {getattr(got, 'error', '')}")


@pytest.fixture
def until() -> Callable[[Callable[[], Any]], None]:
    return wait_until


@pytest.fixture
def mock() -> MockAllo:
    return MockAllo(api_key=KEY, contacts=30, calls=200, validate_replies=True)


@pytest.fixture
def gate(mock) -> Gate:
    return Gate(mock)


@pytest.fixture
def client(gate) -> AsyncAlloClient:
    return AsyncAlloClient(KEY, transport=gate, pace=None, retry=None)


class Screen:
    """One provider with components below it."""

    until = staticmethod(wait_until)

    def __init__(self, client: AsyncAlloClient) -> None:
        self._client = client
        self._contexts: list[Any] = []
        self._probes: list[Probe] = []
        self._set_count: Callable[[int], None]
        self.box: Any = None

    def show(self, *hooks: Callable[[Any], Any], argument: Any = None, **options: Any) -> Any:
        """Show a component for each hook; return the probe, or all of them."""
        from allo_ext.hooks import AlloProvider

        options = options or {"client": self._client}
        probes = self._probes = [Probe(hook, argument) for hook in hooks]

        @solara.component
        def Page() -> None:  # noqa: N802
            count, self._set_count = solara.use_state(len(probes))
            AlloProvider(children=[solara.Column([Shown(probe) for probe in probes[:count]])], **options)

        self.box, context = solara.render(Page(), handle_error=False)
        self._contexts.append(context)
        return probes[0] if len(probes) == 1 else probes

    def keep(self, count: int) -> None:
        """Leave only so many of the components. Another thread may be rendering, and do it a little later."""
        self._set_count(count)
        self.until(lambda: [probe.is_shown for probe in self._probes] == [i < count for i in range(len(self._probes))])

    def close(self) -> None:
        while self._contexts:
            self._contexts.pop().close()


@pytest.fixture
def screen(client) -> Iterator[Screen]:
    before = set(threading.enumerate())
    screen = Screen(client)
    yield screen
    screen.close()
    # The threads of a provider end with it.
    wait_until(lambda: not [thread for thread in set(threading.enumerate()) - before if thread.name.startswith("allo")])


@pytest.fixture(autouse=True)
def _log(caplog) -> Iterator[None]:
    """What only the log would say fails the test, unless it looked and cleared it."""
    caplog.set_level(logging.WARNING)
    yield
    said = [
        record.getMessage()
        for record in caplog.get_records("call")
        if record.name.startswith("allo_ext") and record.levelno >= logging.WARNING
    ]
    assert not said
