"""Install missing programs that the tests need, with apt-get if possible.

    python scripts/machine.py              # Chromium, nginx and redis-server
    python scripts/machine.py chromium     # only one of them

apt-get runs as root, or through `sudo -n`, which never asks for a password. `.ci/run` ignores a failure: tests that
miss a program are skipped.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys

PROGRAMS = {
    "chromium": ("chromium", "chromium-browser", "google-chrome"),
    "nginx": ("nginx",),
    "redis-server": ("redis-server",),
}
"""Debian packages, each with the possible names of its program."""
PATIENCE = 600
"""The timeout of an apt-get step in seconds."""


def missing(packages: list[str]) -> list[str]:
    """Return the packages whose program is not on the PATH."""
    return [package for package in packages if not any(map(shutil.which, PROGRAMS[package]))]


def apt_get() -> list[str] | None:
    """Return the command that runs apt-get as root, or None."""
    if shutil.which("apt-get") is None:
        return None
    command = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]
    if os.geteuid() == 0:
        return command
    return ["sudo", "-n", *command] if shutil.which("sudo") else None


def install(apt: list[str], packages: list[str]) -> None:
    """Install packages one by one, so that a missing package does not affect the others."""
    steps = [["update", "-qq"], *(["install", "-qq", "--no-install-recommends", package] for package in packages)]
    for step in steps:
        try:
            subprocess.run([*apt, *step], check=False, stdin=subprocess.DEVNULL, stdout=sys.stderr, timeout=PATIENCE)
        except (OSError, subprocess.TimeoutExpired) as error:
            print(f"apt-get {step[0]} did not finish: {error}", file=sys.stderr)


def main(arguments: list[str] | None = None) -> int:
    """Install what is missing.

    Args:
        arguments: The command line, without the name of the program.

    Returns:
        0 if all programs are installed, otherwise 1.
    """
    parser = argparse.ArgumentParser(description="Install the programs that the tests need, with apt-get.")
    parser.add_argument("packages", nargs="*", help=f"any of: {', '.join(PROGRAMS)}; all if none is named")
    packages = parser.parse_args(arguments).packages or [*PROGRAMS]
    if unknown := sorted({*packages} - {*PROGRAMS}):
        parser.error(f"unknown package {', '.join(unknown)}; choose from {', '.join(PROGRAMS)}")
    if (lacking := missing(packages)) and (apt := apt_get()) is not None:
        install(apt, lacking)
    for package in (lacking := missing(packages)):
        print(f"{package} is not installed. On Debian: sudo apt-get install {package}", file=sys.stderr)
    return 1 if lacking else 0


if __name__ == "__main__":
    sys.exit(main())
