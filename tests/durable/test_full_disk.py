from __future__ import annotations

import subprocess
import sys

import pytest

PROGRAM = """
import json, os, resource
from allo_ext.durable import Inbox
from allo_ext.receiver import Request, WebhookReceiver
from allo_ext.testing import event

TOKEN = "0123456789abcdefABCDEF"
inbox = Inbox("allo.db")
receiver = WebhookReceiver(TOKEN, None, inbox=inbox, max_per_minute=None)

def post(number):
    body = json.dumps(event("CALL_RECEIVED", id=f"call_{number}")).encode()
    return receiver.handle(Request("POST", f"/allo/{TOKEN}", {}, body, "203.0.113.7")).status

first = post(0)
resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, resource.RLIM_INFINITY))
full = [post(number) for number in range(1, 100)]
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
after = post(1000)
stored = sum(inbox.counts().values())
inbox.close()
print(first, sorted(set(full)), after, stored == [first, *full, after].count(200))
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="no limit for the size of files")
def test_a_full_disk_acknowledges_nothing(tmp_path):
    """Deliveries get 503 until there is space again, and exactly those that got 200 are in the file."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False
    )

    assert done.stdout == "200 [200, 503] 200 True\n", done.stderr
