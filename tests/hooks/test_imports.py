"""What is loaded when, and what is said where Solara is not installed."""

from __future__ import annotations

import subprocess
import sys

from allo_ext import hooks

HIDE = "import sys; sys.modules['solara'] = None; sys.modules['reacton'] = None\n"


def _run(program: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False)


def test_importing_the_package_loads_no_solara():
    """It takes most of a second: neither allo_ext nor allo_ext.hooks loads it before a hook is asked for."""
    done = _run("import sys, allo_ext.hooks as h\nh.Query\nprint('solara' in sys.modules, 'reacton' in sys.modules)")

    assert done.stdout == "False False\n"


def test_without_solara_one_sentence_says_what_to_install():
    """A MissingExtraError, which is an ImportError, whichever name is asked for."""
    done = _run(HIDE + "from allo_ext.hooks import use_contacts")

    last = "allo_ext.testing.MissingExtraError: allo_ext.hooks needs solara: pip install 'withallo-sdk[solara]'"
    assert last == done.stderr.strip().splitlines()[-1]


def test_all_is_public_and_sorted():
    """Each name can be had, and no other."""
    assert sorted(hooks.__all__) == hooks.__all__ == dir(hooks)
    assert [name for name in hooks.__all__ if not callable(getattr(hooks, name))] == []
    assert not hasattr(hooks, "use_nothing")
