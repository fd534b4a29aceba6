"""Comparing the Python API with the last release, with griffe."""

from __future__ import annotations

from pathlib import Path

import griffe

from scripts.release.building import PACKAGES, FailedError, run


def last_release(root: Path, tag: str | None) -> str | None:
    """Return the newest tag before the current release; None before the first release."""
    try:
        return run("git", "describe", "--tags", "--abbrev=0", *(("--exclude", tag) if tag else ()), cwd=root)
    except FailedError:
        return None


def breakages(root: Path, release: str) -> list[str]:
    """Return the breaking changes: removed public names and changed signatures.

    Args:
        root: The repository.
        release: A tag, or another reference of git.
    """
    found = []
    released = run("git", "ls-tree", "-r", "-d", "--name-only", release, cwd=root).splitlines()
    for path, package in PACKAGES.items():
        if path not in released:
            continue  # a new package breaks nobody
        folder = Path(path).parent
        old = griffe.load_git(package, ref=release, repo=root, search_paths=[folder], allow_inspection=False)
        search = [root / folder]
        new = griffe.load(package, search_paths=search, try_relative_path=False, allow_inspection=False)
        found += [one.explain(griffe.ExplanationStyle.ONE_LINE) for one in griffe.find_breaking_changes(old, new)]
    return found
