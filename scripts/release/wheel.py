"""The quick check for `make test`: build the wheel from the sdist, check both, and try the installed wheel.

`make release-check` runs the suite against the wheel; this check runs one short program, and `examples/one_file.py` as
its users do: with uv and pipx, which find the wheel where they look for others.
"""

from __future__ import annotations

import os
import sys
import tempfile
import venv
from datetime import UTC, datetime
from pathlib import Path

from allo_ext.testing import MockAllo
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
    run_one_file(wheel)
    holds = f"{wheel.name} holds {len(held)} files, all of them ours"
    return f"wheel: {holds}, and version {version} works when installed; uv and pipx run examples/one_file.py"


def run_one_file(wheel: Path) -> None:
    """Run the example with uv and pipx against a mock, each in an environment that it makes with the wheel.

    Raises:
        FailedError: One of them failed, or printed something else than the other.
    """
    uv = (sys.executable, "-m", "uv")
    work = wheel.parent.parent / "one-file"
    work.mkdir()
    links = f"{os.environ.get('PIP_FIND_LINKS', '')} {wheel.parent}".strip()
    mock = MockAllo(contacts=5, calls=40, now=(now := datetime.now(UTC)), ends=now)
    with mock.serve() as served:
        environment = building.clean_environment(
            ALLO_API_KEY=mock.api_key,
            ALLO_BASE_URL=served.base_url,
            UV_FIND_LINKS=str(wheel.parent),
            UV_REFRESH_PACKAGE="withallo-sdk",
            PIP_FIND_LINKS=links,
            PIPX_HOME=str(work / "pipx"),
        )
        printed = {
            building.run(*command, ROOT / "examples/one_file.py", cwd=work, environment=environment)
            for command in ((*uv, "run", "--no-project"), (*uv, "tool", "run", "pipx", "run"))
        }
    if len(printed) != 1 or "+" not in printed.pop():
        raise building.FailedError("uv and pipx do not print the same calls with examples/one_file.py")


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
