"""Contract tests: schemathesis against MockAllo on a port, with every check on and in every phase.

    python -m scripts.contract [--max-examples N]

A first run goes through examples, coverage, fuzzing and stateful phases with a key that may do everything. Two more go
through the examples with a key that may do nothing and, in version 1, one whose daily quota is used up. In version 2
each operation is then asked with an Idempotency-Key that was used elsewhere, faster than its pace, and while the server
fails. What was reached is counted at the server: every operation and every status that the spec documents must be. What
schemathesis prints is shown when it found something, and always with `--verbose`.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from allo_ext._operations import find
from allo_ext.testing import MockAllo
from allo_ext.testing._engine.checks import check_reply
from allo_ext.testing._engine.spec import Operation, load_spec
from allo_ext.testing._engine.spec import Spec as MockSpec
from allo_ext.testing._engine.wire import Incoming
from scripts.specs import ROOT, Spec, specs

SERVED = ("v1", "v2")
"""The versions that MockAllo serves."""
CONFLICT = 409
FAILING = {402: "PARTNER_BILLING_FAILED", 403: "API_KEY_TRIAL_NOT_ALLOWED", 500: "INTERNAL_SERVER_ERROR"}
"""Statuses that are not about the request, and a code of each."""
SEED = 20261122


class CountingMock(MockAllo):
    """A mock that notes which operations it answered, and with what."""

    def __init__(self, version: str) -> None:
        # The number of a sender id is null, and schemathesis would take it for a number that can be sent.
        more: dict[str, Any] = {} if version == "v1" else {"sender_ids": ()}
        super().__init__(validate_replies=True, contacts=60, calls=300, **more)
        self.reached: set[tuple[str, str]] = set()
        self.replays = False
        """True if Idempotency-Keys are honoured; not for schemathesis, which always sends the key of the example."""

    def answer(self, request: Any) -> Any:
        """Answer as the mock does, and note it."""
        if not self.replays:
            headers = {name: value for name, value in request.headers.items() if name != "idempotency-key"}
            request = replace(request, headers=headers)
        answer = super().answer(request)
        if operation := find(request.method, request.path).id:
            self.reached.add((operation, str(answer.reply.status)))
        return answer


def provoke(mock: CountingMock, document: dict[str, Any], spec: MockSpec) -> bool:
    """Request the responses that do not depend on data from every operation; return whether all match the spec."""
    mock.replays = True
    requests = {name: _example(mock, document, spec.root, operation) for name, operation in spec.operations.items()}
    call = mock.simulate_call(tag="vip")
    mock.answer(replace(requests["remove_tag"], path=f"{spec.root}/conversations/items/cll-{call.key}/tags/vip"))
    for first in ("create_summary_template", "create_webhook"):
        for name in (first, *(name for name, known in spec.operations.items() if CONFLICT in known.replies)):
            mock.answer(replace(requests[name], headers=_headers(mock, f"used by {first}")))
    complaints = list[str]()
    for status, code in FAILING.items():
        for name, operation in spec.operations.items():
            if status in operation.replies:
                mock.faults.next(code=code)
                complaints.append(check_reply(operation, mock.answer(requests[name]).reply) or "")
    mock.pace = (1e-6, 1e-6)
    for request in requests.values():
        mock.answer(request)
        mock.answer(request)
    print(*filter(None, complaints), sep="\n")
    return not any(complaints)


def _example(mock: MockAllo, document: dict[str, Any], root: str, operation: Operation) -> Incoming:
    """Return a request for an operation with the document's own examples in its path and its body."""
    item = document["paths"][operation.template]
    raw = item[operation.method.lower()]
    parameters = [_resolved(document, one) for one in (*item.get("parameters", []), *raw.get("parameters", []))]
    path = root + operation.template
    for parameter in parameters:
        if parameter["in"] == "path":
            path = path.replace(f"{{{parameter['name']}}}", quote(str(parameter["example"]), safe=""))
    examples = raw.get("requestBody", {}).get("content", {}).get("application/json", {}).get("examples", {})
    value = next((_resolved(document, example)["value"] for example in examples.values()), None)
    body = b"" if value is None else json.dumps(value).encode()
    return Incoming(operation.method, path, "", _headers(mock), body)


def _resolved(document: dict[str, Any], value: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in value:
        target: Any = document
        for step in value["$ref"].removeprefix("#/").split("/"):
            target = target[step]
        value = target
    return value


def _headers(mock: MockAllo, idempotency_key: str = "") -> dict[str, str]:
    key = {"idempotency-key": idempotency_key} if idempotency_key else {}
    return {"authorization": mock.api_key, "content-type": "application/json", **key}


def documented(document: dict[str, Any]) -> set[tuple[str, str]]:
    """Return every operation with every status that the spec gives it."""
    return {
        (operation["operationId"], status)
        for item in document["paths"].values()
        for operation in item.values()
        if isinstance(operation, dict) and "operationId" in operation
        for status in operation["responses"]
    }


def schemathesis(spec: Spec, base_url: str, key: str, *options: str, verbose: bool) -> bool:
    """Run schemathesis and return whether it found no failures; its reports go to a temporary folder."""
    with tempfile.TemporaryDirectory() as folder:
        command = [
            *(sys.executable, "-m", "schemathesis.cli"),
            *("--config-file", str(ROOT / "allo_ext/testing/schemathesis.toml")),
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
    """Print which documented responses were reached; return whether all were."""
    wanted = documented(document)
    operations = sorted({operation for operation, _ in wanted})
    print("\nReached, of what the spec documents:")
    for operation in operations:
        statuses = sorted(status for name, status in wanted if name == operation)
        marks = "  ".join(f"{status} {'yes' if (operation, status) in reached else 'NO'}" for status in statuses)
        print(f"  {operation:<36}{marks}")
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
    parser.add_argument("--max-examples", type=int, default=25, help="examples for each operation and phase")
    parser.add_argument("--version", choices=SERVED, action="append", help="only this version")
    parser.add_argument("--verbose", action="store_true", help="show what schemathesis prints, found or not")
    options = parser.parse_args()
    wanted = options.version or SERVED
    held = [_holds(spec, options.max_examples, verbose=options.verbose) for spec in specs() if spec.version in wanted]
    print("Contract:", "held, 0 failures" if all(held) else "BROKEN")
    return 0 if all(held) else 1


def _holds(spec: Spec, max_examples: int, *, verbose: bool) -> bool:
    """Run all checks for one version; return whether every documented response was reached and matches the spec."""
    document = json.loads((ROOT / spec.json).read_text(encoding="utf-8"))
    mock = CountingMock(spec.version)
    mock.add_key("may-do-nothing", scopes=[])
    mock.add_key("used-up", daily_quota=0)
    short = ("--phases", "examples,fuzzing", "--max-examples", "3")
    runs = [(mock.api_key, ("--max-examples", str(max_examples))), ("may-do-nothing", short)]
    if spec.version == "v1":
        runs.append(("used-up", short))
    with mock.serve() as server:
        address = f"{server.origin}/{spec.version}/api"
        clean = [schemathesis(spec, address, key, *more, verbose=verbose) for key, more in runs]
    if spec.version != "v1":
        clean.append(provoke(mock, document, load_spec(spec.version)))
    return report(document, mock.reached) and all(clean)


if __name__ == "__main__":
    sys.exit(main())
