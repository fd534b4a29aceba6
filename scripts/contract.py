"""Contract tests: schemathesis against MockAllo on a port, with every check on and in every phase.

    python -m scripts.contract [--max-examples N]

The first run has examples, coverage, fuzzing and stateful phases, with a key that has all scopes. Two more run the
examples with a key without scopes and with one whose daily quota is exhausted. The server records which operations and
statuses were reached; all that the spec documents must be. The output of schemathesis is shown if it finds a failure,
and always with `--verbose`.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
from typing import Any

from allo_ext._operations import find
from allo_ext.testing import MockAllo
from scripts.specs import ROOT, Spec, specs

SERVED = ("v1",)
"""The versions that MockAllo serves."""
SEED = 20261122


class CountingMock(MockAllo):
    """A mock that records operations and their statuses."""

    def __init__(self) -> None:
        super().__init__(validate_replies=True, contacts=60, calls=300)
        self.reached: set[tuple[str, str]] = set()

    def answer(self, request: Any) -> Any:
        """Return the mock's answer and record it."""
        answer = super().answer(request)
        if operation := find(request.method, request.path).id:
            self.reached.add((operation, str(answer.reply.status)))
        return answer


def documented(document: dict[str, Any]) -> set[tuple[str, str]]:
    """Return every operation with every documented status."""
    return {
        (operation["operationId"], status)
        for item in document["paths"].values()
        for operation in item.values()
        if isinstance(operation, dict) and "operationId" in operation
        for status in operation["responses"]
    }


def schemathesis(spec: Spec, base_url: str, key: str, *options: str, verbose: bool) -> bool:
    """Run schemathesis without report files; return True if it found no failures."""
    with tempfile.TemporaryDirectory() as folder:
        command = [
            *(sys.executable, "-m", "schemathesis.cli"),
            *("--config-file", str(ROOT / "schemathesis.toml")),
            *("run", str(ROOT / spec.json), "--url", base_url, "--header", f"Authorization: {key}"),
            *("--checks", "all", "--seed", str(SEED), "--generation-database", "none", "--no-color", *options),
        ]
        run = subprocess.run(
            command, cwd=folder, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8"
        )
    generated = re.search(r"\d+ generated, .*", run.stdout)
    print(f"schemathesis {' '.join(options)}: {generated[0] if generated else 'did not run'}")
    if verbose or run.returncode:
        print(run.stdout)
    return run.returncode == 0


def report(document: dict[str, Any], reached: set[tuple[str, str]]) -> bool:
    """Print which documented operations and statuses were reached; return True if all were."""
    wanted = documented(document)
    operations = sorted({operation for operation, _ in wanted})
    print("\nReached, of what the spec documents:")
    for operation in operations:
        statuses = sorted(status for name, status in wanted if name == operation)
        marks = "  ".join(f"{status} {'yes' if (operation, status) in reached else 'NO'}" for status in statuses)
        print(f"  {operation:<26}{marks}")
    missing = wanted - reached
    undocumented = {(name, status) for name, status in reached - wanted}
    seen = {operation for operation, _ in reached}
    print(f"Operations: {len(seen)} of {len(operations)}.", end=" ")
    print(f"Documented statuses: {len(wanted - missing)} of {len(wanted)}.")
    if undocumented:
        print("Answered, but not documented:", ", ".join(" ".join(pair) for pair in sorted(undocumented)))
    return not missing and not undocumented and len(seen) == len(operations)


def main() -> int:
    """Run everything and return an exit code."""
    parser = argparse.ArgumentParser(description="Run the contract tests.")
    parser.add_argument("--max-examples", type=int, default=40, help="examples for each operation and phase")
    parser.add_argument("--verbose", action="store_true", help="show what schemathesis prints, found or not")
    options = parser.parse_args()
    held = [_holds(spec, options.max_examples, verbose=options.verbose) for spec in specs() if spec.version in SERVED]
    print("Contract:", "held, 0 failures" if all(held) else "BROKEN")
    return 0 if all(held) else 1


def _holds(spec: Spec, max_examples: int, *, verbose: bool) -> bool:
    """Run everything for one version; return True if everything documented was reached and is correct."""
    document = json.loads((ROOT / spec.json).read_text(encoding="utf-8"))
    mock = CountingMock()
    mock.add_key("may-do-nothing", scopes=[])
    mock.add_key("used-up", daily_quota=0)
    short = ("--phases", "examples,fuzzing", "--max-examples", "3")
    runs = [
        (mock.api_key, ("--max-examples", str(max_examples))),
        ("may-do-nothing", short),
        ("used-up", short),
    ]
    with mock.serve() as server:
        address = f"{server.origin}/{spec.version}/api"
        clean = [schemathesis(spec, address, key, *more, verbose=verbose) for key, more in runs]
    return report(document, mock.reached) and all(clean)


if __name__ == "__main__":
    sys.exit(main())
