"""See that there is a Chromium for the tests of the panel: install Debian's where apt-get can, or say what to do."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome")


def main() -> int:
    """Return 0 when there is one."""
    if any(map(shutil.which, NAMES)):
        return 0
    if shutil.which("apt-get") is None or os.geteuid() != 0:
        print("There is no Chromium here: install one (on Debian: sudo apt-get install chromium).", file=sys.stderr)
        return 1
    for command in (["apt-get", "update", "-qq"], ["apt-get", "install", "-qq", "--no-install-recommends", "chromium"]):
        if subprocess.run(command, check=False, env=os.environ | {"DEBIAN_FRONTEND": "noninteractive"}).returncode:
            print("apt-get could not install Chromium: install one by hand.", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
