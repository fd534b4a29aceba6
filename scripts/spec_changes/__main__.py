"""The command: prints the changes, and with `--check` fails for breaking ones that are not in the changelog."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from scripts.schemas import UnknownKeywordError
from scripts.spec_changes.changelog import admitted, entry
from scripts.spec_changes.compare import changes
from scripts.spec_changes.judgement import Change, What
from scripts.spec_json import BrokenSpecError, read_spec, to_json
from scripts.specs import ROOT, specs


def sentence(change: Change) -> str:
    """Return the line for a change."""
    says = f"{change.key} {change.says}" if change.what is What.CHANGED else f"{change.key}: {change.says}"
    return f"{'BREAKS CALLERS' if change.breaks else '':<16}{change.what.value:<9}{says}"


def report(found: list[Change]) -> str:
    """Return the report of all changes, breaking ones first."""
    if not found:
        return "The specification offers what it did at the last release."
    breaking = sum(change.breaks for change in found)
    head = f"The specification since the last release: {len(found)} {'change' if len(found) == 1 else 'changes'}, "
    head += f"{breaking or 'none'} of which {'breaks' if breaking == 1 else 'break'} callers."
    return "\n".join([head, *("  " + sentence(change) for change in sorted(found, key=lambda one: not one.breaks))])


def hidden(found: list[Change], changelog: str) -> list[Change]:
    """Return the breaking changes that are not in the changelog."""
    known = admitted(changelog)
    return [change for change in found if change.breaks and change.key not in known]


def _read_json(path: Path) -> dict[str, Any]:
    try:
        document: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BrokenSpecError(f"{path} cannot be read: {error.strerror}.") from error
    except ValueError as error:
        raise BrokenSpecError(f"{path} is not JSON: {error}.") from error
    return document


def main(arguments: list[str] | None = None) -> int:
    """Compare the specs, print the changes, and check the changelog if requested.

    Args:
        arguments: The command line, without the name of the program.

    Returns:
        0, or 1 if a file is broken or a breaking change is not in the changelog.

    """
    parser = argparse.ArgumentParser(description="Say what changed in the specification since the last release.")
    parser.add_argument("--spec", type=Path, help="the current spec, as YAML (default: all)")
    parser.add_argument("--released", type=Path, help="the spec of the last release, as JSON")
    parser.add_argument("--changelog", type=Path, default=ROOT / "CHANGELOG.md")
    parser.add_argument("--check", action="store_true", help="fail for breaking changes that are not in the changelog")
    parser.add_argument("--freeze", action="store_true", help="save the current spec as that of the last release")
    options = parser.parse_args(arguments)
    pairs = [(ROOT / spec.source, ROOT / spec.released) for spec in specs()]
    if options.spec or options.released:
        pairs = [(options.spec or pairs[0][0], options.released or pairs[0][1])]
    missing: list[Change] = []
    try:
        changelog = options.changelog.read_text(encoding="utf-8") if options.check else ""
        for now, released in pairs:
            document = read_spec(now)
            if len(pairs) > 1:
                print(f"{document['info']['title']}:")
            if options.freeze:
                released.parent.mkdir(parents=True, exist_ok=True)
                released.write_text(to_json(document), encoding="utf-8")
            elif not released.exists() and not options.released:
                print("The specification has not been released yet.")
                continue
            found = changes(_read_json(released), document)
            missing += hidden(found, changelog) if options.check else []
            print(report(found))
    except (BrokenSpecError, UnknownKeywordError) as error:
        print(error, file=sys.stderr)
        return 1
    except OSError as error:
        print(f"{error.filename} cannot be used: {error.strerror}.", file=sys.stderr)
        return 1
    if missing:
        print(
            "\nThese break callers, and CHANGELOG.md does not say so. Under Unreleased, write the following, and in "
            "the place of … what callers do now:\n",
            file=sys.stderr,
        )
        for change in missing:
            print(entry(change), file=sys.stderr)
    return 1 if missing else 0


if __name__ == "__main__":
    raise SystemExit(main())
