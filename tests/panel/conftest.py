"""The panel in a process of its own, against MockAllo, in a real browser; skipped where there is none."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import attrs
import httpx
import pytest

from allo_ext.testing import MockAllo

KEY = "ak_live_a-key-that-no-browser-may-see"
KEY_OF_V1 = "ak_live_an-older-key-that-no-browser-may-see"
SCOPES_OF_V1 = ("CONTACTS_READ_WRITE", "CONVERSATIONS_READ", "SMS_SEND", "WEBHOOKS_READ_WRITE")
TOKEN = "a-token-that-no-browser-may-see"
ONE_LINE = "+12025550143"
ZONES = {-10: "HST", -8: "PST", -5: "EST", -3: "BRT", 0: "UTC", 1: "CET", 3: "MSK", 5: "PKT", 8: "AWST", 10: "AEST"}
SPACING = (3, 9, 14, 17, 25, 31, 38, 41, 55, 62, 70, 74, 88, 95, 103, 118, 127, 134, 150, 163, 171, 178, 190, 204, 222)
MORE = (231, 239, 262, 288, 301, 317, 345, 362, 390, 411, 436, 452)
RESULTS = ("ANSWERED", "ANSWERED", "MISSED", "ANSWERED", "VOICEMAIL", "TRANSFERRED_AI", "ANSWERED", "MISSED")
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
    # What a page asks for elsewhere is noted, and does not get there. (To route requests would turn the cache off.)
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE 127.0.0.2",
)  # fmt: skip


@attrs.frozen
class Office:
    """A panel that runs, and the account behind it."""

    address: str
    mock: MockAllo
    base_url: str
    key: str
    version: int
    token: str = TOKEN

    @property
    def url(self) -> str:
        """Where the panel listens; the address that opens it ends in a secret."""
        return self.address.partition("/?")[0]

    @property
    def secret(self) -> str:
        """What the address that opens the panel holds."""
        return self.address.partition("?token=")[2]

    @property
    def path(self) -> str:
        """Where the receiver is."""
        return f"/allo/{self.token}"

    def deliver(self, payload: Any) -> Any:
        """Let the API report something."""
        return self.mock.deliver(payload, self.url + self.path)


def afternoon() -> tuple[str, str]:
    """Return a zone in which it is afternoon now, as TZ writes it and by name: so that today has calls."""
    hour = datetime.now(UTC).hour
    offset = min(ZONES, key=lambda distance: abs((hour + distance) % 24 - 17))
    return f"{ZONES[offset]}{-offset}", ZONES[offset]


def fill_the_day(mock: MockAllo) -> None:
    """Let calls have happened, up to seven and a half hours ago."""
    contacts = [contact.numbers[0] for contact in mock._state.contacts(0, 60) if contact.numbers]
    american = [number for number in contacts if number.startswith("+1")]
    french = [number for number in contacts if number.startswith("+33")]
    for place, minutes in enumerate(reversed(SPACING + MORE)):
        mock._state._seconds = -60 * minutes
        is_french = place % 3 == 2
        others = french if is_french else american
        mock.simulate_call(
            ("+33199000042" if is_french else mock.numbers[place % 2]),
            direction="OUTBOUND" if place % 4 == 1 else "INBOUND",
            contact_number=others[place % 9],
            result=RESULTS[place % len(RESULTS)],
        )
    mock._state._seconds = -90
    mock.simulate_sms(ONE_LINE, contact_number=american[0], content="Could you send me the invoice again?")
    mock._state._seconds = 0


# Not for the whole session: while Playwright is there, nothing else in this thread can run an event loop.
@pytest.fixture(scope="module")
def browser(chromium) -> Iterator[Any]:
    """One browser for the tests of a file."""
    from playwright import sync_api

    with sync_api.sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        yield opened
        opened.close()


@pytest.fixture(scope="module", params=[1, 2], ids=["v1", "v2"])
def office(browser, request) -> Iterator[Office]:
    """The panel and its account, for the tests of a file: with a key of version 1, and with one of both versions."""
    key = {1: KEY_OF_V1, 2: KEY}[request.param]
    mock = MockAllo(api_key=KEY, contacts=120, calls=400, now=datetime.now(UTC).replace(microsecond=0), deliver_to=None)
    mock.add_key(KEY_OF_V1, scopes=SCOPES_OF_V1)
    mock.add_key("without-contacts", scopes=["CONVERSATIONS_READ"])
    fill_the_day(mock)
    with mock.serve() as served, Started(served.base_url, key, ALLO_WEBHOOK_TOKEN=TOKEN) as address:
        yield Office(address, mock, served.base_url, key, request.param)


@pytest.fixture(scope="module")
def mock_office(browser) -> Iterator[str]:
    """The address of a panel whose account is that of `allo mock`, in a process of its own."""
    command = [sys.executable, "-P", "-m", "allo_ext.testing", "--port", "0", "--json", "--pace", "off"]
    zone = {"TZ": afternoon()[0]}
    process = subprocess.Popen(command, env=os.environ | zone, stdout=subprocess.PIPE, text=True)
    try:
        told = json.loads(process.stdout.readline())
        with Started(told["base_url"], told["api_key"], ALLO_WEBHOOK_TOKEN=TOKEN) as address:
            yield address
    finally:
        process.terminate()
        process.wait(15)
        process.stdout.close()


class Started:
    """The panel in a process of its own, until the context ends."""

    READY = "The panel is at"

    def __init__(self, base_url: str, key: str | None, *options: str, **variables: str) -> None:
        # Under pytest Solara would not send home what it sends home elsewhere.
        foreign = ("ALLO_", "PYTEST", "SOLARA_")
        environment = {name: value for name, value in os.environ.items() if not name.startswith(foreign)}
        environment |= {"ALLO_BASE_URL": base_url, "TZ": afternoon()[0], "PYTHON_KEYRING_BACKEND": NO_KEYRING}
        # A home of its own each time: what Solara does on the first day is done.
        self.home = tempfile.TemporaryDirectory()
        environment |= {"SOLARA_HOME": self.home.name} | variables
        if key is not None:
            environment["ALLO_API_KEY"] = key
        # -P: nothing that lies about in the folder is imported.
        command = [sys.executable, "-P", "-u", "-c", LAUNCH, *self.command(), *options]
        self.process = subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        self.said: list[str] = []

    def command(self) -> list[str]:
        return ["allo_ext.cli", "panel", "--port", "0", "--no-open", "--pace", "off"]

    def __enter__(self) -> str:
        found = threading.Event()

        def listen() -> None:
            for line in self.process.stdout:
                self.said.append(line)
                if self.READY in line:
                    found.set()
            found.set()

        self.listener = threading.Thread(target=listen, daemon=True)
        self.listener.start()
        found.wait(60)
        address = re.search(r"(?<=The panel is at )http://\S+", "".join(self.said))
        if address is None:
            self.__exit__()
            pytest.fail("the panel did not start: " + "".join(self.said))
        return address.group()

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.wait(15)
        self.listener.join(15)
        self.process.stdout.close()
        self.home.cleanup()
        assert [line for line in self.said if line.startswith("A stranger was asked")] == []


class StartedBySolara(Started):
    """The same by Solara's own command."""

    def command(self) -> list[str]:
        quiet = ["--no-open", "--no-check-version", "--port", "0", "--host", "127.0.0.1"]
        return ["solara", "run", "allo_ext.panel", *quiet]

    def __enter__(self) -> str:
        url = super().__enter__()
        for _ in range(600):
            try:
                httpx.get(url)
            except httpx.TransportError:
                threading.Event().wait(0.1)
            else:
                return url
        return url


