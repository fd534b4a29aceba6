"""A missing library of an extra: the same exception and the same sentence in every part of the package."""

from __future__ import annotations

import pickle
import subprocess
import sys

import pytest

USES = {
    "hooks": ("solara", "solara", "from allo_ext.hooks import use_contacts"),
    "panel": ("solara", "solara", "from allo_ext.panel import Page"),
    "dlt": ("dlt", "dlt", "import allo_ext.dlt"),
    "mcp": ("mcp", "mcp", "import allo_ext.mcp"),
    "receiver": ("flask", "flask", "import allo_ext.receiver as r; r.WebhookReceiver('a' * 22, None).flask()"),
    "redis": ("redis", "redis", "from allo_ext.redis import RedisStore"),
    "durable": (
        "holidays",
        "durable",
        "import datetime as d, allo_ext.durable as a; a.SendWindow().is_open('+33639980001', d.datetime.now(d.UTC))",
    ),
    "frames": ("pandas", "pandas", "import allo_ext.frames as f; f.calls([])"),
    "mock": ("jsonschema_rs", "mock", "from allo_ext.testing import MockAllo; MockAllo()"),
    "mock-on-a-port": (
        "uvicorn",
        "mock",
        "from allo_ext.testing import MockAllo; MockAllo(contacts=1, calls=1).serve().__enter__()",
    ),
}
PROGRAM = """
import sys
from allo_ext import ConfigurationError
from allo_ext.testing import MissingExtraError
sys.modules[{library!r}] = None
try:
    {use}
except MissingExtraError as error:
    print(isinstance(error, ImportError), isinstance(error, ConfigurationError), error.name, error, sep="|")
"""


@pytest.mark.parametrize(("library", "extra", "use"), USES.values(), ids=USES)
def test_a_missing_library_is_one_exception_with_the_command_that_installs_it(library, extra, use):
    """Each is a MissingExtraError, and so an ImportError and a ConfigurationError."""
    program = PROGRAM.format(library=library, use=use)
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=120, check=False)

    *kinds, name, message = done.stdout.strip().split("|")
    assert (kinds, name.partition(".")[0]) == (["True", "True"], library), done.stderr
    assert message.endswith(f" needs {library.replace('_', '-')}: pip install 'withallo-sdk[{extra}]'")


def test_the_exception_can_be_pickled():
    """It crosses processes with its message and the module's name."""
    from allo_ext.testing import MissingExtraError

    error = pickle.loads(pickle.dumps(MissingExtraError("a needs b: pip install 'withallo-sdk[c]'", name="b")))

    assert (type(error), str(error), error.name) == (MissingExtraError, "a needs b: pip install 'withallo-sdk[c]'", "b")
