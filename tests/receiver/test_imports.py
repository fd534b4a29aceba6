from __future__ import annotations

import subprocess
import sys

import pytest

import allo_ext.receiver
from allo_ext import ConfigurationError


@pytest.mark.parametrize("module", ["httpx", "starlette", "fastapi", "flask", "django", "anyio"])
def test_the_core_imports_no_framework_and_no_http_client(module):
    """Importing the receiver, and answering a delivery, loads neither a framework nor an HTTP client."""
    code = (
        "import sys\n"
        "from allo_ext.receiver import Request, WebhookReceiver\n"
        "receiver = WebhookReceiver('a-token-of-22-characters', None)\n"
        "receiver.on('PING')(lambda event: None)\n"
        "request = Request('POST', '/a-token-of-22-characters', {}, b'{\"topic\": \"PING\"}', '203.0.113.7')\n"
        "reply = receiver.handle(request)\n"
        f"print(reply.status, {module!r} in sys.modules)"
    )

    actual = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout

    assert actual == "200 False\n"


def test_the_public_names_are_sorted_and_there():
    """`__all__` lists what is public, in order, and all of it exists."""
    names = allo_ext.receiver.__all__

    assert sorted(names) == names
    assert all(hasattr(allo_ext.receiver, name) for name in names)


@pytest.mark.parametrize("framework", ["fastapi", "flask", "django"])
def test_a_missing_framework_is_one_sentence(framework, monkeypatch):
    """Without the framework, its method says which extra to install."""
    receiver = allo_ext.receiver.WebhookReceiver("a-token-of-22-characters", None)
    monkeypatch.delitem(sys.modules, f"allo_ext.receiver._adapters.{framework}", raising=False)
    monkeypatch.setitem(sys.modules, framework, None)
    for name in [name for name in sys.modules if name.startswith(f"{framework}.")]:
        monkeypatch.setitem(sys.modules, name, None)

    with pytest.raises(ConfigurationError) as caught:
        getattr(receiver, framework)()

    assert str(caught.value) == f"receiver.{framework}() needs {framework}: pip install 'withallo-sdk[{framework}]'"


def test_another_missing_module_is_not_taken_for_the_framework(monkeypatch):
    """What a framework itself lacks is told as Python tells it: our extra would not bring it."""
    monkeypatch.delitem(sys.modules, "allo_ext.receiver._adapters.flask", raising=False)
    monkeypatch.setitem(sys.modules, "allo_ext.receiver._adapters.wsgi", None)

    with pytest.raises(ModuleNotFoundError, match=r"allo_ext\.receiver\._adapters\.wsgi"):
        allo_ext.receiver.WebhookReceiver("a-token-of-22-characters", None).flask()
