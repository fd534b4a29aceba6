"""`allo webhooks check`: try a webhook endpoint."""

from __future__ import annotations

from collections import Counter
from contextlib import ExitStack
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from allo_ext import ConfigurationError, InvalidArgumentError
from allo_ext._webhooks import SECRET_VARIABLE, TIMEOUT_2, TOKEN_VARIABLE
from allo_ext.cli._display.output import as_json
from allo_ext.cli._display.text import printable
from allo_ext.cli._listen.posting import endpoint
from allo_ext.cli._program.command import Run
from allo_ext.cli._program.earlier import Earlier

if TYPE_CHECKING:
    import httpx

    from allo_ext.testing import CheckResult

_MARKS: Final = {"passed": "ok", "failed": "NO", "skipped": "--"}
_STYLES: Final = {"passed": "green", "failed": "bold red", "skipped": "yellow"}
_PATIENCE: Final = 10.0
_HANDLED: Final = "--handled-url"
_FAIL_NEXT: Final = "--fail-next-url"


def check(
    run: Run,
    url: Annotated[str, typer.Argument(metavar="URL", help="The URL of the endpoint's deliveries.")],
    secret: Annotated[
        str | None,
        typer.Option(
            envvar=SECRET_VARIABLE,
            help="The endpoint's signing secret, to check version 2. Use one for tests; prefer the variable.",
        ),
    ] = None,
    token: Annotated[
        str | None,
        typer.Option(
            envvar=TOKEN_VARIABLE, help="The last segment of the URL, to check version 1. Prefer the variable."
        ),
    ] = None,
    number: Annotated[
        str | None,
        typer.Option("--line", help="A line of the account, if the endpoint checks numbers. Default: +12025550143."),
        Earlier("--number"),
    ] = None,
    handled_url: Annotated[
        str | None, typer.Option(help="A URL that returns what was handled: a JSON list, or the number of events.")
    ] = None,
    fail_next_url: Annotated[
        str | None, typer.Option(help="A URL to post to, so that the next handling fails.")
    ] = None,
    timeout: Annotated[float, typer.Option(min=0.1, help="Seconds to wait for each response.")] = TIMEOUT_2,
    mine: Annotated[
        bool,
        typer.Option(
            "--yes-this-is-my-endpoint", help="Allow a URL on another machine. Its events will be handled as real ones."
        ),
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="Write one JSON object with all results.")] = False,
) -> None:
    """Try a webhook endpoint, in any language, with deliveries as Allo sends them and as strangers send them.

    One line per check: what was sent, what came back, why it matters. Checks that need an option that is missing are
    skipped, not passed. Exit code 1 if a check fails. Without --yes-this-is-my-endpoint, only endpoints on this machine
    are tried. Over http, requests have X-Forwarded-Proto: https, as from the proxy that terminates TLS. Over
    https, SSL_CERT_FILE names a certificate to trust.
    """
    from allo_ext.testing._endpoint.endpoint import checking

    for option, address in (("url", url), ("handled-url", handled_url), ("fail-next-url", fail_next_url)):
        if address is not None:
            _check_address(option, address, mine=mine)
    results: list[CheckResult] = []
    import httpx

    with (
        httpx.Client(timeout=_PATIENCE, trust_env=False, verify=httpx.create_ssl_context()) as http,
        ExitStack() as stack,
    ):
        handled = None if handled_url is None else partial(_handled, http, handled_url)
        if handled is not None:
            handled()  # a wrong URL is reported before anything is sent
        found = stack.enter_context(
            checking(
                url,
                secret=secret or None,
                token=token or None,
                number=number,
                handled=handled,
                break_next=None if fail_next_url is None else partial(_asked, http, "POST", fail_next_url, _FAIL_NEXT),
                timeout=timeout,
            )
        )
        for result in found:
            results.append(result)
            if not json:
                _show(run, result)
    counts = Counter(str(result.outcome) for result in results)
    if json:
        console = run.terminal.console()
        report = {"ok": not counts["failed"], "results": [result.to_dict() for result in results]}
        console.file.write(as_json(report, console.file, indent=2) + "\n")
    run.terminal.say(", ".join(f"{counts[word]} {word}" for word in _MARKS))
    if counts["failed"]:
        raise typer.Exit(1)


def _show(run: Run, result: CheckResult) -> None:
    console = run.terminal.console()
    console.print(_MARKS[result.outcome], style=_STYLES[result.outcome], end="  ")
    says = (
        f"skipped: {result.received}"
        if result.outcome == "skipped"
        else f"sent {result.sent}; {result.received}. {result.why}"
    )
    console.print(f"{result.name:<20} {printable(says)}", soft_wrap=True)


def _check_address(option: str, url: str, *, mine: bool) -> None:
    """Check that a URL may be tried.

    Raises:
        ConfigurationError: It is not an http or https URL.
        InvalidArgumentError: It is not on this machine, and the option that allows it is missing.
    """
    from allo_ext.testing._engine.delivery import is_on_this_machine

    endpoint(url, option)
    if not mine and not is_on_this_machine(url):
        raise InvalidArgumentError(
            f"{option} is not an http URL of this machine. The check sends forged and oversized requests, and events"
            " that are handled as real ones. Pass --yes-this-is-my-endpoint if that is what you want."
        )


def _handled(http: httpx.Client, url: str) -> int | list[object]:
    """Return what was handled.

    Raises:
        ConfigurationError: The URL returns something else.
    """
    response = _asked(http, "GET", url, _HANDLED)
    try:
        found: Any = response.json()
    except ValueError:
        found = None
    if isinstance(found, list) or (isinstance(found, int) and not isinstance(found, bool)):
        return found  # pyright: ignore[reportUnknownVariableType] — JSON
    raise ConfigurationError(f"{_HANDLED} must return a JSON list or a number.")


def _asked(http: httpx.Client, method: str, url: str, option: str) -> httpx.Response:
    """Send a request to a URL that the endpoint has for its tests.

    Raises:
        ConfigurationError: It does not respond with 2xx.
    """
    import httpx

    try:
        response = http.request(method, url)
    except httpx.HTTPError as error:
        raise ConfigurationError(f"no response from {option}: {error or type(error).__name__}") from None
    if not response.is_success:
        raise ConfigurationError(f"{option} returned {response.status_code}.")
    return response
