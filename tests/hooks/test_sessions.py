"""In Solara's server every browser tab is a session of its own: what a provider renders stays in its session."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

pytestmark = pytest.mark.slow

PROGRAM = """
import json, sys, threading, time
import solara, solara.server.app  # which has threads begin in the session of their parent
from solara.server import kernel, kernel_context
from allo_ext import AsyncAlloClient
from allo_ext.hooks import AlloProvider, use_contacts, use_send_sms
from allo_ext.testing import MockAllo

mock = MockAllo(contacts=30, calls=10, latency=0.05)
client = AsyncAlloClient("key", transport=mock.transport)
seen, sends = [], {}

@solara.component
def Contacts(name, size):
    contacts = use_contacts(size=size)
    sends[name] = send = use_send_sms()
    session = kernel_context.get_current_context().id
    seen.append((name, session, threading.current_thread() is threading.main_thread(),
                 len(contacts.data or ()), send.is_success))
    solara.Text(f"{name} has {len(contacts.data or ())} {send.is_success}")

def until(true):
    end = time.monotonic() + 20
    while not true():
        assert time.monotonic() < end, seen
        time.sleep(0.005)

sessions = {}
for name, size in (("one", 3), ("two", 5)):
    session = kernel_context.VirtualKernelContext(id=name, kernel=kernel.Kernel(), session_id="user " + name)
    with session:
        box, context = solara.render(AlloProvider(children=[Contacts(name, size)], client=client), handle_error=False)
    sessions[name] = session, context
until(lambda: {(entry[0], entry[3]) for entry in seen} >= {("one", 3), ("two", 5)})
with sessions["two"][0]:
    sends["two"].mutate(from_=mock.numbers[0], to="+12025550178", message="Hello")
def texts():
    return {name: [str(w.children[0]) for w in list(session.widgets.values()) if type(w).__name__ == "Html"]
            for name, (session, _) in sessions.items()}

until(lambda: "True" in str(texts()))
shown = texts()
for session, context in sessions.values():
    with session:
        context.close()
until(lambda: not [t for t in threading.enumerate() if t.name.startswith("allo-hooks")])
print(json.dumps({"seen": seen, "texts": shown}))
"""


def test_each_session_is_told_of_its_own_answers():
    """Answers are rendered off the main thread, in the session that asked, and its widgets alone change."""
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr

    said = json.loads(done.stdout.splitlines()[-1])
    assert said["texts"] == {"one": ["one has 3 False"], "two": ["two has 5 True"]}
    assert {True, False} == {in_main for _, _, in_main, _, _ in said["seen"]}
    assert [(name, session) for name, session, *_ in said["seen"] if name != session] == []
