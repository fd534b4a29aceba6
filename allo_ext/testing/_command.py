"""The mock as a command: `python -m allo_ext.testing`."""

from __future__ import annotations

import argparse
import json
import signal
import sys
import threading
from datetime import datetime
from typing import TYPE_CHECKING, Any

from allo_ext._extras import MissingExtraError
from allo_ext.testing._account.clock import moment
from allo_ext.testing._arguments import api_key
from allo_ext.testing._edges.server import PortInUseError
from allo_ext.testing._engine.keys import unknown_scope
from allo_ext.testing._engine.spec import SpecError
from allo_ext.testing._mock import MockAllo
from allo_ext.testing._versions import SCOPES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import FrameType

    from allo_ext.testing._edges.server import Served
    from allo_ext.testing._engine.delivery import Delivery
    from allo_ext.testing._engine.keys import Pace

_LARGEST_PORT = 65_535


def main(argv: Sequence[str] | None = None, *, program: str = "python -m allo_ext.testing") -> int:
    """Serve a mock until SIGINT or SIGTERM; return the exit code: 0, 1 if it cannot serve, 2 for invalid options."""
    options = _parser(program).parse_args(argv)
    stop = threading.Event()

    def ends(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    before = [(name, signal.signal(name, ends)) for name in (signal.SIGINT, signal.SIGTERM)]
    try:
        mock = _mock(options)
        if not options.json:
            mock.outbox.settled = _tell
        with mock.serve(options.port, host=options.host) as served:
            print(_greeting(mock, served, as_json=options.json), flush=True)  # noqa: T201 — the command's output
            stop.wait()
    except (MissingExtraError, PortInUseError, SpecError) as error:
        print(f"{program}: {error}", file=sys.stderr)  # noqa: T201 — likewise
        return 1
    finally:
        for name, handler in before:
            signal.signal(name, handler)
    return 0


def _mock(options: argparse.Namespace) -> MockAllo:
    mock = MockAllo(
        contacts=options.contacts,
        calls=options.calls,
        seed=options.seed,
        latency=options.latency / 1000,
        pace=options.pace,
        webhook_ids=options.webhook_ids,
        deliver_to="network" if options.deliver_anywhere else None,
        **_time(options.now),
    )
    for key, scopes in options.key:
        mock.add_key(key, scopes=scopes)
    for prefix, url in options.forward:
        mock.forward(prefix, url)
    return mock


def _tell(delivery: Delivery) -> None:
    try:
        print(delivery.outcome(), file=sys.stderr, flush=True)  # noqa: T201 — how people see that a webhook arrived
    except OSError:
        pass  # stdout was closed; the mock continues


def _time(fixed: datetime | None) -> dict[str, Any]:
    """Return the account's end and clock: both now, in the local time zone, unless fixed."""
    if fixed is not None:
        return {"now": fixed, "ends": fixed}
    return {"now": _local_now, "ends": _local_now()}


def _local_now() -> datetime:
    return datetime.now().astimezone()


def _greeting(mock: MockAllo, served: Served, *, as_json: bool) -> str:
    facts = {
        "base_url": served.base_url,
        "origin": served.origin,
        "api_key": mock.api_key,
        "sender_id": mock.sender_id,
        "numbers": list(mock.numbers),
    }
    if as_json:
        return json.dumps(facts)
    return (
        f"MockAllo serves {served.base_url} with the key {mock.api_key!r}, and version 2 below the same origin, "
        f"{served.origin}; its numbers are {', '.join(mock.numbers)}, "
        f"its sender id is {mock.sender_id}. What it answers is described at {served.docs_url}. Ctrl-C stops it.\n"
        "Programs find it after this line in their terminal:\n"
        f"export ALLO_BASE_URL={served.base_url} ALLO_API_KEY={mock.api_key}"
    )


def help_of(program: str) -> str:
    """Return the help, under the name of a program."""
    return _parser(program).format_help()


def _parser(program: str) -> argparse.ArgumentParser:
    """Return the parser of the command's options."""
    parser = argparse.ArgumentParser(prog=program, description="Run a mock of the Allo API on a port of this machine.")
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on (%(default)s)")
    parser.add_argument("--port", type=_port, default=0, help="the port to listen on; 0 takes a free one (%(default)s)")
    parser.add_argument("--json", action="store_true", help="when ready, print one line of JSON instead of a sentence")
    parser.add_argument(
        "--key",
        type=_key,
        action="append",
        default=[],
        metavar="KEY:SCOPE,SCOPE",
        help="add a key with these scopes, or with all scopes; may be repeated",
    )
    parser.add_argument("--contacts", type=_size, default=300, help="the number of contacts (%(default)s)")
    parser.add_argument("--calls", type=_size, default=3000, help="the number of calls (%(default)s)")
    parser.add_argument("--seed", type=int, default=0, help="the seed of the generated account (%(default)s)")
    parser.add_argument(
        "--now",
        type=_moment,
        default=None,
        metavar="DATETIME",
        help="end the account at this date and time (ISO 8601) and stop its clock there; without it, the account ends "
        "now and its clock runs",
    )
    parser.add_argument(
        "--latency", type=_milliseconds, default=0.0, metavar="MS", help="the delay of responses in milliseconds"
    )
    parser.add_argument(
        "--pace",
        type=_pace,
        default=None,
        metavar="off|READ,WRITE",
        help="maximum requests per second for each key (off)",
    )
    parser.add_argument(
        "--deliver-anywhere",
        action="store_true",
        help="post webhooks to any URL; by default only to plain http URLs of this machine",
    )
    parser.add_argument("--webhook-ids", action="store_true", help="list webhooks with their ids")
    parser.add_argument(
        "--forward",
        type=_forward,
        action="append",
        default=[],
        metavar="PREFIX=URL",
        help="post deliveries for webhook URLs with this prefix to another URL; may be repeated",
    )
    return parser


def _port(text: str) -> int:
    port = int(text)
    if not 0 <= port <= _LARGEST_PORT:
        raise argparse.ArgumentTypeError("must be between 0 and 65535")
    return port


def _size(text: str) -> int:
    size = int(text)
    if size < 0:
        raise argparse.ArgumentTypeError("must not be negative")
    return size


def _moment(text: str) -> datetime:
    try:
        return moment("now", datetime.fromisoformat(text))
    except ValueError:
        raise argparse.ArgumentTypeError("must be a date and time such as 2026-03-02T12:00:00Z") from None


def _milliseconds(text: str) -> float:
    milliseconds = float(text)
    if not 0 <= milliseconds < float("inf"):
        raise argparse.ArgumentTypeError("must not be negative")
    return milliseconds


def _pace(text: str) -> Pace | None:
    if text == "off":
        return None
    try:
        read, write = (float(part) for part in text.split(","))
    except ValueError:
        raise argparse.ArgumentTypeError("must be off, or two numbers such as 20,5") from None
    if not (0 < read < float("inf") and 0 < write < float("inf")):
        raise argparse.ArgumentTypeError("both numbers must be above 0")
    return read, write


def _key(text: str) -> tuple[str, tuple[str, ...]]:
    key, colon, listed = text.partition(":")
    scopes = tuple(scope for scope in listed.split(",") if scope) if colon else SCOPES
    unknown = [scope for scope in scopes if scope not in SCOPES]
    if unknown or not key:
        raise argparse.ArgumentTypeError(unknown_scope(unknown[0], SCOPES) if unknown else "the key is empty")
    try:
        return api_key("the key", key), scopes
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _forward(text: str) -> tuple[str, str]:
    prefix, equals, url = text.partition("=")
    if not prefix or not equals or not url.startswith(("http://", "https://")):
        raise argparse.ArgumentTypeError("must be PREFIX=URL, such as https://hooks.example.com=http://127.0.0.1:9000")
    return prefix, url
