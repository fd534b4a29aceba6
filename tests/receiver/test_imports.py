from __future__ import annotations

import subprocess
import sys

import pytest

import allo_ext.receiver


@pytest.mark.parametrize("module", ["httpx", "starlette", "fastapi", "flask", "django", "anyio"])
def test_the_core_imports_no_framework_and_no_http_client(module):
    """Importing the receiver, and answering a delivery, loads neither a framework nor an HTTP client."""
    code = (
        "import sys\n"
        "from allo_ext.receiver import Request, WebhookReceiver\n"
        "receiver = WebhookReceiver('token', None)\n"
        "receiver.on('PING')(lambda event: None)\n"
        "reply = receiver.handle(Request('POST', '/token', {}, b'{\"topic\": \"PING\"}', '203.0.113.7'))\n"
        f"print(reply.status, {module!r} in sys.modules)"
    )

    actual = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout

    assert actual == "200 False\n"


def test_the_public_names_are_sorted_and_there():
    """`__all__` lists what is public, in order, and all of it exists."""
    names = allo_ext.receiver.__all__

    assert sorted(names) == names
    assert all(hasattr(allo_ext.receiver, name) for name in names)
