"""The quick check for `make test`: build the wheel from the sdist, check both, and try the installed wheel.

`make release-check` runs the suite against the wheel; this check runs one short program.
"""

from __future__ import annotations

import sys
import tempfile
import venv
from pathlib import Path

from scripts.release import building, contents

ROOT = Path(__file__).resolve().parents[2]
TRY = """
from allo_ext import AlloClient
from allo_ext.testing import MockAllo
import allo_ext, allo_v1, allo_v2

mock = MockAllo(contacts=5, calls=5)
with AlloClient("key", transport=mock.transport) as allo:
    assert [line.number for line in allo.numbers.list() if line.number] == list(mock.numbers)
    assert sum(1 for _ in allo.contacts.iter()) == 5
print(allo_ext.__version__, allo_ext.__file__)
"""


def check(folder: Path) -> str:
    """Build, check, install and try the wheel; return a summary.

    Raises:
        FailedError: A check failed.
    """
    sdist, wheel = building.build(ROOT, folder / "dist")
    # The sdist is compared with git by `make release-check`.
    building.check_wheel(wheel, ROOT)
    held = building.files_of(wheel)
    if faults := contents.secret_faults(held) + contents.secret_faults(building.files_of(sdist)):
        raise building.FailedError("\n".join(faults))
    venv.create(folder / "venv", with_pip=True)
    python = folder / "venv" / "bin" / "python"
    pip = (python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
    building.run(*pip, "--constraint", ROOT / "constraints.txt", f"{wheel}[mock]", cwd=folder)
    version, location = building.run(python, "-I", "-c", TRY, cwd=folder).split(maxsplit=1)
    if not Path(location).is_relative_to(folder):
        raise building.FailedError("the try-out used another copy than the installed wheel")
    return f"wheel: {wheel.name} holds {len(held)} files, all of them ours, and version {version} works when installed"


def main() -> int:
    """Run the check and print the result."""
    with tempfile.TemporaryDirectory(prefix="wheel-") as folder:
        try:
            print(check(Path(folder)))
        except building.FailedError as error:
            print(error, file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
