"""examples/notebook.ipynb: it runs from the first cell to the last, in a kernel of its own."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("notebook")]

for needed in ("ipykernel", "jupyter_client", "matplotlib", "nbclient", "nbformat", "pandas", "solara"):
    pytest.importorskip(needed, reason=f"{needed} is not installed: make .venv")

NOTEBOOK = Path(__file__).parents[2] / "examples" / "notebook.ipynb"
PNG = b"\x89PNG"
WIDGET = "application/vnd.jupyter.widget-view+json"

# In a process of its own, because nbclient leaves sockets for the interpreter's end to close. The kernel is the one
# that comes with ipykernel, which starts this very Python, and no kernelspec of anybody's; no port is needed for it.
EXECUTE = """
import sys
import nbformat
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
path, sockets = sys.argv[1:]
notebook = nbformat.read(path, 4)
manager = AsyncKernelManager(kernel_name="python3", transport="ipc", connection_file=f"{sockets}/kernel.json")
manager.kernel_spec_manager.kernel_dirs = []
NotebookClient(notebook, km=manager, timeout=120, allow_errors=True).execute()
nbformat.write(notebook, path)
"""
# Nothing leaves the machine, and no warning of ours is passed over.
GUARD = """
import sys, warnings
def _stay(event, arguments):
    if event == "socket.connect" and isinstance(arguments[1], tuple) and arguments[1][0] not in ("127.0.0.1", "::1"):
        raise RuntimeError(f"the notebook asks {arguments[1]}")
sys.addaudithook(_stay)
warnings.filterwarnings("error", module="allo_ext|__main__")
"""
# The widgets are drawn again when the answers are there, after their cell has ended.
SETTLE = """
import time
from ipywidgets.widgets.widget import _instances
def _says(name, words):
    return any(words in str(getattr(widget, name, "")) for widget in list(_instances.values()))
for _ in range(800):
    drawn = _says("children", "6 lines and their contacts") and _says("children", "Liam Mercer, ")
    if drawn and _says("items", "call"):
        break
    time.sleep(0.05)
# A widget has its value a moment before its message leaves, and what leaves after the last cell is heard by nobody.
for widget in list(_instances.values()):
    widget.send_state()
"""


@pytest.fixture(scope="module")
def written() -> Any:
    return json.loads(NOTEBOOK.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def run(tmp_path_factory) -> Any:
    """The notebook as it is after running, without any user's files."""
    import nbformat

    notebook = nbformat.read(NOTEBOOK, 4)
    guard, settle = (nbformat.v4.new_code_cell(source) for source in (GUARD, SETTLE))
    notebook.cells = [guard, *notebook.cells, settle]
    home = tmp_path_factory.mktemp("home")
    nbformat.write(notebook, home / "notebook.ipynb")
    left_out = ("ALLO_", "JUPYTER", "IPYTHON", "MPLBACKEND", "PYTHONWARNINGS")
    settings = {name: value for name, value in os.environ.items() if not name.startswith(left_out)}
    settings |= {"HOME": str(home), "JUPYTER_NO_CONFIG": "1"}
    # The path of a socket must be short.
    with tempfile.TemporaryDirectory(prefix="nb") as sockets:
        command = [sys.executable, "-c", EXECUTE, str(home / "notebook.ipynb"), sockets]
        done = subprocess.run(command, env=settings, cwd=home, capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == 0, done.stderr
    return nbformat.read(home / "notebook.ipynb", 4)


def outputs(run: Any, cell: str) -> list[Any]:
    return next(found["outputs"] for found in run.cells if found["id"] == cell)


def shown(run: Any, cell: str, kind: str) -> list[Any]:
    """What a cell shows in one form."""
    return [found["data"][kind] for found in outputs(run, cell) if kind in found.get("data", {})]


def widgets(run: Any) -> dict[str, Any]:
    """Every widget of the notebook by its id, as it was in the end."""
    return run.metadata["widgets"]["application/vnd.jupyter.widget-state+json"]["state"]


def test_no_cell_fails_and_nothing_warns(run):
    """Every cell was executed, none with an error, and nobody wrote to stderr."""
    cells = [cell for cell in run.cells if cell["cell_type"] == "code"]
    complaints = [
        found.get("text") or found["traceback"]
        for cell in cells
        for found in cell["outputs"]
        if found["output_type"] == "error" or found.get("name") == "stderr"
    ]

    assert complaints == []
    assert [cell["execution_count"] for cell in cells] == list(range(1, len(cells) + 1))


@pytest.mark.parametrize(
    ("cell", "says"),
    [
        pytest.param("calls", "contact_number", id="calls"),
        pytest.param("by-line", "Bureau de Paris", id="lines"),
        pytest.param("transcripts", "refund", id="transcripts"),
        pytest.param("contacts", "full_name", id="contacts"),
    ],
)
def test_the_tables_are_there(run, cell, says):
    """As tables of HTML with rows in them."""
    (table,) = shown(run, cell, "text/html")

    assert says in table
    assert table.count("<tr") >= 4


def test_the_chart_is_there(run):
    """As a picture of some size, not an empty one."""
    (picture,) = shown(run, "chart", "image/png")
    content = base64.b64decode(picture)

    assert content.startswith(PNG)
    assert len(content) > 5_000


def test_the_component_shows_the_contacts(run):
    """The widget is there, and holds what the hooks have answered."""
    (view,) = shown(run, "component", WIDGET)
    texts = json.dumps(widgets(run), ensure_ascii=False)

    assert view["model_id"] in widgets(run)
    assert "6 lines and their contacts" in texts
    assert "Liam Mercer, Copper Ridge Software" in texts


@pytest.mark.parametrize(
    ("cell", "holds"),
    [
        pytest.param("panel-chart", {"svg": "Calls of today by hour"}, id="chart"),
        pytest.param("panel-conversation", {"items": "Outgoing call", "senders": "+12025550143"}, id="conversation"),
    ],
)
def test_parts_of_the_panel_stand_below_their_cells(run, cell, holds):
    """As widgets, with the panel's style, and with the data that they show."""
    (view,) = shown(run, cell, WIDGET)
    states = [widget["state"] for widget in widgets(run).values()]

    assert view["model_id"] in widgets(run)
    for name, words in holds.items():
        assert any(words in json.dumps(state[name], ensure_ascii=False) for state in states if name in state)


def test_it_is_committed_without_what_a_machine_made(written):
    """No output, no count, no name of a kernel of somebody's machine; each cell has its own id."""
    cells = [cell for cell in written["cells"] if cell["cell_type"] == "code"]

    assert [(cell["outputs"], cell["execution_count"], cell["metadata"]) for cell in cells] == [([], None, {})] * len(
        cells
    )
    assert set(written["metadata"]) == {"kernelspec", "language_info"}
    assert written["metadata"]["language_info"] == {"name": "python"}
    assert len({cell["id"] for cell in written["cells"]}) == len(written["cells"])
