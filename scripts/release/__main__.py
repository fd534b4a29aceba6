"""The command: runs the steps in order, prints a line for each, and a summary."""

from __future__ import annotations

import argparse
import os
import re
import shutil
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import Any

from scripts.release import bounds, building, contents, interface, statements, suite
from scripts.release.building import FailedError, run
from scripts.spec_changes.changelog import BREAKING, sections
from scripts.spec_json import BrokenSpecError, read_spec, to_json
from scripts.specs import ROOT, specs

RUNS = ("lowest", "newest")


def insist(what: str, faults: list[str], said: str) -> None:
    """Print that a check passed, or raise with all its faults."""
    if faults:
        raise FailedError("\n".join(f"{what}: {fault}" for fault in faults))
    print(f"{what:<10}{said}", flush=True)


def version() -> str:
    """Return the version of the package."""
    text = (ROOT / "allo_ext" / "_version.py").read_text(encoding="utf-8")
    found = re.search(r'^__version__ = "([^"]+)"$', text, re.MULTILINE)
    if found is None:
        raise FailedError("allo_ext/_version.py does not say __version__")
    return found[1]


def frozen_faults(tag: str | None) -> list[str]:
    """With a tag, check that `openapi/released` contains the current specs."""
    if tag is None or all(
        (ROOT / spec.released).is_file()
        and (ROOT / spec.released).read_text(encoding="utf-8") == to_json(read_spec(ROOT / spec.source))
        for spec in specs()
    ):
        return []
    return ["openapi/released is not the specification of now: run `python -m scripts.spec_changes --freeze`"]


def check_archives(folder: Path, sdist: Path, wheel: Path, project: dict[str, Any]) -> Path:
    """Check both archives and build the wheel again from the sdist; return the folder of the unpacked sdist."""
    held, packed = building.files_of(wheel), building.files_of(sdist)
    building.check_wheel(wheel, ROOT)
    insist("wheel", contents.secret_faults(held), f"{wheel.name}: {len(held)} files, those of the packages")
    if (ROOT / ".git").exists():
        run(sys.executable, "-m", "check_sdist", cwd=ROOT, environment=building.clean_environment())
    insist("sdist", contents.secret_faults(packed), f"{sdist.name}: {len(packed)} files, those that git has")
    run(sys.executable, "-m", "twine", "check", "--strict", sdist, wheel, cwd=folder)
    (metadata,) = (content for path, content in held.items() if path.endswith(".dist-info/METADATA"))
    dead = statements.dead_links(metadata.decode())
    insist("metadata", [f"no package index has {path}" for path in dead], "valid, with a long description that renders")
    tree = building.unpack(sdist, folder / "tree")
    backend = bounds.lowest(project["build-system"]["requires"])
    again = building.build_again(tree, folder / "again", backend)
    difference = sorted(set(building.files_of(again)) ^ set(held))
    insist(
        "again",
        [f"{path} is in one wheel alone" for path in difference],
        f"the sdist builds the same wheel with {', '.join(backend)}",
    )
    return tree


def check_interface(tag: str | None, changelog: str) -> None:
    """Compare the Python API with the last release; breaking changes need an entry in the changelog."""
    release = interface.last_release(ROOT, tag)
    found = interface.breakages(ROOT, release) if release else []
    newest = sections(changelog)[0].entries if sections(changelog) else ()
    admitted = any(entry.startswith(BREAKING) for entry in newest)
    insist("api", [] if admitted else found, f"{len(found)} changes break callers since {release or 'no release'}")


def check(folder: Path, options: argparse.Namespace) -> None:
    """Run all checks."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    plan = bounds.plan(project["project"], ROOT / "constraints.txt")
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    faults = statements.version_faults(version(), changelog, options.tag) + frozen_faults(options.tag)
    insist("version", faults, version() + (f", tagged {options.tag}" if options.tag else ""))
    check_interface(options.tag, changelog)
    dist = folder / "dist"
    sdist, wheel = building.build(ROOT, dist)
    tree = check_archives(folder, sdist, wheel, project)
    for name in RUNS:
        if name not in options.only:
            continue
        lowest = name == "lowest"
        environment = suite.install(folder / name, wheel, plan, lowest=lowest)
        own = folder / f"{name}-tree"
        shutil.copytree(tree, own)
        suite.link(own, environment)
        outcome = suite.hold(own, environment, plan, lowest=lowest, more=tuple(options.pytest.split()))
        insist(name, [], outcome.line)
        print(f"{'':<10}{outcome.versions}", flush=True)
    shutil.rmtree(ROOT / "dist", ignore_errors=True)
    shutil.copytree(dist, ROOT / "dist")
    print(f"\nThis could be released: dist/{sdist.name} and dist/{wheel.name}.")


def main(arguments: list[str] | None = None) -> int:
    """Run the checks, and copy the archives to dist/.

    Args:
        arguments: The command line, without the name of the program.

    Returns:
        0, or 1 if a check failed.

    """
    parser = argparse.ArgumentParser(description="Check whether this tree could be released.")
    parser.add_argument("--tag", default=os.environ.get("TAG") or None, help="the tag of the release (default: $TAG)")
    parser.add_argument("--only", default=",".join(RUNS), help="lowest or newest: only one of the runs of the suite")
    parser.add_argument("--pytest", default="", help="more arguments for pytest")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="release-") as folder:
        try:
            check(Path(folder), options)
        except (FailedError, BrokenSpecError) as error:
            print(f"\n{error}\n\nThis is not to be released yet.", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