@pytest.fixture
def started() -> Any:
    """What starts a panel with other settings."""
    return Started


@pytest.fixture
def started_by_solara() -> Any:
    """What has Solara's own command start it."""
    return StartedBySolara


# Runs a module as a program, and says whom its process asks beside this machine.
LAUNCH = """
import runpy, sys

HOME = {"127.0.0.1", "127.0.0.2", "localhost", "::1", "", None}

def hear(name, arguments):
    if name == "socket.getaddrinfo":
        host = arguments[0]
    elif name == "socket.connect" and isinstance(arguments[1], tuple):
        host = arguments[1][0]
    else:
        return
    if (host.decode() if isinstance(host, bytes) else host) not in HOME:
        print("A stranger was asked:", host, flush=True)

sys.addaudithook(hear)
sys.argv = sys.argv[1:]
runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
"""
NO_KEYRING = "keyring.backends.null.Keyring"


class Visit:
    """What one visit of the panel asked for and got."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.strangers: list[str] = []
        self.frames: list[str | bytes] = []
        self.responses: list[Any] = []
        self.troubles: list[str] = []
        page.set_default_timeout(PATIENCE)
        page.on("request", lambda request: self.judge(request.url))
        page.on("response", self.answered)
        page.on("pageerror", lambda error: self.troubles.append(str(error)))
        page.on("websocket", self.listen)

    # Playwright takes functions and methods of ours, but not those of a list.
    def answered(self, response: Any) -> None:
        self.responses.append(response)

    def framed(self, frame: str | bytes) -> None:
        self.frames.append(frame)

    def judge(self, url: str) -> None:
        if url.startswith(("http", "ws")) and not re.match(r"(http|ws)://127\.0\.0\.[12]:\d+/", url):
            self.strangers.append(url)

    def listen(self, socket: Any) -> None:
        self.judge(socket.url)
        socket.on("framesent", self.framed)
        socket.on("framereceived", self.framed)


PATIENCE = 20_000


@pytest.fixture(scope="module")
def usual_context(browser) -> Any:
    """One memory of what was loaded, so that each test need not load it again."""
    return browser.new_context(viewport={"width": 1280, "height": 900}, color_scheme="light")


@pytest.fixture
def open_panel(browser, usual_context) -> Iterator[Any]:
    """Open panels; whatever leaves the machine, or fails in the page, fails the test."""
    opened: list[Visit] = []

    def open_one(url: str, **differences: Any) -> Visit:
        context = browser.new_context(**differences) if differences else usual_context
        visit = Visit(context.new_page())
        opened.append(visit)
        visit.page.goto(url)
        return visit

    yield open_one
    for visit in opened:
        if visit.page.context is usual_context:
            visit.page.close()
        else:
            visit.page.context.close()
    assert [stranger for visit in opened for stranger in visit.strangers] == []
    assert [trouble for visit in opened for trouble in visit.troubles] == []


@pytest.fixture
def panel(office, open_panel) -> Any:
    """The page of the panel, with the calls of today on it."""
    page = open_panel(office.address).page
    # Its parts come one by one: a key that is pressed before they are there goes nowhere.
    page.get_by_role("navigation").wait_for()
    page.get_by_role("region", name="Today's calls").get_by_role("listitem").first.wait_for()
    return page
