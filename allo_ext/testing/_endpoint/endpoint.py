"""The public function: check an endpoint in this process or behind a URL."""

from __future__ import annotations

import base64
import binascii
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from allo_ext._webhooks import SECRET_PREFIX, TIMEOUT_2
from allo_ext.errors import ConfigurationError
from allo_ext.testing._endpoint.checks import tried
from allo_ext.testing._endpoint.probe import Probe
from allo_ext.testing._endpoint.report import Report
from allo_ext.testing._endpoint.senders import AsgiSender, HttpSender
from allo_ext.testing._endpoint.wsgi import WsgiSender
from allo_ext.testing._engine.delivery import is_on_this_machine
from allo_ext.testing._engine.posting import is_asgi

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator

    from allo_ext.testing._endpoint.probe import Handled
    from allo_ext.testing._endpoint.report import CheckResult
    from allo_ext.testing._engine.delivery import App


def check_endpoint(
    app: App | str,
    *,
    secret: str | None = None,
    token: str | None = None,
    path: str = "/allo",
    number: str | None = None,
    handled: Handled | None = None,
    break_next: Callable[[], object] | None = None,
    timeout: float = TIMEOUT_2,
    settle: float = 1.0,
) -> Report:
    """Try a webhook endpoint with deliveries as Allo sends them, and with what strangers send.

    Args:
        app: An ASGI or WSGI application, or the URL of an endpoint on this machine. The lifespan of an ASGI application
            is not run.
        secret: The signing secret that the endpoint has, to check version 2's deliveries. Use one for tests only.
        token: The last segment of the endpoint's path, to check version 1's deliveries; it is appended to the path or
            URL unless it is there.
        path: The path of the endpoint in an application.
        number: One of the account's numbers in E.164, if the endpoint refuses events of other numbers. By default
            payloads have +12025550143.
        handled: A function that returns what the endpoint has handled so far: a list with one entry for each event, or
            their number. With entries that contain the other party's phone number, that is checked as well.
        break_next: A function that makes the next handling fail, for example by an exception.
        timeout: The seconds in which the endpoint must respond.
        settle: The seconds to wait for an event that is handled after its response.

    Returns:
        The report. Checks that need a missing argument are skipped, not passed.

    Raises:
        ConfigurationError: Neither secret nor token was given, the secret cannot be read, or the URL is not one of this
            machine.
        MissingExtraError: standardwebhooks is not installed.

    Examples:
        >>> report = check_endpoint(app, secret="whsec_c2lnbmluZyBzZWNyZXQ=", handled=lambda: list(database))
        >>> assert report.ok, report
    """
    if isinstance(app, str) and not is_on_this_machine(app):
        raise ConfigurationError(
            "app must be an application, or an http URL of this machine; for others, use `allo webhooks check`."
        )
    with checking(
        app,
        secret=secret,
        token=token,
        path=path,
        number=number,
        handled=handled,
        break_next=break_next,
        timeout=timeout,
        settle=settle,
    ) as results:
        return Report(tuple(results))


@contextmanager
def checking(
    app: App | str,
    *,
    secret: str | None,
    token: str | None,
    number: str | None,
    handled: Handled | None,
    break_next: Callable[[], object] | None,
    path: str = "/allo",
    timeout: float = TIMEOUT_2,
    settle: float = 1.0,
) -> Generator[Iterator[CheckResult]]:
    """Yield the results of `check_endpoint` one by one, for any URL.

    Raises:
        ConfigurationError: As for `check_endpoint`.
    """
    if secret is None and token is None:
        raise ConfigurationError("Pass the endpoint's signing secret, its token, or both.")
    if secret is not None:
        _check_secret(secret)
    sender = HttpSender(timeout) if isinstance(app, str) else (AsgiSender if is_asgi(app) else WsgiSender)(app, timeout)
    url = app if isinstance(app, str) else f"https://receiver.example/{path.strip('/')}"
    with closing(sender):
        yield tried(
            Probe(
                sender,
                url,
                secret=secret,
                token=token,
                number=number,
                handled=handled,
                break_next=break_next,
                timeout=timeout,
                settle=settle,
            )
        )


def _check_secret(secret: str) -> None:
    try:
        readable = bool(base64.b64decode(secret.removeprefix(SECRET_PREFIX), validate=True))
    except (binascii.Error, ValueError):
        readable = False
    if not readable:
        raise ConfigurationError("The signing secret must be whsec_ and base64, as Allo shows it.")
