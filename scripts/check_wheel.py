"""Builds sdist and wheel, installs the wheel into a fresh environment, and tries it there.

The wheel is built from the sdist. It must hold two import packages and nothing else, both typed, and the client must
work against the stand-in without this checkout.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import venv
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = {"allo_ext", "allo_v1"}
NEEDED = {"allo_ext/py.typed", "allo_v1/py.typed", "allo_ext/testing/allo-v1.json"}
TRY = """
from allo_ext import AlloClient
from allo_ext.testing import MockAllo
import allo_ext, allo_v1

mock = MockAllo(contacts=5, calls=5)
with AlloClient("key", transport=mock.transport) as allo:
    assert [line.number for line in allo.numbers.list() if line.number] == list(mock.numbers)
    assert sum(1 for _ in allo.contacts.iter()) == 5
print(allo_ext.__version__, allo_ext.__file__)
"""


def run(*command: str | Path, cwd: Path) -> str:
    """Run a command and return what it printed; its own words end the check when it fails."""
    done = subprocess.run([str(part) for part in command], cwd=cwd, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"{' '.join(str(part) for part in command)} failed:\n{done.stdout}{done.stderr}")
    return done.stdout.strip()


def check_contents(wheel: Path) -> None:
    """Look into the wheel."""
    names = zipfile.ZipFile(wheel).namelist()
    tops = {name.split("/")[0] for name in names if ".dist-info/" not in name}
    if tops != PACKAGES:
        sys.exit(f"the wheel must hold {sorted(PACKAGES)} and nothing else, not {sorted(tops)}")
    missing = NEEDED - set(names)
    if missing:
        sys.exit(f"the wheel lacks {sorted(missing)}")


def main() -> None:
    """Build, look, install, try."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        run(sys.executable, "-m", "build", "--outdir", folder, ROOT, cwd=ROOT)
        (wheel,) = folder.glob("*.whl")
        check_contents(wheel)
        venv.create(folder / "venv", with_pip=True)
        python = folder / "venv" / "bin" / "python"
        pip = (python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
        run(*pip, "--constraint", ROOT / "constraints.txt", f"{wheel}[mock]", cwd=folder)
        version, location = run(python, "-I", "-c", TRY, cwd=folder).split(maxsplit=1)
        if not Path(location).is_relative_to(folder):
            sys.exit("the try-out used another copy than the installed wheel")
        print(f"wheel: {wheel.name} holds {', '.join(sorted(PACKAGES))}, and version {version} works when installed")


if __name__ == "__main__":
    main()
